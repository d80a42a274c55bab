import TestSupport
import Testing

@testable import Planning

@Suite struct StateRecordsTests {
  typealias Webhook = RecordedState.RecordedWebhook

  static func parameters(salt: UInt8 = 7) throws -> FingerprintParameters {
    try #require(FingerprintParameters(iterations: 1000, salt: Array(repeating: salt, count: 16)))
  }

  static func fingerprint(_ byte: UInt8) throws -> Fingerprint {
    try #require(Fingerprint(bytes: Array(repeating: byte, count: 32)))
  }

  static func empty() throws -> RecordedState {
    RecordedState(api: "simulator", issuer: nil, parameters: try parameters())
  }

  @Test func findsWhatWasRecordedAndNothingElse() throws {
    var state = try Self.empty()
    let webhook = Webhook(appId: "1", webhookId: "w", name: "Bot")
    state.record(webhook)
    #expect(state[webhookId: "w"] == webhook)
    #expect(state[webhookId: "v"] == nil)
    #expect(state[webhookId: "x"] == nil)
    #expect(state.webhooks(ofApp: "1") == [webhook])
    #expect(state.webhooks(ofApp: "2").isEmpty)
    #expect(state.appIds == ["1"])
  }

  @Test func aSecondRecordReplacesTheFirstOne() throws {
    var state = try Self.empty()
    state.record(Webhook(appId: "1", webhookId: "w", name: "Bot", fingerprint: try Self.fingerprint(1)))
    state.record(Webhook(appId: "1", webhookId: "w", name: "Renamed"))
    #expect(state.webhooks == [Webhook(appId: "1", webhookId: "w", name: "Renamed")])
    state.record(Webhook(appId: "2", webhookId: "w", name: "Moved"))
    #expect(state.webhooks == [Webhook(appId: "2", webhookId: "w", name: "Moved")])
    #expect(state.appIds == ["2"])
  }

  @Test func aStateThatForgotEverythingIsAnEmptyOne() throws {
    var state = try Self.empty()
    state.record(Webhook(appId: "1", webhookId: "w", name: "Bot"))
    state.forget(webhookId: "other")
    #expect(state.webhooks.count == 1)
    state.forget(webhookId: "w")
    #expect(state == (try Self.empty()))
  }

  @Test(arguments: [("", "w"), ("1", ""), ("", "")])
  func aRecordWithoutAnIDIsNotKept(appId: String, webhookId: String) throws {
    var state = try Self.empty()
    state.record(Webhook(appId: appId, webhookId: webhookId, name: "Bot"))
    #expect(state == (try Self.empty()))
  }

  @Test func anAppIsKeptAsLongAsItsFilesAreKnown() throws {
    var state = try Self.empty()
    state.record(AppFiles(listed: "a.yaml"), ofApp: "1", bundleId: "com.example.notes")
    state.record(Webhook(appId: "1", webhookId: "w", name: "Bot"))
    #expect(state[webhookId: "w"]?.bundleId == "com.example.notes")
    state.forget(webhookId: "w")
    #expect(state.appIds == ["1"])
    #expect(state[appId: "1"]?.files == AppFiles(listed: "a.yaml"))
    state.record(nil, ofApp: "1", bundleId: nil)
    #expect(state == (try Self.empty()))
    state.record(Webhook(appId: "1", webhookId: "w", name: "Bot"))
    state.forget(appId: "1")
    #expect(state == (try Self.empty()))
    #expect(state[webhookId: "w"] == nil)
  }

  @Test func otherParametersMakeEveryFingerprintUnknown() throws {
    var state = try Self.empty()
    state.record(Webhook(appId: "1", webhookId: "w", name: "Bot", fingerprint: try Self.fingerprint(1)))
    state.parameters = try Self.parameters()
    #expect(state[webhookId: "w"]?.fingerprint != nil)
    state.parameters = try Self.parameters(salt: 8)
    #expect(state.webhooks == [Webhook(appId: "1", webhookId: "w", name: "Bot")])
  }

  @Test func belongsToOneAPIAndOneIssuer() throws {
    let api = "api.appstoreconnect.apple.com"
    let state = RecordedState(api: api, issuer: "69a6de70-aaaa", parameters: try Self.parameters())
    #expect(state.isFor(api: api, issuer: "69a6de70-aaaa"))
    #expect(state.isFor(api: "API.appstoreconnect.apple.com", issuer: "69A6DE70-AAAA"))
    #expect(!state.isFor(api: api, issuer: "69a6de70-bbbb"))
    #expect(!state.isFor(api: api, issuer: nil))
    #expect(!state.isFor(api: "simulator", issuer: "69a6de70-aaaa"))
    #expect(try Self.empty().isFor(api: "simulator", issuer: nil))
    #expect(!(try Self.empty().isFor(api: "simulator", issuer: "69a6de70-aaaa")))
  }

  /// IDs are few, so that records often collide; a dictionary has the expected result.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func randomRecordsAndOblivionAgreeWithAModel(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var state = try Self.empty()
    var model: [String: Webhook] = [:]
    for round in 0..<300 {
      let id = "w\(Int.random(in: 0..<40, using: &random))"
      if Int.random(in: 0..<3, using: &random) == 0 {
        state.forget(webhookId: id)
        model[id] = nil
      } else {
        let app = Int.random(in: 8..<12, using: &random)
        let webhook = Webhook(
          appId: "\(app)", bundleId: "com.example.\(app)", webhookId: id, name: "n\(round)")
        state.record(webhook)
        model[id] = webhook
      }
    }
    let expected = model.values.sorted { ($0.appId, $0.webhookId) < ($1.appId, $1.webhookId) }
    #expect(state.webhooks == expected)
    #expect(state.appIds == Set(expected.map(\.appId)).sorted())
    for number in 0..<40 { #expect(state[webhookId: "w\(number)"] == model["w\(number)"]) }
    for app in state.appIds { #expect(state.webhooks(ofApp: app) == expected.filter { $0.appId == app }) }
    let rebuilt = RecordedState(
      api: state.api, issuer: state.issuer, parameters: state.parameters,
      webhooks: expected.shuffled(using: &random))
    #expect(rebuilt == state)
  }
}
