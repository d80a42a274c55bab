import Platform

/// Where output goes: all of it at once, or an error.
package protocol OutputSink: Sendable {
  func write(_ bytes: [UInt8]) throws(OutputError)
}

package struct FileDescriptorSink: OutputSink {
  package let descriptor: Int32

  package init(descriptor: Int32) { self.descriptor = descriptor }

  package func write(_ bytes: [UInt8]) throws(OutputError) {
    do throws(SystemError) {
      try OpenFile(descriptor: descriptor).write(bytes)
    } catch {
      throw error == .brokenPipe ? .readerClosed : .failed(errno: error.code)
    }
  }
}

package enum OutputError: Error, Equatable, Sendable {
  /// The reader went away, as `head` does when it has enough, which isn't our fault.
  case readerClosed
  case failed(errno: Int32)

  package var message: String {
    switch self {
    case .readerClosed: "the output is no longer being read"
    case .failed(let code): "the output could not be written: \(SystemError(code).text)"
    }
  }
}
