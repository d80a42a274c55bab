import Diagnostics
import Platform

/// Shows people what a receiver answered.
struct TriggerText {
  let style: Style

  /// `BUILD_UPLOAD_STATE_UPDATED  answered 200  12 ms`, and what was said of a failure.
  func line(of result: TriggerResult, type: String) -> String {
    let outcome: String
    if let status = result.status {
      let answer = "answered \(status)"
      outcome = result.isAccepted ? style.green(answer) : style.red(answer)
    } else {
      outcome = style.red("no answer") + ": \(TerminalText.escaped(result.error ?? ""))"
    }
    let said = result.answer.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let quote =
      result.isAccepted || said.isEmpty ? "" : "  " + TerminalText.escaped(Wording.short(said, to: 200))
    return "\(type)  \(outcome)  \(HumanDuration(result.duration))\(quote)\n"
  }

  /// `Sent 3 events: 2 accepted, 1 not.`
  func tally(_ results: [TriggerResult]) -> String {
    let accepted = results.count(where: \.isAccepted)
    let rest = results.count - accepted
    return "Sent \(counted("event", results.count)): \(grouped(accepted)) accepted, \(grouped(rest)) not.\n"
  }
}

/// What `trigger --format json` prints.
struct TriggerDocument: Encodable {
  struct Result: Encodable {
    var id: String
    var url: String
    @Nullable var status: Int?
    var milliseconds: Int64
    @Nullable var error: String?
    /// The beginning of what the receiver said.
    var answer: String
  }

  var formatVersion = "1"
  var results: [Result]
  var errors: [Message]

  init(_ results: [TriggerResult], errors: [Diagnostic] = []) {
    self.errors = errors.map(Message.init(_:))
    self.results = results.map { result in
      Result(
        id: result.id, url: result.url, status: result.status, milliseconds: result.duration.milliseconds,
        error: result.error, answer: result.answer)
    }
  }
}
