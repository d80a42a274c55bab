import Cryptography
import DesiredState
import Diagnostics

/// What the user should know about a secret that was read. It is used all the same.
package enum SecretRemark: Hashable, Sendable {
  /// It is short enough to be guessed.
  case short
  case begins(with: String)
  case ends(with: String)

  static func all(on secret: Secret) -> [SecretRemark] {
    (secret.count < SecretStore.shortLimit ? [.short] : []) + strays(in: secret)
  }

  /// Line breaks and marks around a secret that were hardly intended.
  package static func strays(in secret: Secret) -> [SecretRemark] {
    let text = secret.exposedText ?? ""
    var remarks: [SecretRemark] = []
    if let name = text.unicodeScalars.first.flatMap(name(of:)) { remarks.append(.begins(with: name)) }
    if let name = text.unicodeScalars.last.flatMap(name(of:)) { remarks.append(.ends(with: name)) }
    return remarks
  }

  private static func name(of scalar: Unicode.Scalar) -> String? {
    switch scalar {
    case "\n": "a line feed"
    case "\r": "a carriage return"
    case "\u{FEFF}": "a byte-order mark"
    default: nil
    }
  }

  package func warning(on source: SecretSource, at location: SourceRange?) -> Diagnostic {
    switch self {
    case .short: SecretStore.shortWarning(at: location)
    case .begins(let name): Self.warning("begins", name, source, location)
    case .ends(let name): Self.warning("ends", name, source, location)
    }
  }

  private static func warning(
    _ verb: String, _ name: String, _ source: SecretSource, _ location: SourceRange?
  ) -> Diagnostic {
    let remedy =
      switch source {
      case .environment: "set the variable without it, unless the receiver's copy has it too"
      case .file, .command: "write the secret with \"printf '%s'\", unless the receiver's copy has it too"
      }
    return .warning(
      "this secret (\(source.summary)) \(verb) with \(name), which counts as part of it", at: location,
      remedy: remedy)
  }
}
