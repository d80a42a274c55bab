import CLibYAML
import Diagnostics

/// libyaml's parser over a text in memory. A class, because libyaml keeps pointers into its own state.
final class EventSource {
  /// Valid until the next call of ``advance(openCollection:)``; libyaml owns what it points to.
  let event: UnsafeMutablePointer<yaml_event_t>
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let file: SourceFile

  /// `bytes` must outlive this object, and start after a byte order mark.
  init(_ bytes: UnsafeBufferPointer<UInt8>, file: SourceFile) throws(FatalReadError) {
    self.file = file
    event = .allocate(capacity: 1)
    event.initialize(to: yaml_event_t())
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    guard yaml_parser_initialize(parser) == 1 else {
      throw FatalReadError(diagnostic: SyntaxError.outOfMemory(in: file))
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_event_delete(event)
    yaml_parser_delete(parser)
    event.deallocate()
    parser.deallocate()
  }

  /// `openCollection`: the innermost one that hasn't ended, asked for on error.
  func advance(openCollection: @autoclosure () -> SourceRange?) throws(FatalReadError) {
    yaml_event_delete(event)
    guard yaml_parser_parse(parser, event) == 1 else {
      throw SyntaxError.failure(of: parser, in: file, openCollection: openCollection())
    }
  }
}

extension SourcePosition {
  /// libyaml counts lines and columns from 0, columns in Unicode scalars.
  init(_ mark: yaml_mark_t) {
    self.init(line: Int(mark.line) &+ 1, column: Int(mark.column) &+ 1)
  }
}
