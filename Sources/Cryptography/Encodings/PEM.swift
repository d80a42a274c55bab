/// `-----BEGIN …-----` to `-----END …-----` (RFC 7468), read leniently. Keys reach CI jobs through
/// environment variables and web forms, so line ends may be LF, CRLF, blanks or missing; only the markers and
/// the base64 between them count.
struct PEMBlock {
  /// After `BEGIN`, such as `PRIVATE KEY`.
  let label: String
  let isEncrypted: Bool
  /// Decoded; `nil` if the base64 is damaged or the `END` line is missing.
  let contents: Secret?

  private static let begin = Array("-----BEGIN ".utf8)
  private static let dashes = Array("-----".utf8)
  private static let encryptionHeader = Array("ENCRYPTED".utf8)

  static func first(
    in text: UnsafeBufferPointer<UInt8>, where fits: (String) -> Bool
  ) -> (block: PEMBlock?, otherLabels: [String]) {
    var others: [String] = []
    var start = 0
    while let opening = text.firstRange(of: begin, from: start) {
      guard let closing = text.firstRange(of: dashes, from: opening.upperBound) else { break }
      let label = String(decoding: text[opening.upperBound..<closing.lowerBound], as: UTF8.self)
      if fits(label) {
        return (PEMBlock(label: label, text: text, bodyStart: closing.upperBound), others)
      }
      others.append(label)
      start = closing.upperBound
    }
    return (nil, others)
  }

  private init(label: String, text: UnsafeBufferPointer<UInt8>, bodyStart: Int) {
    self.label = label
    let end = text.firstRange(of: Array("-----END \(label)-----".utf8), from: bodyStart)
    let body = text[bodyStart..<(end?.lowerBound ?? text.endIndex)]
    isEncrypted =
      label.hasPrefix("ENCRYPTED ")
      || UnsafeBufferPointer(rebasing: body).firstRange(of: Self.encryptionHeader, from: 0) != nil
    contents = end == nil || isEncrypted ? nil : Base64.decodeSecret(body)
  }

  /// What is left without its `BEGIN` and `END` lines, which may be in one line.
  static func withoutArmor(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var start = 0
    while let opening = text.firstRange(of: dashes, from: start) {
      result += text[start..<opening.lowerBound]
      guard let closing = text.firstRange(of: dashes, from: opening.upperBound) else { return result }
      start = closing.upperBound
    }
    return result + text[start...]
  }

  /// Lines of 64 characters.
  static func encode(_ contents: some Collection<UInt8>, label: String) -> String {
    var text = "-----BEGIN \(label)-----\n"
    var rest = Base64.encode(contents)[...]
    while !rest.isEmpty {
      text += rest.prefix(64)
      text += "\n"
      rest = rest.dropFirst(64)
    }
    return text + "-----END \(label)-----\n"
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func firstRange(of pattern: [UInt8], from start: Int) -> Range<Int>? {
    guard let first = pattern.first else { return nil }
    var index = start
    while index + pattern.count <= count {
      if self[index] == first, self[index..<(index + pattern.count)].elementsEqual(pattern) {
        return index..<(index + pattern.count)
      }
      index += 1
    }
    return nil
  }
}
