import CommandLine
import Reports
import AppStoreConnect
import Diagnostics
import Planning
import Reconciler

/// `storehooks drift`: reports how App Store Connect differs from the file, and changes nothing.
struct DriftCommand {
  let context: CommandContext

  func run() async throws -> Int32 {
    let wantsAllApps = context.invocation.options.flag("all-apps")
    guard let (run, apps) = try await context.compare(mustSelect: !wantsAllApps) else {
      return Program.ExitCode.invalidFile
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
        if planned.readings.isEmpty { try context.checkSelection(of: others) }
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
  ) throws -> Int32 {
    let hasDrift = report.hasDrift || pings?.contains { $0.outcome.isFailure } == true
    context.report(errors + planned.doubts)
    var document = PlanDocument(planned.plan, errors: errors, statistics: planned.statistics)
    document.drift = DriftDocument(report)
    document.verifications = pings?.map(Verification.init(_:))
    var markdown = DriftMarkdown.report(report, errors: errors, warnings: planned.doubts)
    if let pings { markdown.sections.append(section(of: pings)) }
    try context.publish(
      json: document, markdown: markdown,
      text: hasDrift || !errors.isEmpty || !context.options.isQuiet
        ? DriftText(style: context.style).render(report, statistics: planned.statistics) : nil,
      tool: JUnitReport(report, plan: planned.plan, pings: pings ?? [], errors: errors).xml())
    context.publishCounts(planned.plan, hasChanges: hasDrift)
    if let pings, hasDrift || !context.options.isQuiet { try show(pings) }
    let listed = report.apps.filter { $0.standing == .listed }
    if listed.count > 1, listed.allSatisfy(\.isGone) {
      context.note("none of the file's apps is visible: is this the right API key?")
    }
    if planned.plan.hasChanges {
      context.note(
        "'storehooks apply' makes it as the file says; to keep what was done by hand, change the file")
    }
    if !errors.isEmpty { return Program.ExitCode.failed }
    return hasDrift ? Program.ExitCode.changesPresent : Program.ExitCode.done
  }

  /// What keeps an app from being compared. That it is gone is a difference, and no failure.
  private func diagnostics(of app: AppPlan) -> [Diagnostic] {
    if case .notFound? = app.failure { return [] }
    return app.failure?.diagnostics(for: app) ?? []
  }

  /// The selected apps of the account that the file doesn't name, with their webhooks.
  private func otherApps(_ planned: PlannedRun) async -> Result<[LiveApp], ClientError> {
    let reader = AccountReader(
      client: planned.connection.client, concurrency: context.options.concurrency)
    let named = Set(planned.state.apps.map(\.key.text))
    let leftAlone = planned.ownership?.leftAlone.map(\.appId) ?? []
    let read = Set(planned.readings.compactMap(\.facts.id) + leftAlone)
    do throws(ClientError) {
      let others = try await context.listApps(reader).filter { app in
        guard let id = app.id, !read.contains(id), !named.contains(id) else { return false }
        return app.bundleId.map(named.contains) != true
      }
      return .success(
        await context.progress.show("Reading webhooks", counting: "app") { update in
          await reader.read(others, progress: update)
        })
    } catch {
      return .failure(error)
    }
  }
}
