import AppStoreConnect
import Planning
import Platform
import Reconciler

/// The result of the calls, for people who have seen the plan: the calls that weren't made, and a tally.
struct OutcomeText {
  let style: Style
  var width: Int?
  /// Whether every call is shown.
  var isVerbose = false

  func render(_ outcome: Outcome, statistics: RequestStatistics) -> String {
    let blocks = FleetBlocks(outcome, isGrouped: !isVerbose, showsApplied: isVerbose)
    let shared = blocks.shared.map { block in
      let apps = block.apps.map { outcome.plan.apps[$0] }
      return WebhookLines(style: style).heading(apps.count) + "\n" + block.changes.map(call(_:)).joined()
        + WebhookLines(style: style, width: width).members(apps.map(\.title), isWhole: true)
    }
    let own = zip(outcome.plan.apps, blocks.own).map { app, calls in
      calls.isEmpty ? "" : app.heading(style: style) + "\n" + calls.map(call(_:)).joined()
    }
    var text = (own + shared).joined()
    if !text.isEmpty { text += "\n" }
    return text + outcome.verdict.text(style: style) + " \(statistics.text)\n"
  }

  private func call(_ call: MadeCall) -> String {
    var text =
      "  \(mark(call.result.status))  \(call.action.rawValue)  \(TerminalText.escaped(call.webhook))\n"
    for line in [call.reason].compactMap({ $0 }) + call.places {
      text += "      \(TerminalText.escaped(line))\n"
    }
    return text
  }

  private func mark(_ status: StepResult.Status) -> String {
    switch status {
    case .applied: style.green("done   ")
    case .failed: style.red("failed ")
    case .skipped, .interrupted, .held: style.yellow("skipped")
    }
  }
}

extension StepResult {
  var reason: String? {
    switch status {
    case .applied: nil
    case .failed(let failure): failure.summary
    case .interrupted: "the run was interrupted"
    case .held(let doubt): doubt.reason
    case .skipped(let step): "step \(step) failed, and the app's later calls depend on it"
    }
  }
}

extension StepResult.Doubt {
  fileprivate var reason: String {
    switch self {
    case .fault: "the canary failed"
    case .untested: "no test event could show whether the change works"
    }
  }
}

extension StepFailure {
  var summary: String {
    switch self {
    case .client(let error): error.description
    case .conflict(let conflict): conflict.summary
    case .secretMissing(let source): "the secret (\(source.summary)) was not read"
    case .stateFile(let error): "the secret's change could not be recorded: \(error)"
    }
  }
}

extension Outcome {
  /// `Applied: 5 of 5 calls made.`
  var verdict: Verdict {
    let tally = tally
    let held = results.filter(\.status.isHeld)
    let forgotten = plan.forgotten.count
    var parts = ["\(grouped(tally.applied)) of \(counted("call", results.count)) made"]
    if tally.failed > 0 { parts.append("\(grouped(tally.failed)) failed") }
    if tally.skipped > held.count { parts.append("\(grouped(tally.skipped - held.count)) skipped") }
    if let reason = held.first?.reason { parts.append("\(grouped(held.count)) held back because \(reason)") }
    if forgotten > 0, held.isEmpty { parts.append("\(counted("app", forgotten)) no longer managed") }
    let text = (plan.failedWords.map { "\($0); " } ?? "") + parts.joined(separator: ", ")
    return isComplete
      ? Verdict(title: "Applied:", tally: "\(text).")
      : Verdict(
        title: "Applied in part:",
        tally: !held.isEmpty ? "\(text)." : "\(text). The next apply makes the rest.")
  }
}

extension Conflict {
  var summary: String {
    let what =
      switch self {
      case .changed(let changes): changes.joined(separator: "; ")
      case .gone(let error): "the webhook is gone (\(error))"
      case .full(let new, let error):
        "there is no room left: \(new.map { "webhook '\($0.name)' (\($0.id))" }.joined(separator: ", "))"
          + " \(new.count == 1 ? "has" : "have") appeared (\(error))"
      }
    return "conflict: someone else has changed this app since it was read: \(what); plan again"
  }
}
