import AppStoreConnect
import CommandLine
import DesiredState
import Diagnostics
import Planning
import Platform
import Reconciler
import Reports

/// `storehooks adopt`: turns drift into a change of the file.
struct AdoptCommand: Command {
  static let specification = CommandSpec(
    name: "adopt",
    abstract: "Change the file to what is live",
    discussion: [
      """
      Where App Store Connect differs from the file, changes the file: prints a diff for 'git apply', or changes \
      the files with --write, all or none. Only what differs is changed; comments, order and layout stay. \
      Afterwards 'storehooks plan' finds nothing to do about what was adopted.
      """,
      """
      A value that comes from a template becomes an override of that webhook, unless every user of the template \
      has the same new value. A new webhook stands where its app stands; its secret comes from the source that \
      the file has for its receiver, or from an environment variable, since App Store Connect never shows \
      secrets. What is missing is only taken out of the file with --accept-missing: it may have been deleted by \
      mistake. With --app or --all-apps, apps that the file doesn't list are added.
      """,
    ],
    options: [
      Option.write.spec, Option.acceptMissing.spec, Option.webhook.spec,
      Option.allApps.saying("Also add the apps that the file doesn't list").spec, Option.noSecrets.spec,
      Option.filesChanged.spec,
    ],
    formats: [.text, .json, .markdown],
    exitCodes: [
      .init(0, "Done, or nothing to adopt"),
      .init(1, "Failed, not every app could be read, or something can't be adopted"),
      .wrongUsage, .invalidFile,
    ],
    examples: [
      .init("Show what would change in the file", "storehooks adopt"),
      .init("Change the file", "storehooks adopt --write"),
      .init("Add an app with its webhooks", "storehooks adopt --app com.example.vault --write"),
      .init("Apply the diff with git", "storehooks adopt | git apply"),
    ])

  static let tellsJob = true

  static func report(of failure: Findings) -> (any Report)? { AdoptReport(Adoption(), failure) }

  let session: Session

  func run() async throws -> CommandResult {
    if session.options.readsStandardInput {
      throw CommandFailure.usage("adopt needs a file that it can change")
    }
    let (run, apps) = try await session.compare(mustSelect: false)
    var planned = run
    let detector = DriftDetector(record: planned.record?.state)
    let drift = detector.compare(apps, plan: planned.plan)
    // An app that is gone, or has no room for more, is a difference, not a failure.
    var errors = planned.accountFailure.map { [$0] } ?? []
    errors += planned.plan.failures {
      switch $0.failure {
      case .notFound, .noRoom: false
      default: true
      }
    }
    try check(drift)
    let others = try await otherApps(planned, errors: &errors)
    try checkWebhooks(planned, drift, others)
    planned.noteShortLists(others: others.map(\.facts))
    let reader = DesiredStateReader(values: session.variableValues)
    let withholding = session.output.withholding
    let adoption = Adopter(
      planned.state, apps: apps, drift: drift,
      isWhole: session[.app].isEmpty && planned.accountFailure == nil,
      others: others.filter { (try? $0.webhooks.get()) != nil },
      scope: AdoptionScope(
        webhooks: Set(session[.webhook]), acceptsMissing: session[.acceptMissing],
        takesLeftApps: session[.allApps] || !session[.app].isEmpty),
      detector: detector, isConfidential: { withholding.shown($0) != $0 }, decode: { reader.decode($0) }
    ).adoption()
    if session[.write] { try AdoptedFiles(adoption).write() }
    var diff = AdoptedFiles(adoption).diff
    // Altered, it would be no diff of the file any more.
    let isShown = !withholding.occurs(in: diff)
    if !isShown { diff = "" }
    if !isShown, !session[.write] {
      errors.append(
        .error(
          "the diff would show something that must not be seen, which stands in the file already", at: nil,
          remedy: "change the file with --write, and take the secret out of it"))
    }
    planned.errors = errors
    return result(adoption, planned, diff: diff)
  }

  private func result(_ adoption: Adoption, _ planned: PlannedRun, diff: String) -> CommandResult {
    let findings = planned.findings
    let report = AdoptReport(adoption, diff: diff, isWritten: session[.write], findings)
    let isWhole = findings.errors.isEmpty && adoption.left.isEmpty
    var result = CommandResult(
      report, findings.errors + findings.warnings, exitCode: isWhole ? .done : .failed)
    result.counts = CommandResult.Counts(adopted: !adoption.files.isEmpty, isWhole: findings.errors.isEmpty)
    result.remarks = adoption.left.map(\.diagnostic)
    if !session[.write], let root = AdoptedFiles(adoption).root {
      result.notes.append("the paths of the diff are relative to \(root); apply it there")
    }
    if adoption.files.isEmpty, isWhole { result.notes.append("nothing to adopt") }
    if let first = adoption.variables.first {
      let others = adoption.variables.count - 1
      result.notes.append(
        others == 0
          ? "the secret of webhook '\(first.webhook)' (\(named(first.apps))) comes from \(first.name) now; the live one"
            + " stays until 'storehooks apply --write-secrets unknown' replaces it"
          : "the secrets of \(counted("webhook", others + 1)) come from \(named(adoption.variables.map(\.name))) now; the live"
            + " ones stay until 'storehooks apply --write-secrets unknown' replaces them")
    }
    return result
  }

  private func check(_ drift: [AppDrift]) throws(CommandFailure) {
    let listed = drift.filter { $0.standing == .listed }
    guard session[.acceptMissing], !listed.isEmpty, listed.allSatisfy(\.isGone) else { return }
    throw CommandFailure(message: "the API key sees none of the file's apps: is it the right key?")
  }

  /// A typo must not look like "nothing to adopt".
  private func checkWebhooks(_ planned: PlannedRun, _ drift: [AppDrift], _ others: [LiveApp])
    throws(CommandFailure)
  {
    let live = planned.readings.map(\.webhooks) + others.map(\.webhooks)
    let known = Set(
      live.flatMap { (try? $0.get()) ?? [] }.flatMap { [$0.name, $0.id] }
        + drift.flatMap { $0.differences.map(\.name) })
    for name in session[.webhook] where !known.contains(name) {
      let nearest = Spelling.nearest(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
      throw .usage("--webhook '\(name)' matches no webhook\(nearest)")
    }
  }

  private func forgotten(_ pattern: String, _ planned: PlannedRun) async -> ForgottenApp? {
    let selection = AppSelection(patterns: [pattern])
    let forget = planned.state.forget
    if let named = forget.first(where: { selection.includes($0.key.facts) }) { return named }
    guard !forget.isEmpty else { return nil }
    // It may be the app's other ID.
    let reader = AccountReader(client: planned.connection.client)
    return (try? await reader.apps(selection))?.lazy.compactMap(planned.state.forgets(_:)).first
  }

  /// The apps to add that no file lists.
  private func otherApps(_ planned: PlannedRun, errors: inout [Diagnostic]) async throws -> [LiveApp] {
    let known = Set(planned.readings.flatMap { [$0.facts.bundleId, $0.facts.id, $0.desired.key.text] })
    let patterns = session[.app]
    guard planned.accountFailure == nil,
      session[.allApps] || patterns.contains(where: { !known.contains($0) })
    else { return [] }
    let others: [LiveApp]
    do throws(ClientError) {
      others = try await session.otherApps(planned)
    } catch {
      errors.append(error.accountFailure)
      return []
    }
    for pattern in patterns {
      let selection = AppSelection(patterns: [pattern])
      guard !planned.readings.contains(where: { selection.includes($0.facts) }),
        !planned.readings.contains(where: { $0.desired.key.text == pattern }),
        !others.contains(where: { selection.includes($0.facts) })
      else { continue }
      if let entry = await forgotten(pattern, planned) {
        throw CommandFailure(
          diagnostics: [
            .error(
              "--app '\(pattern)' names an app that was handed over", at: entry.location,
              remedy: "take it out of 'forget' to manage it again")
          ], exitCode: .usage)
      }
      throw CommandFailure.usage("--app '\(pattern)' matches no app that the API key can see")
    }
    errors += others.failures
    // An app without webhooks has nothing to adopt, unless it was asked for.
    let policy = planned.state.policy
    return others.filter { app in
      if !patterns.isEmpty { return true }
      return !planned.state.defaults.isEmpty && !policy.ignores(app.facts)
        || (try? app.webhooks.get().isEmpty) == false
    }
  }
}

extension Option<Bool> {
  static let write = flag("write", "Change the files instead of printing a diff, all or none")
  static let acceptMissing = flag(
    "accept-missing", "Take out of the file what App Store Connect no longer has")
}
