import Diagnostics

/// One value of a YAML file: a scalar, a sequence or a mapping, with the place where it is written.
///
/// A node is a cheap handle into the arena of its document; copying it copies no text. Aliases and
/// `<<` merges are already followed, so a tree is walked as if it were written out in full. It has no
/// cycles, ``Limits/depth`` bounds its depth and ``Limits/expandedNodes`` what aliases add to it.
package struct Node: Sendable {
  /// Under the core schema of YAML 1.2.
  package enum Kind: UInt8, Sendable, Hashable {
    /// `null`, `Null`, `NULL`, `~` or nothing at all.
    case null
    /// `true`, `True`, `TRUE`, `false`, `False` or `FALSE`; not `yes`, `no`, `on` or `off`.
    case boolean
    /// Decimal digits with an optional sign, `0o17` or `0x1F`.
    case integer
    /// A number with a fraction or an exponent, `.inf` or `.nan`.
    case float
    /// Any other plain scalar, and every quoted or block scalar.
    case string
    case sequence, mapping
  }

  let arena: Arena
  let index: Int32

  init(_ arena: Arena, _ index: Int32) {
    self.arena = arena
    let record = arena.records[Int(index)]
    self.index = record.flags.contains(.alias) ? record.first : index
  }

  var record: Record { arena.records[Int(index)] }
  package var kind: Kind { record.kind }
  package var file: SourceFile { arena.file }

  /// After its anchor and tag if it has any. Of a value that comes from an alias or a merge, the place of
  /// the original. A block sequence or mapping ends where its last scalar ends.
  package var range: SourceRange {
    let record = record
    return SourceRange(file: arena.file, start: record.start, end: record.end)
  }

  /// `a mapping`, `a list`, `a string`, `null`.
  package var kindName: String { kind.name }
}

extension Node.Kind {
  package var name: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .integer: "an integer"
    case .float: "a number"
    case .string: "a string"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }
}
