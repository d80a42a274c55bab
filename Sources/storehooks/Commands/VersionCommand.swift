import CommandLine
import Reports

/// `storehooks version`: version, commit and platform.
struct VersionCommand {
  let context: CommandContext

  func run() throws -> Int32 {
    let document = Document()
    switch context.options.format {
    case .json: context.output.deliver(document.json())
    case .text, .markdown, .gitlab, .junit:
      context.output.deliver(
        "storehooks \(document.version) (\(document.commit ?? "unknown commit"), \(document.platform))\n")
    }
    return Program.ExitCode.done
  }

  private struct Document: Encodable {
    var version = BuildInformation.version
    @Nullable var commit = BuildInformation.commit
    var platform = BuildInformation.platform
  }
}
