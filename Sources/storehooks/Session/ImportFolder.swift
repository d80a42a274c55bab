import CommandLine
import Platform
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The folder for an import of several files. All YAML in it is later read together.
struct ImportFolder {
  /// As the user gave it.
  let path: String

  /// Makes sure, as far as possible before the account is read, that nothing is in the way.
  func check(mayReplace: Bool) throws(CommandFailure) {
    guard let status = FileStatus(path) else { return }
    guard status.kind == .folder else {
      throw CommandFailure(message: "'\(path)' is no folder, which several files need")
    }
    guard !mayReplace, let first = present.first else { return }
    throw CommandFailure(
      message: "'\(path)' already has '\(first)'; choose another folder, or use --force")
  }

  /// Writes the files: all, or none.
  func write(_ files: [ImportedState.File], mayReplace: Bool) throws(CommandFailure) {
    let names = Set(files.map(\.name))
    if let other = present.first(where: { !names.contains($0) }) {
      throw CommandFailure(
        message: "'\(path)' also has '\(other)', which would be read with the new files; move it away")
    }
    // If that fails, writing says why.
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let places = files.map { WholeFile(path: folder + $0.name, permissions: .ownerAlone) }
    var before: [[UInt8]?] = []
    for place in places {
      do throws(WholeFile.Failure) { _ = try place.destination(mayReplace: mayReplace) } catch {
        throw error.failure(path: place.path, refusal: "; choose another folder, or use --force")
      }
      before.append(try? BoundedFile.read(place.path, atMost: 1 << 26))
    }
    for (index, file) in files.enumerated() {
      do throws(WholeFile.Failure) {
        try places[index].write(Array(file.yaml.utf8), mayReplace: mayReplace)
      } catch {
        for (place, bytes) in zip(places, before).prefix(index) {
          if let bytes {
            try? place.write(bytes)
          } else {
            try? FileManager.default.removeItem(atPath: place.path)
          }
        }
        throw error.failure(path: places[index].path, refusal: "")
      }
    }
  }

  private var folder: String { path.hasSuffix("/") ? path : path + "/" }

  /// The YAML files that exist already.
  private var present: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }.sorted()
  }
}
