import CommandLine
import Reports

/// `storehooks version`: version, commit and platform.
struct VersionCommand: ImmediateCommand {
  static let specification = CommandSpec(
    name: "version",
    abstract: "Print version, commit and platform",
    discussion: [],
    relevantGroups: [.output, .general], withoutEffect: [Option.verbose.spec],
    examples: [.init("Print the version", "storehooks version")])

  let session: Session

  func run() throws -> ExitCode {
    let document = Document()
    switch session[.format] {
    case .json: session.output.deliver(document.json())
    case .text, .markdown, .gitlab, .junit:
      session.output.deliver(
        "storehooks \(document.version) (\(document.commit ?? "unknown commit"), \(document.platform))\n")
    }
    return .done
  }

  private struct Document: Encodable {
    var version = BuildInformation.version
    @Nullable var commit = BuildInformation.commit
    var platform = BuildInformation.platform
  }
}
