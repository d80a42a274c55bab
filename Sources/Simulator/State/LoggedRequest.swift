/// One request that the simulator answered; one that a fault kept from it isn't here. Headers and bodies are not kept.
public struct LoggedRequest: Sendable, Hashable, CustomStringConvertible {
  /// The method as sent.
  public var method: String
  /// Path and query as sent, still percent-encoded.
  public var target: String
  /// The status of the answer; of one that a fault replaced after the request was applied, the service's own.
  public var status: Int

  /// Creates an entry.
  public init(method: String, target: String, status: Int) {
    self.method = method
    self.target = target
    self.status = status
  }

  /// Method, target and status.
  public var description: String { "\(method) \(target) \(status)" }
}
