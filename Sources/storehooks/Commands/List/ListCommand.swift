import CommandLine
import Reports
import AppStoreConnect
import DesiredState
import Planning

/// `storehooks list`: shows the live webhooks.
struct ListCommand {
  let context: CommandContext

  func run() async throws -> Int32 {
    let isAccountWide = !context.options.apps.isEmpty || context.invocation.options.flag("all-apps")
    let connection: Connection
    let apps: [LiveApp]
    if isAccountWide {
      connection = try context.connection()
      apps = try await context.readAccount(connection.client)
    } else {
      guard let state = try desiredState() else { return Program.ExitCode.invalidFile }
      connection = try context.connection()
      apps = await context.readApps(of: state, connection.client)
    }
    let errors = apps.failures
    let warnings = connection.client.shortLists.map { $0.warning(apps: apps.map(\.facts)) }
    context.report(errors + warnings)
    var document = ListDocument(apps, errors: errors, statistics: connection.client.statistics)
    document.warnings = Message.list(warnings)
    try context.publish(
      json: document, markdown: ListMarkdown.report(apps, errors: errors + warnings),
      text: ListText(style: context.style, width: context.terminal.width).render(apps))
    return errors.isEmpty ? Program.ExitCode.done : Program.ExitCode.failed
  }

  /// The files that say which apps are meant where no option does.
  private func desiredState() throws -> DesiredState? {
    guard context.hasDesiredStateFile else {
      throw CommandFailure.usage(
        "there is no \(GlobalOptions.defaultFile) that says which apps to list; name them with --app,"
          + " or take --all-apps")
    }
    return try context.validState(files: context.options.files)
  }
}

extension CommandContext {
  /// Refuses patterns that select no app of the account: a typo must not look like "nothing there".
  func checkSelection(of apps: [LiveApp]) throws(CommandFailure) {
    guard apps.isEmpty, !options.apps.isEmpty else { return }
    let patterns = options.apps.map { "'\($0)'" }.joined(separator: ", ")
    throw .usage("--app \(patterns) matches no app that the API key may see")
  }
}
