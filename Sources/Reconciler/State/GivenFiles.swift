import DesiredState
import Planning
import Platform
import YAML

/// Which of the recorded files a run was given.
struct GivenFiles: FilesOnRecord {
  let hasStandardInput: Bool
  private let files: Set<ResolvedPath>
  private let wholeFolders: Set<ResolvedPath>
  private let paths: RecordedPaths
  private var known: [String: Bool] = [:]

  init(_ desired: DesiredState, paths: RecordedPaths) {
    self.paths = paths
    hasStandardInput = desired.files.contains(where: \.isStandardInput)
    files = Set(desired.files.filter { !$0.isStandardInput }.map { ResolvedPath($0.path) })
    wholeFolders = Set(desired.folders.filter(\.skipped.isEmpty).map { ResolvedPath($0.path) })
  }

  mutating func isMissing(_ recorded: String) -> Bool {
    if recorded == AppFiles.standardInput { return !hasStandardInput }
    if let known = known[recorded] { return known }
    let file = paths.resolved(recorded)
    let isMissing = !files.contains(file) && (file.exists || !wholeFolders.contains(file.folder))
    known[recorded] = isMissing
    return isMissing
  }

  func shown(_ recorded: String) -> String { paths.shown(recorded) }
}

extension Ownership {
  package init(
    of record: RecordedState, _ desired: DesiredState, paths: RecordedPaths, isNewSet: Bool = false,
    selection: AppSelection = .all
  ) {
    self.init(
      of: record, desired, files: GivenFiles(desired, paths: paths), isNewSet: isNewSet,
      selection: selection)
  }
}
