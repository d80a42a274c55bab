import CLibYAML
import Diagnostics

/// Reads YAML text into a tree of nodes with source ranges. libyaml splits the text into events; what it
/// leaves to its user is done here: the core schema of YAML 1.2, anchors, aliases and `<<` merges, unique
/// keys, standard tags, and limits against files that are small to write and huge to walk.
package enum YAMLReader {
  /// Collects the errors that reading can survive (duplicate keys, undefined aliases, unknown tags, bad
  /// merges). Reading ends at a syntax error, at text that isn't UTF-8, and if a limit is passed.
  ///
  /// `root` is `nil` for a file without a document (empty, or comments only: no diagnostics) and if reading
  /// ended early (at least one error).
  package static func read(
    _ file: SourceFile, limits: Limits = .standard
  ) -> (root: Node?, diagnostics: [Diagnostic]) {
    let limits = limits.clamped
    if let problem = EncodingCheck.problem(of: file, limits: limits) { return (nil, [problem]) }
    let raw = RawCharacters(file)
    let unseen = raw.diagnostics
    var builder = TreeBuilder(file: file, limits: limits)
    do throws(FatalReadError) {
      try build(&builder, from: raw.bytes)
    } catch {
      return (nil, unseen + builder.diagnostics + ending(with: error, unseen: unseen, in: file))
    }
    let diagnostics = unseen + builder.diagnostics
    guard let root = builder.root else { return (nil, diagnostics) }
    return (Node(builder.finishedArena(), root), diagnostics)
  }

  /// An error after the beginning of a merge conflict is due to the conflict, and one on the line of an
  /// invisible character to that character.
  private static func ending(
    with error: FatalReadError, unseen: [Diagnostic], in file: SourceFile
  ) -> [Diagnostic] {
    let conflicts = ConflictMarkers.diagnostics(of: file)
    if let first = conflicts.first?.range, error.line >= first.start.line { return conflicts }
    if unseen.contains(where: { $0.range?.start.line == error.line }) { return conflicts }
    return conflicts + [error.diagnostic]
  }

  private static func build(_ builder: inout TreeBuilder, from bytes: [UInt8]) throws(FatalReadError) {
    do throws(FatalReadError) {
      try drive(&builder, over: bytes)
    } catch {
      guard error.isSurrogate, let pairs = SurrogatePairs(in: bytes, bomLength: builder.file.bomLength) else {
        throw error
      }
      builder = TreeBuilder(file: builder.file, limits: builder.limits)
      builder.surrogatePairs = pairs
      try drive(&builder, over: pairs.bytes)
    }
  }

  private static func drive(_ builder: inout TreeBuilder, over bytes: [UInt8]) throws(FatalReadError) {
    let bomLength = builder.file.bomLength
    let outcome = bytes.withUnsafeBufferPointer { bytes in
      Result<Void, FatalReadError> { () throws(FatalReadError) in
        try drive(&builder, over: UnsafeBufferPointer(rebasing: bytes[bomLength...]), of: builder.file)
      }
    }
    try outcome.get()
  }

  private static func drive(
    _ builder: inout TreeBuilder, over bytes: UnsafeBufferPointer<UInt8>, of file: SourceFile
  ) throws(FatalReadError) {
    let source = try EventSource(bytes, file: file)
    var documents = 0
    while true {
      try source.advance(openCollection: builder.frames.last.map { builder.rangeOfUse($0.record) })
      let event = source.event
      switch event.pointee.type {
      case YAML_SCALAR_EVENT: try builder.addScalar(event)
      case YAML_ALIAS_EVENT: try builder.addAlias(event)
      case YAML_SEQUENCE_START_EVENT: try builder.openSequence(event)
      case YAML_MAPPING_START_EVENT: try builder.openMapping(event)
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: builder.closeCollection(event)
      case YAML_DOCUMENT_START_EVENT:
        documents += 1
        if documents > 1 {
          builder.reportSecondDocument(event)
          return
        }
      case YAML_STREAM_END_EVENT: return
      default: break
      }
    }
  }
}

/// An error after which nothing more can be read.
struct FatalReadError: Error {
  var diagnostic: Diagnostic
  /// Whether it is an escape for half a character, which may be readable another way.
  var isSurrogate = false

  /// 0 if it has none.
  var line: Int32 { diagnostic.range?.start.line ?? 0 }
}
