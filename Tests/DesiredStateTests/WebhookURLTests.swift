import DesiredState
import Testing

@Suite struct WebhookURLTests {
  @Test(arguments: [
    ("https://example.com", "https://example.com/"),
    ("https://example.com/", "https://example.com/"),
    ("HTTPS://Example.COM/Path", "https://example.com/Path"),
    ("https://example.com:443/a", "https://example.com/a"),
    ("https://example.com:0443/a", "https://example.com/a"),
    ("https://example.com:/a", "https://example.com/a"),
    ("https://example.com:8443/a", "https://example.com:8443/a"),
    ("https://example.com:80/a", "https://example.com:80/a"),
    ("http://localhost:80", "http://localhost/"),
    ("http://localhost:443/", "http://localhost:443/"),
    ("https://example.com?q=1", "https://example.com/?q=1"),
    ("https://example.com/?", "https://example.com/?"),
    ("https://example.com/?a=/../b&c=?", "https://example.com/?a=/../b&c=?"),
    ("https://example.com/%7euser/%2D%5f", "https://example.com/~user/-_"),
    ("https://example.com/a%2fb%3f", "https://example.com/a%2Fb%3F"),
    ("https://example.com/?x=%41%2b", "https://example.com/?x=A%2B"),
    ("https://example.com/%C3%A4", "https://example.com/%C3%A4"),
    ("https://example.com/a/./b/../c", "https://example.com/a/c"),
    ("https://example.com/a/b/..", "https://example.com/a/"),
    ("https://example.com/a/b/.", "https://example.com/a/b/"),
    ("https://example.com/..", "https://example.com/"),
    ("https://example.com/../../a", "https://example.com/a"),
    ("https://example.com/a/%2e%2E/b", "https://example.com/b"),
    ("https://example.com/.a/..b/c.", "https://example.com/.a/..b/c."),
    ("https://example.com/a//b", "https://example.com/a//b"),
    ("https://[2001:DB8::1]/", "https://[2001:db8::1]/"),
    ("https://[2001:db8::1]:443", "https://[2001:db8::1]/"),
    ("https://[::ffff:192.0.2.1]:8443/", "https://[::ffff:192.0.2.1]:8443/"),
    ("http://[::1]:8080/x", "http://[::1]:8080/x"),
    ("http://127.0.0.1", "http://127.0.0.1/"),
    ("http://127.200.3.4/x", "http://127.200.3.4/x"),
    ("http://LOCALHOST/x", "http://localhost/x"),
    ("https://localhost/x", "https://localhost/x"),
    ("https://xn--mller-kva.example", "https://xn--mller-kva.example/"),
    ("https://a_b.example.com/", "https://a_b.example.com/"),
    ("https://1.example/", "https://1.example/"),
    ("https://example.com/a;b=1,2!$&'()*+@:", "https://example.com/a;b=1,2!$&'()*+@:"),
  ]) func normalizes(text: String, normalized: String) throws {
    let url = try WebhookURL(text)
    #expect(url.normalized == normalized)
    #expect(url.text == text)
    #expect(WebhookURL.comparable(text) == normalized)
    #expect(try WebhookURL(normalized).normalized == normalized, "normalising twice")
    #expect(try WebhookURL(normalized) == url)
    #expect(try WebhookURL(normalized).hashValue == url.hashValue)
  }

  @Test(arguments: [
    ("https://example.com/a", "https://example.com/A"),
    ("https://example.com/a", "https://example.com/a/"),
    ("https://example.com", "https://example.com?"),
    ("https://example.com", "https://example.com:8443"),
    ("https://example.com", "https://www.example.com"),
    ("https://example.com", "https://example.com."),
    ("https://example.com/a%2Fb", "https://example.com/a/b"),
    ("https://example.com/?a=1&b=2", "https://example.com/?b=2&a=1"),
    ("https://localhost", "http://localhost"),
    ("https://example.com/a//b", "https://example.com/a/b"),
  ]) func tellsApart(left: String, right: String) throws {
    #expect(try WebhookURL(left) != WebhookURL(right))
  }

  private static let invalid: [(String, WebhookURL.ParseError)] = [
    ("", .empty),
    (" https://example.com", .invalidCharacter(" ")),
    ("https://example.com/a b", .invalidCharacter(" ")),
    ("https://example.com/\u{7}", .invalidCharacter("\u{7}")),
    ("https://example.com/\u{7F}", .invalidCharacter("\u{7F}")),
    ("https://example.com/ä", .invalidCharacter("ä")),
    ("https://müller.example/", .invalidCharacter("ü")),
    ("https://example.com/{x}", .invalidCharacter("{")),
    ("https://example.com/a|b", .invalidCharacter("|")),
    ("https://example.com\\a", .invalidCharacter("\\")),
    ("https://example.com/%", .invalidCharacter("%")),
    ("https://example.com/%4", .invalidCharacter("%")),
    ("https://example.com/%zz", .invalidCharacter("%")),
    ("example.com", .notAbsolute),
    ("//example.com", .notAbsolute),
    ("/path", .notAbsolute),
    ("https:example.com", .notAbsolute),
    ("https:/example.com", .notAbsolute),
    ("mailto:a@example.com", .notAbsolute),
    ("://example.com", .notAbsolute),
    ("ftp://example.com", .scheme("ftp")),
    ("HTTPZ://example.com", .scheme("httpz")),
    ("http://example.com", .insecure(host: "example.com")),
    ("http://localhost.example.com", .insecure(host: "localhost.example.com")),
    ("http://127.0.0.1.example.com", .insecure(host: "127.0.0.1.example.com")),
    ("http://127.0.0.256/", .insecure(host: "127.0.0.256")),
    ("http://128.0.0.1/", .insecure(host: "128.0.0.1")),
    ("http://[::2]/", .insecure(host: "[::2]")),
    ("https://user@example.com", .userInfo),
    ("https://user:word@example.com", .userInfo),
    ("https://@example.com", .userInfo),
    ("https://example.com/#", .fragment),
    ("https://example.com#top", .fragment),
    ("https://", .host("")),
    ("https:///path", .host("")),
    ("https://:443/", .host("")),
    ("https://?x", .host("")),
    ("https://exa%6Dple.com/", .host("exa%6Dple.com")),
    ("https://-a.example/", .host("-a.example")),
    ("https://a..example/", .host("a..example")),
    ("https://.example/", .host(".example")),
    ("https://[::1/", .host("[::1")),
    ("https://[::1]x/", .host("[::1]x")),
    ("https://[]/", .host("[]")),
    ("https://[fe80::1%25en0]/", .host("[fe80::1%25en0]")),
    ("https://[v1.a:b]/", .host("[v1.a:b]")),
    ("https://example.com:0/", .port("0")),
    ("https://example.com:65536/", .port("65536")),
    ("https://example.com:+1/", .port("+1")),
    ("https://example.com:http/", .port("http")),
    ("https://example.com:1:2/", .port("1:2")),
    ("https://example.com:99999999999999999999/", .port("99999999999999999999")),
  ]

  @Test(arguments: invalid) func refuses(text: String, error: WebhookURL.ParseError) {
    #expect(throws: error) { try WebhookURL(text) }
    #expect(WebhookURL.comparable(text) == text, "what Apple has stands for itself")
  }

  @Test func limitsHostAndLabelLengths() throws {
    let label = String(repeating: "a", count: 63)
    _ = try WebhookURL("https://\(label).example/")
    #expect(throws: WebhookURL.ParseError.self) { try WebhookURL("https://\(label)a.example/") }
    let long = Array(repeating: label, count: 4).joined(separator: ".")
    #expect(throws: WebhookURL.ParseError.self) { try WebhookURL("https://\(long)/") }
  }
}
