import DesiredState
import Planning
import PlanningSupport
import Testing

@testable import Reconciler

@Suite struct PlaceholderFinderTests {
  private let finder = PlaceholderFinder(
    AppFacts(id: "1600269246", bundleId: "com.example.Notes", name: "Notes & Més"))

  private func url(_ url: String) -> String {
    finder.candidates(url: live("w", "n", url)).last?.text ?? ""
  }

  @Test(arguments: [
    ("asc-1600269246", "asc-{appId}"), ("app_1600269246", "app_{appId}"), ("app1600269246x", "app{appId}x"),
    ("?id=1600269246&x=1", "?id={appId}&x=1"), ("%2F1600269246%2F1", "%2F{appId}%2F1"),
    ("%201600269246", "%20{appId}"), ("1600269246.json", "{appId}.json"), ("~1600269246~", "~{appId}~"),
    ("a/1600269246/1600269246", "a/{appId}/{appId}"), ("com.example.Notes", "{bundleId}"),
    ("asc-com.example.Notes-1", "asc-{bundleId}-1"), ("com.example.Notes.json", "{bundleId}.json"),
    ("x%2Fcom.example.Notes%20", "x%2F{bundleId}%20"), ("?n=Notes%20%26%20M%C3%A9s", "?n={appName}"),
    ("?n=Notes%20%26%20M%c3%a9s", "?n={appName}"), ("com%2Eexample.Notes", "{bundleId}"),
    ("com.example.Notes_1600269246", "{bundleId}_{appId}"),
  ])
  func anIDIsFoundAtAnyBoundary(path: String, expected: String) {
    #expect(url("https://a.example.com/\(path)") == "https://a.example.com/\(expected)")
  }

  @Test(arguments: [
    "com.example.notes", "xcom.example.Notes", "com.example.Notes2", "com.example.NotesPro", "11600269246",
    "16002692461", "1600269%32461", "?n=Notes+%26+M%C3%A9s", "Notes", "notes%20%26%20m%C3%A9s",
  ])
  func whatWouldBeAnotherURLStays(path: String) {
    #expect(url("https://a.example.com/\(path)") == "https://a.example.com/\(path)")
  }

  @Test(arguments: [
    ("https://com.example.notes.hooks.example.com/a", "https://{bundleId}.hooks.example.com/a"),
    ("https://COM.example.Notes.hooks.example.com", "https://{bundleId}.hooks.example.com"),
    ("https://app-1600269246.example.com:8443/", "https://app-{appId}.example.com:8443/"),
  ])
  func caseMeansNothingInAHost(written: String, expected: String) { #expect(url(written) == expected) }

  @Test func aShortAppleIDNeedsAWordOfItsOwn() {
    let finder = PlaceholderFinder(AppFacts(id: "7", bundleId: "com.example.app"))
    let webhook = live("a", "n", "https://x.example.com/com.example.app2/v7/7?a=com.example.app.json&b=7-7")
    #expect(
      finder.candidates(url: webhook).last?.text
        == "https://x.example.com/com.example.app2/v7/{appId}?a={bundleId}.json&b={appId}-{appId}")
  }

  @Test(arguments: [
    ("https", "https://a.example.com/https", "https://a.example.com/{appName}"),
    ("X", "https://a.example.com/X", "https://a.example.com/X"),
    ("example", "https://a.example.com/b", "https://a.{appName}.com/b"),
    ("a b", "https://a.example.com/a%20b", "https://a.example.com/{appName}"),
    ("{bundleId}", "https://a.example.com/%7BbundleId%7D", "https://a.example.com/{appName}"),
  ])
  func namesThatLookLikeSomethingElse(name: String, written: String, expected: String) {
    let finder = PlaceholderFinder(AppFacts(id: "1", bundleId: nil, name: name))
    #expect(finder.candidates(url: live("w", "n", written)).last?.text == expected)
  }

  @Test func namesOfWebhooks() {
    func names(_ name: String) -> [String] { finder.candidates(name: name).map(\.text) }
    #expect(names("Bot") == ["Bot"])
    #expect(names("Bot (com.example.Notes)") == ["Bot (com.example.Notes)", "Bot ({bundleId})"])
    #expect(names("Notes & Més {x}") == ["Notes & Més {{x}}", "{appName} {{x}}"])
    #expect(names("{bundleId}") == ["{{bundleId}}"])
  }

  @Test(arguments: [
    ("Release bot", "release-bot"), ("Release bot", "Release Bot "), ("ReleaseBot", "release_BOT"),
    ("Bot 🤖", "bot"), ("é", "e\u{301}"),
  ])
  func alikeNames(one: String, other: String) {
    #expect(ImportedWebhook.likeness(of: one) == ImportedWebhook.likeness(of: other))
  }

  @Test(arguments: [("Bot", "Bot 2"), ("🤖", "👾"), ("Bot", "Bote")])
  func unlikeNames(one: String, other: String) {
    #expect(ImportedWebhook.likeness(of: one) != ImportedWebhook.likeness(of: other))
  }
}
