#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A fleet on disk: read whole, replaced whole.
public struct FleetFile: Sendable, Hashable {
  /// Where the file is.
  public let path: String

  /// Names a file; it is not looked at yet.
  public init(path: String) { self.path = path }

  /// Reads and checks the file.
  public func load() throws(FleetFileError) -> Fleet {
    let bytes = try read()
    do {
      return try JSONDecoder().decode(Fleet.self, from: Data(bytes))
    } catch let error as DecodingError {
      throw FleetFileError(error, path: path, text: bytes)
    } catch {
      throw FleetFileError(.parse, path: path, detail: "this is not valid JSON")
    }
  }

  /// Replaces the file in one step, so that a reader, or a crash, meets the old one or the new one.
  ///
  /// The file keeps its permissions; a new one is for its owner alone, since it holds secrets. A symbolic
  /// link stays one: what it points at is replaced.
  public func save(_ fleet: Fleet) throws(FleetFileError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let bytes: [UInt8]
    do {
      bytes = try Array(encoder.encode(fleet)) + [0x0A]
    } catch {
      throw FleetFileError(.write, path: path, detail: "a secret is not valid UTF-8")
    }
    try replace(with: bytes)
  }
}
