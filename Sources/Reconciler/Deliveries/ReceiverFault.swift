/// What is wrong with a receiver, as far as a failed delivery shows.
package enum ReceiverFault: Sendable, Hashable {
  /// It answered 401 or 403, as receivers do if a signature doesn't verify.
  case refusedSignature
  case notFound, gone, redirected, serverError
  /// It answered with another status that isn't 2xx.
  case refused
  /// There was no answer; Apple's message names the cause, here and in the cases below.
  case tls
  case hostNotFound, timedOut, unreachable
}

extension DeliveryRecord {
  /// `nil` if the delivery has not FAILED, or the cause is unclear. A status decides. Without one, Apple's message
  /// does, but its words aren't documented, so only plain ones count.
  package var receiverFault: ReceiverFault? {
    guard state == .failed else { return nil }
    switch httpStatus {
    case 401, 403: return .refusedSignature
    case 404: return .notFound
    case 410: return .gone
    case .some(300..<400): return .redirected
    case .some(400..<500): return .refused
    case .some(500...): return .serverError
    case .some: return nil
    case nil: return errorMessage.flatMap(Self.fault(inMessage:))
    }
  }

  private static func fault(inMessage message: String) -> ReceiverFault? {
    let text = message.lowercased()
    let words = text.split { !$0.isLetter }
    func speaks(of phrases: String..., word prefixes: [String] = []) -> Bool {
      phrases.contains { text.contains($0) }
        || words.contains { word in prefixes.contains { word.hasPrefix($0) } }
    }
    if speaks(of: "certificate", "handshake", word: ["ssl", "tls"]) { return .tls }
    if speaks(of: "resolve", "unknown host", "no such host", "unknownhost", word: ["dns", "nxdomain"]) {
      return .hostNotFound
    }
    if speaks(of: "timed out", "time out", "timeout", "time limit") { return .timedOut }
    if speaks(of: "connection", "connect", "unreachable") { return .unreachable }
    return nil
  }
}
