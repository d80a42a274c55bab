/// A request that the service, or a fault in its place, answered; one that a fault left without an answer
/// before the service saw it isn't recorded. Headers and bodies are not kept.
package struct AnsweredRequest: Sendable, Hashable, CustomStringConvertible {
  /// The method as sent.
  package var method: String
  /// Path and query as sent, still percent-encoded.
  package var target: String
  /// The status of the answer; the service's own if a fault replaced the answer after the request was applied.
  package var status: Int

  package var description: String { "\(method) \(target) \(status)" }
}
