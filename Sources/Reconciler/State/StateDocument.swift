import Cryptography

/// The JSON form of a state, read strictly: unknown keys, missing ones and odd values are refused, so that
/// nothing of a file that somebody else wrote is lost when it is replaced.
struct StateDocument: Decodable {
  /// Why the content was refused, where the decoder has no word for it.
  enum Refusal: Error {
    case foreign(String)
    case unsupportedVersion(Int)
    case malformed([any CodingKey], String)
  }

  var state: RecordedState

  private enum Keys: String, CodingKey, CaseIterable {
    case api, fingerprint, formatVersion, issuer, webhooks
  }

  init(from decoder: any Decoder) throws {
    guard let present = try? decoder.container(keyedBy: AnyKey.self) else {
      throw Refusal.foreign("it holds no JSON object")
    }
    guard let version = try? present.decode(Int.self, forKey: AnyKey(Keys.formatVersion.rawValue)) else {
      throw Refusal.foreign("it has no whole number 'formatVersion'")
    }
    guard version == RecordedState.formatVersion else { throw Refusal.unsupportedVersion(version) }
    // Other files have a version, too.
    for key in [Keys.api, .webhooks] where !present.contains(AnyKey(key.rawValue)) {
      throw Refusal.foreign("it has no '\(key.rawValue)'")
    }
    let container = try decoder.strictContainer(keyedBy: Keys.self)
    let api = try container.decode(String.self, forKey: .api)
    let issuer = try container.decodeIfPresent(String.self, forKey: .issuer)
    let parameters = try container.decode(Parameters.self, forKey: .fingerprint).parameters
    var list = try container.nestedUnkeyedContainer(forKey: .webhooks)
    var webhooks: [RecordedState.RecordedWebhook] = []
    var ids: Set<String> = []
    while !list.isAtEnd {
      let place = list.codingPath + [AnyKey(list.currentIndex), AnyKey(Webhook.idKey)]
      let webhook = try list.decode(Webhook.self).webhook
      guard ids.insert(webhook.webhookId).inserted else {
        throw Refusal.malformed(place, "the webhook is listed twice")
      }
      webhooks.append(webhook)
    }
    state = RecordedState(api: api, issuer: issuer, parameters: parameters, webhooks: webhooks)
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
      // The decoder doesn't say which number is no integer.
      guard let iterations = try? container.decode(Int.self, forKey: .iterations) else {
        throw Refusal.malformed(container.codingPath + [Keys.iterations], "expected a whole number")
      }
      let accepted = FingerprintParameters.acceptedIterations
      guard accepted.contains(iterations) else {
        throw Refusal.malformed(
          container.codingPath + [Keys.iterations],
          "the count must be between \(accepted.lowerBound) and \(accepted.upperBound)")
      }
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

  private struct Webhook: Decodable {
    static let idKey = Keys.webhookId.rawValue
    var webhook: RecordedState.RecordedWebhook

    private enum Keys: String, CodingKey, CaseIterable { case appId, bundleId, fingerprint, name, webhookId }

    init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(keyedBy: Keys.self)
      func id(_ key: Keys) throws -> String {
        let id = try container.decode(String.self, forKey: key)
        guard !id.isEmpty else {
          throw Refusal.malformed(container.codingPath + [key], "the ID is empty")
        }
        return id
      }
      let digits = try container.decodeIfPresent(String.self, forKey: .fingerprint)
      let fingerprint = digits.flatMap { Hexadecimal.decode($0) }.flatMap { Fingerprint(bytes: $0) }
      guard (digits == nil) == (fingerprint == nil) else {
        throw Refusal.malformed(
          container.codingPath + [Keys.fingerprint], "expected \(Fingerprint.length * 2) hexadecimal digits")
      }
      webhook = .init(
        appId: try id(.appId), bundleId: try container.decodeIfPresent(String.self, forKey: .bundleId),
        webhookId: try id(.webhookId), name: try container.decode(String.self, forKey: .name),
        fingerprint: fingerprint)
    }
  }
}

/// A key of any name, to see what an object really holds.
private struct AnyKey: CodingKey {
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
  /// A container that has no key but those of `Keys`.
  fileprivate func strictContainer<Keys: CodingKey & CaseIterable>(
    keyedBy keys: Keys.Type
  ) throws -> KeyedDecodingContainer<Keys> {
    let present = try container(keyedBy: AnyKey.self).allKeys
    let container = try container(keyedBy: keys)
    // `allKeys` of the second container has the known ones only.
    guard present.count != container.allKeys.count else { return container }
    let known = Keys.allCases.map(\.stringValue)
    let unknown = present.map(\.stringValue).filter { !known.contains($0) }.min() ?? ""
    throw StateDocument.Refusal.malformed(
      codingPath, "unknown key '\(unknown)'; the keys are \(known.joined(separator: ", "))")
  }
}
