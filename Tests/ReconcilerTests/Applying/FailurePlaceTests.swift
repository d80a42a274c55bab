import Testing

@testable import Reconciler

@Suite struct FailurePlaceTests {
  private static let yaml = """
    version: 1
    templates:
      bot: { url: "https://bot.example.com/", events: [BUILD_*], secret: { env: S }, enabled: false }
    apps:
      com.example.app0:
        use: [bot]
        webhooks:
          Own: { template: bot, url: "https://own.example.com/" }
    """

  @Test func pointersLeadToTheFile() async throws {
    let pipeline = Pipeline([fleetApp(0, nil, [fleetWebhook("o", "Old", "https://old.example.com/")])])
    let app = try #require(try await pipeline.plan(Self.yaml).apps.first)
    func place(_ pointer: String, _ webhook: String) throws -> String? {
      let step = try #require(app.steps.first { $0.webhook == webhook })
      guard let place = app.place(of: pointer, in: step) else { return nil }
      let start = place.location.map { " \($0.start.line):\($0.start.column)" } ?? ""
      return "\(place.key)\(place.event.map { " \($0.rawValue)" } ?? "")\(start)"
    }
    // A part from a template is traced to the template, where it can be mended.
    #expect(try place("/data/attributes/name", "bot") == "name 3:3")
    #expect(try place("/data/attributes/name", "Own") == "name 8:7")
    #expect(try place("/data/attributes/url", "bot") == "url 3:15")
    #expect(try place("/data/attributes/url", "Own") == "url 8:34")
    #expect(try place("/data/attributes/enabled", "Own") == "enabled 3:91")
    #expect(try place("/data/attributes/secret", "Own") == "secret 3:70")
    #expect(try place("/data/attributes/eventTypes", "Own") == "events 3:51")
    #expect(
      try place("/data/attributes/eventTypes/1", "Own") == "events BUILD_UPLOAD_STATE_UPDATED 3:51")
    #expect(try place("/data/relationships/app/data/id", "bot") == "app 5:3")
    #expect(try place("/data/relationships/app", "Old") == "app 5:3")
    #expect(try place("/data/attributes/url", "Old") == "url", "what goes stands in no file")
    for pointer in ["", "/", "/data", "data/attributes/url", "/data/attributes", "/data/attributes/other"] {
      #expect(try place(pointer, "Own") == nil, "\(pointer)")
    }
    for index in ["9", "-1", "x", "99999999999999999999"] {
      #expect(try place("/data/attributes/eventTypes/\(index)", "Own") == "events 3:51")
    }
  }
}
