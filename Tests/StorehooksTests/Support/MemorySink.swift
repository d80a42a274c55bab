@testable import Reports
import Synchronization

@testable import storehooks

/// Output that is kept, or refused.
final class MemorySink: OutputSink {
  private let bytes = Mutex<[UInt8]>([])
  private let failure: OutputError?

  /// A sink that keeps everything, or always fails.
  init(failure: OutputError? = nil) { self.failure = failure }

  var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }

  func write(_ bytes: [UInt8]) throws(OutputError) {
    if let failure { throw failure }
    self.bytes.withLock { $0 += bytes }
  }
}
