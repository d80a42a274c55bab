/// A value that is to be written as YAML, with what a reader of the file should see beside it.
package struct YAMLValue: Sendable, Hashable {
  /// What the value is.
  package enum Content: Sendable, Hashable {
    /// A text, which is read back as this text and nothing else.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// `true` or `false`.
    case boolean(Bool)
    /// A list.
    case list([YAMLValue])
    /// A mapping, in this order. Keys are texts, each of which may occur once.
    case mapping([Entry])
  }

  /// One entry of a mapping.
  package struct Entry: Sendable, Hashable {
    /// The key.
    package var key: String
    /// The value.
    package var value: YAMLValue

    /// Creates an entry.
    package init(_ key: String, _ value: YAMLValue) {
      self.key = key
      self.value = value
    }
  }

  /// What the value is.
  package var content: Content
  /// Lines of comment above the value's key or dash.
  package var comments: [String] = []
  /// A comment at the end of the line of the value's key.
  package var remark: String?
  /// Whether an empty line goes before it.
  package var isSetApart = false
  /// Whether a collection stands on one line if that isn't too long.
  package var isInline = false

  /// Creates a value.
  package init(_ content: Content) { self.content = content }

  /// A text.
  package static func text(_ text: String) -> Self { Self(.text(text)) }
  /// A whole number.
  package static func integer(_ number: Int) -> Self { Self(.integer(number)) }
  /// `true` or `false`.
  package static func boolean(_ flag: Bool) -> Self { Self(.boolean(flag)) }

  /// A list; on one line if that isn't too long and `inline` asks for it.
  package static func list(_ items: [YAMLValue], inline: Bool = false) -> Self {
    var value = Self(.list(items))
    value.isInline = inline
    return value
  }

  /// A mapping; on one line if that isn't too long and `inline` asks for it.
  package static func mapping(_ entries: [Entry], inline: Bool = false) -> Self {
    var value = Self(.mapping(entries))
    value.isInline = inline
    return value
  }

  /// Whether it is a collection without anything in it.
  package var isEmpty: Bool { content == .list([]) || content == .mapping([]) }

  /// Whether there is anything to see beside the value, in it or in what it holds: then it can't stand on one
  /// line.
  var hasComments: Bool {
    if !comments.isEmpty || remark != nil { return true }
    return switch content {
    case .text, .integer, .boolean: false
    case .list(let items): items.contains(where: \.hasComments)
    case .mapping(let entries): entries.contains { $0.value.hasComments }
    }
  }
}
