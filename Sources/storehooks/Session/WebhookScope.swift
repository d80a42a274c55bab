import AppStoreConnect
import CommandLine
import DesiredState
import Diagnostics
import Planning
import Reconciler
import Reports

/// The live webhooks that a command is about, and the connection.
struct WebhookScope: Sendable {
  var connection: Connection
  var webhooks: [WebhookReference]
  var errors: [Diagnostic]
  var apps: [AppFacts]
  var unread: UnreadApps?
  /// Doubts other than short lists.
  var doubts: [Diagnostic] = []

  var warnings: [Diagnostic] {
    doubts + connection.client.shortLists.map { $0.warning(apps: apps, webhooks: webhooks) }
  }

  var findings: Findings {
    Findings(
      errors: errors, warnings: warnings, statistics: connection.client.statistics, unread: unread)
  }
}

extension Session {
  func webhookScope() async throws -> WebhookScope {
    let state = readsAppsOfFile ? try validState(files: self[.file]) : nil
    let connection = try connection(for: state)
    let words = self[.webhook]
    let apps = try await apps(state, connection.client, words: words)
    let errors = apps.failures
    report(errors)
    let all = apps.flatMap(\.references)
    var (webhooks, unmatched) = all.selected(by: words)
    for word in unmatched {
      guard let webhook = try await webhook(named: word, connection.client) else {
        throw unknown(word, among: all, isComplete: errors.isEmpty)
      }
      webhooks.append(webhook)
    }
    return WebhookScope(
      connection: connection, webhooks: webhooks, errors: errors, apps: apps.map(\.facts),
      unread: UnreadApps(apps))
  }

  /// Whether the options or a file tell which webhooks are meant.
  var selectsWebhooks: Bool { isLimited || readsAppsOfFile }

  /// Whether the user has named apps or webhooks, and means no others.
  var isLimited: Bool { !self[.app].isEmpty || !self[.webhook].isEmpty }

  /// Whether the desired-state file selects the apps: one was named, or is in the default place.
  private var readsAppsOfFile: Bool { self[.app].isEmpty && hasDesiredStateFile }

  private func apps(_ state: DesiredState?, _ client: Client, words: [String]) async throws -> [LiveApp] {
    if let state { return try await readApps(of: state, client) }
    guard !self[.app].isEmpty else {
      guard words.isEmpty else { return [] }
      throw CommandFailure.usage(
        "there is no '\(defaultFile)': name apps with --app PATTERN ('*' for all), or the file with --file")
    }
    return try await readAccount(client)
  }

  /// The webhook with an ID, wherever it is; `nil` if there is none.
  private func webhook(named word: String, _ client: Client) async throws -> WebhookReference? {
    // With --app, other apps' webhooks are out of bounds. A name in a file's apps is seldom an ID.
    guard self[.app].isEmpty, word.utf8.allSatisfy(Self.isPartOfID) else { return nil }
    let found: (webhook: Webhook, app: App?)
    do throws(ClientError) {
      found = try await client.webhook(id: word, includeApp: true)
    } catch {
      if case .api(let answer) = error, answer.status == 404 { return nil }
      throw CommandFailure(message: "webhook '\(word)' could not be read: \(error)")
    }
    guard let webhook = LiveWebhook(found.webhook) else {
      throw CommandFailure(message: "App Store Connect's answer lacks fields of webhook '\(word)'")
    }
    return WebhookReference(app: found.app.map(AppFacts.init(_:)) ?? AppFacts(), webhook)
  }

  private static func isPartOfID(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  private func unknown(_ word: String, among webhooks: [WebhookReference], isComplete: Bool) -> CommandFailure
  {
    let nearest = Spelling.nearest(to: word, among: webhooks.flatMap { [$0.name, $0.id] })
    let hint =
      if let nearest {
        "; did you mean '\(nearest)'?"
      } else if webhooks.isEmpty, self[.app].isEmpty, !readsAppsOfFile {
        "; to choose a webhook by name, also name its app with --app"
      } else {
        ""
      }
    let place = isComplete ? "no selected app has" : "no app that could be read has"
    return CommandFailure(
      message: "--webhook: \(place) a webhook with the name or ID '\(word)'\(hint)",
      exitCode: isComplete ? ExitCode.usage : ExitCode.failed)
  }
}
