import Cryptography

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Encodes a fleet file, and encodes again only what has changed since the last time.
struct FleetEncoder {
  private var known: [(app: Fleet.App, bytes: [UInt8])] = []
  private let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return encoder
  }()

  /// The same bytes as an encoder's for the whole fleet, and a line feed.
  mutating func encode(_ fleet: Fleet) throws -> [UInt8] {
    guard !fleet.apps.isEmpty else { return try Array(encoder.encode(fleet)) + [0x0A] }
    var apps: [(app: Fleet.App, bytes: [UInt8])] = []
    apps.reserveCapacity(fleet.apps.count)
    for (index, app) in fleet.apps.enumerated() {
      if index < known.count, known[index].app == app {
        apps.append((app, known[index].bytes))
      } else {
        apps.append((app, try encode(app)))
      }
    }
    known = apps
    var bytes = Array("{\n  \"apps\" : [\n".utf8)
    bytes.reserveCapacity(apps.reduce(64) { $0 + $1.bytes.count + 2 })
    for (index, app) in apps.enumerated() {
      if index > 0 { bytes += Array(",\n".utf8) }
      bytes += app.bytes
    }
    return bytes + Array("\n  ]\n}\n".utf8)
  }

  /// An app as it stands in the list: four blanks further in. There are no line feeds but between lines.
  private func encode(_ app: Fleet.App) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var isStart = true
    for byte in try encoder.encode(app) {
      if isStart, byte != 0x0A { bytes += [0x20, 0x20, 0x20, 0x20] }
      bytes.append(byte)
      isStart = byte == 0x0A
    }
    return bytes
  }
}
