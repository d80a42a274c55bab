import CommandLine
import Platform

/// `storehooks init`: writes a starter file.
struct InitCommand: ImmediateCommand {
  static let specification = CommandSpec(
    name: "init",
    abstract: "Write a commented starter file",
    discussion: [
      """
      Writes webhooks.yaml, or the file that --file names, with an example and comments that say what else \
      can stand in it. A file that is there already stays as it is.
      """
    ],
    relevantGroups: [.selection, .output, .general],
    formats: [.text],
    exitCodes: [.init(0, "Done"), .init(1, "The file is there already, or can't be written"), .wrongUsage],
    examples: [
      .init("Write webhooks.yaml", "storehooks init"),
      .init("Write another file", "storehooks init --file conf/webhooks.yaml"),
    ])

  let session: Session

  func run() throws -> ExitCode {
    guard session[.file].count == 1, let path = session[.file].first else {
      throw CommandFailure.usage("init writes one file; give --file once")
    }
    guard !session.options.readsStandardInput else {
      throw CommandFailure.usage("init writes a file, and -f - is standard input; name the file")
    }
    let file = WholeFile(path: path, permissions: .shared)
    file.removeLeftovers()
    do throws(WholeFile.Failure) {
      try file.write(Array(StarterFile.text.utf8), mayReplace: false)
    } catch {
      throw error.failure(path: path, refusal: "; edit it, or choose another name with --file")
    }
    let option = fileOption(path)
    if !session[.quiet] {
      session.output.deliver(
        "Wrote \(TerminalText.escaped(path)). Put in your apps and URLs; then 'storehooks"
          + " validate\(TerminalText.escaped(option))' checks it, and 'storehooks"
          + " plan\(TerminalText.escaped(option))' shows what would change.\n")
    }
    session.note(
      "to begin with the webhooks that are there already: storehooks import --all-apps --out \(path) --force")
    return .done
  }
}
