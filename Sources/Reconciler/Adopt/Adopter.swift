import AppStoreConnect
import DesiredState
import Diagnostics
import Planning
import YAML

/// Turns what is live into edits of the files. A pure function of values.
///
/// The result is proven: the edited files are read again, and if they don't say what is live, the app's edits are taken
/// back. So the files are valid, and the plan is empty for what was adopted.
package struct Adopter: Sendable {
  let state: DesiredState
  let apps: [PreparedApp]
  let drift: [AppDrift]
  /// Whether every app that the key sees was read.
  let isWhole: Bool
  /// Apps that no file lists.
  let others: [LiveApp]
  let scope: AdoptionScope
  let detector: DriftDetector
  let isConfidential: @Sendable (String) -> Bool
  let decode: @Sendable ([SourceFile]) -> DesiredStateReader.Result

  /// - Parameters:
  ///   - apps: the apps of the files that were read.
  ///   - drift: how they differ, in their order.
  ///   - isWhole: whether no app was left out by a selection.
  ///   - others: apps to add that no file lists.
  ///   - isConfidential: whether a text mustn't be written down.
  ///   - decode: reads files in the way those of the state were read.
  package init(
    _ state: DesiredState, apps: [PreparedApp], drift: [AppDrift], isWhole: Bool = true,
    others: [LiveApp] = [],
    scope: AdoptionScope,
    detector: DriftDetector = DriftDetector(),
    isConfidential: @escaping @Sendable (String) -> Bool = { _ in false },
    decode: @escaping @Sendable ([SourceFile]) -> DesiredStateReader.Result
  ) {
    self.state = state
    self.apps = apps
    self.drift = drift
    self.isWhole = isWhole
    self.others = others
    self.scope = scope
    self.detector = detector
    self.isConfidential = isConfidential
    self.decode = decode
  }

  package func adoption() -> Adoption {
    var withheld = Withheld()
    // Nearly always one round is enough.
    for round in 0..<4 {
      let draft = AdoptionDraft(self, withheld, changesTemplates: round == 0)
      let failed = failures(draft)
      if failed.isEmpty { return draft.adoption }
      if round > 0 { withhold(from: failed, &withheld) }
    }
    withheld.isAll = true
    return AdoptionDraft(self, withheld, changesTemplates: false).adoption
  }

  private func failures(_ draft: AdoptionDraft) -> Set<String> { draft.failed.union(unproven(draft)) }

  /// Tries each app's differences one by one to find those that can't be adopted.
  private func withhold(from failed: Set<String>, _ withheld: inout Withheld) {
    for title in failed { withheld.places[title] = [0] }
    for drift in drift where failed.contains(drift.title) {
      withheld.places[drift.title]?.formUnion(drift.differences.indices)
    }
    for place in 0..<(failed.compactMap { withheld.places[$0]?.count }.max() ?? 0) {
      var trial = withheld
      for title in failed { trial.places[title]?.remove(place) }
      let stillFailed = failures(AdoptionDraft(self, trial, changesTemplates: false))
      for title in failed where !stillFailed.contains(title) { withheld.places[title]?.remove(place) }
    }
  }

  /// The apps for which the edited files don't say what they should.
  private func unproven(_ draft: AdoptionDraft) -> Set<String> {
    let changed = Dictionary(draft.adoption.files.map { (ObjectIdentifier($0.file), $0.edits) }) { first, _ in
      first
    }
    if changed.isEmpty { return [] }
    let files = state.files.map { file in
      changed[ObjectIdentifier(file)].map { SourceFile(path: file.path, bytes: $0.applied(to: file.bytes)) }
        ?? file
    }
    let result = decode(files)
    guard let state = result.state else { return blamed(for: result.diagnostics, in: files) }
    let desired = Dictionary(state.apps.map { ($0.key.text, $0) }) { first, _ in first }
    var rules = DefaultsMatcher(state)
    func app(_ key: String, _ facts: AppFacts) -> DesiredApp? {
      guard var app = desired[key] else { return rules.app(facts) }
      rules.complete(&app, as: facts)
      return app
    }
    var failed: Set<String> = []
    var readings: [AppReading] = []
    var open: [Set<String>] = []
    for (read, drift) in zip(apps, drift) where drift.isComparable && !drift.isGone {
      guard let found = app(draft.key(of: read.reading), read.reading.facts) else {
        if drift.standing == .listed || draft.taken.contains(drift.title) { failed.insert(drift.title) }
        continue
      }
      var reading = AppReading(
        desired: found, facts: read.reading.facts, webhooks: read.reading.webhooks)
      reading.recordedNames = read.reading.recordedNames
      readings.append(reading)
      open.append(draft.open[drift.title] ?? [])
    }
    for other in others where draft.taken.contains(other.title) {
      guard let found = app(draft.key(of: other.facts), other.facts) else {
        failed.insert(other.title)
        continue
      }
      readings.append(AppReading(desired: found, facts: other.facts, webhooks: other.webhooks))
      open.append([])
    }
    let prepared = readings.map(PreparedApp.init(_:))
    for (drift, open) in zip(detector.compare(prepared, plan: Planner().plan(prepared)), open)
    where !drift.isComparable || !drift.marks.isSubset(of: open) {
      failed.insert(drift.title)
    }
    return failed
  }

  /// The apps whose entries have errors; all apps if an error is elsewhere.
  private func blamed(for diagnostics: [Diagnostic], in files: [SourceFile]) -> Set<String> {
    var titles: Set<String> = []
    for range in diagnostics.filter({ $0.severity == .error }).compactMap(\.range) {
      guard let file = files.first(where: { $0 === range.file }).flatMap(EditedFile.init(_:)),
        let key = file.appKey(at: range.start)
      else { return Set(drift.map(\.title) + others.map(\.title)) }
      titles.formUnion(drift.filter { $0.key == key }.map(\.title))
      titles.formUnion(others.filter { $0.facts.id == key || $0.facts.bundleId == key }.map(\.title))
    }
    return titles.isEmpty ? Set(drift.map(\.title) + others.map(\.title)) : titles
  }
}

extension AppDrift {
  /// Whether the differences are known. They are even if there is no room for the calls.
  var isComparable: Bool { if case .noRoom? = failure { true } else { failure == nil } }

  /// Keys that tell the differences from others.
  var marks: Set<String> { Set(differences.flatMap(\.marks)) }
}

extension WebhookDrift {
  var marks: [String] {
    let name = "\(kind.rawValue) \(webhookId ?? name)"
    return kind == .changed ? fields.map { "\(name) \($0.field.rawValue)" } : [name]
  }
}

/// Differences that could not be adopted.
struct Withheld {
  /// Places in an app's drift, by the app's title; 0 for the app as a whole.
  var places: [String: Set<Int>] = [:]
  var isAll = false

  func contains(_ place: Int, of title: String) -> Bool { isAll || places[title]?.contains(place) == true }
}
