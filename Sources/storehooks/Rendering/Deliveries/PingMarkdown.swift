import Reconciler
import YAML

/// What came of testing webhooks, for the comment of a pull request or the summary of a job.
enum PingMarkdown {
  /// How many characters it has at most; GitHub refuses comments of more than 65,536.
  private static let limit = 60_000

  /// A line with the verdict, a table, and what could not be read.
  static func render(_ results: [PingResult], errors: [Diagnostic]) -> String {
    let tally = PingText.tally(results, unread: errors.count)
    let hasFailed = !errors.isEmpty || results.contains { $0.outcome.isFailure }
    let verdict = "**\(hasFailed ? "Not every webhook works" : "Every webhook works"):** \(tally).\n"
    // What failed comes first, so that it is the rest that is cut.
    let sorted = results.filter(\.outcome.isFailure) + results.filter { !$0.outcome.isFailure }
    var left = limit - 1_000
    let rows = sorted.map(row(_:)).prefix { row in
      left -= row.reduce(6) { $0 + $1.count + 3 }
      return left > 0
    }
    let unread = errors.map { Markdown.code(PingText.cut($0.message, to: PingText.answerLimit)) }.prefix {
      left -= $0.count + 3
      return left > 0
    }
    var text = verdict
    if !rows.isEmpty {
      text += "\n" + Markdown.table(["App", "Webhook", "Result", "Status", "Time", "Why"], Array(rows))
    }
    let cut = [(results.count - rows.count, "webhook"), (errors.count - unread.count, "error")]
    for (count, noun) in cut where count > 0 { text += "\n\(counted(noun, count)) more left out.\n" }
    if !unread.isEmpty { text += "\n" + unread.map { "- \($0)\n" }.joined() }
    return text
  }

  private static func row(_ result: PingResult) -> [String] {
    let delivery = result.outcome.delivery
    var why = result.outcome.reason.map { [$0] } ?? []
    if result.outcome.isFailure {
      if let message = delivery?.errorMessage, !why.contains(message) { why.append(message) }
      if let body = delivery?.responseBody, !body.isEmpty { why.append(body) }
    }
    let cells = why.filter { !$0.isEmpty }.map { Markdown.code(PingText.cut($0, to: PingText.answerLimit)) }
    return [
      Markdown.code(result.webhook.appTitle), Markdown.code(result.webhook.name), result.outcome.word,
      delivery?.httpStatus.map(String.init) ?? "", delivery?.duration.map { "\(HumanDuration($0))" } ?? "",
      cells.joined(separator: "<br>"),
    ]
  }
}
