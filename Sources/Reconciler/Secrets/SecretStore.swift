import Cryptography
import DesiredState
import Diagnostics
import Planning

/// The secrets that a run needs, each source read once.
package struct SecretStore: Sendable {
  /// Shorter secrets, in bytes, get a warning: what signs deliveries shouldn't be guessable.
  static let shortLimit = 16

  private var secrets: [SecretSource: Secret] = [:]
  package private(set) var warnings: [Diagnostic] = []

  package init() {}

  /// Reads what the plan's calls need, and reports every source that has none.
  package init(for plan: Plan, reader: SecretReader) throws(SecretsMissing) {
    var failures: [SecretSource: SecretReader.Failure] = [:]
    var diagnostics: [Diagnostic] = []
    for need in plan.neededSecrets {
      if secrets[need.source] == nil, failures[need.source] == nil {
        do throws(SecretReader.Failure) {
          secrets[need.source] = try reader.read(need.source)
        } catch {
          failures[need.source] = error
        }
      }
      if let secret = secrets[need.source] {
        warnings += SecretRemark.all(on: secret).map { $0.warning(on: need.source, at: need.location) }
      }
      if let failure = failures[need.source] {
        diagnostics.append(
          .error(
            "the secret of webhook '\(need.webhook)' (\(need.source.summary)) can't be read: "
              + "\(failure.message)",
            at: need.location))
      }
    }
    guard diagnostics.isEmpty else { throw SecretsMissing(diagnostics: diagnostics) }
  }

  static func shortWarning(at location: SourceRange?) -> Diagnostic {
    .warning(
      "this secret has fewer than \(shortLimit) bytes", at: location,
      remedy: "make a random one with 'openssl rand -hex 32'")
  }

  package var all: [Secret] { Array(secrets.values) }

  package subscript(source: SecretSource) -> Secret? { secrets[source] }
}

package struct SecretsMissing: Error, Sendable {
  /// One for each webhook without its secret.
  package var diagnostics: [Diagnostic]
}

extension Plan {
  package var neededSecrets: [(source: SecretSource, webhook: String, location: SourceRange?)] {
    steps.compactMap { step in step.secretSource.map { ($0, step.webhook, step.locations?.secret) } }
  }
}
