import AppStoreConnect
import CommandLine
import DesiredState
import Diagnostics
import Planning
import Reconciler
import Reports

/// A plan, and what it was made from.
struct PlannedRun: Sendable {
  var state: DesiredState
  var connection: Connection
  /// What is on record; `nil` without a state file.
  var record: StateAccess?
  /// Whose the recorded apps are; `nil` without a state file.
  var ownership: Ownership?
  var readings: [AppReading]
  /// The apps that the key sees, or the selected ones; `nil` if they weren't listed.
  var account: [AppFacts]?
  /// Recorded apps that a rule matches but the account's list lacks.
  var gone: [RecordedApp] = []
  /// Recorded apps whose bundle IDs no rule matches any more.
  var renamed: [RenamedApp] = []
  /// What keeps the account from being read.
  var accountFailure: Diagnostic?
  var plan: Plan
  var writeSecrets: [String]
  var errors: [Diagnostic]
  var doubts: [Diagnostic] = []
  /// The selected apps, in the order in which they were named.
  var selection: AppSelection

  var findings: Findings {
    Findings(errors: errors, warnings: doubts, statistics: connection.client.statistics)
  }

  /// Adds warnings about lists that were accepted although they are short.
  ///
  /// - Parameter others: apps that were read besides those of the plan.
  mutating func noteShortLists(others: [AppFacts] = [], webhooks: [WebhookReference] = []) {
    let known = readings.map(\.facts) + others
    doubt(connection.client.shortLists.map { $0.warning(apps: known, webhooks: webhooks) })
  }

  /// Adds warnings to the plan and to the run.
  mutating func doubt(_ warnings: [Diagnostic]) {
    plan.warnings += warnings
    doubts += warnings
  }
}

extension Session {
  /// Reads desired and live state and plans. Reports everything.
  ///
  /// - Parameter isApplied: whether the plan is applied.
  func plan(isApplied: Bool = false) async throws -> PlannedRun {
    var run = try await compare(isApplied: isApplied).run
    run.noteShortLists()
    try checkWriteSecrets(run.writeSecrets, in: run.plan)
    report(run.errors + run.plan.warnings)
    noteUnknownSecrets(in: run.plan, hasRecord: run.record != nil)
    noteScarceQuota(for: run.plan, run.findings.statistics)
    return run
  }

  /// Reads desired and live state and plans. Doesn't report the result.
  ///
  /// - Parameter mustSelect: whether a selection without any app of the file is an error.
  func compare(
    mustSelect: Bool = true, readsSecrets: Bool = true, isApplied: Bool = false
  ) async throws -> (run: PlannedRun, apps: [PreparedApp]) {
    var whole = try validState(files: self[.file])
    let base = comparedWithBase(&whole)
    var state = base?.state ?? whole
    let connection = try connection(for: whole)
    let record = try self.state(for: connection)
    state.mask.add(webhookIds: record?.state.sensitiveWebhooks ?? [])
    if isApplied { try checkAccount(of: whole, record) }
    var ownership = ownership(of: whole, record)
    if let errors = ownership?.errors, !errors.isEmpty {
      throw CommandFailure(diagnostics: errors, exitCode: .invalidFile)
    }
    if let base { ownership?.keepLeft(where: base.hasLeft(_:)) }
    let unlisted = ownership?.unlisted ?? []
    let titles = whole.apps.map(\.key.text) + (record?.state.apps.map(\.title) ?? [])
    // Only the account's list tells which apps rules bring in.
    if mustSelect, whole.defaults.isEmpty {
      let selected = whole.apps.count { selection.mayInclude($0.key) }
      try checkSelection(titles, selected: selected + unlisted.count)
    }
    let reader = LiveStateReader(
      client: connection.client, concurrency: self[.concurrency], mask: state.mask)
    let secrets = SecretComparison(
      state: record?.state, deriver: record?.deriver,
      reader: readsSecrets && !self[.noSecrets] ? secretReader(for: connection) : nil,
      concurrency: self[.concurrency])
    secrets.begin(state, selection: selection)
    let found = await progress.show("Reading webhooks", counting: "app") { update in
      await reader.read(
        state, selection: selection, recorded: record?.state, ownership: ownership, progress: update)
    }
    let readings = found.apps.filter { !$0.isGone }
    if mustSelect, base == nil, found.accountFailure == nil {
      try checkSelection(
        titles, selected: readings.count + unlisted.count + found.gone.count + found.renamed.count)
    }

    let writeSecrets = self[.writeSecrets]
    let apps = readings.map(PreparedApp.init(_:))
    let comparison = await secrets.compare(apps, writes: SecretFacts.Writes(writeSecrets))
    var plan = Planner(secrets: comparison.facts).plan(apps)
    plan.warnings += comparison.warnings
    plan.forgotten = ownership?.forgotten ?? []
    if let base {
      plan.notCompared = base.skipped + (ownership?.matched.count ?? 0)
      plan.skipsDefaults = base.skipsDefaults
    }
    if let ownership { note(ownership, found, in: &plan) }
    noteKeptEvents(in: &plan)
    let accountFailure = found.accountFailure?.accountFailure
    var run = PlannedRun(
      state: state, connection: connection, record: record, ownership: ownership, readings: readings,
      account: found.account, gone: found.gone, renamed: found.renamed, accountFailure: accountFailure,
      plan: plan,
      writeSecrets: writeSecrets, errors: (accountFailure.map { [$0] } ?? []) + plan.failures(),
      doubts: comparison.warnings, selection: selection)
    if let account = found.account, accountFailure == nil, self[.app].isEmpty {
      run.doubt(state.defaults.unmatched(by: account))
    }
    return (run, apps)
  }

  /// What remains to compare with `--base`; `nil` for everything.
  private func comparedWithBase(_ state: inout DesiredState) -> BaseComparison? {
    guard !self[.base].isEmpty else { return nil }
    // It has its own variables: one that this branch adds isn't missed there.
    let result = DesiredStateReader(values: variableValues).read(paths: self[.base])
    withhold(result)
    guard let base = result.state else {
      let error = result.diagnostics.first { $0.severity == .error }
      let place = error?.range.map { "\($0.file.path):\($0.start.line): " } ?? ""
      note(
        "every app is compared, because --base can't be used: \(place)\(error?.message ?? "it is invalid")")
      return nil
    }
    withholdSecrets(of: base)
    state.mask.add(base.mask)
    let comparison = state.compared(withBase: base)
    if comparison == nil { note("every app is compared: what differs from --base concerns all of them") }
    return comparison
  }

  /// Refuses to apply rules if nothing says to which account, because a key of another one sees other apps.
  func checkAccount(of state: DesiredState, _ record: StateAccess?) throws(CommandFailure) {
    guard let problem = problem(withAccountOf: state, record) else { return }
    throw CommandFailure(diagnostics: [problem], exitCode: .invalidFile)
  }

  func problem(withAccountOf state: DesiredState, _ record: StateAccess?) -> Diagnostic? {
    guard let rule = state.defaults.rules.first, state.account == nil, record?.isNew ?? true else {
      return nil
    }
    return .error(
      "nothing says which account 'defaults' is for, and it changes every app there that it matches",
      at: rule.location, remedy: "add 'account: { issuerId: ... }', or name the account's state file")
  }

  private func note(_ ownership: Ownership, _ found: LiveStateReader.Reading, in plan: inout Plan) {
    let gone = found.apps.filter(\.isGone).map(\.facts)
    let read = Set(found.apps.compactMap(\.facts.id))
    let empty = ownership.left.filter {
      $0.webhooks.isEmpty && $0.bundleId != nil && !read.contains($0.appId)
    }
    plan.dropped = gone.compactMap(\.id) + empty.map(\.appId)
    plan.notes = ownership.notes
    if !gone.isEmpty { plan.notes.append(Self.note(onGone: gone)) }
    if !found.gone.isEmpty { plan.notes.append(Self.note(onUnlisted: found.gone)) }
    plan.notes += found.renamed.map(\.note)
    for text in plan.notes { note(text) }
  }

  /// Makes apply drop records of apps that App Store Connect no longer has and that no known file listed: they could
  /// never leave a file. Takes one request for each hundred of them.
  func dropGoneApps(in run: inout PlannedRun) async {
    let unfiled = run.ownership?.unfiled ?? []
    guard !unfiled.isEmpty, let found = try? await run.connection.client.apps(ids: unfiled.map(\.appId))
    else {
      return
    }
    let there = Set(found.map(\.id))
    let gone = unfiled.filter { !there.contains($0.appId) }
    guard !gone.isEmpty else { return }
    run.plan.dropped += gone.map(\.appId)
    let text = Self.note(onGone: gone.map { AppFacts(id: $0.appId, bundleId: $0.bundleId) })
    run.plan.notes.append(text)
    note(text)
  }

  static func note(onGone apps: [AppFacts]) -> String {
    "\(named(apps.map(\.title))) left the files and no longer \(apps.count == 1 ? "exists" : "exist") in "
      + "App Store Connect: apply removes \(apps.count == 1 ? "its record" : "their records")"
  }

  /// A note on apps that rules match but the account's list lacks.
  static func note(onUnlisted apps: [RecordedApp]) -> String {
    "\(named(apps.map(\.title))) \(apps.count == 1 ? "matches" : "match") 'defaults', but the API key doesn't see"
      + " \(apps.count == 1 ? "it" : "them") any more: nothing is changed there; to drop"
      + " \(apps.count == 1 ? "its record, name it" : "their records, name them") under 'forget'"
  }

  /// Says before anybody starts it that a plan doesn't fit into the hour's quota.
  private func noteScarceQuota(for plan: Plan, _ statistics: RequestStatistics) {
    guard let left = statistics.rateLimit?.hourlyRemaining, plan.steps.count > left else { return }
    note(
      "the plan needs \(counted("call", plan.steps.count)), but only \(grouped(left)) "
        + "\(left == 1 ? "is" : "are") left this hour: apply will wait, or stop after --max-wait"
    )
  }

  /// A secret that can't be compared is no difference, but worth a line.
  private func noteUnknownSecrets(in plan: Plan, hasRecord: Bool) {
    let unknown = plan.apps.flatMap(\.webhooks).filter { webhook in
      webhook.secret == .unknown && !webhook.changes.contains { $0.field == .secret }
    }
    guard hasRecord, !unknown.isEmpty else { return }
    if self[.noSecrets] {
      note("it is unknown whether \(counted("secret", unknown.count)) changed: --no-secrets reads none")
      return
    }
    let reasons = Dictionary(grouping: unknown) { $0.secretReason ?? "not recorded" }
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      .map { "\($0.key): \(grouped($0.value.count))" }.joined(separator: "; ")
    note(
      "it is unknown whether \(counted("secret", unknown.count)) changed (\(reasons));"
        + " '--write-secrets unknown' writes \(unknown.count == 1 ? "it" : "them")")
  }

  /// Event types that this version doesn't know stay, whatever the file lists besides them.
  private func noteKeptEvents(in plan: inout Plan) {
    let webhooks = plan.apps.flatMap(\.webhooks).filter { !$0.keptEvents.isEmpty }
    guard !webhooks.isEmpty else { return }
    let events = Set(webhooks.flatMap(\.keptEvents)).sorted().map(\.rawValue).joined(separator: ", ")
    let text =
      "\(counted("webhook", webhooks.count)) \(webhooks.count == 1 ? "keeps" : "keep") event types that this"
      + " version doesn't know: \(events); set 'allowUnknownEvents: true' to let the file decide"
    plan.notes.append(text)
    note(text)
  }

  private func checkWriteSecrets(_ names: [String], in plan: Plan) throws(CommandFailure) {
    let known = Set(plan.apps.flatMap(\.webhooks).filter { $0.secret != nil }.map(\.name))
    for name in names where name != "all" && name != "unknown" && !known.contains(name) {
      let nearest = Spelling.nearest(to: name, among: known.sorted() + ["all", "unknown"])
      throw CommandFailure(
        message: "--write-secrets: no webhook of the plan is named '\(name)'"
          + (nearest.map { "; did you mean '\($0)'?" } ?? ""), exitCode: .usage)
    }
  }
}

extension SecretFacts.Writes {
  init(_ words: [String]) {
    self.init(
      all: words.contains("all"), unknown: words.contains("unknown"),
      names: Set(words).subtracting(["all", "unknown"]))
  }
}
