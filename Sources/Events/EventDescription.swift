package struct EventDescription: Sendable {
  package struct Carried: Sendable, Equatable {
    /// Of attributes, or of a relationship.
    package var names: [String]
    /// A clause without a full stop.
    package var says: String
  }

  /// Apple's name; `WEBHOOK_PING_CREATED` for the test event, which a webhook can't ask for and always gets.
  package var type: String
  package var group: EventGroup
  /// A whole sentence.
  package var summary: String
  package var carries: [Carried]
  package var resource: String?
  /// The API call that reads more.
  package var call: String?
  /// Written when it is asked for: most uses of the catalogue are about names.
  var sample: SamplePayload

  /// A delivery's body, as indented JSON that ends with a line feed. All of its values are made up.
  package var payload: String { sample.text }
}

package enum EventGroup: String, CaseIterable, Sendable {
  case appStore = "App Store"
  case testFlight = "TestFlight"
  case builds = "Builds"
  case backgroundAssets = "Background assets"
  case alternativeDistribution = "Alternative distribution"
  case test = "Test"
}
