import Planning

extension Plan {
  /// `Plan: 1 to create, 1 to modify, 1 to delete; 4 unchanged, 1 unmanaged.`
  package var verdict: Verdict {
    let count = summary
    let rest = "\(grouped(count[.unchanged])) unchanged, \(grouped(count[.unmanaged])) unmanaged"
    let failed = failedApps.count
    let unread = failed == 0 ? "" : " \(counted("app", failed)) could not be planned."
    guard hasChanges else {
      return Verdict(
        title: failed == 0 ? "No changes." : "No changes in what was planned.", tally: "\(rest).\(unread)")
    }
    return Verdict(
      title: "Plan:",
      tally: "\(grouped(count[.create])) to create, \(grouped(count[.modify])) to modify,"
        + " \(grouped(count[.delete])) to delete; \(rest).\(unread)")
  }
}
