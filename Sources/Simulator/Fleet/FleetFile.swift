import Cryptography
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A fleet on disk: read whole, replaced whole.
package struct FleetFile: Sendable, Hashable {
  package let path: String

  package init(path: String) { self.path = path }

  /// A fleet of ten thousand apps with ten webhooks each stays well below it.
  private static let sizeLimit = 256 * 1024 * 1024

  package func load() throws(FleetFileError) -> Fleet {
    try parse(read())
  }

  /// Makes a fleet from content that was read already; the path is for messages only.
  package func parse(_ content: [UInt8]) throws(FleetFileError) -> Fleet {
    do {
      return try JSONDecoder().decode(Fleet.self, fromBytes: content)
    } catch let error as DecodingError {
      throw FleetFileError(error, path: path, text: content)
    } catch let error as UnknownKey {
      throw FleetFileError(.parse, path: path, place: error.path.place, detail: error.detail)
    } catch {
      throw FleetFileError(.parse, path: path, detail: "this is not valid JSON")
    }
  }

  /// Replaces the file in one step, so that a reader, or a crash, meets the old one or the new one.
  ///
  /// Afterwards only its owner may use the file, whatever it was before, because it holds secrets. A symbolic
  /// link stays one: what it points at is replaced.
  package func save(_ fleet: Fleet) throws(FleetFileError) {
    try write(encode(fleet))
  }

  /// A power cut can cost the last change, but leaves a whole file.
  private var whole: WholeFile { WholeFile(path: path, permissions: .ownerAlone, syncsFolder: false) }

  /// Removes what killed runs have left beside the file.
  func removeLeftovers() { whole.removeLeftovers() }

  func write(_ bytes: [UInt8]) throws(FleetFileError) {
    do throws(WholeFile.Failure) {
      try whole.write(bytes)
    } catch {
      throw FleetFileError(.write, path: path, detail: error.text)
    }
  }

  /// The file's permissions if others than its owner may use it, else `nil`.
  package var openPermissions: UInt32? {
    guard let status = FileStatus(path), status.kind == .regular, status.permissions & 0o077 != 0 else {
      return nil
    }
    return UInt32(status.permissions)
  }

  func read() throws(FleetFileError) -> [UInt8] {
    do throws(BoundedFile.Failure) {
      return try BoundedFile.read(path, atMost: Self.sizeLimit, takesStreams: true)
    } catch {
      let detail =
        switch error {
        case .system(let error): error.text
        case .tooLarge: "the file is larger than 256 MB"
        case .notAFile: "it is not a regular file"
        }
      throw FleetFileError(.read, path: path, detail: detail)
    }
  }

  /// The content of a file that holds a fleet.
  package func encode(_ fleet: Fleet) throws(FleetFileError) -> [UInt8] {
    var encoder = FleetEncoder()
    do { return try encoder.encode(fleet) } catch { throw unencodable }
  }

  var unencodable: FleetFileError {
    FleetFileError(.write, path: path, detail: "a secret is not valid UTF-8")
  }
}
