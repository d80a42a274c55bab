import CommandLine
import Reports
import AppStoreConnect
import Diagnostics
import Reconciler

struct ReportCommand: Command {
  static let specification = CommandSpec(
    name: "report",
    abstract: "Write a web page about all apps: who hears what, and what fails",
    discussion: [
      """
      Reads every app that the API key sees, and the deliveries of the last ten days. The page shows which \
      receiver hears which event of which app, how deliveries went, and what deserves attention. It is one \
      file that loads nothing, for a browser or an artifact of a CI job.
      """,
      """
      If there is a desired-state file, the report also has apps that it doesn't list, webhooks that it \
      doesn't have, and secrets that Storehooks hasn't written. No secret is read.
      """,
      """
      Without --out and --format, the page goes to standard output, unless that is a terminal. With --out, \
      standard output has the report in the format that --format names. Of URLs only hosts are shown.
      """,
      """
      A report needs a request for each app and each webhook. It leaves 30 % of the hour's quota to others, \
      says which deliveries it didn't read, and begins with them the next time.
      """,
    ],
    options: [
      Option.out.saying("Write the page here; - is standard output").spec,
      Option.force.saying("Let --out replace FILE even if it is not such a page").spec,
      Option.showURLs.spec, Option.filesChanged.spec,
    ],
    formats: [.text, .html, .json, .markdown],
    exitCodes: [
      .init(0, "Done, whatever deserves attention"),
      .init(1, "Failed, or something could not be read"),
      .wrongUsage, .invalidFile,
    ],
    examples: [
      .init("Look at all apps in a browser", "storehooks report --out report.html"),
      .init("See at a terminal what deserves attention", "storehooks report --format text"),
      .init("Read it in a script", "storehooks report --format json"),
      .init("Report on some apps", "storehooks report --app 'com.example.*' --out report.html"),
    ])

  static func report(of failure: Findings) -> (any Report)? { FleetOverview(nil, failure) }

  let session: Session

  func run() async throws -> CommandResult {
    let out = try session.pageFile(session[.out])
    var scope = try await session.fleetScope(now: session.program.now())
    let unread = await session.readDeliveries(&scope)
    scope.errors += unread
    let fleet = FleetReport(scope.reading)
    var result = CommandResult(nil)
    if writesPage(out) {
      result.saved = session.page(fleet)
      result.isTaken = true
    } else if let out {
      if let error = session.write(fleet, to: out, files: scope.files) {
        scope.errors.append(error)
      } else if out.isFile {
        scope.notes.append("the page is in \(out.path)")
      }
    }
    let findings = scope.findings
    result.report = FleetOverview(fleet, showsURLs: session[.showURLs], findings)
    result.diagnostics = findings.errors + findings.warnings
    result.notes = scope.notes
    if !findings.errors.isEmpty { result.exitCode = .failed }
    return result
  }

  /// Whether the page goes to standard output: if that was asked for, or if nothing was and it isn't a terminal.
  private func writesPage(_ out: OutFile?) -> Bool {
    if let out { return out.isStandardOutput }
    if session[.format] == .html { return true }
    return !session.options.isGiven(.format) && !session.publisher.reader.isTerminal
  }
}

extension Option<Bool> {
  static let showURLs = flag("show-urls", "Show URLs with their paths and queries, which may be secret")
}
