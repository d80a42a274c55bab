/// What came of one event.
package struct TriggerResult: Sendable {
  /// How many bytes of an answer are looked at.
  package static let answerLimit = 4_096

  /// The event's ID.
  package var id: String
  package var url: String
  /// What the receiver answered; `nil` for nothing.
  package var status: Int?
  package var duration: Duration
  /// The beginning of the answer's body.
  package var answer = ""
  /// Why there was no answer.
  package var error: String?

  package init(
    id: String, url: String, status: Int? = nil, duration: Duration, answer: String = "", error: String? = nil
  ) {
    self.id = id
    self.url = url
    self.status = status
    self.duration = duration
    self.answer = answer
    self.error = error
  }

  /// Whether App Store Connect would take it for delivered.
  package var isAccepted: Bool { status.map { (200...299).contains($0) } ?? false }
}
