/// A value to write, with its comments.
package struct YAMLValue: Sendable, Hashable {
  package enum Content: Sendable, Hashable {
    case text(String)
    case integer(Int)
    case boolean(Bool)
    case list([YAMLValue])
    /// Each key may occur once.
    case mapping([Entry])
  }

  package struct Entry: Sendable, Hashable {
    package var key: String
    package var value: YAMLValue

    package init(_ key: String, _ value: YAMLValue) {
      self.key = key
      self.value = value
    }
  }

  package var content: Content
  /// Above the value's key or dash.
  package var comments: [String] = []
  /// At the end of the line of the value's key.
  package var remark: String?
  /// An empty line stands before it.
  package var isSetApart = false
  /// Whether a collection stands on one line if that isn't too long.
  package var isInline = false

  package init(_ content: Content) { self.content = content }

  package static func text(_ text: String) -> Self { Self(.text(text)) }
  package static func integer(_ number: Int) -> Self { Self(.integer(number)) }
  package static func boolean(_ flag: Bool) -> Self { Self(.boolean(flag)) }

  /// `inline`: on one line if that isn't too long.
  package static func list(_ items: [YAMLValue], inline: Bool = false) -> Self {
    var value = Self(.list(items))
    value.isInline = inline
    return value
  }

  /// `inline`: on one line if that isn't too long.
  package static func mapping(_ entries: [Entry], inline: Bool = false) -> Self {
    var value = Self(.mapping(entries))
    value.isInline = inline
    return value
  }

  package var isEmpty: Bool { content == .list([]) || content == .mapping([]) }

  /// Whether the value, or anything in it, has comments or blank lines, so that it can't be written on one line.
  var hasComments: Bool {
    if !comments.isEmpty || remark != nil { return true }
    return switch content {
    case .text, .integer, .boolean: false
    case .list(let items): items.contains(where: \.hasComments)
    case .mapping(let entries): entries.contains { $0.value.hasComments }
    }
  }
}
