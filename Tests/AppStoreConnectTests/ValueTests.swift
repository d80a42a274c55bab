import Platform
import Testing

@testable import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct ValueTests {
  @Test(arguments: [
    ("user-hour-lim:3600;user-hour-rem:3412;", RateLimit(hourlyLimit: 3600, hourlyRemaining: 3412)),
    ("user-hour-rem:0;user-hour-lim:3600", RateLimit(hourlyLimit: 3600, hourlyRemaining: 0)),
    (" user-hour-lim : 300 ; other:x;user-hour-rem: 9;;", RateLimit(hourlyLimit: 300, hourlyRemaining: 9)),
    ("user-minute-lim:5;user-hour-lim:3600", nil), ("user-hour-lim:3600;user-hour-rem:many", nil),
    ("user-hour-lim:3600;user-hour-rem:-1", nil), ("", nil), (":;:", nil), ("3600", nil),
    ("user-hour-lim:99999999999999999999;user-hour-rem:1", nil),
  ])
  func rateLimits(header: String, expected: RateLimit?) {
    #expect(RateLimit(header: header) == expected)
  }

  @Test(arguments: [
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
    ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("Fri, 01 Mar 2024 00:00:00 GMT", 1_709_251_200),
    ("Wed, 31 Dec 2025 12:00:00 GMT", 1_767_182_400), ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
    ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 08:49:37 CET", nil),
    ("Sun, 06 Nov 1994 24:49:37 GMT", nil), ("Sun, 32 Nov 1994 08:49:37 GMT", nil),
    ("Sun, 06 Now 1994 08:49:37 GMT", nil), ("", nil), ("Sun, 06 Nov 1994 08:49 GMT", nil),
  ])
  func httpDates(text: String, seconds: Double?) {
    #expect(HTTPDate.parse(text)?.timeIntervalSince1970 == seconds)
  }

  @Test(arguments: [
    ("https://api.appstoreconnect.apple.com", "https://api.appstoreconnect.apple.com"),
    ("HTTPS://Api.Example.COM:443/", "https://api.example.com"),
    ("https://example.com:8443/a/b/", "https://example.com:8443/a/b"),
    ("http://localhost:8080", "http://localhost:8080"), ("http://127.0.0.1", "http://127.0.0.1"),
    ("http://127.9.8.7:80", "http://127.9.8.7"), ("http://[::1]:9", "http://[::1]:9"),
    ("https://[2001:DB8::1]/", "https://[2001:db8::1]"), ("https://example.com:", "https://example.com"),
  ])
  func baseURLs(text: String, expected: String) throws {
    let url = try APIBaseURL(text)
    #expect(url.description == expected)
    #expect(try APIBaseURL(expected) == url)
  }

  @Test(arguments: [
    ("api.example.com", APIBaseURLError.notAbsolute), ("/v1", .notAbsolute), ("", .notAbsolute),
    ("https:/example.com", .notAbsolute), ("ftp://example.com", .schemeNotHTTPS),
    ("http://example.com", .httpBeyondLoopback(host: "example.com")),
    ("http://127.0.0.1.example.com", .httpBeyondLoopback(host: "127.0.0.1.example.com")),
    ("http://localhost.example.com", .httpBeyondLoopback(host: "localhost.example.com")),
    ("http://127.0.0.256", .httpBeyondLoopback(host: "127.0.0.256")),
    ("https://user:canary@example.com", .userInfo), ("https://example.com?a", .queryOrFragment),
    ("https://example.com/#a", .queryOrFragment), ("https://", .hostMissing), ("https://:80", .hostMissing),
    ("https://exa mple.com", .malformedHost), ("https://exämple.com", .malformedHost),
    ("https://[::1", .malformedHost), ("https://[x]", .malformedHost), ("https://a:b", .malformedPort),
    ("https://a:0", .malformedPort), ("https://a:65536", .malformedPort), ("https://[::1]:x", .malformedPort),
    ("https://a/b c", .malformedPath), ("https://a/../b", .malformedPath), ("https://a//b", .malformedPath),
    ("https://a//", .malformedPath), (#"https://a\b"#, .malformedPath), ("https://a/é", .malformedPath),
  ])
  func malformedBaseURLs(text: String, expected: APIBaseURLError) {
    let error = #expect(throws: APIBaseURLError.self) { try APIBaseURL(text) }
    #expect(error == expected)
    #expect(error?.description.contains("canary") == false)
    #expect(error?.description.contains("\n") == false)
  }

  @Test func partsOfABaseURL() throws {
    let url = try APIBaseURL("http://LOCALHOST:8080/a")
    #expect(url.host == "localhost")
    #expect(url.authority == "localhost:8080")
  }

  @Test(arguments: [
    ("2025-06-09T10:09:30.123Z", 1_749_463_770.123), ("2025-06-09T10:09:30Z", 1_749_463_770),
    ("2025-06-09T03:09:30-07:00", 1_749_463_770), ("2025-06-09T03:09:30.123-07:00", 1_749_463_770.123),
    ("yesterday", nil),
  ])
  func timestamps(text: String, seconds: Double?) throws {
    let encoded = try JSONEncoder().encode([Timestamp(rawValue: text)])
    #expect(String(decoding: encoded, as: UTF8.self) == #"["\#(text)"]"#)
    let date = try JSONDecoder().decode([Timestamp].self, from: encoded)[0].date
    guard let seconds else {
      #expect(date == nil)
      return
    }
    #expect(abs((date?.timeIntervalSince1970 ?? 0) - seconds) < 0.001)
  }
}
