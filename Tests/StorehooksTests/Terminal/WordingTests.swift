@testable import Reports
import Testing

@testable import CommandLine
@testable import storehooks

@Suite struct WordingTests {
  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1_000, "1 000"), (3_588, "3 588"), (60_000, "60 000"),
    (1_234_567, "1 234 567"), (-1_234, "-1 234"), (-999, "-999"),
    (Int.min, "-9 223 372 036 854 775 808"),
  ]) func groupsDigits(number: Int, text: String) {
    #expect(grouped(number) == text)
  }

  @Test func countsNouns() {
    #expect(counted("call", 0) == "0 calls")
    #expect(counted("call", 1) == "1 call")
    #expect(counted("call", 3_588) == "3 588 calls")
    #expect(counted("delivery", 2, plural: "deliveries") == "2 deliveries")
    #expect(counted("delivery", 1, plural: "deliveries") == "1 delivery")
  }

  @Test(arguments: [
    (Duration.milliseconds(-5), "0 ms"),
    (.microseconds(900), "0 ms"),
    (.milliseconds(350), "350 ms"),
    (.milliseconds(999), "999 ms"),
    (.milliseconds(1_000), "1 s"),
    (.milliseconds(4_249), "4.2 s"),
    (.milliseconds(9_949), "9.9 s"),
    (.milliseconds(9_950), "10 s"),
    (.milliseconds(59_499), "59 s"),
    (.milliseconds(59_500), "1 min"),
    (.seconds(125), "2 min 5 s"),
    (.seconds(3_600), "1 h"),
    (.seconds(5_400), "1 h 30 min"),
    (.seconds(86_399), "1 d"),
    (.seconds(183_600), "2 d 3 h"),
  ]) func writesLengthsOfTime(duration: Duration, text: String) {
    #expect(HumanDuration(duration).description == text)
  }

  @Test func stylesNest() {
    let style = Style(isOn: true)
    #expect(style.bold(style.red("x")) == "\u{1B}[1m\u{1B}[31mx\u{1B}[39m\u{1B}[22m")
    #expect(style.green("x") == "\u{1B}[32mx\u{1B}[39m")
    #expect(style.yellow("x") == "\u{1B}[33mx\u{1B}[39m")
    #expect(style.dim("x") == "\u{1B}[2mx\u{1B}[22m")
    #expect(style.red("").isEmpty)
    let plain = Style.plain
    #expect(plain.bold(plain.red(plain.dim("x"))) == "x")
  }
}
