import AppStoreConnect
import PlanningSupport
import Testing

@testable import DesiredState
@testable import Planning

/// What the state file knows only rules matches out (docs/ordering.md).
@Suite struct RecordedIdentityTests {
  private static let a = "https://a.example.com/"
  private static let b = "https://b.example.com/"

  private func pairs(
    _ targets: [TargetWebhook], _ live: [LiveWebhook], _ recorded: [String: String], deletesAll: Bool = true
  ) -> [String: String] {
    let matching = Matching(targets: targets, live: live, recordedNames: recorded, deletesAll: deletesAll)
    var pairs: [String: String] = [:]
    for (target, index) in zip(targets, matching.liveIndex) {
      if let index { pairs[target.name] = live[index].id }
    }
    return pairs
  }

  @Test func aURLTakesNoneThatIsOnRecordAsAnotherWantedOne() throws {
    let targets = [try target("M", Self.a), try target("N", Self.a)]
    let live = [live("1", "renamed by hand", Self.a)]
    #expect(pairs(targets, live, [:]) == ["M": "1"])
    #expect(pairs(targets, live, ["1": "N"]) == ["N": "1"])
    // Its own name still decides.
    #expect(pairs(targets, [self.live("1", "M", Self.b)], ["1": "N"]) == ["M": "1"])
    // A recorded name that isn't wanted any more was renamed in the file.
    #expect(pairs(targets, live, ["1": "Former"]) == ["M": "1"])
  }

  @Test func whereNothingIsDeletedAURLTakesNoStrangerForOneThatIsOnRecord() throws {
    let targets = [try target("N", Self.a)]
    let live = [live("9", "Vendor", Self.a)]
    #expect(pairs(targets, live, ["1": "N"], deletesAll: false) == [:])
    #expect(pairs(targets, live, ["1": "N"], deletesAll: true) == ["N": "9"])
    #expect(pairs(targets, live, ["1": "Other"], deletesAll: false) == ["N": "9"])
    #expect(pairs(targets, live, ["1": "N", "9": "Former"], deletesAll: false) == ["N": "9"])
    #expect(pairs(targets, live, [:], deletesAll: false) == ["N": "9"])
  }

  private func live(_ id: String, _ name: String, _ url: String) -> LiveWebhook {
    LiveWebhook(id: id, name: name, url: url, events: [Event.build], enabled: true)
  }
}
