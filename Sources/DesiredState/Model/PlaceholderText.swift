/// A text of a desired-state file in which placeholders such as `{bundleId}` stand for facts of an app.
package struct PlaceholderText: Sendable, Hashable {
  package enum Placeholder: String, Sendable, Hashable, CaseIterable {
    case bundleId, appId
    /// In the app's primary locale.
    case appName
    case webhookName
  }

  package enum Part: Sendable, Hashable {
    case literal(String)
    case placeholder(Placeholder)
  }

  package enum ParseError: Error, Hashable, Sendable {
    case unknown(name: String)
    /// A brace that isn't part of a placeholder and isn't doubled.
    case strayBrace(Character)
  }

  /// Most texts are one literal, for which there is no array.
  private enum Content: Hashable {
    case literal(String)
    case parts([Part])
  }

  private let content: Content

  package var parts: [Part] {
    switch content {
    case .literal(let text): [.literal(text)]
    case .parts(let parts): parts
    }
  }

  /// A text without placeholders; braces stand for themselves.
  package init(literal: String) { content = .literal(literal) }

  private init(parts: [Part]) {
    if parts.count == 1, case .literal(let text) = parts[0] {
      content = .literal(text)
    } else {
      content = .parts(parts)
    }
  }

  /// Reads a text with placeholders; `{{` and `}}` are literal braces.
  package init(parsing text: String) throws(ParseError) {
    var text = text
    let parts = text.withUTF8 { bytes in
      Result<[Part]?, ParseError> { () throws(ParseError) in try Self.parts(of: bytes) }
    }
    if let parts = try parts.get() { self.init(parts: parts) } else { self.init(literal: text) }
  }

  /// The stretches of a text; `nil` where no brace is in it.
  private static func parts(of bytes: UnsafeBufferPointer<UInt8>) throws(ParseError) -> [Part]? {
    func brace(from start: Int) -> Int? {
      bytes[start...].firstIndex { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }
    }
    func text(_ range: Range<Int>) -> String {
      String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }
    guard var next = brace(from: 0) else { return nil }
    var parts: [Part] = []
    var literal = ""
    var start = 0
    while true {
      literal += text(start..<next)
      let isOpening = bytes[next] == UInt8(ascii: "{")
      if next + 1 < bytes.count, bytes[next + 1] == bytes[next] {
        literal.append(isOpening ? "{" : "}")
        start = next + 2
      } else {
        guard isOpening, let end = bytes[next...].firstIndex(of: UInt8(ascii: "}")) else {
          throw .strayBrace(isOpening ? "{" : "}")
        }
        let name = text(next + 1..<end)
        guard let placeholder = Placeholder(rawValue: name) else { throw .unknown(name: name) }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
        parts.append(.placeholder(placeholder))
        start = end + 1
      }
      guard let following = brace(from: start) else { break }
      next = following
    }
    literal += text(start..<bytes.count)
    if !literal.isEmpty || parts.isEmpty { parts.append(.literal(literal)) }
    return parts
  }

  var isLiteral: Bool {
    if case .literal = content { true } else { false }
  }

  /// Of a URL: whether all placeholders, if there are any, stand behind the slash that ends the host.
  var hasLiteralHost: Bool {
    guard case .parts(let parts) = content else { return true }
    guard case .literal(var start)? = parts.first else { return false }
    return start.withUTF8 { $0.count { $0 == UInt8(ascii: "/") } } > 2
  }

  package var placeholders: Set<Placeholder> {
    Set(
      parts.compactMap { part in
        if case .placeholder(let placeholder) = part { placeholder } else { nil }
      })
  }

  /// `nil` if a value is missing.
  package func filled(_ value: (Placeholder) -> String?) -> String? {
    if case .literal(let text) = content { return text }
    var result = ""
    for part in parts {
      switch part {
      case .literal(let text): result += text
      case .placeholder(let placeholder):
        guard let text = value(placeholder) else { return nil }
        result += text
      }
    }
    return result
  }
}
