#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension FleetFile {
  /// A fleet of ten thousand apps with ten webhooks each stays well below it.
  private static var sizeLimit: Int { 256 * 1024 * 1024 }

  func read() throws(FleetFileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(.read, errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var space = [UInt8](repeating: 0, count: 64 * 1024)
    while true {
      let count = Self.read(descriptor, into: &space)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure(.read, errno) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: space[..<count])
      guard bytes.count <= Self.sizeLimit else {
        throw FleetFileError(.read, path: path, detail: "the file is larger than 256 MB")
      }
    }
  }

  func replace(with bytes: [UInt8]) throws(FleetFileError) {
    let target = resolvedPath()
    let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "./"
    let name = target.lastIndex(of: "/").map { String(target[target.index(after: $0)...]) } ?? target
    let suffix = String(UInt64.random(in: .min ... .max), radix: 36)
    let temporary = "\(folder).\(name).\(suffix).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(.write, errno) }
    do throws(FleetFileError) {
      defer { close(descriptor) }
      try keepPermissions(of: target, on: descriptor)
      try write(bytes, to: descriptor)
      // Without it a power cut could leave the new name with none of the new content.
      guard fsync(descriptor) == 0 else { throw failure(.write, errno) }
      guard rename(temporary, target) == 0 else { throw failure(.write, errno) }
    } catch {
      unlink(temporary)
      throw error
    }
    syncFolder(folder)
  }

  /// What the path's symbolic links lead to, or the path itself where there is nothing yet.
  private func resolvedPath() -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private func keepPermissions(of target: String, on descriptor: Int32) throws(FleetFileError) {
    var status = stat()
    guard stat(target, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FleetFileError(.write, path: path, detail: "it is not a regular file")
    }
    guard fchmod(descriptor, status.st_mode & 0o777) == 0 else { throw failure(.write, errno) }
  }

  private func write(_ bytes: [UInt8], to descriptor: Int32) throws(FleetFileError) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { platformWrite(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure(.write, errno) }
      written += count
    }
  }

  /// Makes the rename itself last; a folder that can't be opened or synced is no reason to fail.
  private func syncFolder(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func read(_ descriptor: Int32, into space: inout [UInt8]) -> Int {
    space.withUnsafeMutableBytes { platformRead(descriptor, $0.baseAddress, $0.count) }
  }

  private func failure(_ operation: FleetFileError.Operation, _ code: Int32) -> FleetFileError {
    FleetFileError(operation, path: path, detail: String(cString: strerror(code)))
  }
}

// The methods above have the names of the system's calls, so these can't be called plainly in them.
private func platformRead(_ descriptor: Int32, _ space: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, space, count)
}

private func platformWrite(_ descriptor: Int32, _ space: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, space, count)
}
