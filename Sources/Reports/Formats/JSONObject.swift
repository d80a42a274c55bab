import AppStoreConnect
import Diagnostics
import Planning
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An object of a document, with keys beside their values. `nil` is written as `null`.
package struct JSONObject: Encodable, ExpressibleByDictionaryLiteral {
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private var members: [(name: String, value: (any Encodable)?)]

  package init(dictionaryLiteral elements: (String, (any Encodable)?)...) {
    members = elements.map { (name: $0.0, value: $0.1) }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    for (name, value) in members {
      let key = Name(stringValue: name)
      // Fast paths for the most common types.
      switch value {
      case nil: try container.encodeNil(forKey: key)
      case let text as String: try container.encode(text, forKey: key)
      case let number as Int: try container.encode(number, forKey: key)
      case let flag as Bool: try container.encode(flag, forKey: key)
      case let value?: try container.encode(value, forKey: key)
      }
    }
  }

  /// The object with more members, which replace those of the same name.
  func merging(_ others: Self) -> Self {
    var result = self
    result.members.removeAll { member in others.members.contains { $0.name == member.name } }
    result.members += others.members
    return result
  }

  /// The object with those of more members that have values.
  func adding(_ others: Self) -> Self {
    var present = others
    present.members.removeAll { $0.value == nil }
    return merging(present)
  }
}

extension Array {
  /// `nil` if it is empty, for keys that are then left out.
  var nonEmpty: Self? { isEmpty ? nil : self }
}

extension SourceRange {
  var document: JSONObject {
    ["file": file.path, "line": Int(start.line), "column": Int(start.column)]
  }
}

extension Diagnostic {
  var document: JSONObject {
    ["severity": severity.rawValue, "message": message, "remedy": remedy, "location": range?.document]
  }
}

extension RequestStatistics {
  var document: JSONObject { ["made": requests, "remaining": rateLimit?.hourlyRemaining] }
}

extension FieldChange {
  /// The field, with the names a document has for its two sides.
  func document(_ before: String, _ after: String) -> JSONObject {
    ["field": field.rawValue, before: self.before?.document, after: self.after?.document]
  }
}

extension FieldChange.Value {
  fileprivate var document: any Encodable {
    switch self {
    case .text(let text): text
    case .flag(let flag): flag
    case .events(let events): events.map(\.rawValue)
    }
  }
}

extension Encodable {
  /// The value as JSON that is always the same: sorted keys, two blanks of indentation, a final newline; safe for
  /// terminals.
  package func json() -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    // Encoding can't fail: these documents only hold strings, numbers and booleans.
    guard let data = try? encoder.encode(self) else { return "null\n" }
    return JSONText.printable(String(decoding: data, as: UTF8.self)) + "\n"
  }
}

/// JSON that can be shown on a terminal and in a job's log as it is.
package enum JSONText {
  /// Escapes invisible and control characters, and what a log would obey, as `\u` and four digits, which doesn't change
  /// the values.
  ///
  /// Encoders only escape ASCII's control characters. With others, a foreign name could still drive the terminal or
  /// reorder what is read.
  package static func printable(_ json: String) -> String {
    visible(LogCommand.replacing(numberSign: #"\u0023"#, in: json))
  }

  private static func visible(_ json: String) -> String {
    if json.utf8.allSatisfy({ $0 < 0x7F }) { return json }
    var result = ""
    for scalar in json.unicodeScalars {
      // Outside of strings, JSON is ASCII, and a line feed there belongs to the layout.
      guard TerminalText.isHidden(scalar), scalar != "\n" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += #"\u"# + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return result
  }
}
