import Cryptography
import HTTPTransport

extension ProxySetting {
  /// Withholds the passwords of an environment's proxies.
  static func withhold(from environment: [String: String], in withholding: Withholding) {
    for part in confidentialParts(in: environment) { withholding.add(Secret(part)) }
  }
}
