import DesiredState
import Diagnostics
import Testing

/// What users are told about a URL that isn't one.
@Suite struct URLAdviceTests {
  /// The error about a URL, given as it is written in YAML.
  private func advice(_ url: String) throws -> String {
    let text = """
      version: 1
      apps:
        com.example.notes:
          webhooks:
            Bot:
              url: \(url)
              events: [BUILD_UPLOAD_STATE_UPDATED]
              secret: { env: BOT }
      """
    let result = DesiredStateReader().decode([SourceFile(path: "webhooks.yaml", text: text)])
    let diagnostic = try #require(result.diagnostics.first)
    #expect(result.diagnostics.count == 1)
    return diagnostic.message + (diagnostic.remedy.map { "; \($0)" } ?? "")
  }

  @Test(arguments: [
    ("https://müller.example/a", "the character 'ü'; write the host as xn--mller-kva.example"),
    ("https://MÜLLER.example:8443", "the character 'Ü'; write the host as xn--mller-kva.example"),
    (
      "https://{bundleId}.bücher.example/",
      "the character 'ü'; write the host as {bundleId}.xn--bcher-kva.example"
    ),
    ("https://日本語。example?q", "the character '日'; write the host as xn--wgv71a119e.example"),
    ("https://ü_x y.example/", "the character 'ü'; write the host in ASCII, as xn--…"),
    ("https://example.com/ü", "the character 'ü'; percent-encode it: %C3%BC"),
    ("https://example.com?müller=1", "the character 'ü'; percent-encode it: %C3%BC"),
  ]) func internationalHostsAreGivenInASCII(url: String, expected: String) throws {
    #expect(try advice(url) == "'url' has " + expected)
  }

  @Test(arguments: [
    (
      "https://m%C3%BCller.example/",
      "'m%c3%bcller.example' is not a valid host; write it as xn--mller-kva.example"
    ),
    ("https://exa%6Dple.com/", "'exa%6Dple.com' is not a valid host"),
  ]) func percentEncodedHostsToo(url: String, expected: String) throws {
    #expect(try advice(url).lowercased() == expected.lowercased())
  }

  @Test(arguments: [
    ("'https://example.com '", "ends with a space"), ("' https://example.com'", "starts with a space"),
    ("|\n          https://example.com", "ends with a line break"),
    ("|-\n          https://example.com\n          /a", "contains a line break"),
    (#""https://example.com\r""#, "ends with a line break"), (#""https://\texample.com""#, "contains a tab"),
    ("“https://example.com”", "has the character '“'"), ("https://example.com”", "has the character '”'"),
    ("‘https://example.com’", "has the character '‘'"), ("«https://example.com»", "has the character '«'"),
    ("„https://example.com“", "has the character '„'"),
    ("'\"https://example.com\"'", "has the character '\"'"),
    ("<https://example.com>", "has the character '<'"), ("https://example.com/a>", "has the character '>'"),
    (#""`https://example.com`""#, "has the character '`'"),
    (#""https://example.com\u00a0""#, "has the character '\u{A0}'"),
    (#""https://exa\u00admple.com""#, "has the character '\u{AD}'"),
    (#""https://example.com/\u200bx""#, "has the character '\u{200B}'"),
    (#""\ufeffhttps://example.com""#, "has the character '\u{FEFF}'"),
    (#""https://example.com/\u0007""#, "has the character '\u{7}'"),
    (#""https://example.com/\u202ex""#, "has the character '\u{202E}'"),
    ("https://example.com/”x", "has the character '”'"),
    (#""https://example.com/\u3164""#, "has the character '\u{3164}'"),
  ]) func whatHasComeAlongIsRemoved(url: String, what: String) throws {
    #expect(try advice(url) == "'url' \(what); remove it")
  }

  @Test(arguments: [
    ("https://example.com/a b", "the character ' '; percent-encode it: %20"),
    ("https://example.com/a|b", "the character '|'; percent-encode it: %7C"),
    ("'https://example.com/a\"b'", "the character '\"'; percent-encode it: %22"),
    ("https://example.com/a<b", "the character '<'; percent-encode it: %3C"),
    ("https://example.com/100%", "a '%' without two hexadecimal digits; write a literal '%' as %25"),
  ]) func whatIsMeantIsEncoded(url: String, expected: String) throws {
    #expect(try advice(url) == "'url' has " + expected)
  }

  /// The line would show the password, whatever else is wrong with it.
  @Test func aPasswordIsNotShownBesideAnotherMistake() throws {
    let text = """
      version: 1
      apps: { com.example.notes: { webhooks: { Bot: { url: "https://u:geheim@müller.example", events: [], secret: { env: B } } } } }
      """
    let result = DesiredStateReader().decode([SourceFile(path: "webhooks.yaml", text: text)])
    #expect(!DiagnosticRenderer().render(result.diagnostics).contains("geheim"))
  }
}
