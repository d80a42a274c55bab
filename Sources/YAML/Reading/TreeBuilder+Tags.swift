import Diagnostics

extension TreeBuilder {
  private static let prefix = "tag:yaml.org,2002:"

  /// The scalar's own kind after an error.
  mutating func taggedKind(
    of record: Record, tag: String, bytes: UnsafeBufferPointer<UInt8>, at range: SourceRange
  ) -> Node.Kind {
    let plainKind = CoreSchema.kind(of: bytes)
    let wanted: Node.Kind
    switch tag {
    case Self.prefix + "str": return .string
    case Self.prefix + "null": wanted = .null
    case Self.prefix + "bool": wanted = .boolean
    case Self.prefix + "int": wanted = .integer
    case Self.prefix + "float": wanted = .float
    case Self.prefix + "seq": wanted = .sequence
    case Self.prefix + "map": wanted = .mapping
    default:
      reportUnknownTag(tag, at: range)
      return record.kind
    }
    if plainKind == wanted || (wanted == .float && plainKind == .integer) { return wanted }
    let text = Wording.short(String(decoding: bytes, as: UTF8.self))
    diagnostics.append(
      .error("'\(text)' isn't \(wanted.name), as its tag says", at: range, remedy: "remove the tag"))
    return record.kind
  }

  mutating func checkCollectionTag(_ tag: String, on kind: Node.Kind, at range: SourceRange) {
    if tag == Self.prefix + (kind == .mapping ? "map" : "seq") { return }
    switch tag {
    case Self.prefix + "str", Self.prefix + "null", Self.prefix + "bool", Self.prefix + "int",
      Self.prefix + "float", Self.prefix + "seq", Self.prefix + "map":
      diagnostics.append(.error("the tag doesn't fit \(kind.name)", at: range, remedy: "remove the tag"))
    default: reportUnknownTag(tag, at: range)
    }
  }

  private mutating func reportUnknownTag(_ tag: String, at range: SourceRange) {
    let shown =
      if tag.hasPrefix(Self.prefix) { "!!" + tag.dropFirst(Self.prefix.count) } else { tag }
    diagnostics.append(
      .error(
        "unknown tag '\(Wording.short(shown))'", at: range,
        remedy: "remove it, or quote the text if it begins with '!'"))
  }
}
