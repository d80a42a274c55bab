import CommandLine
import Reports
import AppStoreConnect
import Diagnostics
import Planning
import Reconciler

/// `storehooks drift`: reports how App Store Connect differs from the file, and changes nothing.
struct DriftCommand: Command {
  static let specification = CommandSpec(
    name: "drift",
    abstract: "Report what was changed by hand",
    discussion: [
      """
      Compares App Store Connect with the file and reports every webhook that differs: what App Store \
      Connect has, and what the file says. Made for a nightly job: it changes nothing, needs no webhook \
      secret, and prints one line if all is well.
      """,
      """
      A difference is a webhook that is missing, was changed or isn't in the file, or an app of the file \
      that no longer exists. These are not drift: a webhook that an ignore rule covers or that stays because \
      prune is off, and a secret, unless the state file shows that its source now returns a different one. \
      The state file also tells apart what was done by hand and what is new in the file.
      """,
    ],
    options: [
      Option.allApps.saying(
        "Also report the webhooks of apps that the file doesn't list, unless policy.ignore covers them"
      ).spec,
      Option.ping.spec, Option.verificationWait.spec, Option.filesChanged.spec,
    ],
    formats: [.text, .json, .markdown, .junit],
    exitCodes: [
      .init(0, "No difference"),
      .init(1, "Failed, or not every app could be compared"),
      .init(2, "There is a difference"),
      .wrongUsage, .invalidFile,
    ],
    examples: [
      .init("Check every night whether anything was changed by hand", "storehooks drift"),
      .init("Include apps the file doesn't list", "storehooks drift --all-apps"),
      .init("Also test every night that all webhooks work", "storehooks drift --ping"),
      .init("Read the differences in a script", "storehooks drift --format json"),
    ])

  let session: Session

  func run() async throws -> ExitCode {
    let wantsAllApps = session[.allApps]
    guard let (run, apps) = try await session.compare(mustSelect: !wantsAllApps) else {
      return .invalidFile
    }
    var planned = run
    let detector = DriftDetector(record: planned.record?.state)
    var report = DriftReport(
      apps: detector.compare(apps, plan: planned.plan, coversUnlisted: wantsAllApps))
    var errors = planned.plan.apps.flatMap(diagnostics(of:))
    var others: [LiveApp] = []
    if wantsAllApps {
      switch await otherApps(planned) {
      case .success(let found):
        others = found
        if planned.readings.isEmpty { try session.checkSelection(of: others) }
        report.apps += others.map { detector.unlisted($0, policy: planned.state.policy) }
        errors += others.failures
      case .failure(let error): errors.append(error.listingFailure)
      }
    }
    planned.noteShortLists(others: others.map(\.facts))
    let pings = await ping(planned)
    errors += pings?.compactMap(\.callFailure) ?? []
    return try show(report, pings, errors: errors, planned)
  }

  private func show(
    _ report: DriftReport, _ pings: [PingResult]?, errors: [Diagnostic], _ planned: PlannedRun
  ) throws -> ExitCode {
    let hasDrift = report.hasDrift || pings?.contains { $0.outcome.isFailure } == true
    session.report(errors + planned.doubts)
    var document = PlanDocument(planned.plan, errors: errors, statistics: planned.statistics)
    document.drift = DriftDocument(report)
    document.verifications = pings?.map(Verification.init(_:))
    var markdown = DriftMarkdown.report(report, errors: errors, warnings: planned.doubts)
    if let pings { markdown.sections.append(section(of: pings)) }
    try session.publish(
      json: document, markdown: markdown,
      text: hasDrift || !errors.isEmpty || !session[.quiet]
        ? DriftText(style: session.style).render(report, statistics: planned.statistics) : nil,
      tool: JUnitReport(report, plan: planned.plan, pings: pings ?? [], errors: errors).xml())
    session.publishCounts(planned.plan, hasChanges: hasDrift)
    if let pings, hasDrift || !session[.quiet] { try show(pings) }
    let listed = report.apps.filter { $0.standing == .listed }
    if listed.count > 1, listed.allSatisfy(\.isGone) {
      session.note("the API key sees none of the file's apps: is it the right key?")
    }
    if planned.plan.hasChanges {
      session.note(
        "'storehooks apply' restores what the file says; to keep changes made by hand, edit the file")
    }
    if !errors.isEmpty { return .failed }
    return hasDrift ? ExitCode.changesPresent : ExitCode.done
  }

  /// What keeps an app from being compared. That it is gone is a difference, and no failure.
  private func diagnostics(of app: AppPlan) -> [Diagnostic] {
    if case .notFound? = app.failure { return [] }
    return app.failure?.diagnostics(for: app) ?? []
  }

  /// The selected apps of the account that the file doesn't name, with their webhooks.
  private func otherApps(_ planned: PlannedRun) async -> Result<[LiveApp], ClientError> {
    let reader = AccountReader(
      client: planned.connection.client, concurrency: session[.concurrency])
    let named = Set(planned.state.apps.map(\.key.text))
    let leftAlone = planned.ownership?.leftAlone.map(\.appId) ?? []
    let read = Set(planned.readings.compactMap(\.facts.id) + leftAlone)
    do throws(ClientError) {
      let others = try await session.listApps(reader).filter { app in
        guard let id = app.id, !read.contains(id), !named.contains(id) else { return false }
        return app.bundleId.map(named.contains) != true
      }
      return .success(
        await session.progress.show("Reading webhooks", counting: "app") { update in
          await reader.read(others, progress: update)
        })
    } catch {
      return .failure(error)
    }
  }
}

extension Option<Bool> {
  static let ping = flag(
    "ping",
    "Also send a test event to every enabled webhook of the file; one that doesn't arrive is a difference. "
      + "This finds secrets that were changed by hand, on either side")
}
