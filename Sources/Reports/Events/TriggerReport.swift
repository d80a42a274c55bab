import Diagnostics
import Platform

/// What `trigger` sent, after a line for each event.
package struct TriggerReport: Report {
  private let results: [TriggerResult]
  private let errors: [Diagnostic]

  package init(_ results: [TriggerResult], errors: [Diagnostic] = []) {
    (self.results, self.errors) = (results, errors)
  }

  package func text(for reader: Reader) -> String? {
    results.count > 1 ? TriggerText(style: reader.style).tally(results) : nil
  }

  package var document: JSONObject? {
    ["formatVersion": "1", "results": results.map(\.document), "errors": errors.map(\.document)]
  }

  package struct Line: Report {
    private let result: TriggerResult
    private let type: String

    package init(_ result: TriggerResult, type: String) { (self.result, self.type) = (result, type) }

    package func text(for reader: Reader) -> String? {
      TriggerText(style: reader.style).line(of: result, type: type)
    }
  }
}

package struct TriggerResult: Sendable {
  package static let answerLimit = 4_096

  package var id: String
  package var url: String
  /// `nil` if the receiver didn't answer.
  package var status: Int?
  package var duration: Duration
  /// The beginning of the answer's body.
  package var answer = ""
  package var error: String?

  package init(
    id: String, url: String, status: Int? = nil, duration: Duration, answer: String = "", error: String? = nil
  ) {
    (self.id, self.url, self.status, self.duration, self.answer) = (id, url, status, duration, answer)
    self.error = error
  }

  fileprivate var document: JSONObject {
    [
      "id": id, "url": url, "status": status, "milliseconds": duration.milliseconds, "error": error,
      "answer": answer,
    ]
  }

  /// Whether App Store Connect would count it as delivered.
  package var isAccepted: Bool { status.map { (200...299).contains($0) } ?? false }
}

struct TriggerText {
  let style: Style

  /// `BUILD_UPLOAD_STATE_UPDATED  answered 200  12 ms`, and the reason if it failed.
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
