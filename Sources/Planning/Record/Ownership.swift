import DesiredState
/// Whose the apps on record are, as far as the files that a run was given tell: those that no given file lists may
/// have left the files, or a file that lists them isn't given.
package struct Ownership: Sendable {
  /// Apps that are left alone because a file isn't given.
  package struct Missing: Sendable {
    /// As the user would write it.
    package var file: String
    /// Whether it listed them; else it held only the policy or the defaults that were applied to them.
    package var isList: Bool
    package var apps: [RecordedApp]
  }

  /// Apps of a given file that were last applied with what a file that isn't given held for all apps.
  package struct Conflict: Sendable {
    /// As the user would write it.
    package var file: String
    /// `policy`, `defaults` or both.
    package var held: [String]
    package var apps: [DesiredApp]
  }

  /// What Storehooks manages there is pruned.
  package private(set) var left: [RecordedApp] = []
  /// Left alone because a file isn't given; by file, sorted.
  package private(set) var missing: [Missing] = []
  /// Apps of which it isn't known what listed them: they are left alone.
  package private(set) var unfiled: [RecordedApp] = []
  /// Standard input listed them once and lists them no more: they are left alone.
  package private(set) var unlistedInput: [RecordedApp] = []
  /// Apps that were handed over, whatever file recorded them: their records are dropped.
  package private(set) var forgotten: [RecordedApp] = []
  /// What keeps the run from going on; by file, sorted.
  package private(set) var conflicts: [Conflict] = []

  package var unlisted: [RecordedApp] { left + forgotten + leftAlone }

  package var leftAlone: [RecordedApp] { unfiled + unlistedInput + missing.flatMap(\.apps) }

  ///   - forgets: whether an app was handed over.
  package init(
    of record: RecordedState, _ apps: [DesiredApp], files given: some FilesOnRecord, isNewSet: Bool,
    selection: AppSelection, forgets: (AppFacts) -> Bool = { _ in false }
  ) {
    var given = given
    let listed = Dictionary(apps.map { ($0.key.text, $0) }) { first, _ in first }
    var gaps = Gaps()
    for app in record.apps where selection.includes(app.facts) {
      if let desired = listed[app.appId] ?? app.bundleId.flatMap({ listed[$0] }) {
        if !isNewSet, let files = app.files { gaps.check(desired, files, &given) }
      } else if forgets(app.facts) {
        forgotten.append(app)
      } else if let files = app.files, !files.sources.isEmpty {
        if files.sources.contains(AppFiles.standardInput), given.hasStandardInput || isNewSet {
          unlistedInput.append(app)
        } else if !isNewSet, let file = files.all.first(where: { given.isMissing($0) }) {
          gaps.missing[file, default: []].append(app)
        } else {
          left.append(app)
        }
      } else {
        unfiled.append(app)
      }
    }
    missing = gaps.missing.map { file, apps in
      let isList = apps.contains { $0.files?.sources.contains(file) == true }
      return Missing(file: given.shown(file), isList: isList, apps: apps)
    }.sorted { $0.file < $1.file }
    conflicts = gaps.conflicts.map { file, found in
      Conflict(file: given.shown(file), held: found.held.sorted().reversed(), apps: found.apps)
    }.sorted { $0.file < $1.file }
  }

  /// What is found about files that aren't given, by their recorded names.
  private struct Gaps {
    var missing: [String: [RecordedApp]] = [:]
    var conflicts: [String: (held: Set<String>, apps: [DesiredApp])] = [:]

    mutating func check(_ app: DesiredApp, _ files: AppFiles, _ given: inout some FilesOnRecord) {
      let held = Dictionary(
        files.policy.map { ($0, ["policy"]) } + files.defaults.map { ($0, ["defaults"]) }, uniquingKeysWith: +
      )
      for (file, what) in held where given.isMissing(file) {
        conflicts[file, default: ([], [])].held.formUnion(what)
        conflicts[file]?.apps.append(app)
      }
    }
  }
}

/// What is known of the files on record, by the names that the record has for them.
package protocol FilesOnRecord {
  var hasStandardInput: Bool { get }
  /// Whether a file isn't given, and isn't gone either from a folder of which everything is given.
  mutating func isMissing(_ recorded: String) -> Bool
  /// As the user would write it.
  func shown(_ recorded: String) -> String
}
