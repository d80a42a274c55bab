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

  func run() -> CommandResult {
    CommandResult(
      VersionReport(
        version: BuildInformation.version, commit: BuildInformation.commit,
        platform: BuildInformation.platform))
  }
}
