import Planning
import Platform
import Synchronization

/// A state file, which is read, checked and replaced as a whole.
package struct StateFile: Sendable {
  package let path: String

  /// A hundred thousand webhooks stay well below it.
  private static let sizeLimit = 256 * 1024 * 1024

  var file: WholeFile { WholeFile(path: path, permissions: .ownerAlone) }

  /// The last sound content that was read or written here, so that a run that saves after every call needn't read and
  /// decode its own work each time.
  private let known = KnownContent()

  private final class KnownContent: Sendable {
    let content = Mutex<(bytes: [UInt8], stamp: FileStatus.Stamp?)?>(nil)
  }

  package init(path: String) { self.path = path }

  /// `nil` if there is none yet.
  package func load() throws(StateFileError) -> RecordedState? {
    let stamp = FileStatus(path)?.stamp
    guard let bytes = try contents() else { return nil }
    let state = try decode(bytes)
    known.content.withLock { $0 = (bytes, stamp) }
    return state
  }

  package func verify(_ state: RecordedState, api: String, issuer: String?) throws(StateFileError) {
    guard !state.isFor(api: api, issuer: issuer) else { return }
    throw .madeFor(
      path: path, found: .init(api: state.api, issuer: state.issuer),
      expected: .init(api: api, issuer: issuer))
  }

  /// Replaces the file in one step, so that a reader, or a crash, finds the old one or the new one.
  ///
  /// Only its owner can then read it. If it is a symbolic link, its target is replaced. Nothing is written if the file
  /// is the same already, and content that ``load()`` refuses is never overwritten. ``lock()`` keeps two saving runs
  /// apart.
  package func save(_ state: RecordedState) throws(StateFileError) {
    let bytes = state.encoded()
    let known = known.content.withLock { $0 }
    if let known, let stamp = known.stamp, stamp == FileStatus(path)?.stamp {
      if known.bytes == bytes { return }
    } else if let existing = try contents() {
      if existing == bytes { return }
      if existing != known?.bytes { _ = try decode(existing) }
    }
    do throws(WholeFile.Failure) {
      try file.write(bytes)
    } catch {
      throw .unwritable(path: path, reason: error.text)
    }
    self.known.content.withLock { $0 = (bytes, FileStatus(path)?.stamp) }
  }

  private func contents() throws(StateFileError) -> [UInt8]? {
    do throws(BoundedFile.Failure) {
      return try BoundedFile.read(path, atMost: Self.sizeLimit)
    } catch {
      switch error {
      case .system(let error) where error.isMissing: return nil
      case .system(let error): throw .unreadable(path: path, reason: error.text)
      case .notAFile: throw .unreadable(path: path, reason: "it is not a regular file")
      case .tooLarge: throw .unreadable(path: path, reason: "it is larger than 256 MB")
      }
    }
  }
}
