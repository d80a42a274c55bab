import Cryptography

extension RecordedState {
  /// The version of the format that is written and read.
  static let formatVersion = 1

  /// The content of a state file: the same bytes for equal states, on every platform and with every version of
  /// Foundation, since the file may lie in git. Keys are sorted, each webhook is a block of lines of its own.
  package func encoded() -> [UInt8] {
    var text = Text()
    text.raw("{\n  \"api\": ")
    text.string(api)
    text.raw(",\n  \"fingerprint\": {\n    \"algorithm\": ")
    text.string(FingerprintParameters.algorithm)
    text.raw(",\n    \"iterations\": \(parameters.iterations),\n    \"salt\": ")
    text.string(Hexadecimal.encode(parameters.salt))
    text.raw("\n  },\n  \"formatVersion\": \(Self.formatVersion),\n")
    if let issuer {
      text.raw("  \"issuer\": ")
      text.string(issuer)
      text.raw(",\n")
    }
    text.raw("  \"webhooks\": [")
    var separator = "\n"
    for webhook in webhooks {
      text.raw(separator)
      text.webhook(webhook)
      separator = ",\n"
    }
    text.raw(separator == "\n" ? "]\n}\n" : "\n  ]\n}\n")
    return text.bytes
  }

  private struct Text {
    var bytes: [UInt8] = []

    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    mutating func webhook(_ webhook: RecordedWebhook) {
      raw("    {\n      \"appId\": ")
      string(webhook.appId)
      if let bundleId = webhook.bundleId {
        raw(",\n      \"bundleId\": ")
        string(bundleId)
      }
      if let fingerprint = webhook.fingerprint {
        raw(",\n      \"fingerprint\": ")
        string(Hexadecimal.encode(fingerprint.bytes))
      }
      raw(",\n      \"name\": ")
      string(webhook.name)
      raw(",\n      \"webhookId\": ")
      string(webhook.webhookId)
      raw("\n    }")
    }

    mutating func string(_ text: String) {
      bytes.append(UInt8(ascii: "\""))
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
        case 0..<0x20: raw("\\u00" + Hexadecimal.encode([byte]))
        default: bytes.append(byte)
        }
      }
      bytes.append(UInt8(ascii: "\""))
    }
  }
}
