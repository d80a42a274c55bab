#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is written whole or not at all: a reader, or a crash at any moment, meets the old content or
/// the new one. A full disk or a write that breaks off leaves everything as it was. Symbolic links stay, and
/// what they lead to is replaced. A device or a pipe is written into, if that is wanted.
package struct WholeFile: Sendable {
  package enum Permissions: Sendable {
    case kept
    case ownerAlone
    case shared
  }

  /// The old content is still there; a device or a pipe may have got a part of the new one.
  package enum Failure: Error, Hashable, Sendable {
    case exists, folder, notAFile, danglingLink
    /// The file has this many names; all but one would keep the old content.
    case hardLinks(Int)
    case system(SystemError)
  }

  package let path: String
  private let permissions: Permissions
  private let takesStreams: Bool
  private let syncsFolder: Bool

  /// `syncsFolder`: whether a write waits until the new content has its name on the disk, too. Else a power
  /// cut may bring back the old content, whole.
  package init(
    path: String, permissions: Permissions = .kept, takesStreams: Bool = false, syncsFolder: Bool = true
  ) {
    self.path = path
    self.permissions = permissions
    self.takesStreams = takesStreams
    self.syncsFolder = syncsFolder
  }

  package enum Destination {
    case new(FilePlace)
    case file(FilePlace, FileStatus)
    case stream
    /// `/dev/stdout` for instance.
    case descriptor(Int32)
  }

  package func destination(mayReplace: Bool = true) throws(Failure) -> Destination {
    let place: FilePlace
    switch try Self.call({ () throws(SystemError) in try FilePlace.resolve(path) }) {
    case .descriptor(let descriptor):
      guard takesStreams else { throw .notAFile }
      return .descriptor(descriptor)
    case .place(let found): place = found
    }
    guard let status = FileStatus(place.path) else {
      guard errno == ENOENT else { throw .system(.last) }
      guard mayReplace || !place.isLinked else { throw .danglingLink }
      guard access(place.folder, W_OK | X_OK) == 0 else { throw .system(.last) }
      return .new(place)
    }
    switch status.kind {
    case .regular:
      guard mayReplace else { throw .exists }
      // It has none if somebody else is just replacing it.
      guard status.system.st_nlink <= 1 else { throw .hardLinks(Int(status.system.st_nlink)) }
      guard access(place.folder, W_OK | X_OK) == 0 else { throw .system(.last) }
      return .file(place, status)
    case .folder: throw .folder
    case .pipe, .device:
      guard takesStreams else { throw .notAFile }
      return .stream
    case .other: throw .notAFile
    }
  }

  package func write(_ bytes: [UInt8], mayReplace: Bool = true) throws(Failure) {
    switch try destination(mayReplace: mayReplace) {
    case .descriptor(let descriptor):
      try Self.call { () throws(SystemError) in try OpenFile(descriptor: descriptor).write(bytes) }
    case .stream:
      try Self.call { () throws(SystemError) in
        let file = try OpenFile(path, O_WRONLY | O_NOCTTY)
        defer { file.close() }
        try file.write(bytes)
      }
    case .new(let place): try put(bytes, at: place, mayReplace: mayReplace)
    case .file(let place, let status): try put(bytes, at: place, of: status.system, mayReplace: mayReplace)
    }
  }

  /// `isLocked`: nobody else uses the file, so leftovers of other versions can go, too.
  package func removeLeftovers(isLocked: Bool = false) {
    guard case .place(let place)? = try? FilePlace.resolve(path) else { return }
    TemporaryFile.removeLeftovers(of: place, anySuffix: isLocked)
  }

  private func put(
    _ bytes: [UInt8], at place: FilePlace, of old: stat? = nil, mayReplace: Bool
  ) throws(Failure) {
    do throws(SystemError) {
      let temporary = try TemporaryFile(for: place, mode: isShared && old == nil ? 0o666 : 0o600)
      defer { temporary.discard() }
      try setPermissions(of: temporary.file, as: old)
      try temporary.file.write(bytes)
      // Without this, a power cut could leave the name with none of the content.
      try temporary.file.synchronize()
      if mayReplace {
        try temporary.replace(place.path)
      } else {
        try temporary.appear(as: place.path)
      }
    } catch {
      throw error.code == EEXIST ? .exists : .system(error)
    }
    if syncsFolder { synchronizeFolder(place.folder) }
  }

  private var isShared: Bool { if case .shared = permissions { true } else { false } }

  private func setPermissions(of file: OpenFile, as old: stat?) throws(SystemError) {
    var mode: mode_t = 0o600
    if let old, let new = file.status?.system {
      var group = new.st_gid
      if old.st_uid != new.st_uid || old.st_gid != new.st_gid {
        // Only root may give a file away; anyone may pass it on to a group of theirs.
        if fchown(file.descriptor, old.st_uid, old.st_gid) == 0
          || fchown(file.descriptor, uid_t.max, old.st_gid) == 0
        {
          group = old.st_gid
        }
      }
      mode = old.st_mode & 0o777
      // A group that isn't the old one gets no more than everybody else.
      if group != old.st_gid { mode &= ~0o070 | (mode & 0o007) << 3 }
    }
    switch permissions {
    case .ownerAlone: mode = 0o600
    case .shared where old == nil: return
    case .kept, .shared: break
    }
    guard fchmod(file.descriptor, mode) == 0 else { throw .last }
  }

  /// A folder that can't be opened or synced is no reason to fail.
  private func synchronizeFolder(_ folder: String) {
    guard let file = try? OpenFile(folder, O_RDONLY | O_DIRECTORY) else { return }
    defer { file.close() }
    try? file.synchronize()
  }

  private static func call<Value>(_ body: () throws(SystemError) -> Value) throws(Failure) -> Value {
    do throws(SystemError) { return try body() } catch { throw .system(error) }
  }
}

extension WholeFile.Failure {
  /// The rest of a message about the file.
  package var text: String {
    switch self {
    case .exists: "it already exists"
    case .folder: "it is a folder"
    case .notAFile: "it is not a regular file"
    case .danglingLink: "it is a symbolic link to something that doesn't exist"
    case .hardLinks(let count): "it has \(count) hard links, and the others would keep the old content"
    case .system(let error): error.text
    }
  }
}
