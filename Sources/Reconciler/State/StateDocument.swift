import Cryptography
import Planning
import Platform

/// The JSON form of a state, read strictly: unknown keys, missing keys and odd values are refused, so that nothing that
/// somebody else wrote is lost when the file is replaced.
struct StateDocument: Decodable {
  /// For what the decoder has no error for.
  enum Refusal: Error {
    case foreign(String)
    case unsupportedVersion(Int)
    case malformed([any CodingKey], String)
  }

  var state: RecordedState

  init(from decoder: any Decoder) throws {
    guard let present = try? decoder.container(keyedBy: AnyKey.self) else {
      throw Refusal.foreign("it isn't a JSON object")
    }
    guard let version = try? present.decode(Int.self, forKey: "formatVersion") else {
      throw Refusal.foreign("'formatVersion' is missing or isn't a whole number")
    }
    guard (1...RecordedState.formatVersion).contains(version) else {
      throw Refusal.unsupportedVersion(version)
    }
    let content = version == 1 ? "webhooks" : "apps"
    // Other files have a `version`, too.
    for key in ["api", content] where !present.contains(AnyKey.name(key)) {
      throw Refusal.foreign("it has no '\(key)'")
    }
    let container = try decoder.container(
      of: ["api", "apps", "fingerprint", "formatVersion", "issuer", "webhooks"].filter {
        $0 == content || $0 != "apps" && $0 != "webhooks"
      })
    let api = try container.decode(String.self, forKey: "api")
    let issuer = try container.decodeIfPresent(String.self, forKey: "issuer")
    let parameters = try container.decode(Parameters.self, forKey: "fingerprint").parameters
    if version == 1 {
      let webhooks = try container.decode([FlatWebhook].self, forKey: "webhooks").map(\.webhook)
      var ids: Set<String> = []
      for (index, webhook) in webhooks.enumerated() where !ids.insert(webhook.webhookId).inserted {
        throw Refusal.malformed(
          [AnyKey.name("webhooks"), AnyKey.place(index), AnyKey.name("webhookId")],
          "the webhook is listed twice")
      }
      state = RecordedState(api: api, issuer: issuer, parameters: parameters, webhooks: webhooks)
    } else {
      let apps = try container.decode([App].self, forKey: "apps")
      try Self.checkDistinct(apps)
      state = RecordedState(
        api: api, issuer: issuer, parameters: parameters, apps: apps.map(RecordedApp.init(_:)))
    }
  }

  private static func checkDistinct(_ apps: [App]) throws {
    var appIds: Set<String> = []
    var webhookIds: Set<String> = []
    for (index, app) in apps.enumerated() {
      let place: [any CodingKey] = [AnyKey.name("apps"), AnyKey.place(index)]
      guard appIds.insert(app.appId).inserted else {
        throw Refusal.malformed(place + [AnyKey.name("appId")], "the app is listed twice")
      }
      for (index, webhook) in app.webhooks.enumerated()
      where !webhookIds.insert(webhook.webhookId).inserted {
        throw Refusal.malformed(
          place + [AnyKey.name("webhooks"), AnyKey.place(index), AnyKey.name("webhookId")],
          "the webhook is listed twice")
      }
    }
  }

  private struct Parameters: Decodable {
    var parameters: FingerprintParameters

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(of: ["algorithm", "iterations", "salt"])
      let algorithm = try container.decode(String.self, forKey: "algorithm")
      guard algorithm == FingerprintParameters.algorithm else {
        throw Refusal.malformed(
          container.codingPath + [AnyKey.name("algorithm")],
          "the only algorithm is \(FingerprintParameters.algorithm)")
      }
      let iterations = try container.iterations(forKey: "iterations")
      guard let salt = Hexadecimal.decode(try container.decode(String.self, forKey: "salt")),
        let parameters = FingerprintParameters(iterations: iterations, salt: salt)
      else {
        throw Refusal.malformed(
          container.codingPath + [AnyKey.name("salt")],
          "expected \(FingerprintParameters.saltLength * 2) hexadecimal digits")
      }
      self.parameters = parameters
    }
  }
}

extension RecordedApp {
  fileprivate init(_ app: StateDocument.App) {
    self.init(
      appId: app.appId, bundleId: app.bundleId, files: app.files, applied: app.applied,
      webhooks: app.webhooks.map { $0.recorded(appId: app.appId, bundleId: app.bundleId) })
  }
}

extension KeyedDecodingContainer<AnyKey> {
  /// A count of rounds, if it is acceptable.
  func iterations(forKey key: AnyKey) throws -> Int {
    // The decoder doesn't say which number isn't an integer.
    guard let iterations = try? decode(Int.self, forKey: key) else {
      throw StateDocument.Refusal.malformed(codingPath + [key], "expected a whole number")
    }
    let accepted = FingerprintParameters.acceptedIterations
    guard accepted.contains(iterations) else {
      throw StateDocument.Refusal.malformed(
        codingPath + [key], "the count must be between \(accepted.lowerBound) and \(accepted.upperBound)")
    }
    return iterations
  }

  func text(forKey key: AnyKey, _ what: String) throws -> String {
    let text = try decode(String.self, forKey: key)
    guard !text.isEmpty else { throw StateDocument.Refusal.malformed(codingPath + [key], "\(what) is empty") }
    return text
  }
}
