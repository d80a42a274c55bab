import Platform

/// Where output goes, all of it at once or an error.
package protocol OutputSink: Sendable {
  /// Writes all bytes.
  func write(_ bytes: [UInt8]) throws(OutputError)
}

/// Output to a file descriptor, unbuffered.
package struct FileDescriptorSink: OutputSink {
  /// The descriptor; not closed by this type.
  package let descriptor: Int32

  package init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Writes all bytes.
  package func write(_ bytes: [UInt8]) throws(OutputError) {
    do throws(SystemError) {
      try OpenFile(descriptor: descriptor).write(bytes)
    } catch {
      throw error == .brokenPipe ? .readerClosed : .failed(errno: error.code)
    }
  }
}
