import Diagnostics
import Platform
import Reconciler
import Reports

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The files that `adopt` changes.
struct AdoptedFiles {
  private let adoption: Adoption

  init(_ adoption: Adoption) { self.adoption = adoption }

  // MARK: Diff

  /// The changes of all files as one diff for `git apply`.
  var diff: String {
    zip(adoption.files, paths).map { changed, path in
      UnifiedDiff(changed.file.bytes, changed.edits)
        .text(path: path.hasPrefix("/") ? String(path.dropFirst()) : path)
    }.joined()
  }

  /// The folder that the diff's paths are relative to, if it isn't the working folder: `git apply` ignores what is
  /// outside the folder it runs in.
  var root: String? {
    guard relative(to: Self.folder).contains(where: isOutside) else { return nil }
    return relative(to: repository).contains(where: isOutside) ? "/" : repository
  }

  private var paths: [String] { relative(to: root ?? Self.folder) }

  private func relative(to folder: String?) -> [String] {
    // What a link leads to is what changes.
    adoption.files.map { RepositoryPath.relative(FilePlace.followed($0.file.path), to: folder) }
  }

  private static var folder: String { FileManager.default.currentDirectoryPath }

  private func isOutside(_ path: String) -> Bool { path.hasPrefix("/") || path.hasPrefix("../") }

  /// The root of the working folder's repository.
  private var repository: String? {
    var parts = Self.folder.split(separator: "/")
    while !parts.isEmpty {
      let folder = "/" + parts.joined(separator: "/")
      if FileStatus(folder + "/.git") != nil { return folder }
      parts.removeLast()
    }
    return nil
  }

  // MARK: Writing

  /// Changes the files: all, or none; says which, if even that can't be.
  func write() throws(CommandFailure) {
    let files = adoption.files.map { (source: $0.file, file: WholeFile(path: $0.file.path), edits: $0.edits) }
    for (source, file, _) in files {
      do throws(WholeFile.Failure) { _ = try file.destination() } catch {
        throw Self.failure(error, source)
      }
      guard (try? BoundedFile.read(source.path, atMost: source.bytes.count)) == source.bytes else {
        throw CommandFailure(message: "'\(source.path)' has changed since it was read; nothing was written")
      }
    }
    for (index, (source, file, edits)) in files.enumerated() {
      do throws(WholeFile.Failure) { try file.write(edits.applied(to: source.bytes)) } catch {
        let written = files[..<index].filter { (try? $0.file.write($0.source.bytes)) == nil }
        throw Self.failure(error, source, written: written.map(\.source))
      }
    }
  }

  /// - Parameter written: the files that have been changed, and can't be changed back.
  private static func failure(
    _ error: WholeFile.Failure, _ source: SourceFile, written: [SourceFile] = []
  ) -> CommandFailure {
    let rest =
      written.isEmpty
      ? "nothing was written"
      : "\(written.map { "'\($0.path)'" }.joined(separator: ", ")) \(written.count == 1 ? "was" : "were") written and"
        + " can't be changed back: run adopt again for the rest"
    return CommandFailure(message: "can't write '\(source.path)': \(error.text); \(rest)")
  }
}
