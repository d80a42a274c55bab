import Cryptography
import Planning

extension RecordedState {
  /// The version of the format that is written. Version 1, without apps and files, is read, too.
  static let formatVersion = 2

  /// The content of a state file: equal states give the same bytes, on every platform and with every version of
  /// Foundation, because the file may be kept in Git. Keys are sorted, and each webhook has its own lines.
  package func encoded() -> [UInt8] {
    var text = JSONLines()
    text.object { text in
      text.member("api") { $0.string(api) }
      text.member("apps") { $0.list(apps) { $0.app($1) } }
      text.member("fingerprint") { text in
        text.object { text in
          text.member("algorithm") { $0.string(FingerprintParameters.algorithm) }
          text.member("iterations") { $0.raw(String(parameters.iterations)) }
          text.member("salt") { $0.string(Hexadecimal.encode(parameters.salt)) }
        }
      }
      text.member("formatVersion") { $0.raw(String(Self.formatVersion)) }
      text.member("issuer", issuer) { $0.string($1) }
    }
    text.raw("\n")
    return text.bytes
  }

  /// Identifies the state file from beginning to end, because each has its own salt. It tells nothing of the content.
  package func identity() throws(CryptographyError) -> String {
    Hexadecimal.encode(try SHA256.digest(Array("storehooks state".utf8) + parameters.salt))
  }
}

extension JSONLines {
  fileprivate mutating func app(_ app: RecordedApp) {
    object { text in
      text.member("appId") { $0.string(app.appId) }
      text.member("applied", app.applied) { $0.string($1) }
      text.member("bundleId", app.bundleId) { $0.string($1) }
      text.member("files", app.files) { $0.files($1) }
      text.member("webhooks") { $0.list(app.webhooks) { $0.webhook($1) } }
    }
  }

  private mutating func files(_ files: AppFiles) {
    object { text in
      text.member("defaults", files.defaults.isEmpty ? nil : files.defaults) { $0.strings($1) }
      text.member("listed", files.listed) { $0.string($1) }
      text.member("policy", files.policy.isEmpty ? nil : files.policy) { $0.strings($1) }
      text.member("rules", files.rules.isEmpty ? nil : files.rules) { text, rules in
        text.list(rules) { text, rule in
          text.object { text in
            text.member("apps") { $0.strings(rule.apps) }
            text.member("file") { $0.string(rule.file) }
          }
        }
      }
    }
  }

  private mutating func webhook(_ webhook: RecordedState.RecordedWebhook) {
    object { text in
      text.member("fingerprint", webhook.fingerprint) { $0.string(Hexadecimal.encode($1.bytes)) }
      text.member("iterations", webhook.iterations) { $0.raw(String($1)) }
      text.member("name") { $0.string(webhook.name) }
      text.member("sensitiveURL", webhook.hasSensitiveURL ? "true" : nil) { $0.raw($1) }
      text.member("webhookId") { $0.string(webhook.webhookId) }
    }
  }

  private mutating func strings(_ texts: [String]) { list(texts) { $0.string($1) } }
}
