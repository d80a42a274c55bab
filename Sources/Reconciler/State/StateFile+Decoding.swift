import Cryptography
import Planning
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension StateFile {
  /// Decodes the file's content; no error repeats a value from it.
  package func decode(_ bytes: [UInt8]) throws(StateFileError) -> RecordedState {
    guard !bytes.isEmpty else { throw .malformed(path: path, detail: "it is empty") }
    do {
      return try JSONDecoder().decode(StateDocument.self, fromBytes: bytes).state
    } catch let refusal as StateDocument.Refusal {
      switch refusal {
      case .foreign(let detail): throw .foreign(path: path, detail: detail)
      case .unsupportedVersion(let found): throw .unsupportedVersion(path: path, found: found)
      case .malformed(let keys, let detail): throw .malformed(path: path, detail: Self.place(keys, detail))
      }
    } catch let error as UnknownKey {
      throw .malformed(path: path, detail: Self.place(error.path, error.detail))
    } catch let error as DecodingError {
      throw .malformed(path: path, detail: Self.detail(of: error, in: bytes))
    } catch {
      throw .malformed(path: path, detail: "it is not valid JSON")
    }
  }

  private static func detail(of error: DecodingError, in bytes: [UInt8]) -> String {
    switch error {
    case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
      return place(context.codingPath, "expected \(name(of: type))")
    case .keyNotFound(let key, let context):
      return place(context.codingPath, "the key '\(key.stringValue)' is missing")
    case .dataCorrupted:
      return hasConflictMarkers(bytes) ? "it has the conflict markers of a merge" : "it is not valid JSON"
    @unknown default:
      return "its structure is unexpected"
    }
  }

  private static func place(_ path: [any CodingKey], _ problem: String) -> String {
    path.isEmpty ? problem : "\(path.place): \(problem)"
  }

  private static func name(of type: Any.Type) -> String {
    if type == String.self { return "a string" }
    return String(describing: type).contains("Dictionary") ? "an object" : "a list"
  }

  private static func hasConflictMarkers(_ bytes: [UInt8]) -> Bool {
    bytes.split(separator: UInt8(ascii: "\n")).contains { $0.starts(with: "<<<<<<< ".utf8) }
  }
}
