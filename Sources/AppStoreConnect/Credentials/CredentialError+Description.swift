import Cryptography
import Platform

extension CredentialError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .none:
      return "no App Store Connect API key is given: set ASC_KEY_ID, ASC_ISSUER_ID and ASC_PRIVATE_KEY (or "
        + "ASC_PRIVATE_KEY_PATH), pass --key-id, --issuer-id and --private-key, or use fastlane's or "
        + "Codemagic's variables (an individual key has no issuer ID)"
    case .incomplete(let kind, let missing, let present, let searched):
      let given = kind == .options ? "given" : "set"
      let subject = "\(Self.list(missing)) \(missing.count == 1 ? "is" : "are") missing"
      guard !present.isEmpty else { return "\(subject): an empty option counts as missing" }
      return "\(subject): \(Self.list(present)) \(present.count == 1 ? "is" : "are") \(given); parts of "
        + "different sources can't be combined"
        + (searched.map { "; no \(CredentialLoader.usualName(ofKey: $0)) is in \(Self.usualFolders)" } ?? "")
    case .conflicting(let first, let second):
      return "both \(first) and \(second) give a private key: set one of them"
    case .misplacedKey(let name, let instead, let place):
      return "\(name) has a key (not shown) instead of \(instead): put the key into \(place)"
    case .quotedIdentifier(let name):
      return "\(name) has quotes around the ID: remove them; not every '.env' reader does"
    case .implausibleIdentifier(let name):
      return
        "\(name) isn't an ID (not shown): copy only the ID, from Users and Access > Integrations in App "
        + "Store Connect"
    case .malformedIdentifier(let name):
      return "\(name) contains white space or control characters: copy only the ID, from Users and Access > "
        + "Integrations in App Store Connect"
    case .unreadableFile(let name, let path, let reason):
      return "the key file \(Self.file(name, path)) can't be read: \(reason)"
    case .emptyFile(let name, let path): return "the key file \(Self.file(name, path)) is empty"
    case .malformedKeyFile(let name, let path, let detail):
      return "the key file \(Self.file(name, path)) isn't a fastlane JSON key file: \(detail)"
    case .incompleteKeyFile(let name, let path, let missing):
      return "the key file \(Self.file(name, path)) lacks \(Self.list(missing.map { "\"\($0)\"" }))"
    case .unusableKey(let source, let fault): return "the private key of \(source) \(fault.prose)"
    case .cryptography(let error): return "the private key can't be read: \(error.prose)"
    }
  }

  private static let usualFolders =
    CredentialLoader.usualFolders.dropLast().joined(separator: ", ") + " or "
    + (CredentialLoader.usualFolders.last ?? "")

  private static func file(_ name: String, _ path: String) -> String {
    "\(TerminalText.escaped(path)) (\(name))"
  }

  private static func list(_ names: [String]) -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}

extension KeyError {
  /// The rest of a sentence that begins with the key.
  fileprivate var prose: String {
    switch self {
    case .notPEM:
      "is neither PEM nor base64 of PEM: use the whole AuthKey_….p8 file, from its BEGIN line to its END line"
    case .encrypted:
      "is protected by a password: use the AuthKey_….p8 file as downloaded from App Store Connect"
    case .notPrivateKey:
      "is a public key or a certificate: use the AuthKey_….p8 file as downloaded from App Store Connect"
    case .notP256(let found):
      "isn't a P-256 key (\(TerminalText.escaped(found))): use the AuthKey_….p8 file as downloaded from App "
        + "Store Connect"
    case .malformed(let detail):
      "is damaged (\(TerminalText.escaped(detail))): download it again or make a new one"
    case .cryptography(let error): "can't be read: \(error.prose)"
    }
  }
}
