import Platform

/// A program's standard error, kept until it has ended, because only then is it known what in it is the secret.
final class ProcessMessages {
  /// More than any message that somebody reads; the rest is dropped.
  private static let limit = 65_536

  private let pipe: PipeEnds
  private var hasWriting = true
  private(set) var bytes: [UInt8] = []
  private(set) var isOpen = true

  init() throws(SystemError) {
    pipe = try PipeEnds()
    pipe.reading.stopWaiting()
  }

  deinit {
    closeWriting()
    pipe.reading.close()
  }

  var reading: OpenFile { pipe.reading }
  var writing: OpenFile { pipe.writing }

  func closeWriting() {
    if hasWriting { pipe.writing.close() }
    hasWriting = false
  }

  /// Takes what is there, without waiting for the end: other programs may hold the pipe open for longer.
  func take() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    // Bounded, in case the program writes faster than this reads.
    for _ in 0..<64 {
      guard let count = try? reading.read(into: &buffer) else { return }
      if count == 0 { isOpen = false }
      guard count > 0 else { return }
      if bytes.count < Self.limit { bytes += buffer[..<count] }
    }
  }
}
