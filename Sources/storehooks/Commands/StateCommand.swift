import CommandLine
import Diagnostics
import Planning
import Reconciler
import Reports

struct StateCommand: ImmediateCommand {
  static let specification = CommandSpec(
    name: "state",
    abstract: "List what the state file records",
    discussion: [
      """
      Lists the managed webhooks of each app, whether a fingerprint of their secrets is on record, the files that \
      the app came from, and when the record last changed. Reads that file alone; never shows a fingerprint.
      """
    ],
    relevantGroups: [.selection, .connection, .output, .general],
    withoutEffect: [
      Option.variable.spec, Option.noState.spec, Option.apiURL.spec, Option.concurrency.spec,
      Option.timeout.spec, Option.maxWait.spec, Option.ignoreTotals.spec, Option.verbose.spec,
    ],
    formats: [.text, .json, .markdown],
    exitCodes: [
      .init(0, "Done, or there is no state file yet"), .init(1, "The state file can't be read"), .wrongUsage,
    ],
    examples: [
      .init("List what is managed", "storehooks state"),
      .init(
        "List the webhooks of some apps, for a script", "storehooks state --app 'com.example.*' --format json"
      ),
    ])

  static func report(of failure: Findings) -> (any Report)? { StateReport(failure) }

  let session: Session

  func run() throws -> CommandResult {
    guard !session[.noState] else {
      throw CommandFailure.usage("state lists the state file: it can't be combined with --no-state")
    }
    guard !session.options.hasNoState else {
      throw CommandFailure.usage("standard input has no state file beside it; name one with --state")
    }
    let path = session.statePath
    let state: RecordedState?
    do {
      state = try StateFile(path: path).load()
    } catch {
      throw CommandFailure(message: "\(error)")
    }
    let apps =
      state?.apps.filter { session.selection.includes($0.facts) } ?? []
    if let state, apps.isEmpty, let pattern = session[.app].first {
      let nearest = Spelling.nearest(to: pattern, among: state.apps.map(\.title))
      let patterns = session[.app].map { "'\($0)'" }.joined(separator: ", ")
      throw CommandFailure.usage(
        "--app \(patterns) matches no app of the state file"
          + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
    }
    return CommandResult(StateReport(state, apps, path: path, now: session.program.now()))
  }
}
