/// Why a live webhook that no target takes stays.
package enum ReasonToStay: Sendable, Hashable {
  /// An ignore rule covers it, or one of `protect`.
  case ignored(rule: String)
  case protected(rule: String)
  /// Storehooks didn't create it, and `prune` is `managed`, or (`file` is `nil`) the app left the files.
  case foreign(file: String?)
  /// `prune` is off; `file` is `nil` if the app left the files.
  case kept(file: String?)

  package var text: String {
    switch self {
    case .ignored(let rule): "ignored (\(rule))"
    case .protected(let rule): "protected (\(rule))"
    case .foreign(nil): "not created by Storehooks"
    case .foreign(let file?): "not in \(file), and not created by Storehooks (prune: managed)"
    case .kept(nil): "app left the file (prune is off)"
    case .kept(let file?): "not in \(file) (prune is off)"
    }
  }
}
