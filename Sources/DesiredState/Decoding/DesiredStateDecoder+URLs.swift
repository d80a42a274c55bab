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
    // Any value will do here: what placeholders stand for is percent-encoded, so it changes no structure.
    let sample = text.filled(unset: "11") { $0 == .appId ? "1" : "x" } ?? ""
    do {
      _ = try WebhookURL(sample)
    } catch {
      // A variable's value can still supply what is missing, but can't mend a wrong character.
      if !text.unset.isEmpty {
        switch error {
        case .invalidCharacter, .fragment: break
        default: return .value(text, range)
        }
      }
      let usesVariables = variables.keys.contains { written.contains("{\($0)}") }
      let prose = error.prose(on: usesVariables ? sample : written)
      let message = text.isSensitive ? error.discreetMessage : prose.message
      // Even if the error is about something else.
      let mayHoldPassword = error == .userInfo || WebhookURL.userInfo(of: written) != nil
      report(
        usesVariables ? "\(message) once its variables are filled in" : message, at: range,
        remedy: text.isSensitive ? nil : prose.remedy, sensitive: mayHoldPassword)
      return .invalid
    }
    return .value(text, range)
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
      reportPlaceholder(error, at: range)
      return nil
    }
  }

  private mutating func reportPlaceholder(_ error: PlaceholderText.ParseError, at range: SourceRange) {
    switch error {
    case .unknown(let name):
      let known = PlaceholderText.Placeholder.allCases.map(\.rawValue) + variables.keys.sorted()
      let remedy =
        nearest(to: name, among: known).map { "did you mean '{\($0)}'?" }
        ?? "known: \(known.prefix(12).map { "{\($0)}" }.joined(separator: ", ")); declare others under"
        + " 'variables', and write literal braces as {{ and }}"
      report("unknown placeholder '{\(Wording.short(name))}'", at: range, remedy: remedy)
    case .strayBrace(let brace):
      report(
        "'\(brace)' isn't a placeholder", at: range, remedy: "write a literal brace as '\(brace)\(brace)'")
    }
  }
}
