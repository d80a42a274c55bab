import Testing

@testable import HTTPTransport

@Suite struct ProxySettingTests {
  private func error(_ value: String) -> ProxyError? {
    do {
      try ProxySetting.effective(for: "api.example.com", environment: ["HTTPS_PROXY": value])?.check()
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "http://proxy.example:3128", "proxy.example:3128", "proxy", "http://proxy/", "HTTP://PROXY:80",
    "https://proxy",
    "socks5h://proxy:1080", "http://ci:Hunter%232@proxy.example:3128", "http://ci:@proxy", "http://ci@proxy",
    "http://10.0.0.1:8080", "http://[::1]:8080", "http://[fe80::1%25eth0]", "http://proxy:",
    "http://a:b:c@proxy:1",
    "http://proxy.example:3128/path?query", "socks5://a_b.example",
  ])
  func proxiesAreAccepted(value: String) {
    #expect(error(value) == nil)
  }

  @Test(
    arguments: [
      ("http://ci:Hunter#2@proxy.example:3128", .reserved("#")), ("http://ci:Hunter/2@proxy", .reserved("/")),
      ("http://ci:Hunter?2@proxy", .reserved("?")), (#"http://ci:Hunter\2@proxy"#, .reserved("\\")),
      ("http://ci:Hunter@2@proxy", .reserved("@")), ("ci:Hunter#2@proxy", .reserved("#")),
      ("\"http://ci:Hunter2@proxy\"", .quotes), ("'http://proxy'", .quotes), ("“http://proxy”", .quotes),
      ("http://ci:Hunter 2@proxy", .strangeCharacter), ("http://proxy\n", .strangeCharacter),
      ("http://ci:Hünter@proxy", .strangeCharacter), ("http://ci:Hunter%0A2@proxy", .strangeCharacter),
      ("ftp://ci:Hunter2@proxy", .scheme), ("htps://ci:Hunter2@proxy", .scheme), ("://proxy", .scheme),
      ("http:/ci:Hunter2@proxy", .slashes), ("http:///ci:Hunter2@proxy", .slashes), ("http://", .noHost),
      ("http://ci:Hunter2@", .noHost), ("http://ci:Hunter2@:8080", .noHost), ("//proxy", .slashes),
      ("http://proxy:port", .port), ("http://proxy:0", .port), ("http://proxy:70000", .port),
      ("http://ci:Hunter2:proxy", .brackets), ("http://::1:8080", .brackets), ("http://[::1", .brackets),
      ("http://[Hunter2]", .brackets), ("http://[::1]8080", .port), ("http://pro*xy", .host),
    ] as [(String, ProxyError)])
  func othersAreRefused(value: String, expected: ProxyError) {
    #expect(error(value) == expected)
    #expect(!"\(expected)".contains("Hunter") && !"\(expected)".contains("ci:"))
  }

  @Test func theVariablesAreReadAsLibcurlReadsThem() {
    func name(_ environment: [String: String], host: String = "api.example.com") -> String? {
      ProxySetting.effective(for: host, environment: environment)?.name
    }
    let all = ["https_proxy": "a", "HTTPS_PROXY": "b", "all_proxy": "c", "ALL_PROXY": "d", "http_proxy": "e"]
    #expect(name(all) == "https_proxy")
    #expect(name(all.merging(["https_proxy": ""]) { $1 }) == "HTTPS_PROXY")
    #expect(name(["all_proxy": "c", "ALL_PROXY": "d"]) == "all_proxy")
    #expect(name(["ALL_PROXY": "d"]) == "ALL_PROXY")
    #expect(name(["http_proxy": "e", "HTTP_PROXY": "f"]) == nil)
    #expect(name([:]) == nil)
  }

  @Test(arguments: [
    ("*", "api.example.com", true), ("example.com", "api.example.com", true),
    (".example.com", "API.example.com", true),
    ("other.org, example.com", "api.example.com", true), ("ample.com", "api.example.com", false),
    ("api.example.com.", "api.example.com", true), ("*.example.com", "api.example.com", false),
    ("", "a", false),
    ("10.0.0.0/8", "10.1.2.3", true), ("10.0.0.0/8", "api.example.com", false), ("::1", "[::1]", true),
  ])
  func exceptionsHold(list: String, host: String, isException: Bool) {
    for name in ["no_proxy", "NO_PROXY"] {
      let setting = ProxySetting.effective(for: host, environment: ["https_proxy": "x", name: list])
      #expect((setting == nil) == isException)
    }
  }

  @Test func passwordsAreKnownAlsoDecoded() {
    let parts = ProxySetting.confidentialParts(in: [
      "HTTPS_PROXY": "http://ci:Hunter%232canary@proxy", "http_proxy": "canarytoken@proxy",
      "ALL_PROXY": "proxy",
    ])
    #expect(Set(parts) == ["Hunter%232canary", "Hunter#2canary", "canarytoken"])
  }
}
