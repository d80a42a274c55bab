import CommandLine
import Cryptography
import DesiredState
import HTTPTransport
import Reports

extension Session {
  /// Withholds values that were given as paths or IDs but don't look like any: they may be a misplaced secret, so no
  /// message repeats them.
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

  /// Withholds the secrets that a desired state takes from the environment, because a server may know them from an
  /// earlier run. Doesn't read other sources for that.
  func withholdSecrets(of state: DesiredState) {
    for name in state.environmentNames {
      guard let value = program.environment[name] else { continue }
      output.withholding.add(keyText: Secret(value))
    }
  }

  /// Withholds what files say of sensitive values, but not what they say for everybody to see.
  func withhold(_ files: DesiredStateReader.Result, isOffline: Bool = false) {
    if !isOffline, let state = files.state { output.withholding.exempt { state.clearTexts } }
    for secret in files.withheld { output.withholding.add(keyText: secret) }
    for secret in files.withheldWhole { output.withholding.add(whole: secret) }
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
