import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Holds a lock file against other processes on this machine, until it is released or the process ends.
///
/// The lock is the kernel's (`flock`); the file names the process that holds it. A process that was killed leaves that
/// file behind and no lock. Swift may let go of a value after its last use, so keep it with
/// `defer { lock.release() }`.
package final class FileLock: Sendable {
  private let path: String
  private let descriptor: Mutex<Int32?>

  private init(path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = Mutex(descriptor)
  }

  deinit { release() }

  /// The file is removed while the lock is still held. Anyone who has opened it meanwhile and gets its lock
  /// finds that the path leads elsewhere by now, and starts again: see ``acquire(_:)``.
  package func release() {
    descriptor.withLock { held in
      guard let descriptor = held else { return }
      held = nil
      if Self.leads(path, to: descriptor) { unlink(path) }
      close(descriptor)
    }
  }

  package enum Failure: Error {
    case held(by: Int32?)
    case system(SystemError)
    case unfit(Unfitness)
  }

  package enum Unfitness: String, Sendable {
    case notRegular = "is not a regular file; remove it"
    case hasOtherNames = "has a hard link, whose content would be lost; remove it"
    case isAnothers = "belongs to another user; remove it"
  }

  package static func acquire(_ path: String) throws(Failure) -> FileLock {
    var holder: Int32?
    // Once is enough unless another run is just taking or releasing the lock: it may have it without having
    // written its ID yet, or have removed the file between our opening and locking it.
    for attempt in 0..<20 {
      if attempt > 0 { usleep(2000) }
      // A link in the file's place would have us overwrite what it leads to, a pipe could block.
      let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
      guard descriptor >= 0 else { throw .system(.last) }
      do throws(Failure) {
        switch try take(descriptor, at: path) {
        case .taken: return FileLock(path: path, descriptor: descriptor)
        case .removed: holder = nil
        case .held(let processID): holder = processID
        }
      } catch {
        close(descriptor)
        throw error
      }
      close(descriptor)
      if let holder, kill(holder, 0) == 0 || errno == EPERM { break }
    }
    throw .held(by: holder)
  }

  package struct Holder: Sendable {
    /// `nil` if the file doesn't tell.
    package var processID: Int32?
    /// When it took the lock, in seconds since 1970.
    package var since: Int
  }

  /// Who holds the lock; `nil` if nobody does. Neither waits for it nor takes it.
  package static func holder(of path: String) -> Holder? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK,
      let status = FileStatus(descriptor: descriptor)
    else { return nil }
    return Holder(processID: processID(in: descriptor), since: status.modified.tv_sec)
  }

  enum Attempt: Equatable {
    case taken
    /// The run that had it removed the file, so the lock is worth nothing.
    case removed
    case held(by: Int32?)
  }

  static func take(_ descriptor: Int32, at path: String) throws(Failure) -> Attempt {
    guard try lock(descriptor) else { return .held(by: processID(in: descriptor)) }
    guard leads(path, to: descriptor) else { return .removed }
    try writeProcessID(to: descriptor)
    return .taken
  }

  private static func lock(_ descriptor: Int32) throws(Failure) -> Bool {
    guard let status = FileStatus(descriptor: descriptor)?.system else { throw .system(.last) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .unfit(.notRegular) }
    // One that was just removed has no name any more.
    guard status.st_nlink <= 1 else { throw .unfit(.hasOtherNames) }
    guard status.st_uid == geteuid() else { throw .unfit(.isAnothers) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      guard errno == EINTR else { throw .system(.last) }
    }
    return true
  }

  private static func leads(_ path: String, to descriptor: Int32) -> Bool {
    guard let there = FileStatus(path, followsLink: false) else { return false }
    return there.identity == FileStatus(descriptor: descriptor)?.identity
  }

  private static func writeProcessID(to descriptor: Int32) throws(Failure) {
    let text = Array("\(getpid())\n".utf8)
    guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, text, text.count, 0) == text.count else {
      throw .system(.last)
    }
  }

  private static func processID(in descriptor: Int32) -> Int32? {
    var space = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &space, space.count, 0)
    guard count > 0, let text = String(validating: space[..<count], as: UTF8.self),
      let id = Int32(text.prefix { $0 != "\n" }), id > 0
    else { return nil }
    return id
  }
}
