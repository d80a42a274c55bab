import AppStoreConnect
import Cryptography
import Planning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a plan's document shows of the calls: the steps, and what becomes of each webhook that they change. Who has
/// reviewed it has reviewed this.
package struct ShownCalls: Decodable, Equatable {
  private var steps: [Step]
  private var apps: [App]

  private struct Step: Decodable, Equatable {
    var step: Int
    var app: String
    var action: String
    var webhook: String
    var webhookId: String?
  }

  private struct App: Decodable, Equatable {
    var appId: String?
    var webhooks: [Webhook]
  }

  private struct Webhook: Decodable, Equatable {
    var action: String
    var name: String
    var webhookId: String?
    var changes: [Change]
    var secret: String?

    var isChanged: Bool { ["create", "modify", "delete"].contains(action) }
  }

  private struct Change: Decodable, Equatable {
    var field: String
    var before: Value?
    var after: Value?
  }

  private enum Value: Decodable, Equatable {
    case text(String), flag(Bool), list([String])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        self = .flag(flag)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .list(try container.decode([String].self))
      }
    }
  }

  private enum Keys: CodingKey { case steps, apps }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    steps = try container.decode([Step].self, forKey: .steps)
    // The rest is no matter of the calls, and isn't read again when they are made.
    apps = try container.decode([App].self, forKey: .apps).compactMap { app in
      var app = app
      app.webhooks.removeAll { !$0.isChanged }
      return app.webhooks.isEmpty ? nil : app
    }
  }

  /// `withholding`: what the document doesn't show.
  package init(_ plan: Plan, withholding: Withholding) throws {
    let text = withholding.shown(plan.document(Findings()).json(), isLines: true)
    self = try JSONDecoder().decode(Self.self, fromBytes: Array(text.utf8))
  }
}
