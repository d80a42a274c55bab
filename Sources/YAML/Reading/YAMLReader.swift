import CLibYAML

/// Reads YAML text into a tree of nodes with source ranges.
///
/// libyaml splits the text into events; what it leaves to its user is done here: the core schema of
/// YAML 1.2, anchors, aliases and `<<` merges, unique keys, standard tags, and limits against files
/// that are small to write and huge to walk.
public enum YAMLReader {
  /// Reads a file of one document.
  ///
  /// What can be survived is collected (duplicate keys, undefined aliases, unknown tags, bad merges), and
  /// the tree is returned beside it. Reading ends at a syntax error, at text that isn't UTF-8 and where a
  /// limit is passed; what was found up to there is returned without a tree.
  ///
  /// - Returns: `root` is `nil` for a file without a document (empty, or comments only: no diagnostics)
  ///   and where reading ended early (at least one error).
  public static func read(
    _ file: SourceFile, limits: Limits = .standard
  ) -> (root: Node?, diagnostics: [Diagnostic]) {
    let limits = limits.clamped
    if let problem = EncodingCheck.problem(of: file, limits: limits) { return (nil, [problem]) }
    var builder = TreeBuilder(file: file, limits: limits)
    let bomLength = file.bomLength
    do throws(FatalReadError) {
      let outcome = file.bytes.withUnsafeBufferPointer { bytes in
        Result<Void, FatalReadError> { () throws(FatalReadError) in
          try drive(&builder, over: UnsafeBufferPointer(rebasing: bytes[bomLength...]), of: file)
        }
      }
      try outcome.get()
    } catch {
      return (nil, builder.diagnostics + [error.diagnostic])
    }
    let diagnostics = builder.diagnostics
    guard let root = builder.root else { return (nil, diagnostics) }
    return (Node(builder.finishedArena(), root), diagnostics)
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
      case YAML_SCALAR_EVENT:
        try builder.addScalar(event)
      case YAML_ALIAS_EVENT:
        try builder.addAlias(event)
      case YAML_SEQUENCE_START_EVENT:
        try builder.openSequence(event)
      case YAML_MAPPING_START_EVENT:
        try builder.openMapping(event)
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
        builder.closeCollection(event)
      case YAML_DOCUMENT_START_EVENT:
        documents += 1
        if documents > 1 {
          builder.reportSecondDocument(event)
          return
        }
      case YAML_STREAM_END_EVENT:
        return
      default:
        break
      }
    }
  }
}

/// A problem after which nothing more can be read.
struct FatalReadError: Error {
  var diagnostic: Diagnostic
}
