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
    /// The value of a sensitive variable; that of any other is a literal.
    case sensitive(String)
    /// A variable that has no value.
    case unset(UnsetVariable)
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

  /// A text that is the value of a sensitive variable.
  init(sensitive text: String) { content = .parts([.sensitive(text)]) }

  private init(parts: [Part]) {
    if parts.count == 1, case .literal(let text) = parts[0] {
      content = .literal(text)
    } else {
      content = .parts(parts)
    }
  }

  /// Reads a text with placeholders and variables; `{{` and `}}` are literal braces.
  package init(parsing text: String, variables: [String: Variable] = [:]) throws(ParseError) {
    var text = text
    let parts = text.withUTF8 { bytes in
      Result<[Part]?, ParseError> { () throws(ParseError) in try Self.parts(of: bytes, variables) }
    }
    if let parts = try parts.get() { self.init(parts: parts) } else { self.init(literal: text) }
  }

  /// The pieces of a text; `nil` if it has no brace.
  private static func parts(
    of bytes: UnsafeBufferPointer<UInt8>, _ variables: [String: Variable]
  ) throws(ParseError) -> [Part]? {
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
        let part: Part
        if let placeholder = Placeholder(rawValue: name) {
          part = .placeholder(placeholder)
        } else if let variable = variables[name] {
          part = variable.part
        } else {
          throw .unknown(name: name)
        }
        start = end + 1
        if case .literal(let value) = part {
          literal += value
        } else {
          if !literal.isEmpty { parts.append(.literal(literal)) }
          literal = ""
          parts.append(part)
        }
      }
      guard let following = brace(from: start) else { break }
      next = following
    }
    literal += text(start..<bytes.count)
    if !literal.isEmpty || parts.isEmpty { parts.append(.literal(literal)) }
    return parts
  }

  /// Of a URL: whether a sensitive variable stands in a host that isn't its own.
  var hasSensitiveHost: Bool {
    guard case .parts(let parts) = content else { return false }
    var before = ""
    for part in parts {
      switch part {
      case .literal(let text): before += text
      case .placeholder: before += "x"
      case .sensitive, .unset:
        guard let host = before.firstRange(of: "://")?.upperBound else { return false }
        if before[host...].contains(where: { "/?#".contains($0) }) { return false }
        if case .unset(let variable) = part, !variable.isSensitive {
          before += "x"
        } else {
          return true
        }
      }
    }
    return false
  }

  var isLiteral: Bool {
    if case .literal = content { true } else { false }
  }

  /// Whether a URL has no placeholders, or only after the slash that ends the host.
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

  /// The variables that have no value.
  var unset: [UnsetVariable] {
    guard case .parts(let parts) = content else { return [] }
    return parts.compactMap { if case .unset(let variable) = $0 { variable } else { nil } }
  }

  /// Whether a sensitive variable occurs.
  package var isSensitive: Bool {
    guard case .parts(let parts) = content else { return false }
    return parts.contains { part in
      switch part {
      case .sensitive: true
      case .unset(let variable): variable.isSensitive
      case .literal, .placeholder: false
      }
    }
  }

  /// What sensitive variables add to a URL after its host, which is shown.
  var sensitivePiecesOfURL: [String] {
    var pieces: [String] = []
    var before = ""
    for part in parts {
      switch part {
      case .literal(let text): before += text
      case .placeholder, .unset: before += "x"
      case .sensitive(let value):
        let whole = before + value
        let host = whole.firstRange(of: "://")?.upperBound ?? whole.startIndex
        let end = whole[host...].firstIndex { "/?#".contains($0) } ?? whole.endIndex
        let start = max(whole.utf8.distance(from: whole.startIndex, to: end), before.utf8.count)
        pieces.append(String(decoding: whole.utf8.dropFirst(start), as: UTF8.self))
        before = whole
      }
    }
    return pieces.filter { !$0.isEmpty }
  }

  /// What stands around sensitive variables, without the scheme and up to placeholders.
  var sensitiveStretches: [String] {
    var stretches = [(text: "", isSensitive: false)]
    for part in parts {
      switch part {
      case .literal(let text): stretches[stretches.count - 1].text += text
      case .sensitive(let text):
        stretches[stretches.count - 1].text += text
        stretches[stretches.count - 1].isSensitive = true
      case .placeholder, .unset: stretches.append(("", false))
      }
    }
    return stretches.filter(\.isSensitive).map { stretch in
      stretch.text.firstRange(of: "://").map { String(stretch.text[$0.upperBound...]) } ?? stretch.text
    }
  }

  /// - Parameter unset: stands for variables without a value; if it is `nil`, so is the result of a text with one.
  package func filled(unset: String? = nil, _ value: (Placeholder) -> String?) -> String? {
    if case .literal(let text) = content { return text }
    var result = ""
    for part in parts {
      switch part {
      case .literal(let text), .sensitive(let text): result += text
      case .unset:
        guard let unset else { return nil }
        result += unset
      case .placeholder(let placeholder):
        guard let text = value(placeholder) else { return nil }
        result += text
      }
    }
    return result
  }
}
