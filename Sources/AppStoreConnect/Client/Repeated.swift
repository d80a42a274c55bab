/// Does no harm when it is repeated.
package struct Repeated<Resource: Sendable & Hashable>: Sendable, Hashable {
  package var resource: Resource
  /// How often it may have been carried out: more than once if answers were lost, or told of a failure.
  package var times: Int

  package init(_ resource: Resource, times: Int) {
    self.resource = resource
    self.times = times
  }
}
