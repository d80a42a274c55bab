import Diagnostics
import Planning
import Platform
import Reconciler

/// What `drift` found as a JUnit report: a suite for each app, a test case for each webhook.
struct JUnitReport {
  private struct Case {
    var name: String
    /// `failure`, `error` or `skipped`; `nil` for one that passed.
    var kind: String?
    var message = ""
    var text = ""
  }

  private var suites: [(name: String, cases: [Case])] = []

  init(_ report: DriftReport, plan: Plan, pings: [PingResult], errors: [Diagnostic]) {
    // The comparison only counts what matches; the plan has its names.
    let planned = Dictionary(plan.apps.map { ($0.title, $0.webhooks) }) { first, _ in first }
    for app in report.apps {
      // Reported once, below.
      if case .account? = app.failure { continue }
      let others = (planned[app.title] ?? []).compactMap { webhook -> Case? in
        switch webhook.action {
        case .unchanged: Case(name: webhook.name)
        case .unmanaged: Case(name: webhook.name, kind: "skipped", message: webhook.reason ?? "unmanaged")
        case .create, .modify, .delete: nil
        }
      }
      suites.append((app.title, Self.cases(of: app) + others))
    }
    for app in report.forgotten {
      suites.append((app.title, [Case(name: "app", kind: "failure", message: "forget: \(app.handedOver)")]))
    }
    if !pings.isEmpty { suites.append(("test events", pings.map(Self.testEvent(_:)))) }
    // What is wrong with an app is reported with it.
    let isOfAccount = report.apps.contains { if case .account? = $0.failure { true } else { false } }
    let rest = errors.filter { error in
      isOfAccount || !report.apps.contains { $0.failure != nil } || error.range == nil
    }
    if !rest.isEmpty { suites.append(("storehooks drift", [Self.failure(rest)])) }
  }

  init(failure errors: [Diagnostic]) { suites = [("storehooks drift", [Self.failure(errors)])] }

  private static func failure(_ errors: [Diagnostic]) -> Case {
    Case(
      name: "comparison", kind: "error", message: errors.first?.message ?? "failed",
      text: DiagnosticRenderer().render(errors))
  }

  private static func cases(of app: AppDrift) -> [Case] {
    let text = DriftText(style: .plain)
    var cases = app.differences.map { webhook in
      let why = webhook.explanation(in: app).map { ": \($0)" } ?? ""
      return Case(
        name: webhook.name, kind: "failure", message: webhook.verdict + why,
        text: text.webhook(ShownDrift(webhook: webhook, explanation: webhook.explanation(in: app))))
    }
    if app.isGone {
      cases.append(Case(name: "app", kind: "failure", message: AppDrift.goneExplanation([app])))
    }
    if let explanation = app.renamedExplanation {
      cases.append(Case(name: "app", kind: "failure", message: "renamed: \(explanation)"))
    }
    if app.isMissed {
      let message = "not covered: \(app.title), \(AppDrift.missedExplanation)"
      cases.append(Case(name: "app", kind: "failure", message: message))
    }
    if let failure = app.failure, !app.isGone {
      cases.append(Case(name: "app", kind: "error", message: failure.summary))
    }
    return cases
  }

  private static func testEvent(_ result: PingResult) -> Case {
    Case(
      name: "\(result.webhook.appTitle): \(result.webhook.name)",
      kind: result.outcome.isFailure ? "failure" : result.outcome.hasSucceeded ? nil : "skipped",
      message: result.outcome.reason ?? "")
  }

  func xml() -> String {
    let all = suites.flatMap(\.cases)
    let body = suites.map { suite in
      let head = "  <testsuite name=\"\(Markup.text(suite.name))\"\(Self.counts(suite.cases))>\n"
      return head + suite.cases.map { Self.element($0, suite: suite.name) }.joined() + "  </testsuite>\n"
    }.joined()
    // Logs would obey some of the text; character references say the same.
    let inert = LogCommand.inert(LogCommand.replacing(numberSign: "&#35;", in: body), colon: "&#58;")
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<testsuites name=\"storehooks drift\"\(Self.counts(all, hasSkipped: false))>\n\(inert)</testsuites>\n"
  }

  /// In the schema of Jenkins' xUnit plugin (junit-10.xsd), only a suite has the number of skipped tests.
  private static func counts(_ cases: [Case], hasSkipped: Bool = true) -> String {
    let count = { (kind: String) in cases.count { $0.kind == kind } }
    return " tests=\"\(cases.count)\" failures=\"\(count("failure"))\" errors=\"\(count("error"))\""
      + (hasSkipped ? " skipped=\"\(count("skipped"))\"" : "")
  }

  private static func element(_ test: Case, suite: String) -> String {
    let head = "    <testcase classname=\"\(Markup.text(suite))\" name=\"\(Markup.text(test.name))\""
    guard let kind = test.kind else { return head + "/>\n" }
    let lines = test.text.split(separator: "\n").map { Markup.text(String($0)) }.joined(separator: "\n")
    let end = lines.isEmpty ? "/>" : ">\(lines)</\(kind)>"
    return head + ">\n      <\(kind) message=\"\(Markup.text(test.message))\"\(end)\n    </testcase>\n"
  }
}
