import Platform

/// `storehooks init`: writes a starter file.
struct InitCommand {
  let context: CommandContext

  func run() throws -> Int32 {
    guard context.options.files.count == 1, let path = context.options.files.first else {
      throw CommandFailure.usage("init writes one file; give --file once")
    }
    guard !context.options.readsStandardInput else {
      throw CommandFailure.usage("init writes a file, and -f - is standard input; name the file")
    }
    let file = WholeFile(path: path, permissions: .shared)
    file.removeLeftovers()
    do throws(WholeFile.Failure) {
      try file.write(Array(StarterFile.text.utf8), mayReplace: false)
    } catch {
      throw error.failure(path: path, refusal: "; edit it, or choose another name with --file")
    }
    let option = GlobalOptions.fileOption(path)
    if !context.options.isQuiet {
      context.output.deliver(
        "Wrote \(TerminalText.escaped(path)). Put in your apps and URLs; then 'storehooks"
          + " validate\(TerminalText.escaped(option))' checks it, and 'storehooks"
          + " plan\(TerminalText.escaped(option))' shows what would change.\n")
    }
    context.note(
      "to begin with the webhooks that are there already: storehooks import --all-apps --out \(path) --force")
    return Program.ExitCode.done
  }
}
