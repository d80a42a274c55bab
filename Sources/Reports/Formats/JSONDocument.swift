import AppStoreConnect
import Diagnostics

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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

/// The requests of a run, as JSON output has them.
struct Requests: Encodable {
  var made: Int
  @Nullable var remaining: Int?

  init(_ statistics: RequestStatistics) {
    made = statistics.requests
    _remaining = Nullable(wrappedValue: statistics.rateLimit?.hourlyRemaining)
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
