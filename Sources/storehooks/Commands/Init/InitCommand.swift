import CommandLine
import Platform
import Reports

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct InitCommand: ImmediateCommand {
  static let specification = CommandSpec(
    name: "init",
    abstract: "Write a commented starter file",
    discussion: [
      """
      Writes webhooks.yaml, or the file that --file names, with an example, and comments on what else it can \
      contain. Makes its folder if there is none, and never replaces a file.
      """
    ],
    relevantGroups: [.selection, .output, .general],
    withoutEffect: [Option.app.spec, Option<String?>.state.spec, Option.noState.spec, Option.verbose.spec],
    formats: [.text],
    exitCodes: [.init(0, "Done"), .init(1, "The file already exists, or can't be written"), .wrongUsage],
    examples: [
      .init("Write webhooks.yaml", "storehooks init"),
      .init("Write another file", "storehooks init --file conf/webhooks.yaml"),
    ])

  let session: Session

  func run() throws -> CommandResult {
    guard session[.file].count == 1, let path = session[.file].first else {
      throw CommandFailure.usage("init writes one file; give --file once")
    }
    guard !session.options.readsStandardInput else {
      throw CommandFailure.usage("init can't write to standard input (-f -); name a file")
    }
    if let end = path.lastIndex(of: "/") {
      // If that fails, writing says why.
      try? FileManager.default.createDirectory(
        atPath: String(path[...end]), withIntermediateDirectories: true)
    }
    let file = WholeFile(path: path, permissions: .shared)
    file.removeLeftovers()
    do throws(WholeFile.Failure) {
      try file.write(Array(StarterFile.text.utf8), mayReplace: false)
    } catch {
      throw error.failure(path: path, refusal: "; edit it, or choose another name with --file")
    }
    let option = TerminalText.escaped(fileOption(path))
    var result = CommandResult(
      TextReport(
        "Wrote \(TerminalText.escaped(path)). Add your apps and URLs; then 'storehooks"
          + " validate\(option)' checks it, and 'storehooks"
          + " plan\(option)' shows what would change.\n", isNeeded: false))
    result.notes = ["to start from your live webhooks: storehooks import --all-apps --out \(path) --force"]
    return result
  }
}
