/// What came of a call that does no harm when it is repeated.
package struct Repeated<Resource: Sendable & Hashable>: Sendable, Hashable {
  /// What the last answer had.
  package var resource: Resource
  /// How often the service may have carried the call out: more than once where answers were lost, or said that
  /// the service had failed.
  package var times: Int

  package init(_ resource: Resource, times: Int) {
    self.resource = resource
    self.times = times
  }
}
