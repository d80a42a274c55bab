import Cryptography
import Planning
import Platform

extension StateDocument {
  struct App: Decodable {
    var appId: String
    var bundleId: String?
    var applied: String?
    var files: AppFiles?
    var webhooks: [Webhook]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(of: ["appId", "applied", "bundleId", "files", "webhooks"])
      appId = try container.text(forKey: "appId", "the ID")
      bundleId = try container.decodeIfPresent(String.self, forKey: "bundleId")
      applied = try container.decodeIfPresent(String.self, forKey: "applied")
      if let applied, !Self.isTime(applied) {
        throw Refusal.malformed(
          container.codingPath + [AnyKey.name("applied")], "expected a time such as 2026-11-28T03:10:56Z")
      }
      files = try container.decodeIfPresent(Files.self, forKey: "files")?.files
      webhooks = try container.decode([Webhook].self, forKey: "webhooks")
    }

    private static func isTime(_ text: String) -> Bool {
      let form = Array("0000-00-00T00:00:00Z".utf8)
      let bytes = Array(text.utf8)
      return bytes.count == form.count
        && zip(bytes, form).allSatisfy { byte, form in
          form == UInt8(ascii: "0") ? (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) : byte == form
        }
    }
  }

  /// What either format has on one webhook; format 2 keeps what concerns its app elsewhere.
  struct Webhook: Decodable {
    var name: String
    var webhookId: String
    var fingerprint: Fingerprint?
    var iterations: Int?
    var hasSensitiveURL: Bool

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(
        of: ["fingerprint", "iterations", "name", "sensitiveURL", "webhookId"])
      fingerprint = try container.fingerprint(forKey: "fingerprint")
      if container.contains("iterations") { iterations = try container.iterations(forKey: "iterations") }
      name = try container.decode(String.self, forKey: "name")
      hasSensitiveURL = try container.decodeIfPresent(Bool.self, forKey: "sensitiveURL") ?? false
      webhookId = try container.text(forKey: "webhookId", "the ID")
    }

    func recorded(appId: String, bundleId: String?) -> RecordedState.RecordedWebhook {
      var webhook = RecordedState.RecordedWebhook(
        appId: appId, bundleId: bundleId, webhookId: webhookId, name: name, fingerprint: fingerprint)
      webhook.iterations = iterations
      webhook.hasSensitiveURL = hasSensitiveURL
      return webhook
    }
  }

  /// What format 1 has on one webhook.
  struct FlatWebhook: Decodable {
    var webhook: RecordedState.RecordedWebhook

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(of: ["appId", "bundleId", "fingerprint", "name", "webhookId"])
      let fingerprint = try container.fingerprint(forKey: "fingerprint")
      webhook = .init(
        appId: try container.text(forKey: "appId", "the ID"),
        bundleId: try container.decodeIfPresent(String.self, forKey: "bundleId"),
        webhookId: try container.text(forKey: "webhookId", "the ID"),
        name: try container.decode(String.self, forKey: "name"), fingerprint: fingerprint)
    }
  }

  private struct Files: Decodable {
    var files: AppFiles

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(of: ["defaults", "listed", "policy", "rules"])
      files = AppFiles(
        listed: container.contains("listed") ? try container.text(forKey: "listed", "the path") : nil,
        rules: try container.decodeIfPresent([Rule].self, forKey: "rules")?.map(\.rule) ?? [],
        policy: try container.texts(forKey: "policy"), defaults: try container.texts(forKey: "defaults"))
    }
  }

  private struct Rule: Decodable {
    var rule: AppFiles.Rule

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(of: ["apps", "file"])
      rule = AppFiles.Rule(
        file: try container.text(forKey: "file", "the path"),
        apps: try container.decode([String].self, forKey: "apps"))
    }
  }
}

extension KeyedDecodingContainer<AnyKey> {
  /// Paths, none of them empty.
  fileprivate func texts(forKey key: AnyKey) throws -> [String] {
    let texts = try decodeIfPresent([String].self, forKey: key) ?? []
    if let index = texts.firstIndex(of: "") {
      throw StateDocument.Refusal.malformed(codingPath + [key, AnyKey.place(index)], "the path is empty")
    }
    return texts
  }

  fileprivate func fingerprint(forKey key: AnyKey) throws -> Fingerprint? {
    guard let digits = try decodeIfPresent(String.self, forKey: key) else { return nil }
    guard let fingerprint = Hexadecimal.decode(digits).flatMap({ Fingerprint(bytes: $0) }) else {
      throw StateDocument.Refusal.malformed(
        codingPath + [key], "expected \(Fingerprint.length * 2) hexadecimal digits")
    }
    return fingerprint
  }
}
