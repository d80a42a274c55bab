import AppStoreConnect
import Diagnostics
import PlanningSupport
import TestSupport
import Testing
import YAML

@testable import DesiredState
@testable import Planning
@testable import Reconciler

/// For any files and any changes by hand: after adopting, the files are valid and the plan is empty for what was
/// adopted; the diff is minimal, and git accepts it.
@Suite struct AdoptPropertyTests {
  @Test func `any drift of any files`() async throws {
    var (adopted, left, hunks, templates) = (0, 0, 0, 0)
    let folder = try ScratchDirectory()
    for seed in RandomCases.seeds(200) {
      let drifted = try RandomDrift(seed: seed)
      let apps = drifted.readings.map(PreparedApp.init(_:))
      let drift = DriftDetector().compare(apps, plan: Planner().plan(apps))
      let acceptsMissing = seed.isMultiple(of: 3)
      let adoption = Adopter(
        drifted.state, apps: apps, drift: drift, others: drifted.others,
        scope: AdoptionScope(acceptsMissing: acceptsMissing, takesLeftApps: true),
        decode: { RandomDrift.decode($0) }
      ).adoption()
      let edits = Dictionary(
        uniqueKeysWithValues: adoption.files.map { (ObjectIdentifier($0.file), $0.edits) })
      let files = drifted.files.map { file in
        SourceFile(path: file.path, bytes: (edits[ObjectIdentifier(file)] ?? []).applied(to: file.bytes))
      }
      let shown =
        "seed \(seed)\n"
        + zip(drifted.files, files).map { before, after in
          String(decoding: before.bytes, as: UTF8.self) + "=====\n"
            + String(decoding: after.bytes, as: UTF8.self)
        }.joined(separator: "-----\n")
      try check(adoption, files, drifted, drift, shown)
      if !acceptsMissing { checkComments(drifted.files, files, shown) }
      hunks += try await checkDiff(adoption, files, drifted.files, in: folder, shown)
      adopted += adoption.adopted.count
      left += adoption.left.count
      for item in adoption.left where !isExcused(item, drifted, acceptsMissing) {
        Issue.record(
          "\(item.app), \(item.webhook ?? ""): \(item.reason.map { "\($0)" } ?? "")\n\(shown)")
      }
      if acceptsMissing { continue }
      let text = files.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
      templates += text.contains("moved.example") && !text.contains("t0.example") ? 1 : 0
    }
    #expect(adopted > 650 && hunks > 260 && templates > 3, "\(adopted) \(left) \(hunks) \(templates)")
  }

  /// Whether something in the files or in what is live keeps a difference from being adopted.
  private func isExcused(_ item: Adoption.Item, _ drifted: RandomDrift, _ acceptsMissing: Bool) -> Bool {
    let features = drifted.features
    return switch item.reason {
    case .notAccepted, .goneNotAccepted: !acceptsMissing
    case .undescribable, .full: item.kind != .missing
    case .confidential, .unset: features.contains(.sensitive)
    case .shared: features.contains(.anchor) || features.contains(.merge)
    case .formerName: features.contains(.formerly)
    case .rule, .missingOfRule: !drifted.state.defaults.isEmpty
    // A key of that name would hide what a merge brings in.
    case .noPlace: features.contains(.merge)
    case .secret, .notListed, nil: false
    }
  }

  private func check(
    _ adoption: Adoption, _ files: [SourceFile], _ drifted: RandomDrift, _ drift: [AppDrift], _ shown: String
  ) throws {
    let result = RandomDrift.decode(files)
    let state = try #require(result.state, "\(DiagnosticRenderer().render(result.diagnostics))\n\(shown)")
    var rules = DefaultsMatcher(state)
    var open: [String: Set<String>] = [:]
    for item in adoption.left {
      let name = "\(item.kind.rawValue) \(item.webhookId ?? item.webhook ?? "")"
      let marks = item.kind == .changed ? item.fields.map { "\(name) \($0.rawValue)" } : [name]
      open[item.app, default: []].formUnion(marks)
    }
    var readings =
      drifted.readings
      + drifted.others.map { app in
        AppReading(
          desired: DesiredApp(
            key: .bundleId(app.title), location: DesiredStateDecoder.start(of: files[0]), webhooks: []),
          facts: app.facts, webhooks: app.webhooks)
      }
    for index in readings.indices {
      let key = readings[index].desired.key
      guard var app = state.apps.first(where: { $0.key == key }) else {
        let byRule = rules.app(readings[index].facts)
        readings[index].desired = try #require(
          byRule, "\(readings[index].facts.title) \(readings[index].webhooks) \(adoption.left)\n\(shown)")
        continue
      }
      rules.complete(&app, as: readings[index].facts)
      readings[index].desired = app
    }
    let apps = readings.map(PreparedApp.init(_:))
    let plan = Planner().plan(apps)
    for (after, app) in zip(DriftDetector().compare(apps, plan: plan), plan.apps) {
      // What stays may need more room than there is.
      if case .noRoom? = app.failure, open[after.title] != nil {
      } else {
        #expect(app.failure == nil, "\(shown)")
      }
      let rest = after.marks.subtracting(open[after.title] ?? [])
      #expect(rest.isEmpty, "\(after.title): \(rest)\n\(shown)")
      if open[after.title] == nil { #expect(app.steps.isEmpty, "\(after.title)\n\(shown)") }
    }
    // Each difference was either adopted or named.
    let told = adoption.adopted.count + adoption.left.count
    #expect(told >= drift.reduce(0) { $0 + $1.differences.count }, "\(shown)")
  }

  /// A comment beside an item goes with it; one on a line of its own stays.
  private func checkComments(_ before: [SourceFile], _ after: [SourceFile], _ shown: String) {
    let text = after.map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
    for file in before {
      for line in String(decoding: file.bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
        let comment = line.drop { $0 == " " || $0 == "\u{FEFF}" }
        #expect(!comment.hasPrefix("#") || text.contains(comment), "\(comment) is gone\n\(shown)")
      }
    }
  }

  /// Returns the number of hunks, each of which must have a change.
  private func checkDiff(
    _ adoption: Adoption, _ files: [SourceFile], _ before: [SourceFile], in folder: ScratchDirectory,
    _ shown: String
  ) async throws -> Int {
    guard !adoption.files.isEmpty else { return 0 }
    let diff = adoption.files.map { UnifiedDiff($0.file.bytes, $0.edits).text(path: $0.file.path) }.joined()
    for file in before { _ = try folder.write(file.bytes, to: file.path) }
    _ = try folder.write(diff.utf8, to: "adopt.diff")
    let git = try #require(CommandRunner.path(of: "git"))
    let run = try await Command(
      git, ["apply", "adopt.diff"], environment: ["GIT_CEILING_DIRECTORIES": "/tmp"],
      workingDirectory: folder.path
    ).run()
    #expect(run.exitCode == 0, "\(run.errorOutput)\n\(diff)\n\(shown)")
    for file in files { #expect(folder.read(file.path) == file.bytes, "\(diff)\n\(shown)") }
    // Not by characters, because CR and LF together are one.
    let lines = diff.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { String($0) ?? "" }
      .filter { !$0.hasPrefix("+++ ") && !$0.hasPrefix("--- ") }
    let changed = lines.count { $0.hasPrefix("+") || $0.hasPrefix("-") }
    let least = zip(before, files).reduce(0) { $0 + Self.distance($1.0.bytes, $1.1.bytes) }
    // What goes with one webhook and comes with another, such as its key `events`, counts for both.
    #expect(changed <= least + least / 8 + 4, "\(changed) lines instead of \(least)\n\(diff)\n\(shown)")
    let hunks = lines.split { $0.hasPrefix("@@ ") }
    for hunk in hunks { #expect(hunk.contains { $0.hasPrefix("+") || $0.hasPrefix("-") }, "\(diff)") }
    return hunks.count
  }

  /// The least number of lines that must be removed or added.
  private static func distance(_ before: [UInt8], _ after: [UInt8]) -> Int {
    func lines(_ bytes: [UInt8]) -> ArraySlice<[UInt8]> {
      let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
      // A last line without its line break is a different one.
      return (lines.dropLast().map { $0 + [0x0A] } + lines.suffix(1).filter { !$0.isEmpty })[...]
    }
    var (old, new) = (lines(before), lines(after))
    while let first = old.first, first == new.first { (old, new) = (old.dropFirst(), new.dropFirst()) }
    while let last = old.last, last == new.last { (old, new) = (old.dropLast(), new.dropLast()) }
    var numbers: [[UInt8]: Int] = [:]
    for line in old + new where numbers[line] == nil { numbers[line] = numbers.count }
    let (from, to) = (old.map { numbers[$0] ?? 0 }, new.map { numbers[$0] ?? 0 })
    var row = [Int](repeating: 0, count: to.count + 1)
    for line in from {
      var diagonal = 0
      for (place, other) in to.enumerated() {
        let above = row[place + 1]
        row[place + 1] = line == other ? diagonal + 1 : max(above, row[place])
        diagonal = above
      }
    }
    return from.count + to.count - 2 * (row.last ?? 0)
  }
}
