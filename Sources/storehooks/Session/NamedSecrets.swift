import CommandLine
import Cryptography
import Reconciler
import WebhookReceiver

/// The secrets that `--secret-env` names, in the order of the command line.
struct NamedSecrets: Sendable {
  var names: [String] = []
  /// Their values, none of them empty.
  var secrets: [Secret] = []

  var verifier: SignatureVerifier? {
    guard !secrets.isEmpty else { return nil }
    return SignatureVerifier(secrets: secrets.map { $0.withExposedBytes { WebhookSecret($0) } })
  }

  func name(of verdict: SignatureVerdict) -> String? {
    if case .valid(let index) = verdict, names.indices.contains(index) { names[index] } else { nil }
  }
}

extension Session {
  /// A reader that refuses the key of a connection, and whose secrets are never shown.
  func secretReader(for connection: Connection?) -> SecretReader {
    SecretReader(
      environment: program.environment, keyGuard: connection?.keyGuard ?? KeyGuard(),
      withholding: output.withholding, messages: { [output] in output.message($0) })
  }

  /// Reads the secrets that `--secret-env` names.
  ///
  /// If somebody gave the value instead of the name, the name is a secret, so it is only repeated if it looks like a
  /// name.
  func namedSecrets() throws(CommandFailure) -> NamedSecrets {
    var result = NamedSecrets()
    let reader = secretReader(for: nil)
    for name in self[.secretEnv] {
      do throws(SecretReader.Failure) {
        let secret = try reader.read(.environment(name))
        result.secrets.append(secret)
        result.names.append(name)
        report(SecretRemark.strays(in: secret).map { $0.warning(on: .environment(name), at: nil) })
      } catch .notSet {
        let isName = name.utf8.allSatisfy { byte in
          byte == UInt8(ascii: "_") || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
        throw CommandFailure(
          message: isName
            ? "--secret-env: the environment variable \(name) is not set"
            : "--secret-env needs the name of an environment variable, and none has this name")
      } catch {
        throw CommandFailure(message: "--secret-env \(name): \(error.message)")
      }
    }
    return result
  }
}
