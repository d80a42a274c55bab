import TestSupport
import Testing

@testable import CommandLine

@Suite struct DurationSpellingTests {
  @Test(arguments: [
    ("30s", Duration.seconds(30)),
    ("15m", .seconds(900)),
    ("24h", .seconds(86_400)),
    ("2d", .seconds(172_800)),
    ("500ms", .milliseconds(500)),
    ("1h30m", .seconds(5_400)),
    ("1d2h3m4s5ms", .milliseconds(93_784_005)),
    ("0s", .zero),
    ("007s", .seconds(7)),
    ("90m", .seconds(5_400)),
  ]) func reads(text: String, duration: Duration) {
    #expect(Duration(spelled: text) == duration)
  }

  @Test(arguments: [
    "", "30", "s", "30 s", " 30s", "30s ", "-30s", "+30s", "1.5h", "30S", "30sec", "30m1h", "1h1h", "1h30",
    "ms", "1y", "99999999999999999999s", "9223372036854775807d", "106751991167d106751991167h", "٣s", "1h-5m",
  ]) func refuses(text: String) {
    #expect(Duration(spelled: text) == nil)
  }

  @Test func writesWhatItReads() {
    let seed: UInt64 = 20_250_609
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let duration = Duration.milliseconds(Int64.random(in: 0...(1 << 40), using: &generator))
      #expect(Duration(spelled: duration.spelled) == duration, "seed \(seed)")
    }
    #expect(Duration.zero.spelled == "0s")
    #expect(Duration.seconds(5_400).spelled == "1h30m")
  }
}
