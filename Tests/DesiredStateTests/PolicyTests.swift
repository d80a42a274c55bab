import DesiredState
import PlanningSupport
import Testing

/// What `policy` means, and the keys of the same names in an app.
@Suite struct PolicyTests {
  @Test(
    arguments: [
      ("", "", Prune.always), ("", "prune: true", .always), ("", "prune: false", .never),
      ("prune: false", "", .never), ("prune: false", "prune: true", .always),
      ("prune: true", "prune: false", .never), ("maxDeletes: 1", "", .always),
      ("", "prune: managed", .managed), ("prune: managed", "prune: false", .never),
    ]) func theAppsPruneWins(policy: String, app: String, expected: Prune) throws
  {
    let apps = try desiredApps("apps: { a.b: { \(app) } }\npolicy: { \(policy) }")
    #expect(apps.first?.prune == expected)
  }

  @Test func thePolicyHoldsForAllApps() throws {
    let state = try desiredState(
      """
      version: 1
      policy: { maxDeletes: 0, ignore: [{ name: P*, url: "https://p/*" }] }
      apps:
        a.b: { ignore: [{ name: A* }] }
        c.d: {}
      """)
    #expect(state.policy.maxDeletes == 0)
    #expect(
      state.apps.map { $0.ignore.map(\.summary) } == [
        ["name: A*", "name: P*, url: https://p/*"], ["name: P*, url: https://p/*"],
      ])
    let defaults = try desiredState("version: 1\napps: {}").policy
    #expect(defaults.prune == .always && defaults.maxDeletes == 10 && defaults.ignore.isEmpty)
  }

  @Test func ignoreRulesMatchAllThatTheyName() throws {
    let rules = try desiredApps(
      "apps: { a.b: { ignore: [{ name: N* }, { url: '*u' }, { name: M, url: '*v' }] } }"
    ).first?.ignore
    func covering(_ name: String, _ url: String) throws -> Int? {
      try #require(rules).firstIndex { $0.covers(name: name, url: url) }
    }
    #expect(try covering("Nx", "v") == 0)
    #expect(try covering("X", "https://u") == 1)
    #expect(try covering("M", "xv") == 2)
    #expect(try covering("M", "x") == nil)
    #expect(try covering("X", "v") == nil)
  }

  @Test(arguments: [
    ("https://vendor.example/x", "https://Vendor.example:443/x", true),
    ("HTTPS://Vendor.Example/~team/*", "https://vendor.example/%7Eteam/x", true),
    ("https://vendor.example", "https://vendor.example/", true),
    ("https://*.example/x?a=*", "https://vendor.example/x?a=1", true),
    ("https://vendor.example/x", "https://vendor.example/X", false),
    ("https://vendor.example/x", "https://vendor.example:8443/x", false),
  ])
  func howAURLIsSpeltDoesNotMatter(pattern: String, url: String, isCovered: Bool) {
    #expect(Glob(pattern).matches(url: url) == isCovered)
  }
}
