import AppStoreConnect
import Reconciler
import YAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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
      let reader = LiveStateReader(client: connection.client, concurrency: context.options.concurrency)
      let readings = await context.progress.show("Reading webhooks", counting: "app") { update in
        await reader.read(state, progress: update)
      }
      apps = readings.map { LiveApp(facts: $0.facts, webhooks: $0.webhooks) }
    }
    let errors = apps.compactMap(\.failure)
    context.report(errors)
    switch context.options.format {
    case .json:
      let document = ListDocument(apps, errors: errors, statistics: connection.client.statistics)
      try context.output.result(document.json())
    case .text, .markdown, .gitlab, .junit:
      let width = TerminalCapabilities(
        descriptor: 1, color: context.options.color, environment: context.program.environment
      ).width
      try context.output.result(ListText(style: context.style, width: width).render(apps))
    }
    return errors.isEmpty ? Program.ExitCode.done : Program.ExitCode.failed
  }

  /// The files that say which apps are meant where no option does.
  private func desiredState() throws -> DesiredState? {
    let files = context.options.files
    if !context.invocation.options.isGiven("file"), !files.contains(where: exists) {
      throw CommandFailure(
        message:
          "there is no \(GlobalOptions.defaultFile) that says which apps to list; name them with --app,"
          + " or take --all-apps", exitCode: Program.ExitCode.usage)
    }
    return try context.validState(files: files)
  }

  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
