import AppStoreConnect
import Platform

/// Why a fleet file could not be read or written. It never holds a secret.
package struct FleetFileError: Error, Sendable, Hashable {
  /// What was tried with the file.
  package enum Operation: String, Sendable, Hashable {
    case read
    /// Make sense of its content.
    case parse
    /// Replace it.
    case write
  }

  package var operation: Operation
  /// The file's path, as it was given.
  package var path: String
  /// Where in the content it is: `3:14` for line and column, or `apps[0].webhooks[2].url`; empty for none.
  package var place: String
  /// What is wrong, and what to do if that isn't plain.
  package var detail: String

  package init(_ operation: Operation, path: String, place: String = "", detail: String) {
    self.operation = operation
    self.path = path
    self.place = place
    self.detail = detail
  }
}

extension FleetFileError: CustomStringConvertible {
  /// Path, place and detail, as compilers print it.
  package var description: String {
    let place = place.isEmpty || place.first?.isNumber == true ? place : " \(place)"
    let location = place.isEmpty ? path : "\(path):\(place)"
    let message =
      switch operation {
      case .read: "\(location): can't read the fleet file: \(detail)"
      case .parse: "\(location): \(detail)"
      case .write: "\(location): can't write the fleet file: \(detail)"
      }
    // The message may repeat keys of the file.
    return TerminalText.escaped(message)
  }
}

extension FleetFileError {
  /// What a decoder found, in the user's words. A value is never repeated, because it may be a secret.
  init(_ error: DecodingError, path: String, text: [UInt8]) {
    switch error {
    case .typeMismatch(let type, let context):
      self.init(
        .parse, path: path, place: context.codingPath.place, detail: "expected \(Self.name(type))")
    case .valueNotFound(let type, let context):
      self.init(
        .parse, path: path, place: context.codingPath.place,
        detail: "expected \(Self.name(type)), found null")
    case .keyNotFound(let key, let context):
      self.init(
        .parse, path: path, place: context.codingPath.place,
        detail: "the key '\(key.stringValue)' is missing")
    case .dataCorrupted(let context):
      if let offset = JSONSyntax.firstError(in: text) {
        let place = JSONSyntax.position(of: offset, in: text)
        self.init(.parse, path: path, place: place, detail: "this is not valid JSON")
      } else {
        self.init(
          .parse, path: path, place: context.codingPath.place, detail: context.debugDescription)
      }
    @unknown default:
      self.init(.parse, path: path, detail: "this is not a fleet file")
    }
  }

  private static func name(_ type: Any.Type) -> String {
    if type == String.self { return "a string" }
    if type == Bool.self { return "true or false" }
    return String(describing: type).contains("Array") ? "a list" : "an object"
  }
}
