import AppStoreConnect
import PlanningSupport
import Testing

@testable import DesiredState

/// Signed events, former names, accounts, apps that were handed over, and the newer keys of the policy.
@Suite struct LanguageTests {
  private func events(_ override: String) throws -> [String] {
    let state = try desiredState(
      """
      version: 1
      eventGroups: { feedback: [BETA_FEEDBACK_*] }
      templates:
        bot:
          url: https://a.example.com/
          events: [BUILD_UPLOAD_STATE_UPDATED, BUILD_BETA_DETAIL_EXTERNAL_BUILD_STATE_UPDATED]
          secret: { env: S }
      apps: { a.b: { webhooks: { Mine: { template: bot, events: \(override) } } } }
      """)
    return state.apps[0].webhooks[0].events.map(\.rawValue)
  }

  @Test func signsChangeTheEventsOfATemplate() throws {
    let (build, beta) = ("BUILD_UPLOAD_STATE_UPDATED", "BUILD_BETA_DETAIL_EXTERNAL_BUILD_STATE_UPDATED")
    let (crash, shot) = (Event.crash.rawValue, Event.screenshot.rawValue)
    #expect(try events("[+\(crash)]") == [crash, beta, build])
    #expect(try events("[-\(build)]") == [beta])
    #expect(try events("[-\(build), +feedback]") == [crash, shot, beta])
    #expect(try events("[-BUILD_*, +\(crash)]") == [crash])
    // Adding what is there already, or removing what isn't, changes nothing.
    #expect(try events("[+\(build), -\(crash)]") == [beta, build])
    #expect(try events("[\(crash)]") == [crash])
  }

  @Test func theAccountIsThatOfEveryFile() throws {
    let issuer = "57246542-96fe-1a63-e053-0824d011072a"
    let account = try #require(
      try desiredState("version: 1\napps: {}\naccount: { issuerId: \(issuer) }").account)
    #expect(account.refusal(ofKey: "K", issuer: issuer.uppercased()) == nil)
    #expect(
      account.refusal(ofKey: "K", issuer: "other")?.message
        == "'webhooks.yaml' is for issuer \(issuer), but the API key K belongs to issuer other")
    #expect(
      account.refusal(ofKey: "K", issuer: nil)?.message.hasSuffix(
        "is an individual key, without an issuer ID")
        == true)
    let key = try #require(try desiredState("version: 1\napps: {}\naccount: { keyId: ABC }").account)
    #expect(key.refusal(ofKey: "ABC", issuer: nil) == nil)
    #expect(
      key.refusal(ofKey: "abc", issuer: nil)?.message == "'webhooks.yaml' is for the API key ABC, not abc")
  }

  @Test func forgottenAppsAreNamedByEitherID() throws {
    let state = try desiredState("version: 1\napps: {}\nforget: [com.example.tasks, 12]")
    #expect(state.forgets(AppFacts(id: "1", bundleId: "com.example.tasks")) != nil)
    #expect(state.forgets(AppFacts(id: "12", bundleId: "com.example.notes")) != nil)
    #expect(state.forgets(AppFacts(id: "13", bundleId: "com.example.notes")) == nil)
  }

  @Test func thePolicyNamesAppsThatAreNotMissed() throws {
    let policy = try desiredState(
      "version: 1\napps: {}\npolicy: { maxChanges: 200, ignoreApps: [com.example.sample.*, '12'] }"
    ).policy
    #expect(policy.maxChanges == 200)
    #expect(policy.ignores(AppFacts(id: "1", bundleId: "com.example.sample.a")))
    #expect(policy.ignores(AppFacts(id: "12", bundleId: "com.example.notes")))
    #expect(!policy.ignores(AppFacts(id: "13", bundleId: "com.example.notes")))
  }
}
