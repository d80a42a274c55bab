import Platform

/// A regular file, pipe or device that a secret is read from.
struct SecretFile {
  let path: String
  let name: String

  /// Reads the content, only until it is clearly too large, and for no longer than a `command` may take: nobody may
  /// write to a pipe.
  func read(
    into bytes: inout [UInt8], limit: Int, timeLimit: Duration, isRefused: (FileStatus.Identity) -> Bool
  ) throws(SecretReader.Failure) {
    let file = try call { () throws(SystemError) in try OpenFile(reading: path, waits: false) }
    defer { file.close() }
    guard let status = file.status else { throw failure(.last) }
    guard !isRefused(status.identity) else { throw .keyFile(path: name) }
    let isInTime = try call { () throws(SystemError) in
      try file.read(into: &bytes, atMost: limit + 2, until: .now + timeLimit)
    }
    guard isInTime else {
      throw .fileTimedOut(path: name, seconds: Int(timeLimit.components.seconds))
    }
  }

  private func call<Value>(_ body: () throws(SystemError) -> Value) throws(SecretReader.Failure) -> Value {
    do throws(SystemError) { return try body() } catch { throw failure(error) }
  }

  private func failure(_ error: SystemError) -> SecretReader.Failure {
    .unreadable(path: name, reason: error.text)
  }
}
