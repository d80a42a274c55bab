import AppStoreConnect
import Cryptography
import Planning

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a plan's document shows of the calls: the steps, and what happens to each webhook they change. This is what
/// reviewers have seen.
package struct ShownCalls: Decodable, Equatable {
  private var steps: [Step]
  private var apps: [App]

  private struct Step: Decodable, Equatable {
    var step: Int
    var app: Text
    var action: String
    var webhook: Text
    var webhookId: String?
  }

  private struct App: Decodable, Equatable {
    var appId: String?
    var webhooks: [Webhook]
  }

  private struct Webhook: Decodable, Equatable {
    var action: String
    var name: Text
    var webhookId: String?
    var changes: [Change]
    var secret: Text?

    var isChanged: Bool { ["create", "modify", "delete"].contains(action) }
  }

  private struct Change: Decodable, Equatable {
    var field: String
    var before: Value?
    var after: Value?
  }

  private enum Value: Decodable, Equatable {
    case text(Text), flag(Bool), list([Text])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let flag = try? container.decode(Bool.self) {
        self = .flag(flag)
      } else if let text = try? container.decode(Text.self) {
        self = .text(text)
      } else {
        self = .list(try container.decode([Text].self))
      }
    }
  }

  private enum Keys: CodingKey { case steps, apps }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Keys.self)
    steps = try container.decode([Step].self, forKey: .steps)
    // The rest isn't about the calls, and isn't read again when they are made.
    apps = try container.decode([App].self, forKey: .apps).compactMap { app in
      var app = app
      app.webhooks.removeAll { !$0.isChanged }
      return app.webhooks.isEmpty ? nil : app
    }
  }

  package init(_ plan: Plan) throws {
    self = try JSONDecoder().decode(
      Self.self, fromBytes: Array(JSONEncoder().encode(plan.document(Findings()))))
  }

  /// A text with parts that may be withheld, which match anything.
  private struct Text: Decodable, Equatable {
    private let text: String

    init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    static func == (one: Self, other: Self) -> Bool {
      one.text == other.text || one.matches(other.text) || other.matches(one.text)
    }

    private func matches(_ whole: String) -> Bool {
      let parts = text.components(separatedBy: Withholding.mark)
      guard let first = parts.first, let last = parts.last, parts.count > 1, whole.hasPrefix(first) else {
        return false
      }
      var rest = whole.dropFirst(first.count)
      for part in parts.dropFirst().dropLast() where !part.isEmpty {
        guard let place = rest.firstRange(of: part) else { return false }
        rest = rest[place.upperBound...]
      }
      return rest.hasSuffix(last)
    }
  }
}
