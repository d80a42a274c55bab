/// One request that the simulator answered; one that a fault kept from it isn't here. Headers and bodies are not kept.
package struct AnsweredRequest: Sendable, Hashable, CustomStringConvertible {
  /// The method as sent.
  package var method: String
  /// Path and query as sent, still percent-encoded.
  package var target: String
  /// The status of the answer; of one that a fault replaced after the request was applied, the service's own.
  package var status: Int

  /// Method, target and status.
  package var description: String { "\(method) \(target) \(status)" }
}
