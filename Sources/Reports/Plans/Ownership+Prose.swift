import DesiredState
import Diagnostics
import Planning

extension Ownership {
  package var notes: [String] {
    var notes = missing.count > Self.mostNamed ? [summary] : missing.map(\.note)
    if !unfiled.isEmpty {
      notes.append(
        "the state file doesn't say which files listed \(named(unfiled.map(\.title))), and no given file "
          + "does: \(Self.areLeftAlone(unfiled.count)) until an apply with a file that lists "
          + "\(unfiled.count == 1 ? "it" : "them")"
      )
    }
    if !unlistedInput.isEmpty {
      notes.append(
        "\(named(unlistedInput.map(\.title))) came from standard input, and no given file lists"
          + " \(unlistedInput.count == 1 ? "it" : "them"): \(Self.areLeftAlone(unlistedInput.count))")
    }
    return notes
  }

  package var errors: [Diagnostic] {
    conflicts.map { conflict in
      let apps = named(conflict.apps)
      let held = conflict.held.map { "'\($0)'" }.joined(separator: " and ")
      return .error(
        "\(apps) \(conflict.apps.count == 1 ? "was" : "were") last applied with the \(held) of"
          + " \(conflict.file), which isn't given", at: conflict.location,
        remedy: "name that file too, or use --files-changed if the new set of files is intended")
    }
  }

  /// Teams that apply file by file don't want a line for every other team.
  private static let mostNamed = 3

  private var summary: String {
    let apps = missing.reduce(0) { $0 + $1.apps.count }
    return "\(counted("file", missing.count)) that \(missing.count == 1 ? "lists" : "list")"
      + " \(counted("managed app", apps)) aren't given (\(named(missing.map(\.file)))):"
      + " \(Self.areLeftAlone(apps))"
  }

  fileprivate static func areLeftAlone(_ count: Int) -> String {
    count == 1 ? "it is left alone" : "they are left alone"
  }
}

extension Ownership.Missing {
  fileprivate var note: String {
    let apps = counted("managed app", apps.count)
    let what = isList ? "which lists \(apps)" : "whose policy was applied to \(apps) of no given file"
    return "\(file), \(what), isn't given: \(Ownership.areLeftAlone(self.apps.count))"
  }
}

extension GivenFolder {
  package var note: String? {
    guard !skipped.isEmpty else { return nil }
    return "skipped in '\(path)': \(named(skipped)); only its own *.yaml and *.yml files are read"
  }
}
