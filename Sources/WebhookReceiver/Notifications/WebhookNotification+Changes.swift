extension WebhookNotification {
  /// A value that an event says has changed.
  public struct Change: Sendable, Hashable {
    /// What follows `old` and `new` in the attributes' names, such as `Value`, `State` or `ExternalBuildState`.
    public var name: String
    /// The value before; `nil` if the event doesn't have it.
    public var old: String?
    /// The value now; `nil` if the event doesn't have it.
    public var new: String?

    /// Creates a change.
    public init(name: String, old: String? = nil, new: String? = nil) {
      self.name = name
      self.old = old
      self.new = new
    }
  }

  /// The values that have changed: every attribute `old…` or `new…`, in pairs.
  ///
  /// Those with names that Apple is known to use come first, then those that have both values. Values that
  /// aren't a text, a number or a truth value are left out.
  public var changes: [Change] {
    var changes: [String: Change] = [:]
    for (attribute, value) in attributes {
      guard let text = value.text, let name = Self.changed(attribute) else { continue }
      let path: WritableKeyPath<Change, String?> = attribute.hasPrefix("old") ? \.old : \.new
      changes[name, default: Change(name: name)][keyPath: path] = text
    }
    return changes.values.sorted { Self.rank($0) < Self.rank($1) }
  }

  /// The value before: the attribute `oldValue`, `oldState`, or whatever else begins with `old`. It belongs
  /// to the first of ``changes``.
  public var oldValue: String? { changes.first?.old }
  /// The value now: the attribute `newValue`, `newState`, or whatever else begins with `new`. It belongs to
  /// the first of ``changes``.
  public var newValue: String? { changes.first?.new }

  private static let knownNames = ["Value", "State", "ExternalBuildState"]

  private static func rank(_ change: Change) -> (Int, Int, String) {
    let isWhole = change.old != nil && change.new != nil
    return (knownNames.firstIndex(of: change.name) ?? knownNames.count, isWhole ? 0 : 1, change.name)
  }

  /// The name in `oldName` and `newName`; `nil` for other attributes, `news` among them.
  private static func changed(_ attribute: String) -> String? {
    guard attribute.hasPrefix("old") || attribute.hasPrefix("new") else { return nil }
    let name = attribute.dropFirst(3)
    guard let first = name.first, !first.isLowercase else { return nil }
    return String(name)
  }
}
