import AppStoreConnect
import CommandLine
import DesiredState
import Events
import Planning
import Reconciler
import Reports

struct ListCommand: Command {
  static let specification = CommandSpec(
    name: "list",
    abstract: "List the live webhooks",
    discussion: [
      """
      Shows the webhooks that App Store Connect has for the apps of the desired-state file, the apps that \
      --app names, or all apps with --all-apps; apps without any are named. The table fits the terminal: a long \
      URL keeps its host and its end. --verbose adds the IDs.
      """,
      """
      --name, --url, --event and --disabled limit the list. In --format csv, a text that a spreadsheet would take \
      for a formula begins with an apostrophe.
      """,
    ],
    options: [
      Option.allApps.spec, Option.name.spec, Option.url.spec, Option.event.spec, Option.disabled.spec,
    ],
    formats: [.text, .json, .markdown, .csv],
    exitCodes: [
      .init(0, "Done"), .init(1, "Failed, or not every app could be read"), .wrongUsage, .invalidFile,
    ],
    examples: [
      .init("List the webhooks of the apps in webhooks.yaml", "storehooks list"),
      .init("List every webhook, for a script", "storehooks list --all-apps --format json"),
      .init("List those of some apps", "storehooks list --app 'com.example.*'"),
      .init("See what goes to a host", "storehooks list --all-apps --url 'https://hooks.example.com/*'"),
      .init("Open all of them in a spreadsheet", "storehooks list --all-apps --format csv"),
    ])

  static func report(of failure: Findings) -> (any Report)? { ListReport(WebhookList([]), failure) }

  let session: Session

  func run() async throws -> CommandResult {
    let isAccountWide = !session[.app].isEmpty || session[.allApps]
    let connection: Connection
    let apps: [LiveApp]
    let state: DesiredState?
    if isAccountWide {
      let files = session.filesIfAny
      state = files.state
      connection = try session.connection(for: files.state)
      apps = try await session.readAccount(connection.client, mask: files.mask)
    } else {
      let desired = try desiredState()
      state = desired
      connection = try session.connection(for: desired)
      apps = try await session.readApps(of: desired, connection.client)
    }
    let list = WebhookList(apps, try filter(for: apps), standings: state.map(AppStandings.init(_:)))
    let findings = Findings(
      errors: apps.failures,
      warnings: connection.client.shortLists.map { $0.warning(apps: apps.map(\.facts)) },
      statistics: connection.client.statistics)
    return CommandResult(
      ListReport(list, findings), findings.errors + findings.warnings,
      exitCode: findings.errors.isEmpty ? .done : .failed)
  }

  /// The filter that the options describe. An event type that this version doesn't know is accepted if a live webhook
  /// has it.
  private func filter(for apps: [LiveApp]) throws(CommandFailure) -> WebhookFilter {
    var filter = WebhookFilter()
    filter.names = session[.name].map(Glob.init(_:))
    filter.urls = session[.url].map(Glob.init(_:))
    filter.disabledOnly = session[.disabled]
    let live = Set(apps.lazy.flatMap(\.sorted).flatMap(\.events))
    for name in session[.event] {
      let type = EventType(rawValue: name)
      filter.events.insert(
        live.contains(type) ? type : EventType(rawValue: try Session.event(named: name).type))
    }
    return filter
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
  /// Refuses patterns that select no app of the account, because a typo must not look like "nothing there".
  func checkSelection(of apps: [LiveApp]) throws(CommandFailure) {
    guard apps.isEmpty, !self[.app].isEmpty else { return }
    let patterns = self[.app].map { "'\($0)'" }.joined(separator: ", ")
    throw .usage("--app \(patterns) matches no app that the API key can see")
  }
}

extension Option<[String]> {
  fileprivate static let name = values(
    "name", "GLOB", .name(), "Only webhooks whose name matches; '*' stands for any characters")
  fileprivate static let url = values("url", "GLOB", .string, "Only webhooks whose URL matches")
  fileprivate static let event = values(
    "event", "TYPE", .word(EventCatalogue.types.map(\.type)), "Only webhooks that hear this event type")
}

extension Option<Bool> {
  fileprivate static let disabled = flag("disabled", "Only webhooks that are disabled")
}
