import CommandLine
import Reports
import AppStoreConnect
import DesiredState
import Planning

struct ListCommand: Command {
  static let specification = CommandSpec(
    name: "list",
    abstract: "List the live webhooks",
    discussion: [
      """
      Shows the webhooks that App Store Connect has for the apps in the desired-state file, the apps that \
      --app names, or all apps with --all-apps. The table fits the terminal; --format json has everything.
      """
    ],
    options: [Option.allApps.spec],
    formats: [.text, .json, .markdown],
    exitCodes: [
      .init(0, "Done"), .init(1, "Failed, or not every app could be read"), .wrongUsage, .invalidFile,
    ],
    examples: [
      .init("List the webhooks of the apps in webhooks.yaml", "storehooks list"),
      .init("List every webhook, for a script", "storehooks list --all-apps --format json"),
      .init("List those of some apps", "storehooks list --app 'com.example.*'"),
    ])

  static func report(of failure: Findings) -> (any Report)? { ListReport([], failure) }

  let session: Session

  func run() async throws -> CommandResult {
    let isAccountWide = !session[.app].isEmpty || session[.allApps]
    let connection: Connection
    let apps: [LiveApp]
    if isAccountWide {
      connection = try session.connection()
      apps = try await session.readAccount(connection.client)
    } else {
      let state = try desiredState()
      connection = try session.connection(for: state)
      apps = try await session.readApps(of: state, connection.client)
    }
    let findings = Findings(
      errors: apps.failures,
      warnings: connection.client.shortLists.map { $0.warning(apps: apps.map(\.facts)) },
      statistics: connection.client.statistics)
    return CommandResult(
      ListReport(apps, findings), findings.errors + findings.warnings,
      exitCode: findings.errors.isEmpty ? .done : .failed)
  }

  private func desiredState() throws -> DesiredState {
    guard session.hasDesiredStateFile else {
      throw CommandFailure.usage(
        "there is no \(defaultFile); say which apps to list: --app or --all-apps")
    }
    return try session.validState(files: session[.file])
  }
}

extension Session {
  /// Refuses patterns that select no app of the account: a typo must not look like "nothing there".
  func checkSelection(of apps: [LiveApp]) throws(CommandFailure) {
    guard apps.isEmpty, !self[.app].isEmpty else { return }
    let patterns = self[.app].map { "'\($0)'" }.joined(separator: ", ")
    throw .usage("--app \(patterns) matches no app that the API key can see")
  }
}
