import Cryptography
import Diagnostics
import YAML

extension DesiredStateDecoder {
  mutating func decodeURL(_ pair: Node.Pair?) -> Field<PlaceholderText> {
    guard case .value(let written, let range) = text(pair, "'url'") else {
      return pair == nil ? .absent : .invalid
    }
    guard let text = placeholders(written, at: range) else { return .invalid }
    noteConfidentialPieces(of: text)
    if text.hasSensitiveHost {
      doubts.append(
        .warning(
          "a sensitive variable is a part of the host, which is shown", at: range,
          remedy: "put it in the path, or make the whole URL the variable"))
    }
    guard let error = Self.problem(withURL: text) else {
      warnOfLookalikes(in: written, "URL", at: range)
      return .value(text, range)
    }
    // A variable's value can still supply what is missing, but can't mend a wrong character.
    if !text.unset.isEmpty {
      switch error {
      case .invalidCharacter, .fragment: break
      default:
        warnOfLookalikes(in: written, "URL", at: range)
        return .value(text, range)
      }
    }
    let culprits = culprits(in: written) { Self.problem(withURL: $0) == nil }
    let sample = Self.sample(of: text)
    let prose = error.prose(on: culprits.isEmpty ? written : sample)
    // Even if the error is about something else.
    let mayHoldPassword =
      [written, sample].contains { WebhookURL.userInfo(of: $0) != nil } || error == .userInfo
    reportInvalid(
      "URL", text.isSensitive ? error.discreetMessage : prose.message, of: culprits, at: range,
      remedy: lookalikeRemedy(in: written) ?? (text.isSensitive ? error.discreetRemedy : prose.remedy),
      sensitive: mayHoldPassword)
    return .invalid
  }

  /// Any value will do here: what placeholders stand for is percent-encoded, so it changes no structure.
  private static func sample(of text: PlaceholderText) -> String {
    text.filled(unset: "11") { $0 == .appId ? "1" : "x" } ?? ""
  }

  static func problem(withURL text: PlaceholderText) -> WebhookURL.ParseError? {
    do throws(WebhookURL.ParseError) {
      _ = try WebhookURL(sample(of: text))
      return nil
    } catch {
      return error
    }
  }

  private mutating func noteConfidentialPieces(of url: PlaceholderText) {
    guard url.isSensitive else { return }
    confidentialPieces.formUnion(url.sensitivePiecesOfURL)
    for case .sensitive(let text) in url.parts {
      usedVariables.formUnion(sensitiveValues.filter { $0.value == Secret(text) }.keys)
    }
  }

  mutating func placeholders(_ text: String, at range: SourceRange) -> PlaceholderText? {
    for name in variables.keys where !used.variables.contains(name) && text.contains("{\(name)}") {
      used.variables.insert(name)
    }
    do {
      return try PlaceholderText(parsing: text, variables: variables)
    } catch {
      reportPlaceholder(error, in: text, at: range)
      return nil
    }
  }

  private mutating func reportPlaceholder(
    _ error: PlaceholderText.ParseError, in text: String, at range: SourceRange
  ) {
    switch error {
    case .unknown(let name):
      let known = PlaceholderText.Placeholder.allCases.map(\.rawValue) + variables.keys.sorted()
      let remedy =
        Lookalike.all(in: text, isKnown: isKnown).first { $0.written.contains("{\(name)}") }.map(remedy(for:))
        ?? nearest(to: name, among: known).map { "did you mean '{\($0)}'?" }
        ?? "known: \(known.prefix(12).map { "{\($0)}" }.joined(separator: ", ")); declare others under"
        + " 'variables', and write literal braces as {{ and }}"
      report("unknown placeholder '{\(Wording.short(name))}'", at: range, remedy: remedy)
    case .strayBrace(let brace):
      report(
        "'\(brace)' isn't a placeholder", at: range, remedy: "write a literal brace as '\(brace)\(brace)'")
    }
  }
}
