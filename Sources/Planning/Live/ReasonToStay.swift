/// Why a live webhook that no target takes stays.
package enum ReasonToStay: Sendable, Hashable {
  /// An ignore rule covers it, or one of `protect`.
  case ignored(rule: String)
  case protected(rule: String)
  /// Storehooks didn't create it: with `prune: managed`, or (without a file) in an app that left.
  case foreign(file: String?)
  /// `prune` is off; without a file, for an app that left.
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
