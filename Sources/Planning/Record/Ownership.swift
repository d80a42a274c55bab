import DesiredState
import Diagnostics

/// Whom the apps on record belong to, as far as the given files tell: an app that no given file lists has
/// left the files, or a file that lists it isn't given.
package struct Ownership: Sendable {
  /// Apps that are left alone because a file isn't given.
  package struct Missing: Sendable {
    /// As the user would write it.
    package var file: String
    /// Whether it listed them; else it held only the policy or the defaults that were applied to them.
    package var isList: Bool
    package var apps: [RecordedApp]
  }

  /// Apps that given files list, or that their rules match, and that were last applied with what a file that isn't
  /// given held for all apps.
  package struct Conflict: Sendable {
    /// As the user would write it.
    package var file: String
    /// `policy`, `defaults` or both.
    package var held: [String]
    /// What the given files call the apps.
    package var apps: [String]
    /// Where they name the first one, or match it.
    package var location: SourceRange?
  }

  /// What Storehooks manages in these apps is pruned.
  package private(set) var left: [RecordedApp] = []
  /// Left alone because a file isn't given; by file, sorted.
  package private(set) var missing: [Missing] = []
  /// Apps left alone because it isn't known what listed them.
  package private(set) var unfiled: [RecordedApp] = []
  /// No given file lists them, but a rule matches them.
  package private(set) var matched: [RecordedApp] = []
  /// Apps left alone because standard input listed them once and doesn't any more.
  package private(set) var unlistedInput: [RecordedApp] = []
  /// Apps that were handed over, whatever file recorded them: their records are dropped.
  package private(set) var forgotten: [RecordedApp] = []
  /// What keeps the run from going on; by file, sorted.
  package private(set) var conflicts: [Conflict] = []

  /// Those that no given file lists and no rule matches.
  package var unlisted: [RecordedApp] { left + forgotten + leftAlone }

  package var leftAlone: [RecordedApp] { unfiled + unlistedInput + missing.flatMap(\.apps) }

  /// Keeps only the apps that a plan looks at.
  package mutating func keepLeft(where isLookedAt: (AppFacts) -> Bool) {
    left.removeAll { !isLookedAt($0.facts) }
  }

  /// Whether a file on record isn't given: it may list apps that aren't on record.
  package private(set) var isPartial = false

  /// An app that only rules bring in, as it is planned: if it isn't on record, a file that isn't given may list it, so
  /// nothing is deleted of it.
  package func careful(_ app: DesiredApp, _ record: RecordedApp?) -> DesiredApp {
    guard isPartial, record == nil else { return app }
    var app = app
    app.prune = min(app.prune, .managed)
    return app
  }

  /// An app on record that a rule matches is left alone if a file that isn't given lists it, or may do so.
  ///
  /// - Parameters:
  ///   - isNewSet: whether the files that were given are all that there are from now on.
  package init(
    of record: RecordedState, _ desired: DesiredState, files given: some FilesOnRecord, isNewSet: Bool,
    selection: AppSelection
  ) {
    var given = given
    let listed = Dictionary(desired.apps.map { ($0.key.text, $0) }) { first, _ in first }
    var rules = DefaultsMatcher(desired)
    var gaps = Gaps()
    /// Whether a file that isn't given, or standard input, lists an app, or may do so.
    func isElsewhere(_ files: AppFiles?) -> Bool {
      guard let files else { return !isNewSet }
      return files.listed.map { $0 == AppFiles.standardInput || !isNewSet && given.isMissing($0) } ?? false
    }
    if !isNewSet, !desired.defaults.isEmpty {
      isPartial = record.apps.contains { $0.files?.all.contains { given.isMissing($0) } == true }
    }
    for app in record.apps where selection.includes(app.facts) {
      if let desired = listed[app.appId] ?? app.bundleId.flatMap({ listed[$0] }) {
        if !isNewSet, let files = app.files { gaps.check(desired, files, &given) }
      } else if desired.forgets(app.facts) != nil {
        forgotten.append(app)
      } else if let byRule = rules.app(app.facts), !isElsewhere(app.files) {
        matched.append(app)
        if !isNewSet, let files = app.files { gaps.check(byRule, files, &given) }
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
      Conflict(
        file: given.shown(file), held: found.held.sorted().reversed(), apps: found.apps.map(\.key.text),
        location: found.apps.first?.location)
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
  /// Whether a file isn't given and wasn't deleted from a folder that is given as a whole either.
  mutating func isMissing(_ recorded: String) -> Bool
  /// As the user would write it.
  func shown(_ recorded: String) -> String
}
