import Testing

@testable import CommandLine

@Suite struct RoffTests {
  @Test func markupInTextIsText() {
    #expect(Roff.escaped(#"a\b-c'd"e`f^g~h"#) == #"a\eb\-c\(aqd\(dqe\(gaf\(hag\(tih"#)
    #expect(Roff.escaped("1 → 2 😀") == #"1 \[u2192] 2 \[u1F600]"#)
    #expect(Roff.line(".yaml") == #"\&.yaml"# && Roff.line("'q") == #"\(aqq"#)
    #expect(Roff.macro("SH", "A \"b\"") == #".SH "A \(dqb\(dq""#)
  }
}
