import Testing

@testable import Cryptography

@Suite struct URLPasswordTests {
  @Test(arguments: [
    ("see https://u:canary@h.example/x now", "see https://u:…@h.example/x now"),
    ("//u:canary@h", "//u:…@h"), ("https:/u:canary@h", "https:/u:…@h"),
    ("https:///u:canary@h", "https:///u:…@h"),
    ("https:////u:canary@h", "https:////u:…@h"), ("https:u:canary@h", "https:u:…@h"),
    (#"https:\\u:canary@h"#, #"https:\\u:…@h"#), ("HTTPS://u:canary@h", "HTTPS://u:…@h"),
    ("https://u:can/ary@h.example/", "https://u:…@h.example/"), ("https://u:can?ary@h", "https://u:…@h"),
    ("https://u:can#ary@h", "https://u:…@h"), ("https://u:can@ary@h", "https://u:…@h"),
    ("https://u:p@can/ary@h", "https://u:…@h"), ("https://u:1/canary@h", "https://u:…@h"),
    ("https://canary@h.example", "https://…@h.example"), ("https://can/ary@h", "https://…@h"),
    ("https://canary:@h.example", "https://…@h.example"),
    ("https://canary0123456789012345:x-oauth-basic@h.example", "https://…@h.example"),
    ("https://h.example/?next=https://u:canary@i.example", "https://h.example/?next=https://u:…@i.example"),
    (
      "https://h.example/?next=https%3A%2F%2Fu%3Acanary%40i.example",
      "https://h.example/?next=https%3A%2F%2Fu%3A…%40i.example"
    ),
    (
      "https://h.example/?n=https%253A%252F%252Fu%253Acanary%2540i",
      "https://h.example/?n=https%253A%252F%252Fu%253A…%2540i"
    ),
    ("https://u:canary\u{FF20}h.example", "https://u:…\u{FF20}h.example"),
    ("https://u\u{FF1A}canary\u{FE6B}h.example", "https://u\u{FF1A}…\u{FE6B}h.example"),
    ("https://u:can\tary@h", "https://u:…@h"), ("https://u:can\r\nary@h", "https://u:…@h"),
    (#"https:\/\/u:canary@h"#, #"https:\/\/u:…@h"#),
    (#"{"a":"https://u:can\"ary@h"}"#, #"{"a":"https://u:…@h"}"#),
    (#"https://u:can\u0061ry@h"#, "https://u:…@h"), ("https://u:canary&#64;h", "https://u:…&#64;h"),
    ("https://u:\u{301}canary@\u{301}h.example/", "https://u:…@\u{301}h.example/"),
    ("socks5h://u:canary@h:1080", "socks5h://u:…@h:1080"),
    ("ftp://u:canary@[::1]:21/", "ftp://u:…@[::1]:21/"),
    ("two: https://u:canary@h,https://u:canary@i", "two: https://u:…@h,https://u:…@i"),
  ])
  func passwordsAreHidden(text: String, expected: String) {
    let shown = Withholding().shown(text)
    #expect(!shown.contains("canary") && !shown.contains("can") && !shown.contains("ary"), "\(shown)")
    if !text.contains("two:") { #expect(shown == expected) }
    #expect(Withholding().shown(shown) == shown, "shown again, it is the same")
  }

  @Test(arguments: [
    "user@host.example", "mailto:user@host.example", "git@github.com:org/repo", "https://h.example/@user",
    "https://h.example:8443/a@b", "https://h.example?to=me@x.example", "http://localhost:5173/@vite/client",
    "https://[::1]:80/a@b", "https://user:…@h.example/", "https://user:*@h.example/", "https://*@h.example/",
    "a // b, see me@x.example", "no URL: a:b@c", "12:30 @ noon", "https://h.example/ and me@x.example",
  ])
  func othersStayAsTheyAre(text: String) {
    #expect(Withholding().shown(text) == text)
  }

  @Test func linesOfAReportStandForThemselves() {
    let text = "https://hooks\n@channel\n"
    #expect(Withholding().shown(text, isLines: true) == text)
  }

  @Test(arguments: [
    ("https://u:can ary@h", "https://u:…@h"), ("u:canary@h", "u:…@h"), ("canary@h", "…@h"),
    ("https://u:<canary>@h", "https://u:…@h"), ("https://h.example/a b", "https://h.example/a b"),
  ])
  func aWholeURLMayHaveBlanks(url: String, expected: String) {
    #expect(URLPassword.hidden(in: url) == expected)
  }

  @Test func userNameAndPasswordAreFoundAsAWhole() throws {
    let url = "https://u:canary@h.example/x"
    let place = try #require(URLPassword.userInfo(in: url))
    #expect(url[place] == "u:canary")
    #expect(URLPassword.userInfo(in: "https://h.example/a@b") == nil)
  }
}
