import Platform
import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
/// A folder that keeps each event's body in its own file, which only the user can read.
struct EventFolder: Sendable {
  struct Failure: Error {
    var path: String
    var error: SystemError
    var message: String { "can't write to '\(path)': \(error.text)" }
  }

  let path: String

  init(path: String) throws(Failure) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    do throws(SystemError) { try FilePlace.makeFolder(self.path) } catch {
      guard error == .exists else { throw Failure(path: path, error: error) }
    }
    TemporaryFile.removeLeftovers(of: place)
    try call { () throws(SystemError) in try TemporaryFile(for: place) }.discard()
  }

  /// Saves a body under a name made of time, type and ID that isn't taken yet.
  ///
  /// The file appears whole or not at all.
  func save(_ body: [UInt8], of notification: WebhookNotification, at time: Date) throws(Failure) -> String {
    let temporary = try call { () throws(SystemError) in try TemporaryFile(for: place) }
    defer { temporary.discard() }
    try call { () throws(SystemError) in try temporary.file.write(body) }
    let name = Self.name(of: notification, at: time)
    var count = 1
    while true {
      let target = "\(path)/\(name)\(count == 1 ? "" : "-\(count)").json"
      do throws(SystemError) {
        try temporary.appear(as: target)
        return target
      } catch {
        guard error == .exists else { throw Failure(path: target, error: error) }
        count += 1
      }
    }
  }

  /// `20261123T140533.123Z-buildUploadStateUpdated-9f1c2b7e`, with safe characters only, whatever was received.
  static func name(of notification: WebhookNotification, at time: Date) -> String {
    let style = Date.ISO8601FormatStyle(
      dateSeparator: .omitted, timeSeparator: .omitted, includingFractionalSeconds: true)
    return [time.formatted(style), safe(notification.type.rawValue), safe(notification.id)].joined(
      separator: "-")
  }

  /// Letters, digits and single dashes, up to a limit.
  private static func safe(_ text: String) -> String {
    let bytes = text.utf8.prefix(64).map { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
        byte
      default: UInt8(ascii: "_")
      }
    }
    return bytes.isEmpty ? "_" : String(decoding: bytes, as: UTF8.self)
  }

  /// Where files are made under temporary names.
  private var place: FilePlace { FilePlace(folder: path, name: "event") }

  private func call<Value>(_ target: String? = nil, _ body: () throws(SystemError) -> Value) throws(Failure)
    -> Value
  {
    do throws(SystemError) { return try body() } catch { throw Failure(path: target ?? path, error: error) }
  }
}
