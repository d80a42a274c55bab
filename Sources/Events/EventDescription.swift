/// What there is to know of an event type.
package struct EventDescription: Sendable {
  /// Something that the event carries.
  package struct Carried: Sendable, Equatable {
    /// The attributes' names, or a relationship's.
    package var names: [String]
    /// What it tells: a clause without a full stop.
    package var says: String
  }

  /// Apple's name; `WEBHOOK_PING_CREATED` for the test event, which a webhook can't ask for and always gets.
  package var type: String
  package var group: EventGroup
  /// What has happened: a whole sentence.
  package var summary: String
  package var carries: [Carried]
  /// The kind of resource that it happened to; `nil` for none.
  package var resource: String?
  /// The call of the API that reads more; `nil` for none.
  package var call: String?
  /// Written when it is asked for: most uses of the catalogue are about names.
  var sample: SamplePayload

  /// A delivery's body, as indented JSON that ends with a line feed. All of its values are made up.
  package var payload: String { sample.text }
}
