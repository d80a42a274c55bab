#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that a command makes for the user: there as a whole or not at all, and never in the place of another
/// one unless that is asked for.
struct NewFile {
  /// The path as the user gave it.
  let path: String

  /// Why there is no new file.
  enum Problem: Error, Equatable {
    /// There is one already.
    case exists
    /// The path is a folder, or something else that isn't a file.
    case notAFile
    /// The system refused, for this reason.
    case system(String)
  }

  /// What stands in the way, as far as can be told before there is anything to write.
  func obstacle(mayReplace: Bool) -> Problem? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      // A link that leads nowhere is there, too.
      return lstat(path, &status) == 0 && !mayReplace ? .exists : nil
    }
    guard status.st_mode & S_IFMT == S_IFREG else { return .notAFile }
    return mayReplace ? nil : .exists
  }

  /// Writes the file; it appears under its name when all of it is on disk.
  func write(_ text: String, mayReplace: Bool) throws(Problem) {
    if let obstacle = obstacle(mayReplace: mayReplace) { throw obstacle }
    let target = resolved
    let slash = target.lastIndex(of: "/")
    let folder = slash.map { String(target[...$0]) } ?? ""
    let name = slash.map { String(target[target.index(after: $0)...]) } ?? target
    let temporary = "\(folder).\(name).\(String(UInt64.random(in: 0 ... .max), radix: 36)).tmp"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.systemProblem() }
    defer { unlink(temporary) }
    try Self.fill(descriptor, with: text)
    if mayReplace {
      guard rename(temporary, target) == 0 else { throw Self.systemProblem() }
    } else {
      // Unlike a rename, a link never takes the place of a file that has come meanwhile.
      guard link(temporary, target) == 0 else { throw errno == EEXIST ? .exists : Self.systemProblem() }
    }
  }

  private static func fill(_ descriptor: Int32, with text: String) throws(Problem) {
    defer { close(descriptor) }
    do throws(OutputError) {
      try FileDescriptorSink(descriptor: descriptor).write(Array(text.utf8))
    } catch {
      throw .system(error.message)
    }
    // Without it a power cut could leave the name with nothing behind it.
    guard fsync(descriptor) == 0 else { throw systemProblem() }
  }

  /// What the path's symbolic links lead to, or the path itself where there is nothing yet.
  private var resolved: String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func systemProblem() -> Problem { .system(SystemError.text(errno)) }
}

extension NewFile.Problem {
  /// The problem as the reason for a command's failure.
  func failure(path: String, remedy: String) -> CommandFailure {
    switch self {
    case .exists: CommandFailure(message: "'\(path)' is there already; \(remedy)")
    case .notAFile: CommandFailure(message: "can't write '\(path)': it is not a file")
    case .system(let reason): CommandFailure(message: "can't write '\(path)': \(reason)")
    }
  }
}
