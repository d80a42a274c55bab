import AppStoreConnect
import Reconciler
import YAML

/// A plan, and what it was made with.
struct PlannedRun: Sendable {
  var state: DesiredState
  var connection: Connection
  /// What is on record; `nil` without a state file.
  var record: StateAccess?
  /// What was read of each app of the plan, in its order.
  var readings: [AppReading]
  var plan: Plan
  /// What `--write-secrets` says.
  var writeSecrets: [String]
  /// What is wrong with apps that could not be read or planned.
  var errors: [Diagnostic]
  /// What is doubtful about secrets that were read.
  var secretWarnings: [Diagnostic] = []

  var statistics: RequestStatistics { connection.client.statistics }
}

extension CommandContext {
  /// Reads desired and live state and plans; `nil` where the file is invalid. Everything is said.
  func plan() async throws -> PlannedRun? {
    guard let run = try await compare() else { return nil }
    try checkWriteSecrets(run.writeSecrets, in: run.plan)
    report(run.errors + run.plan.warnings)
    noteUnknownSecrets(in: run.plan, hasRecord: run.record != nil)
    noteScarceQuota(for: run.plan, run.statistics)
    return run
  }

  /// Reads desired and live state and plans; `nil` where the file is invalid, which is said. What came of it
  /// isn't.
  ///
  /// - Parameter mustSelect: Whether a selection that no app of the file is in is a mistake.
  func compare(mustSelect: Bool = true) async throws -> PlannedRun? {
    guard let state = try validState(files: options.files) else { return nil }
    let titles = state.apps.map(\.key.text)
    if mustSelect {
      try checkSelection(titles, selected: state.apps.count { selection.mayInclude($0.key) })
    }
    let connection = try connection()
    let record = try self.state(for: connection)
    let reader = LiveStateReader(client: connection.client, concurrency: options.concurrency)
    let readings = await progress.show("Reading webhooks", counting: "app") { update in
      await reader.read(state, selection: selection, recorded: record?.state, progress: update)
    }
    if mustSelect { try checkSelection(titles, selected: readings.count) }

    let writeSecrets = invocation.options.strings("write-secrets")
    let comparison = await SecretComparison(
      state: record?.state, deriver: record?.deriver,
      reader: SecretReader(environment: program.environment), concurrency: options.concurrency
    ).compare(readings, writes: SecretFacts.Writes(writeSecrets))
    var plan = Planner(secrets: comparison.facts).plan(readings)
    plan.warnings += comparison.warnings
    let errors = plan.apps.flatMap { app in app.failure?.diagnostics(for: app) ?? [] }
    return PlannedRun(
      state: state, connection: connection, record: record, readings: readings, plan: plan,
      writeSecrets: writeSecrets, errors: errors, secretWarnings: comparison.warnings)
  }

  /// The desired state, or `nil` with everything said, in JSON too.
  func validState(files: [String]) throws -> DesiredState? {
    let desired = DesiredStateReader().read(paths: files)
    report(desired.diagnostics)
    if desired.state == nil { try publishFailure(desired.diagnostics.filter { $0.severity == .error }) }
    return desired.state
  }

  func text(of plan: Plan, statistics: RequestStatistics, style: Style? = nil) -> String {
    PlanText(style: style ?? self.style, showsUnchanged: options.isVerbose)
      .render(plan, statistics: statistics)
  }

  /// A plan that can't be applied within the hour's quota says so before anybody starts it.
  private func noteScarceQuota(for plan: Plan, _ statistics: RequestStatistics) {
    guard let left = statistics.rateLimit?.hourlyRemaining, plan.steps.count > left else { return }
    note(
      "the plan needs \(counted("call", plan.steps.count)), and \(grouped(left)) are left this hour:"
        + " apply will wait, or stop after --max-wait")
  }

  /// Secrets that can't be compared are no difference, but worth a line.
  private func noteUnknownSecrets(in plan: Plan, hasRecord: Bool) {
    let unknown = plan.apps.flatMap(\.webhooks).filter { webhook in
      webhook.secret == .unknown
        && !webhook.changes.contains { if case .secret = $0 { true } else { false } }
    }
    guard hasRecord, !unknown.isEmpty else { return }
    let reasons = Dictionary(grouping: unknown) { $0.secretReason ?? "no record of it" }
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      .map { "\($0.key): \(grouped($0.value.count))" }.joined(separator: "; ")
    note(
      "whether \(counted("secret", unknown.count)) changed is unknown (\(reasons));"
        + " '--write-secrets unknown' writes \(unknown.count == 1 ? "it" : "them")")
  }

  private func checkWriteSecrets(_ names: [String], in plan: Plan) throws(CommandFailure) {
    let known = Set(plan.apps.flatMap(\.webhooks).filter { $0.secret != nil }.map(\.name))
    for name in names where name != "all" && name != "unknown" && !known.contains(name) {
      let nearest = Spelling.nearest(to: name, among: known.sorted() + ["all", "unknown"])
      throw CommandFailure(
        message: "--write-secrets: no webhook of the plan is named '\(name)'"
          + (nearest.map { "; did you mean '\($0)'?" } ?? ""), exitCode: Program.ExitCode.usage)
    }
  }
}

extension SecretFacts.Writes {
  /// Takes over what `--write-secrets` says.
  init(_ words: [String]) {
    self.init(
      all: words.contains("all"), unknown: words.contains("unknown"),
      names: Set(words).subtracting(["all", "unknown"]))
  }
}
