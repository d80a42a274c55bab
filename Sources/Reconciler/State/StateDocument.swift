import Cryptography
import Planning

/// The JSON form of a state, read strictly: unknown keys, missing ones and odd values are refused, so that
/// nothing of a file that somebody else wrote is lost when it is replaced.
struct StateDocument: Decodable {
  /// For what the decoder has no word for.
  enum Refusal: Error {
    case foreign(String)
    case unsupportedVersion(Int)
    case malformed([any CodingKey], String)
  }

  var state: RecordedState

  private enum Keys: String, CodingKey, CaseIterable {
    case api, apps, fingerprint, formatVersion, issuer, webhooks
  }

  init(from decoder: any Decoder) throws {
    guard let present = try? decoder.container(keyedBy: AnyKey.self) else {
      throw Refusal.foreign("it isn't a JSON object")
    }
    guard let version = try? present.decode(Int.self, forKey: AnyKey(Keys.formatVersion.rawValue)) else {
      throw Refusal.foreign("'formatVersion' is missing or isn't a whole number")
    }
    guard (1...RecordedState.formatVersion).contains(version) else {
      throw Refusal.unsupportedVersion(version)
    }
    let (content, other): (Keys, Keys) = version == 1 ? (.webhooks, .apps) : (.apps, .webhooks)
    // Other files have a version, too.
    for key in [Keys.api, content] where !present.contains(AnyKey(key.rawValue)) {
      throw Refusal.foreign("it has no '\(key.rawValue)'")
    }
    let container = try decoder.strictContainer(keyedBy: Keys.self, besides: other)
    let api = try container.decode(String.self, forKey: .api)
    let issuer = try container.decodeIfPresent(String.self, forKey: .issuer)
    let parameters = try container.decode(Parameters.self, forKey: .fingerprint).parameters
    if version == 1 {
      let webhooks = try container.decode([FlatWebhook].self, forKey: .webhooks).map(\.webhook)
      var ids: Set<String> = []
      for (index, webhook) in webhooks.enumerated() where !ids.insert(webhook.webhookId).inserted {
        throw Refusal.malformed(
          [Keys.webhooks, AnyKey(index), AnyKey("webhookId")], "the webhook is listed twice")
      }
      state = RecordedState(api: api, issuer: issuer, parameters: parameters, webhooks: webhooks)
    } else {
      let apps = try container.decode([App].self, forKey: .apps)
      try Self.checkDistinct(apps)
      state = RecordedState(
        api: api, issuer: issuer, parameters: parameters, apps: apps.map(RecordedApp.init(_:)))
    }
  }

  private static func checkDistinct(_ apps: [App]) throws {
    var appIds: Set<String> = []
    var webhookIds: Set<String> = []
    for (index, app) in apps.enumerated() {
      let place: [any CodingKey] = [Keys.apps, AnyKey(index)]
      guard appIds.insert(app.appId).inserted else {
        throw Refusal.malformed(place + [AnyKey("appId")], "the app is listed twice")
      }
      for (index, webhook) in app.webhooks.enumerated()
      where !webhookIds.insert(webhook.webhookId).inserted {
        throw Refusal.malformed(
          place + [AnyKey("webhooks"), AnyKey(index), AnyKey("webhookId")], "the webhook is listed twice")
      }
    }
  }

  private struct Parameters: Decodable {
    var parameters: FingerprintParameters

    private enum Keys: String, CodingKey, CaseIterable { case algorithm, iterations, salt }

    init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(keyedBy: Keys.self)
      let algorithm = try container.decode(String.self, forKey: .algorithm)
      guard algorithm == FingerprintParameters.algorithm else {
        throw Refusal.malformed(
          container.codingPath + [Keys.algorithm], "the only algorithm is \(FingerprintParameters.algorithm)")
      }
      let iterations = try container.iterations(forKey: .iterations)
      guard let salt = Hexadecimal.decode(try container.decode(String.self, forKey: .salt)),
        let parameters = FingerprintParameters(iterations: iterations, salt: salt)
      else {
        throw Refusal.malformed(
          container.codingPath + [Keys.salt],
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

struct AnyKey: CodingKey {
  var stringValue: String
  var intValue: Int?

  init(_ name: String) { stringValue = name }

  init(_ index: Int) {
    stringValue = String(index)
    intValue = index
  }

  init(stringValue: String) { self.init(stringValue) }
  init(intValue: Int) { self.init(intValue) }
}

extension Decoder {
  /// A container that has no key but those of `Keys`, `unknown` apart.
  func strictContainer<Keys: CodingKey & CaseIterable & Equatable>(
    keyedBy keys: Keys.Type, besides unknown: Keys? = nil
  ) throws -> KeyedDecodingContainer<Keys> {
    let present = try container(keyedBy: AnyKey.self).allKeys
    let container = try container(keyedBy: keys)
    // `allKeys` of the second container has the known ones only.
    let accepted = container.allKeys.filter { $0 != unknown }
    guard present.count != accepted.count else { return container }
    let known = Keys.allCases.filter { $0 != unknown }.map(\.stringValue)
    let odd = present.map(\.stringValue).filter { !known.contains($0) }.min() ?? ""
    throw StateDocument.Refusal.malformed(
      codingPath, "unknown key '\(odd)'; the keys are \(known.joined(separator: ", "))")
  }
}

extension KeyedDecodingContainer {
  /// A count of rounds that is accepted.
  func iterations(forKey key: Key) throws -> Int {
    // The decoder doesn't say which number is no integer.
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

  func text(forKey key: Key, _ what: String) throws -> String {
    let text = try decode(String.self, forKey: key)
    guard !text.isEmpty else { throw StateDocument.Refusal.malformed(codingPath + [key], "\(what) is empty") }
    return text
  }
}
