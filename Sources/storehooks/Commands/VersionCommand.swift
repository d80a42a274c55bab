import CommandLine
import Reports

struct VersionCommand: ImmediateCommand {
  static let specification = CommandSpec(
    name: "version",
    abstract: "Print version, commit and platform",
    discussion: [],
    relevantGroups: [.output, .general], withoutEffect: [Option.verbose.spec],
    examples: [.init("Print the version", "storehooks version")])

  let session: Session

  func run() -> CommandResult { CommandResult(Version()) }
}

private struct Version: Report {
  let version = BuildInformation.version
  let commit = BuildInformation.commit
  let platform = BuildInformation.platform

  func text(for reader: Reader) -> String? {
    "storehooks \(version) (\(commit ?? "unknown commit"), \(platform))\n"
  }

  var document: JSONObject? { ["version": version, "commit": commit, "platform": platform] }
}
