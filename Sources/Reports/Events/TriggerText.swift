import Diagnostics
import Platform

/// Shows people what a receiver answered.
package struct TriggerText {
  package let style: Style

  package init(style: Style) {
    self.style = style
  }

  /// `BUILD_UPLOAD_STATE_UPDATED  answered 200  12 ms`, and what was said of a failure.
  package func line(of result: TriggerResult, type: String) -> String {
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
  package func tally(_ results: [TriggerResult]) -> String {
    let accepted = results.count(where: \.isAccepted)
    let rest = results.count - accepted
    return "Sent \(counted("event", results.count)): \(grouped(accepted)) accepted, \(grouped(rest)) not.\n"
  }
}

/// What `trigger --format json` prints.
package struct TriggerDocument: Encodable {
  package struct Result: Encodable {
    package var id: String
    package var url: String
    @Nullable package var status: Int?
    package var milliseconds: Int64
    @Nullable package var error: String?
    /// The beginning of what the receiver said.
    package var answer: String
  }

  package var formatVersion = "1"
  package var results: [Result]
  package var errors: [Message]

  package init(_ results: [TriggerResult], errors: [Diagnostic] = []) {
    self.errors = errors.map(Message.init(_:))
    self.results = results.map { result in
      Result(
        id: result.id, url: result.url, status: result.status, milliseconds: result.duration.milliseconds,
        error: result.error, answer: result.answer)
    }
  }
}

/// What `trigger` sent, after a line for each event.
package struct TriggerReport: Report {
  private let results: [TriggerResult]

  package init(_ results: [TriggerResult]) { self.results = results }

  package func text(for reader: Reader) -> String? {
    results.count > 1 ? TriggerText(style: reader.style).tally(results) : nil
  }

  package var document: (any Encodable)? { TriggerDocument(results) }

  /// The line of an event.
  package struct Line: Report {
    private let result: TriggerResult
    private let type: String

    package init(_ result: TriggerResult, type: String) {
      self.result = result
      self.type = type
    }

    package func text(for reader: Reader) -> String? {
      TriggerText(style: reader.style).line(of: result, type: type)
    }
  }
}
