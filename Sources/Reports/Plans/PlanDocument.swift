import AppStoreConnect
import Diagnostics
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `--format json` prints for `plan`, `apply` and `drift`: the contract's keys, and `errors`.
package struct PlanDocument: Encodable {
  var formatVersion = "1"
  var summary: Summary
  var apps: [App]
  var steps: [Step]
  package var warnings: [Message]
  /// What is worth knowing of what was looked at and what wasn't.
  var notes: [String]?
  var errors: [Message]
  var requests: Requests
  var results: [Result]?
  /// What came of testing webhooks, with `apply --verify` and `drift --ping`.
  package var verifications: [Verification]?
  package var saved: SavedPlan?
  package var drift: DriftDocument?

  struct Summary: Encodable {
    var create = 0
    var modify = 0
    var delete = 0
    var unchanged = 0
    var unmanaged = 0
    var apps = 0
  }

  struct App: Encodable {
    @Nullable var bundleId: String?
    @Nullable var appId: String?
    @Nullable var name: String?
    var webhooks: [Webhook]
    var gaps: [Gap]?
    var error: String?
  }

  struct Webhook: Encodable {
    var action: String
    var name: String
    @Nullable var webhookId: String?
    var changes: [FieldChange]
    @Nullable var secret: String?
    var secretReason: String?
    @Nullable var location: Location?
    @Nullable var reason: String?
  }

  struct Gap: Encodable {
    var url: String
    var event: String
    var fromStep: Int
    var untilStep: Int
  }

  struct FieldChange: Encodable {
    var field: String
    var before: JSONScalar
    var after: JSONScalar
  }

  struct Step: Encodable {
    var step: Int
    var app: String
    var action: String
    var webhook: String
    @Nullable var webhookId: String?
  }

  struct Requests: Encodable {
    var made: Int
    @Nullable var remaining: Int?
  }

  struct Result: Encodable {
    var step: Int
    var status: String
    @Nullable var webhookId: String?
    @Nullable var error: String?
    /// What in the file the errors of a failed call are about, where Apple says so.
    var places: [Place]?
    var requests: Int
  }

  struct Place: Encodable {
    var key: String
    var event: String?
    @Nullable var location: Location?
  }
}

/// A place in a file, as JSON output has it.
package struct Location: Encodable {
  var file: String
  var line: Int
  var column: Int

  package init(_ range: SourceRange) {
    file = range.file.path
    line = Int(range.start.line)
    column = Int(range.start.column)
  }
}

/// A diagnostic, as JSON output has it.
package struct Message: Encodable {
  var severity: String
  var message: String
  @Nullable var remedy: String?
  @Nullable var location: Location?

  package init(_ diagnostic: Diagnostic) {
    severity = diagnostic.severity.rawValue
    message = diagnostic.message
    _remedy = Nullable(wrappedValue: diagnostic.remedy)
    _location = Nullable(wrappedValue: diagnostic.range.map(Location.init))
  }
}

/// A value that is written as `null` where it is missing, for keys that are always there.
@propertyWrapper
package struct Nullable<Value: Encodable>: Encodable {
  package var wrappedValue: Value?

  package init(wrappedValue: Value?) { self.wrappedValue = wrappedValue }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let wrappedValue { try container.encode(wrappedValue) } else { try container.encodeNil() }
  }
}

/// What a field of a webhook can be.
enum JSONScalar: Encodable {
  case null, text(String), flag(Bool), list([String])

  package init(_ text: String?) { self = text.map(Self.text) ?? .null }
  package init(_ flag: Bool?) { self = flag.map(Self.flag) ?? .null }
  package init(_ events: [EventType]?) { self = events.map { .list($0.map(\.rawValue)) } ?? .null }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .text(let text): try container.encode(text)
    case .flag(let flag): try container.encode(flag)
    case .list(let list): try container.encode(list)
    }
  }
}

extension Encodable {
  /// The value as JSON that is the same each time: sorted keys, two blanks of indentation, a final newline; fit
  /// for terminals.
  package func json() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Encoding these documents can't fail: strings, integers and booleans are all they hold.
    guard let data = try? encoder.encode(self) else { return "null\n" }
    return JSONText.printable(String(decoding: data, as: UTF8.self)) + "\n"
  }
}
