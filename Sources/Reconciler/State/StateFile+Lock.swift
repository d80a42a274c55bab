import Platform

extension StateFile {
  /// Locks the file, which needn't exist yet, against other runs on this machine. Runs that only read need no lock,
  /// because the file is always whole. Removes what killed runs left beside the file.
  package func lock() throws(StateFileError) -> FileLock {
    let place = try writablePlace()
    let lockFile = Self.lockName(place)
    do throws(FileLock.Failure) {
      let lock = try FileLock.acquire(place.folder + lockFile)
      file.removeLeftovers(isLocked: true)
      return lock
    } catch {
      switch error {
      case .held(let pid): throw .locked(path: path, pid: pid)
      case .system(let error):
        throw .unwritable(path: path, reason: "can't create the lock file \(lockFile): \(error.text)")
      case .unfit(let reason):
        throw .unwritable(path: path, reason: "the lock file \(lockFile) \(reason.rawValue)")
      }
    }
  }

  /// The run that holds the lock; `nil` if none does.
  package func lockHolder() throws(StateFileError) -> FileLock.Holder? {
    let place = try writablePlace()
    return FileLock.holder(of: place.folder + Self.lockName(place))
  }

  private static func lockName(_ place: FilePlace) -> String { ".\(place.name).lock" }

  /// Where the file is or will be. What keeps it from being written is found before the first call.
  private func writablePlace() throws(StateFileError) -> FilePlace {
    do throws(WholeFile.Failure) {
      switch try file.destination() {
      case .new(let place), .file(let place, _): return place
      case .stream, .descriptor: throw .notAFile
      }
    } catch {
      throw .unwritable(path: path, reason: error.text)
    }
  }
}
