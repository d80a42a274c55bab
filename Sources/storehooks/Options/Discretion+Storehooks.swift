import CommandLine
import Cryptography

extension Discretion {
  /// Nothing that may be a key or a secret is repeated.
  static var storehooks: Self {
    var discretion = Self()
    discretion.isKey = KeyMaterial.isIn
    discretion.keyRemedy =
      "a key itself belongs in the environment variable ASC_PRIVATE_KEY, or in the file that --private-key "
      + "names"
    discretion.shown = shown
    return discretion
  }

  /// A text of the user's as it can be shown on a terminal.
  static func shown(_ text: String) -> String {
    if text.contains("PRIVATE KEY") || KeyMaterial.isIn(text) { return "<private key>" }
    return PlainText.isPattern(text) ? UsageError.shown(text) : "<not shown>"
  }
}
