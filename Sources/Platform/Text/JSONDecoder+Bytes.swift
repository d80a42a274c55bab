#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension JSONDecoder {
  /// Foundation crashes on Linux if JSON ends with the 513th open bracket, one more than it allows: it reads the
  /// byte after the last to tell the place of its error. A blank at the end means nothing in JSON, and is that byte.
  package func decode<Value: Decodable>(_ type: Value.Type, fromBytes bytes: [UInt8]) throws -> Value {
    var data = Data(capacity: bytes.count + 1)
    data.append(contentsOf: bytes)
    data.append(UInt8(ascii: " "))
    return try decode(type, from: data)
  }
}
