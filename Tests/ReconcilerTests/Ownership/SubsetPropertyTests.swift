import Platform
import Simulator
import TestSupport
import Testing

/// Whatever the files say: after all were applied, a run with some of them deletes nothing that a run with all of them
/// wouldn't.
@Suite struct SubsetPropertyTests {
  /// A folder of random files, and an account.
  struct Bench {
    let folder: TemporaryDirectory
    var pipeline: FolderPipeline
    private var random: SeededGenerator
    private var names: [String] = []
    private var texts: [String: String] = [:]

    init(seed: UInt64, _ folder: TemporaryDirectory) throws {
      self.folder = folder
      random = SeededGenerator(seed: seed)
      var id = 0
      var apps: [Fleet.App] = []
      for index in 0..<5 {
        let webhooks = (0..<Int.random(in: 0...3, using: &random)).map { _ -> Fleet.Webhook in
          id += 1
          return fleetWebhook("w\(id)", "H\(id % 3)", "https://\(["vendor", "a"][id % 2]).example.com/\(id)")
        }
        apps.append(fleetApp(index, nil, webhooks))
      }
      pipeline = try FolderPipeline(folder, apps)
      try writeFiles()
    }

    var present: [String] { names.filter { ResolvedPath(folder.file("conf/" + $0)).exists } }

    private mutating func chance(_ percent: Int) -> Bool {
      Int.random(in: 1...100, using: &random) <= percent
    }

    /// Each app is in one file or none; policy settings can be in any.
    private mutating func writeFiles() throws {
      names = (0..<Int.random(in: 1...4, using: &random)).map { "f\($0).yaml" }
      var lists: [String: [Int]] = [:]
      for app in 0..<5 where chance(85) {
        lists[names.randomElement(using: &random) ?? "", default: []].append(app)
      }
      var policy: [String] = []
      if chance(60) { policy.append("prune: \(chance(50))") }
      if chance(60) { policy.append("ignore: [{ url: \"https://vendor.example.com/*\" }]") }
      if chance(60) { policy.append("maxDeletes: 100") }
      for name in names {
        var text = "version: 1\napps:\(lists[name] == nil ? " {}" : "")\n"
        for app in lists[name] ?? [] {
          text += "  \(chance(50) ? "com.example.app\(app)" : "\"\(1_000_000_000 + app)\""):\n"
          if chance(20) { text += "    prune: \(chance(50))\n" }
          text += "    webhooks:\(chance(30) ? " {}\n" : "\n      Own: \(Self.webhook(app))\n")"
        }
        if chance(40), let setting = policy.popLast() { text += "policy: { \(setting) }\n" }
        texts[name] = text
        try folder.write(text, to: "conf/" + name)
      }
    }

    private static func webhook(_ app: Int) -> String {
      "{ url: \"https://own.example.com/\(app)\", events: [BUILD_*], secret: { env: S } }"
    }

    /// Drops apps from files, removes files, renames them, moves them.
    mutating func changeFiles() throws {
      for name in names where chance(50) {
        let path = folder.file("conf/" + name)
        switch Int.random(in: 0..<4, using: &random) {
        case 0:
          let lines = (texts[name] ?? "").split(separator: "\n")
          if let last = lines.lastIndex(where: { $0.hasPrefix("  com.") || $0.hasPrefix("  \"") }) {
            let end = lines[(last + 1)...].firstIndex { !$0.hasPrefix("   ") } ?? lines.endIndex
            let rest = Array(lines[..<last] + lines[end...]).joined(separator: "\n")
            let isEmpty = !rest.contains("\n  ")
            try folder.write(
              rest.replacing("apps:", with: isEmpty ? "apps: {}" : "apps:") + "\n", to: "conf/" + name)
          }
        case 1: try #require(unlink(path) == 0)
        case 2: try #require(rename(path, folder.file("conf/" + name.uppercased())) == 0)
        default:
          try folder.write("", to: "conf/old/" + name)
          try #require(rename(path, folder.file("conf/old/" + name)) == 0)
        }
      }
    }
  }

  @Test func aSubsetDeletesNothingMore() async throws {
    var runs = (refused: 0, deleting: 0, leavingAlone: 0)
    for seed in RandomCases.seeds(20) {
      try await TemporaryDirectory.with { folder in
        var bench = try Bench(seed: seed, folder)
        #expect(try await bench.pipeline.apply().isComplete)
        for isChanged in [false, true] {
          if isChanged { try bench.changeFiles() }
          let files = bench.present
          guard !files.isEmpty, let whole = try await bench.pipeline.plan(["conf"]) else { continue }
          let expected = whole.deletes
          if !expected.isEmpty { runs.deleting += 1 }
          for subset in 1..<(1 << files.count) {
            let given = files.indices.filter { subset & (1 << $0) != 0 }.map { "conf/" + files[$0] }
            guard let plan = try await bench.pipeline.plan(given) else {
              runs.refused += 1
              continue
            }
            #expect(plan.deletes.isSubset(of: expected), "seed \(seed), \(given), changed: \(isChanged)")
            if plan.deletes.count < expected.count { runs.leavingAlone += 1 }
          }
        }
      }
    }
    #expect(runs.refused > 6 && runs.deleting > 1 && runs.leavingAlone > 1, "\(runs)")
  }
}
