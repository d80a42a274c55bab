import TestSupport
import Testing
import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Unknown attributes come out as they went in.
@Suite struct RoundTripTests {
  private struct Body: Encodable {
    struct Data: Encodable {
      var type = "somethingNew"
      var id = "n"
      var attributes: [String: JSONValue]
    }
    var data: Data
  }

  private static func value(depth: Int, _ generator: inout SeededGenerator) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &generator) {
    case 0: .null
    case 1: .bool(.random(using: &generator))
    case 2: .integer(.random(in: .min ... .max, using: &generator))
    case 3: .number(.random(in: -1e9...1e9, using: &generator))
    case 4: .string(text(&generator))
    case 5: .integer(.random(in: -9...9, using: &generator))
    case 6:
      .array((0..<Int.random(in: 0...3, using: &generator)).map { _ in value(depth: depth - 1, &generator) })
    default: .object(members(depth: depth - 1, &generator))
    }
  }

  private static func members(depth: Int, _ generator: inout SeededGenerator) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      members[text(&generator)] = value(depth: depth, &generator)
    }
    return members
  }

  private static func text(_ generator: inout SeededGenerator) -> String {
    let alphabet = Array("aZ0 _-\"\\/\n\t\u{0}\u{1B}\u{7F}\u{9B}é\u{202E}🔔𝄞")
    return String(
      (0..<Int.random(in: 0...6, using: &generator)).compactMap { _ in
        alphabet.randomElement(using: &generator)
      })
  }

  @Test func keepsEveryAttribute() throws {
    let seed = RandomCases.seed()
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<RandomCases.count(300) {
      let attributes = Self.members(depth: 4, &generator)
      let body = Array(try JSONEncoder().encode(Body(data: .init(attributes: attributes))))
      let notification = try WebhookNotification(body: body)
      #expect(notification.attributes == attributes, "seed \(seed)")
      let again = try JSONEncoder().encode(notification.attributes)
      let decoded = try JSONDecoder().decode([String: JSONValue].self, from: again)
      #expect(decoded == attributes, "seed \(seed)")
    }
  }
}
