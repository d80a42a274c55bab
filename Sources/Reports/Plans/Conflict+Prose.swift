import Reconciler

extension Conflict {
  /// The conflict in one line, with what to do.
  package var summary: String {
    let what =
      switch self {
      case .changed(let changes): changes.joined(separator: "; ")
      case .gone(let error): "the webhook is gone (\(error))"
      case .full(let new, let error):
        "there is no room left: \(new.map { "webhook '\($0.name)' (\($0.id))" }.joined(separator: ", "))"
          + " \(new.count == 1 ? "has" : "have") appeared (\(error))"
      }
    return "conflict: someone else has changed this app since it was read: \(what); plan again"
  }
}
