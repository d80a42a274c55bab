import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder that keeps the body of each event in a file of its own, for the user alone.
struct EventFolder: Sendable {
  /// Why an event could not be saved.
  struct Failure: Error {
    var path: String
    var code: Int32
    var message: String { "can't write to '\(path)': \(SystemError.text(code))" }
  }

  /// The folder's path without a slash at its end.
  let path: String

  /// Makes sure that there is such a folder and that files can be made in it.
  init(path: String) throws(Failure) {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    if mkdir(self.path, 0o700) != 0, errno != EEXIST { throw Failure(path: path, code: errno) }
    unlink(try temporary(with: []))
  }

  /// Saves a body under a name made of time, type and ID, which is never one that is taken already.
  ///
  /// The file appears whole or not at all.
  func save(_ body: [UInt8], of notification: WebhookNotification, at time: Date) throws(Failure) -> String {
    let temporary = try temporary(with: body)
    defer { unlink(temporary) }
    let name = Self.name(of: notification, at: time)
    var count = 1
    while true {
      let target = "\(path)/\(name)\(count == 1 ? "" : "-\(count)").json"
      // Unlike a rename, a link never replaces what is there.
      if link(temporary, target) == 0 { return target }
      guard errno == EEXIST else { throw Failure(path: target, code: errno) }
      count += 1
    }
  }

  /// `20261123T140533.123Z-buildUploadStateUpdated-9f1c2b7e`, of safe characters whatever was received.
  static func name(of notification: WebhookNotification, at time: Date) -> String {
    let style = Date.ISO8601FormatStyle(
      dateSeparator: .omitted, timeSeparator: .omitted, includingFractionalSeconds: true)
    return [time.formatted(style), safe(notification.type.rawValue), safe(notification.id)].joined(
      separator: "-")
  }

  /// Letters, digits and single dashes, not too many of them.
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

  /// A new file with these bytes under a name that nobody looks for.
  private func temporary(with bytes: [UInt8]) throws(Failure) -> String {
    let name = "\(path)/.\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp"
    let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Failure(path: path, code: errno) }
    defer { close(descriptor) }
    do throws(OutputError) {
      try FileDescriptorSink(descriptor: descriptor).write(bytes)
      return name
    } catch {
      unlink(name)
      if case .failed(let code) = error { throw Failure(path: path, code: code) }
      throw Failure(path: path, code: EPIPE)
    }
  }
}
