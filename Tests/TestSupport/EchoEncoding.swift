#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The forms in which a server may repeat what it was sent, written independently of the tested code.
package enum EchoEncoding: String, CaseIterable, Sendable {
  case plain, upperCase, lowerCase, wrapped
  case percent, percentEverything, percentTwice
  case base64, base64Later, base64LaterStill, base64URL, base64Lines, base64Percent
  case hexadecimal, hexadecimalPairs
  case json, jsonEverything, html, htmlCharacters, htmlHexadecimal, backslashX, zeroWidth

  package func encode(_ text: String) -> String {
    let bytes = Array(text.utf8)
    switch self {
    case .plain: return text
    case .upperCase: return text.uppercased()
    case .lowerCase: return text.lowercased()
    case .wrapped: return Self.chunks(text, of: 20).joined(separator: "\n")
    case .percent: return Self.percent(bytes) { !Self.isLetter($0) }
    case .percentEverything: return Self.percent(bytes) { _ in true }
    case .percentTwice:
      return Self.percent(Array(Self.percent(bytes) { _ in true }.utf8)) { !Self.isLetter($0) }
    case .base64: return Data(bytes).base64EncodedString()
    case .base64Later: return Data(Array("x".utf8) + bytes + Array("yz".utf8)).base64EncodedString()
    case .base64LaterStill: return Data(Array("xy".utf8) + bytes + Array("z".utf8)).base64EncodedString()
    case .base64URL: return Self.urlSafe(Data(bytes).base64EncodedString())
    case .base64Lines: return Self.chunks(Data(bytes).base64EncodedString(), of: 64).joined(separator: "\r\n")
    case .base64Percent:
      return Self.percent(Array(Data(bytes).base64EncodedString().utf8)) { !Self.isLetter($0) }
    case .hexadecimal: return bytes.map(Self.hexadecimal).joined()
    case .hexadecimalPairs: return bytes.map { Self.hexadecimal($0).uppercased() }.joined(separator: ":")
    case .json:
      return text.replacing("\\", with: #"\\"#).replacing("\"", with: #"\""#).replacing("/", with: #"\/"#)
        .replacing("\n", with: #"\n"#)
    case .jsonEverything:
      return text.utf16.map {
        #"\u"# + Self.hexadecimal(UInt8($0 >> 8)) + Self.hexadecimal(UInt8(truncatingIfNeeded: $0))
      }.joined()
    case .html: return bytes.map { Self.isLetter($0) ? String(Unicode.Scalar($0)) : "&#\($0);" }.joined()
    case .htmlCharacters: return text.unicodeScalars.map { "&#\($0.value);" }.joined()
    case .htmlHexadecimal: return bytes.map { "&#x\(Self.hexadecimal($0));" }.joined()
    case .backslashX: return bytes.map { #"\x"# + Self.hexadecimal($0) }.joined()
    case .zeroWidth: return text.map { "\($0)\u{200B}" }.joined()
    }
  }

  /// Pieces from the middle of an encoded text, any of which reveals too much.
  package static func pieces(of text: String) -> [String] {
    let length = min(text.count, 20)
    guard length >= 8 else { return [text] }
    return [0, (text.count - length) / 2, text.count - length].map { start in
      String(text.dropFirst(start).prefix(length))
    }
  }

  private static func chunks(_ text: String, of size: Int) -> [String] {
    stride(from: 0, to: text.count, by: size).map { String(text.dropFirst($0).prefix(size)) }
  }

  private static func percent(_ bytes: [UInt8], _ isEncoded: (UInt8) -> Bool) -> String {
    bytes.map { isEncoded($0) ? "%" + hexadecimal($0).uppercased() : String(Unicode.Scalar($0)) }.joined()
  }

  private static func urlSafe(_ text: String) -> String {
    text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
