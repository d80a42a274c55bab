import Platform

/// Why output could not be written.
package enum OutputError: Error, Equatable, Sendable {
  /// The reader went away, as `head` does when it has enough; no fault of ours.
  case readerClosed
  /// Anything else, a full disk for instance, by its `errno`.
  case failed(errno: Int32)

  /// What happened, in one line, lower case.
  package var message: String {
    switch self {
    case .readerClosed: "the output is no longer being read"
    case .failed(let code): "the output could not be written: \(SystemError(code).text)"
    }
  }
}
