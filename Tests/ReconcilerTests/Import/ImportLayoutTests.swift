import AppStoreConnect
import DesiredState
import Planning
import PlanningSupport
import Testing

@testable import Reconciler

/// Rules, secrets, renames and several files.
@Suite struct ImportLayoutTests {
  private func app(_ number: Int, _ bundleId: String, _ webhooks: [LiveWebhook]) -> ReadApp {
    ReadApp(
      facts: AppFacts(id: "\(1_000_000_000 + number)", bundleId: bundleId, name: "App \(number)"),
      webhooks: webhooks)
  }

  private func bot(_ name: String = "Bot", _ url: String = "https://a.example.com/hook") -> LiveWebhook {
    live(name + url, name, url)
  }

  private func file(_ apps: [ReadApp], _ change: (inout ImportOptions) -> Void = { _ in }) throws
    -> ImportedState
  {
    var options = ImportOptions()
    change(&options)
    let imported = Importer(options).file(for: apps)
    #expect(imported.problems(against: apps).isEmpty, "\(imported.yaml)")
    return imported
  }

  // MARK: Rules

  @Test func whatEveryAppHasIsARule() throws {
    let apps = (1...4).map { app($0, "com.example.app\($0)", [bot()]) } + [app(5, "com.example.other", [])]
    let imported = try file(apps) { $0.issuer = "57246542-96fe-1a63-e053-0824d011072a" }
    #expect(
      imported.yaml.contains(
        "  - apps: [com.example.*]\n    except: [com.example.other]\n    use: [Bot]\n\n"
          + "# 4 more apps have just what 'defaults' gives them.\napps:\n  com.example.other: {} # App 5\n"))
    #expect(imported.yaml.contains("account: { issuerId: \"57246542-96fe-1a63-e053-0824d011072a\" }\n"))
    #expect(imported.rules == 1)
    let some = try file(apps) { $0.isWholeAccount = false }
    #expect(some.rules == 0, "it would match apps that weren't read")
    #expect(some.yaml.contains("  com.example.app1: { use: [Bot] } # App 1\n"))
    #expect(!some.yaml.contains("account:"))
  }

  @Test func whatManyAppsLeaveAloneIsSaidOnce() throws {
    func vendor(_ id: String) -> LiveWebhook { live(id, "Vendor", "ftp://vendor.example.com/hook") }
    var apps = (1...4).map { app($0, "com.example.app\($0)", [bot(), vendor("v\($0)")]) }
    apps[3].webhooks[1].url = "ftp://vendor.example.com/other"
    let lifted = """
      policy:
        ignore:
          # Left alone in 3 apps, because a file can't describe it: 'url' has the scheme 'ftp'.
          # Without this rule, all 3 would stay, too: 'prune' is 'managed' or off there.
          - { name: Vendor, url: "ftp://vendor.example.com/hook" }

      """
    let imported = try file(apps)
    #expect(imported.yaml.contains(lifted), "\(imported.yaml)")
    #expect(imported.yaml.contains("      - { name: Vendor, url: \"ftp://vendor.example.com/other\" }\n"))
    #expect(imported.yaml.matches(of: #/ignore:/#).count == 2)
    #expect(imported.skipped.count == 4)
    // `drift --all-apps` would no longer tell of those of other apps.
    #expect(try !file(apps) { $0.isWholeAccount = false }.yaml.contains("policy:"))
    let split = try file(apps) { $0.split = .patterns([("one", Glob("com.example.app1"))]) }
    #expect(split.files[0].yaml.contains(lifted) && !split.files[1].yaml.contains("ignore"))

    for index in apps.indices { apps[index].webhooks.remove(at: 0) }
    #expect(try file(apps).yaml.contains("# Without this rule, 'apply' would delete all 3.\n"))
  }

  /// In the fifth app the rule would cover what the file describes.
  @Test func whatIsLeftAloneInSomeAppsOnlyStaysThere() throws {
    func twin(_ id: String, _ url: String, enabled: Bool = true) -> LiveWebhook {
      live(id, "Twin", "https://t.example.com/\(url)", enabled: enabled)
    }
    let twins = (1...4).map {
      app($0, "com.example.app\($0)", [twin("a", "a"), twin("b", "b", enabled: false)])
    }
    #expect(
      try file(twins).yaml.contains(
        "because a file can't describe it: another webhook of the app has the same name.\n"))
    let imported = try file(twins + [app(5, "com.example.app5", [twin("b", "b")])])
    #expect(!imported.yaml.contains("policy:"), "\(imported.yaml)")
    #expect(imported.yaml.matches(of: #/ignore:/#).count == 4)
    // A URL that is spelled otherwise in the file is covered as little.
    var spelled = twins + [app(5, "com.example.app5", [live("c", "Twin", "https://T.example.com/b")])]
    for index in 0..<4 { spelled[index].webhooks.append(live("d", "Other", "https://t.example.com/b")) }
    _ = try file(spelled)
  }

  @Test func aPrefixHasARuleOfItsOwn() throws {
    let games = (1...3).map {
      app($0, "com.example.games.g\($0)", [bot("Games"), bot("All", "https://b.example.com/")])
    }
    let news = (4...6).map { app($0, "com.example.news.n\($0)", [bot("All", "https://b.example.com/")]) }
    let imported = try file(games + news + [app(7, "org.other.x", [])])
    #expect(
      imported.yaml.contains(
        "  - apps: [\"*\"]\n    except: [org.other.x]\n    use: [All]\n  - apps: [com.example.games.*]\n    use: [Games]\n"
      ))
  }

  @Test func appsThatARuleMatchesAndThatHaveAnotherNameAreExcepted() throws {
    var apps = (1...6).map { app($0, "com.example.app\($0)", [bot("Release bot")]) }
    apps[1].webhooks[0].name = "Release Bot"
    apps[2].webhooks[0].enabled = false
    let imported = try file(apps)
    #expect(imported.yaml.contains("    except: [com.example.app2]\n"))
    #expect(
      imported.yaml.contains(
        "  com.example.app2: { webhooks: { Release Bot: { template: Release bot } } } # App 2\n"))
    #expect(
      imported.yaml.contains("  com.example.app3: # App 3\n    webhooks: {")
        || imported.yaml.contains("app3: {"))
    #expect(
      imported.yaml.contains(
        "  # Also called 'Release Bot' (1×): 'import --normalize' gives them this name.\n"))
  }

  @Test func appsThatGoByTheirAppleIDHaveNothingOfARule() throws {
    var apps = (1...9).map { app($0, "com.example.app\($0)", [bot()]) }
    apps[4].facts.bundleId = "com.example.app1"
    apps[5].facts.bundleId = "odd id"
    let imported = try file(apps)
    #expect(
      imported.yaml.contains("  \"1000000001\": { defaults: false, use: [Bot] } # App 1, com.example.app1\n"))
    #expect(imported.yaml.contains("  \"1000000006\": { defaults: false, use: [Bot] } # App 6, odd id\n"))
  }

  // MARK: Secrets

  @Test func eachReceiverHasAVariable() throws {
    let apps = [
      app(
        1, "com.example.a", [bot("One", "https://a.example.com/1"), bot("Two", "https://A.example.com/2")]),
      app(
        2, "com.example.b", [bot("One", "https://a.example.com/1"), bot("Three", "https://a-example.com/3")]),
    ]
    let imported = try file(apps)
    #expect(imported.variables.map(\.name) == ["A_EXAMPLE_COM_2_SECRET", "A_EXAMPLE_COM_SECRET"])
    #expect(imported.variables.map { $0.webhooks.map(\.name) } == [["Three"], ["One", "Two"]])
    #expect(imported.yaml.contains("\n#   A_EXAMPLE_COM_SECRET    One (2×), Two (1×)\n"))
    let each = try file(apps) { $0.secrets = .webhook }
    #expect(each.variables.map(\.name) == ["ONE_SECRET", "THREE_SECRET", "TWO_SECRET"])
  }

  @Test func aHostWithTheAppInItIsOneReceiver() throws {
    let imported = try file(
      (1...3).map {
        app($0, "com.example.app\($0)", [bot("Bot", "https://app-100000000\($0).hooks.example.com/")])
      })
    #expect(imported.variables.map(\.name) == ["HOOKS_EXAMPLE_COM_SECRET"])
  }

  // MARK: Renames

  @Test func theMajoritysNameIsWritten() throws {
    var apps = (1...6).map { app($0, "com.example.app\($0)", [bot("Release bot")]) }
    apps[1].webhooks[0].name = "Release Bot"
    apps[2].webhooks[0].name = "release-bot"
    apps[2].webhooks[0].enabled = false
    // Another webhook of the app would then have the same name.
    apps[3].webhooks.append(bot("RELEASE BOT", "https://b.example.com/"))
    apps[4].webhooks = [bot("release bot"), bot("Release bot", "https://b.example.com/")]
    let imported = try file(apps) { $0.normalizes = true }
    #expect(imported.renames == 2)
    #expect(imported.yaml.contains("    formerly: [Release Bot, release-bot]\n"))
    #expect(imported.yaml.contains("{ template: Release bot, enabled: false, formerly: [release-bot] }"))
    #expect(imported.yaml.contains("      release bot: { template: Release bot }\n"))
  }

  @Test func aFormerNameThatSomethingElseHasIsNone() throws {
    var apps = (1...5).map { app($0, "com.example.app\($0)", [bot("Bot")]) }
    apps[0].webhooks[0].name = "bot"
    apps[3].webhooks.append(bot("bot", "https://other.example.com/"))
    let imported = try file(apps) { $0.normalizes = true }
    #expect(imported.renames == 0)
    #expect(!imported.yaml.contains("formerly"))
    #expect(try !file(apps).yaml.contains("--normalize"), "what can't be isn't proposed")
  }

  // MARK: Several files

  @Test func whatFilesShareIsInOneOfThem() throws {
    let apps = [
      app(1, "com.example.games.a", [bot("Games"), bot("All", "https://b.example.com/")]),
      app(2, "com.example.games.b", [bot("Games"), bot("All", "https://b.example.com/")]),
      app(
        3, "com.example.news.a",
        [bot("All", "https://b.example.com/"), live("u", "U", "https://u.example.com/", [Event.future])]),
      app(4, "com.example.x", []),
    ]
    let imported = try file(apps) { options in
      options.split = .patterns([("games", Glob("com.example.games.*")), ("news", Glob("1000000003"))])
    }
    #expect(imported.files.map(\.name) == ["webhooks.yaml", "games.yaml", "news.yaml"])
    #expect(imported.files[0].yaml.contains("  All:\n"))
    #expect(imported.files[0].yaml.contains("  com.example.x: {} # App 4\n"))
    #expect(imported.files[1].yaml.contains("  Games:\n"))
    #expect(imported.files.map { $0.yaml.contains("allowUnknownEvents") } == [false, false, true])
    #expect(imported.files.map { $0.yaml.contains("com.example.news.a") } == [true, false, true])
  }

  @Test func aFileForEveryPrefix() throws {
    let ids = [
      "com.example.games.a", "com.example.games.b", "org.acme.games.a", "org.acme.games.b", "com.example.a",
      "com.example.b", "net.other.x", "com.webhooks.a", "com.webhooks.b", "single",
    ]
    let imported = try file(ids.enumerated().map { app($0, $1, []) }) { $0.split = .prefix }
    #expect(
      imported.files.map(\.name) == [
        "webhooks.yaml", "example.yaml", "example.games.yaml", "com.webhooks.yaml", "acme.games.yaml",
      ])
    #expect(imported.yaml.contains("  net.other.x: {} # App 6\n  single: {} # App 9\n"))
  }
}
