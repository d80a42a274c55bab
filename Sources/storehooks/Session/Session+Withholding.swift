import CommandLine
import Cryptography
import DesiredState
import HTTPTransport
import Reports

extension Session {
  /// Withholds values that were given as paths or IDs and are none by their look: they may be a secret that went
  /// astray, and no message about them repeats it.
  func withholdStrangeValues() {
    for option in spec.options(of: command) {
      let isPlain: (String) -> Bool
      switch option.value?.kind {
      case .path: isPlain = PlainText.isPath
      case .string where option == Option.keyID.spec || option == Option.issuerID.spec:
        isPlain = PlainText.isIdentifier
      case .pattern, .name: isPlain = PlainText.isPattern
      default: continue
      }
      withhold(options.values(of: option).filter { !isPlain($0) })
    }
    withhold(
      arguments.filter { value in
        !PlainText.isPath(value) && !PlainText.isIdentifier(value)
          && (try? Self.event(named: value)) == nil
      })
  }

  /// Withholds the secrets that a desired state takes from the environment: a server may know them from an earlier
  /// run. Of the other sources none is read for that.
  func withholdSecrets(of state: DesiredState) {
    for name in state.environmentNames {
      guard let value = program.environment[name] else { continue }
      output.withholding.add(keyText: Secret(value))
    }
  }

  private func withhold(_ values: [String]) {
    for value in values { output.withholding.add(keyText: Secret(value)) }
  }
}

extension ProxySetting {
  static func withhold(from environment: [String: String], in withholding: Withholding) {
    for part in confidentialParts(in: environment) { withholding.add(Secret(part)) }
  }
}
