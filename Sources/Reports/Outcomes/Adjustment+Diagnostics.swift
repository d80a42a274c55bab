import AppStoreConnect
import Diagnostics
import Reconciler

extension Adjustment {
  /// What App Store Connect keeps instead of what the file says, as a warning at the place to be changed.
  package var warning: Diagnostic {
    let (kept, place): (String?, SourceRange?) =
      switch change {
      case .name(_, let name): (name.map { "'\($0)'" }, step.locations?.name)
      case .url(_, let url): (url.map { "'\($0)'" }, step.locations?.url)
      case .events(_, let events):
        (events.map { "[\($0.map(\.rawValue).joined(separator: ", "))]" }, step.locations?.events)
      case .enabled(_, let flag): (flag.map { "\($0)" }, step.locations?.enabled)
      case .secret: (nil, step.locations?.secret)
      }
    let value = kept ?? "another value (not shown: it contains a secret)"
    return .warning(
      "App Store Connect has changed '\(change.field)' of webhook '\(step.webhook)' of app '\(app.title)' "
        + "to \(value)",
      at: place ?? step.locations?.webhook ?? app.location,
      remedy: kept.map { "write \($0) here, or every plan will show the difference again" })
  }
}

extension Outcome {
  /// What is worth knowing of what was applied.
  package var warnings: [Diagnostic] { adjustments.map(\.warning) }
}
