import Cryptography
import Platform

package struct CredentialFiles: Sendable {
  package struct Contents: Sendable {
    package var bytes: Secret
    /// `nil` if it isn't a regular file, such as a pipe.
    package var permissions: UInt16?

    package init(bytes: Secret, permissions: UInt16? = nil) {
      self.bytes = bytes
      self.permissions = permissions
    }
  }

  package struct Failure: Error, Sendable, Hashable {
    /// `No such file or directory`, for instance.
    package var reason: String

    package init(reason: String) { self.reason = reason }
  }

  /// No key file is larger, so reading stops there.
  package static let sizeLimit = 65_536

  let exists: @Sendable (_ path: String) -> Bool
  let read: @Sendable (_ path: String) throws(Failure) -> Contents

  package init(
    exists: @escaping @Sendable (_ path: String) -> Bool = { _ in false },
    read: @escaping @Sendable (_ path: String) throws(Failure) -> Contents
  ) {
    self.exists = exists
    self.read = read
  }

  /// Pipes work, too, as shells make them for `<(…)`.
  package static let system = CredentialFiles(exists: { FileStatus($0) != nil }) {
    path throws(Failure) in
    var bytes: [UInt8] = []
    defer { bytes.wipe() }
    let status: FileStatus
    do throws(SystemError) {
      let file = try OpenFile(reading: path)
      defer { file.close() }
      guard let found = file.status else { throw .last }
      status = found
      bytes = try file.prefix(sizeLimit + 1)
    } catch {
      throw Failure(reason: error.text)
    }
    guard bytes.count <= sizeLimit else { throw Failure(reason: "it is too large to be a key") }
    return Contents(
      bytes: Secret(bytes), permissions: status.kind == .regular ? status.permissions & 0o777 : nil)
  }
}
