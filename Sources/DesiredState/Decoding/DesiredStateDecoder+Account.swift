import Cryptography
import Diagnostics
import YAML

extension DesiredStateDecoder {
  enum AccountField: String, FieldKey { case issuerId, keyId }

  /// Reads the account. Several files may name it, as long as they name the same one.
  mutating func decodeAccount(_ document: Document) {
    guard let node = document.fields[.account]?.value,
      let fields = fields(of: node, in: "'account'", as: AccountField.self)
    else { return }
    if fields.count == 0, fields.misspelt.isEmpty, node.pairs.isEmpty {
      report("'account' needs 'issuerId' or 'keyId'", at: node.range)
    }
    take(identifier(fields[.issuerId], .issuerId), .issuerId, \.issuerId) { $0.lowercased() }
    take(identifier(fields[.keyId], .keyId), .keyId, \.keyId) { $0 }
  }

  private mutating func take(
    _ field: Field<String>, _ key: AccountField, _ path: WritableKeyPath<Account, String?>,
    _ compared: (String) -> String
  ) {
    guard case .value(let text, let range) = field else { return }
    if let known = account?[keyPath: path], compared(known) != compared(text) {
      report(
        "'account.\(key.rawValue)' is another one than in another file", at: range,
        remedy: "give files of one account together",
        notes: account.map { [Diagnostic.Note("the other one is here", at: $0.location)] } ?? [])
      return
    }
    if account == nil { account = Account(location: range) }
    account?[keyPath: path] = text
  }

  /// An ID. A text that doesn't look like one may be the key, so it isn't shown.
  private mutating func identifier(_ pair: Node.Pair?, _ key: AccountField) -> Field<String> {
    guard let node = pair?.value else { return .absent }
    guard let text = scalarText(node), !text.isEmpty, PlainText.isIdentifier(text) else {
      report(
        "'\(key.rawValue)' must be \(key == .issuerId ? "the issuer ID of a team" : "the ID of an API key")",
        at: node.range, remedy: "App Store Connect shows it under Users and Access, Integrations",
        sensitive: true)
      return .invalid
    }
    return .value(text, node.range)
  }
}
