import Cryptography
import Platform

extension CredentialError: CustomStringConvertible {
  /// What is the matter and what to do, in one line.
  package var description: String {
    switch self {
    case .none:
      return "no App Store Connect API key is given: pass --key-id, --issuer-id and --private-key; or set "
        + "ASC_KEY_ID, ASC_ISSUER_ID and ASC_PRIVATE_KEY (or ASC_PRIVATE_KEY_PATH); or fastlane's "
        + "APP_STORE_CONNECT_API_KEY_PATH, or its APP_STORE_CONNECT_API_KEY_KEY_ID, "
        + "APP_STORE_CONNECT_API_KEY_ISSUER_ID and APP_STORE_CONNECT_API_KEY_KEY; or Codemagic's "
        + "APP_STORE_CONNECT_KEY_IDENTIFIER, APP_STORE_CONNECT_ISSUER_ID and APP_STORE_CONNECT_PRIVATE_KEY "
        + "(an individual key has no issuer ID)"
    case .incomplete(let kind, let missing, let present):
      let given = kind == .options ? "given" : "set"
      let subject = "\(Self.list(missing)) \(missing.count == 1 ? "is" : "are") missing"
      guard !present.isEmpty else { return "\(subject): an empty option gives no value" }
      return "\(subject): \(Self.list(present)) \(present.count == 1 ? "is" : "are") \(given), and parts of "
        + "different sources are not mixed"
    case .conflicting(let first, let second):
      return "both \(first) and \(second) give a private key: set one of them"
    case .misplacedKey(let name, let instead, let place):
      return "\(name) holds a key, which isn't shown, and not \(instead): a key belongs in \(place)"
    case .quotedIdentifier(let name):
      return "\(name) has quotes around the ID: remove them; not every reader of '.env' files takes them off"
    case .implausibleIdentifier(let name):
      return
        "\(name) isn't an ID, and isn't shown: copy the ID alone, from App Store Connect's page Users and "
        + "Access, Integrations"
    case .malformedIdentifier(let name):
      return "\(name) has white space or control characters within: copy the ID alone, from App Store "
        + "Connect's page Users and Access, Integrations"
    case .unreadableFile(let name, let path, let reason):
      return "the key file \(Self.file(name, path)) can't be read: \(reason)"
    case .emptyFile(let name, let path):
      return "the key file \(Self.file(name, path)) is empty"
    case .malformedKeyFile(let name, let path, let detail):
      return "the key file \(Self.file(name, path)) isn't a JSON key file of fastlane's: \(detail)"
    case .incompleteKeyFile(let name, let path, let missing):
      return "the key file \(Self.file(name, path)) lacks \(Self.list(missing.map { "\"\($0)\"" }))"
    case .unusableKey(let source, let fault):
      return "the private key of \(source) \(fault)"
    case .cryptography(let error):
      return "the private key can't be read: \(error.prose)"
    }
  }

  private static func file(_ name: String, _ path: String) -> String {
    "\(TerminalText.escaped(path)) (\(name))"
  }

  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension CredentialError.KeyFault: CustomStringConvertible {
  /// The rest of a sentence that begins with the key.
  package var description: String {
    switch self {
    case .notPEM:
      "is neither PEM nor base64 of PEM: give the whole AuthKey_….p8 file, from its BEGIN line to its END line"
    case .encrypted:
      "is protected by a password: give the AuthKey_….p8 file as App Store Connect made it"
    case .notPrivateKey:
      "is a public key or a certificate: give the AuthKey_….p8 file that App Store Connect made"
    case .notP256(let found):
      "is no P-256 key (\(TerminalText.escaped(found))): give the AuthKey_….p8 file that App Store "
        + "Connect made"
    case .malformed(let detail):
      "is damaged (\(TerminalText.escaped(detail))): download it again or make a new one"
    }
  }
}
