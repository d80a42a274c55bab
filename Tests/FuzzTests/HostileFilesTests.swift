import DesiredState
import Diagnostics
import Testing

/// Files of less than 300 KB each of which once took more than half a gigabyte of memory.
@Suite struct HostileFilesTests {
  private func diagnostics(_ lines: [String]) -> [Diagnostic] {
    let text = "version: 1\n" + lines.joined(separator: "\n") + "\n"
    return DesiredStateReader().decode([SourceFile(path: "webhooks.yaml", text: text)]).diagnostics
  }

  @Test func `errors that aliases repeat`() {
    let names = (0..<200).map { "BAD_\($0)" }.joined(separator: ", ")
    let apps = (0..<200).map { number in
      "  com.a\(number): {webhooks: {A: {url: https://a.example.com/, events: *x, secret: {env: A}}}}"
    }
    let found = diagnostics(["eventGroups: {g: &x [\(names)]}", "apps:"] + apps)
    #expect(found.count == 20_001)
    #expect(found.last?.message == "there are more than 20000 errors; the rest aren't shown")
  }

  @Test func `thousands of rules for thousands of apps`() {
    let rules = (0..<2_000).map { "{name: \"a\($0)*\"}" }.joined(separator: ", ")
    let apps = (0..<2_000).map { "  com.a\($0): {ignore: [{name: x}], webhooks: {}}" }
    let found = diagnostics(["policy: {ignore: [\(rules)]}", "apps:"] + apps)
    #expect(found.isEmpty)
  }
}
