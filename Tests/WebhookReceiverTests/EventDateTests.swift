import TestSupport
import Testing

@testable import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Dates of events: Apple sends them with none to nine fraction digits.
@Suite struct EventDateTests {
  private static let second = 1_772_615_727.0

  @Test(arguments: [
    ("2026-03-04T09:15:27Z", 0), ("2026-03-04T09:15:27.4Z", 0.4), ("2026-03-04T09:15:27.41Z", 0.41),
    ("2026-03-04T09:15:27.418Z", 0.418), ("2026-03-04T09:15:27.4182Z", 0.4182),
    ("2026-03-04T09:15:27.41823Z", 0.41823), ("2026-03-04T09:15:27.418233Z", 0.418233),
    ("2026-03-04T09:15:27.4182339Z", 0.4182339), ("2026-03-04T09:15:27.41823391Z", 0.41823391),
    ("2026-03-04T09:15:27.418233917Z", 0.418233917),
    ("2026-03-04T09:15:27.4182339170000000000000Z", 0.418233917),
    ("2026-03-04t09:15:27,5z", 0.5), ("2026-03-04 02:15:27-07:00", 0), ("2026-03-04T02:15:27-0700", 0),
    ("2026-03-04T14:45:27.250+05:30", 0.25), ("2026-03-05T00:15:27+15", 0),
  ]) func readsEveryFraction(text: String, fraction: Double) throws {
    let date = try #require(EventDate.date(of: text))
    #expect(abs(date.timeIntervalSince1970 - Self.second - fraction) < 1e-6)
  }

  @Test(arguments: [
    "", "2026", "2026-03-04", "2026-03-04T09:15Z", "2026-03-04T09:15:27", "2026-03-04T09:15:27.Z",
    "2026-03-04T09:15:27Zjunk", " 2026-03-04T09:15:27Z", "2026-3-04T09:15:27Z", "2026-13-04T09:15:27Z",
    "2026-00-04T09:15:27Z", "2026-02-29T09:15:27Z", "2026-04-31T09:15:27Z", "2026-03-00T09:15:27Z",
    "2026-03-04T24:15:27Z", "2026-03-04T09:60:27Z", "2026-03-04T09:15:61Z", "2026-03-04T09:15:27+24:00",
    "2026-03-04T09:15:27+01:60", "2026-03-04T09:15:27+1", "2026-03-04T09:15:27.5", "٢٠٢٦-03-04T09:15:27Z",
  ]) func refusesWhatIsNoDate(text: String) {
    #expect(EventDate.date(of: text) == nil)
  }

  @Test func agreesWithFoundation() throws {
    var generator = SeededGenerator(seed: 8601)
    // From 1583, when Foundation's calendar becomes Gregorian, to 9999.
    for _ in 0..<3_000 {
      let date = Date(
        timeIntervalSince1970: Double(Int.random(in: -12_212_553_600...253_402_300_799, using: &generator)))
      let text = date.formatted(.iso8601)
      #expect(EventDate.date(of: text) == date, "\(text)")
    }
    #expect(EventDate.date(of: "2000-02-29T00:00:00Z") != nil)
    #expect(EventDate.date(of: "1900-02-29T00:00:00Z") == nil)
  }
}
