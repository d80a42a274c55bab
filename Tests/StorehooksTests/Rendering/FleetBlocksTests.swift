import DesiredState
import Planning
import Testing

@testable import Reports

/// Which changes are the same.
@Suite struct FleetBlocksTests {
  private struct Change: Equatable {
    var name = "Bot"
    var fields: [FieldChange] = []
  }

  private static func blocks(_ changes: [[Change]], _ facts: [AppFacts]) -> FleetBlocks<Change> {
    FleetBlocks(changes, of: facts) { change, _ in
      ChangeShape(kind: "modify", name: change.name, fields: change.fields)
    } standIn: {
      Change(name: $1.name, fields: $0.isEmpty ? [] : $1.fields)
    }
  }

  private static func apps(_ names: String...) -> [AppFacts] {
    names.enumerated().map {
      AppFacts(id: "10\($0.offset)", bundleId: "com.example.app\($0.offset)", name: $0.element)
    }
  }

  private static func url(_ before: String?, _ after: String) -> Change {
    Change(fields: [.url(before: before, after: after)])
  }

  @Test func threeAreEnoughAndTwoAreNot() {
    let change = Self.url("https://a/", "https://b/")
    let three = Self.blocks([[change], [], [change], [change]], Self.apps("a", "b", "c", "d"))
    #expect(three.shared.map(\.apps) == [[0, 2, 3]] && three.own == [[], [], [], []])
    let two = Self.blocks([[change], [], [change]], Self.apps("a", "b", "c"))
    #expect(two.shared.isEmpty && two.own == [[change], [], [change]])
  }

  @Test func placeholdersAreSetAside() {
    let apps = Self.apps("Notes", "Tasks", "Fünf Köche")
    let changes = apps.map { app in
      let name = app.name == "Fünf Köche" ? "F%C3%BCnf%20K%C3%B6che" : app.name ?? ""
      return [
        Change(
          name: "Bot of \(app.name ?? "")",
          fields: [
            .url(before: nil, after: "https://h.example/\(app.bundleId ?? "")/\(app.id ?? "")?\(name)")
          ])
      ]
    }
    let blocks = Self.blocks(changes, apps)
    #expect(
      blocks.shared.first?.changes == [
        Change(
          name: "Bot of {appName}",
          fields: [.url(before: nil, after: "https://h.example/{bundleId}/{appId}?{appName}")])
      ])
  }

  /// An app whose name happens to be in a URL that all share isn't different from the others.
  @Test func aNameThatIsPartOfAURLDoesNotSetItsAppApart() {
    let change = Self.url(nil, "https://hooks.example.com/asc")
    let blocks = Self.blocks(Array(repeating: [change], count: 4), Self.apps("asc", "hooks", "example", "a"))
    #expect(blocks.shared.map(\.apps) == [[0, 1, 2, 3]] && blocks.shared.first?.changes == [change])
  }

  @Test func aMoveToAnotherHostIsTheSameWhereverItLeads() {
    let apps = Self.apps("a", "b", "c")
    let moves = ["x", "y", "z"].map {
      [Self.url("https://old.example/\($0)", "https://new.example:8443/\($0)")]
    }
    let change = Self.blocks(moves, apps).shared.first?.changes.first?.fields.first
    #expect(change?.hosts.map { "\($0.before) \($0.after)" } == "old.example new.example:8443")
    // These change more.
    let others = ["x", "y", "z"].map { [Self.url("https://old.example/\($0)", "https://new.example/\($0)1")] }
    #expect(Self.blocks(others, apps).shared.isEmpty)
  }

  /// The part that isn't shown may differ.
  @Test func hostsAreNotAllThatChangesOfAURLThatIsNotShown() {
    let change = FieldChange.url(before: "https://old.example/…", after: "https://new.example/…")
    #expect(change.hosts == nil)
    #expect(FieldChange.url(before: "https://u:•@a.example/", after: "https://u:•@b.example/").hosts == nil)
    #expect(FieldChange.url(before: "http://a.example/", after: "https://b.example/").hosts == nil)
  }

  @Test func twoOfOneKindInAnAppAreTwo() {
    let twins = [Change(), Change()]
    let blocks = Self.blocks([twins, twins, twins, [Change()]], Self.apps("a", "b", "c", "d"))
    #expect(blocks.shared.map(\.apps) == [[0, 1, 2], [0, 1, 2, 3]])
    #expect(blocks.own == [[], [], [], []])
  }

  @Test func theSameAppsAreOneBlockInTheOrderOfTheirCalls() {
    let changes = ["C", "A", "B"].map { Change(name: $0) }
    let blocks = Self.blocks([changes, changes, changes, [changes[0]]], Self.apps("a", "b", "c", "d"))
    #expect(blocks.shared.map(\.apps) == [[0, 1, 2], [0, 1, 2, 3]])
    let names = blocks.shared.map { block in block.changes.map(\.name) }
    #expect(names == [["A", "B"], ["C"]])
  }

  @Test func whatIsUnlikeStaysWithItsApp() {
    let own = Change(name: "Own")
    let blocks = Self.blocks([[Change(), own], [Change()], [Change()]], Self.apps("a", "b", "c"))
    #expect(blocks.own == [[own], [], []])
  }
}
