import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Remembers when each webhook's deliveries were last read, in a file in the user's cache folder, so that a run that
/// can't read all of them begins where the last one stopped. Only the order depends on it; without it, each day begins
/// elsewhere.
package struct ReadingLog: Sendable {
  /// `nil` for no memory.
  private let path: String?

  /// Enough for 100,000 webhooks.
  private static let sizeLimit = 8 << 20
  /// Deliveries that were read longer ago are no longer listed anyhow.
  private static let longest: TimeInterval = 30 * 86_400

  /// Without a file, when each webhook was read, in seconds since 1970.
  private var times: [String: Int] = [:]

  package init(path: String?) { self.path = path }

  /// A log for this run alone.
  init(_ read: [String: Date]) {
    path = nil
    times = read.mapValues { Int($0.timeIntervalSince1970) }
  }

  /// Those that were never read first, then those that were read longest ago.
  ///
  /// - Parameter count: about how many can be read. Those that were never read are rotated by as many each day.
  func ordered(_ webhooks: [WebhookReference], atMost count: Int, now: Date) -> [WebhookReference] {
    guard count < webhooks.count else { return webhooks }
    let times = entries()
    let day = Int((now.timeIntervalSince1970 / 86_400).rounded(.down))
    let start = (day % webhooks.count) * max(count, 1) % webhooks.count
    let moved = webhooks[start...] + webhooks[..<start]
    return moved.enumerated().sorted { left, right in
      (times[left.element.id] ?? 0, left.offset) < (times[right.element.id] ?? 0, right.offset)
    }.map(\.element)
  }

  /// Notes what was just read. As long as everything can be read, there is nothing to remember, and no file.
  func note(_ read: [WebhookReference], isWhole: Bool, now: Date) {
    guard let path, !read.isEmpty, !isWhole || FileStatus(path) != nil else { return }
    let seconds = Int(now.timeIntervalSince1970)
    var times = entries().filter { (seconds - Int(Self.longest)...seconds).contains($0.value) }
    for webhook in read where webhook.id.utf8.allSatisfy(Self.isPlain) { times[webhook.id] = seconds }
    let text = times.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)\n" }.joined()
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    // A cache that can't be kept is no reason to fail.
    try? WholeFile(path: path, permissions: .ownerAlone, syncsFolder: false).write(Array(text.utf8))
  }

  /// When each webhook was read, in seconds since 1970; of a damaged file, what can be read.
  private func entries() -> [String: Int] {
    guard let path, let bytes = try? BoundedFile.read(path, atMost: Self.sizeLimit) else { return times }
    var times: [String: Int] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ")
      if parts.count == 2, let seconds = Int(parts[0]) { times[String(parts[1])] = seconds }
    }
    return times
  }

  private static func isPlain(_ byte: UInt8) -> Bool { (0x21...0x7E).contains(byte) }
}
