import AppStoreConnect
import CommandLine
import DesiredState
import Diagnostics
import Planning
import Reconciler
import Reports

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
      A difference is a webhook that is missing, was changed or isn't in the file, an app of the file \
      that no longer exists, or one under 'forget' that is still on record. These are not drift: a webhook that an ignore rule covers or that stays because \
      prune is off, and a secret, unless the state file shows that its source now returns a different one. \
      The state file also tells apart what was done by hand and what is new in the file.
      """,
    ],
    options: [
      Option.allApps.saying(
        "Also report the webhooks of apps that the file doesn't list, unless policy.ignore covers them"
      ).spec,
      Option.ping.spec, Option.verificationWait.spec, Option.report.spec, Option.showURLs.spec,
      Option.force.saying("Let --report replace FILE even if it is not such a page").spec,
      Option.minSuccess.spec, Option.filesChanged.spec,
    ],
    formats: [.text, .json, .markdown, .junit],
    exitCodes: [
      .init(0, "No difference"),
      .init(1, "Failed, or not every app could be compared"),
      .init(2, "There is a difference, or too few deliveries arrived (--min-success)"),
      .wrongUsage, .invalidFile,
    ],
    examples: [
      .init("Check every night whether anything was changed by hand", "storehooks drift"),
      .init("Include apps the file doesn't list", "storehooks drift --all-apps"),
      .init("Also test every night that all webhooks work", "storehooks drift --ping"),
      .init("Also write the page of 'storehooks report'", "storehooks drift --all-apps --report report.html"),
      .init("Read the differences in a script", "storehooks drift --format json"),
    ])

  static let tellsJob = true

  static func report(of failure: Findings) -> (any Report)? {
    ComparisonReport(DriftReport(), plan: Plan(), tests: nil, failure)
  }

  let session: Session

  func run() async throws -> CommandResult {
    let wantsAllApps = session[.allApps]
    let page = try session.pageFile(session[.report], option: "--report")
    if page?.isStandardOutput == true {
      throw CommandFailure.usage("--report needs a file: standard output has the differences")
    }
    let minimum = try session.minSuccess()
    let (run, apps) = try await session.compare(mustSelect: !wantsAllApps)
    var planned = run
    let detector = DriftDetector(record: planned.record?.state)
    var drift = DriftReport(
      apps: detector.compare(apps, plan: planned.plan, coversUnlisted: wantsAllApps),
      forgotten: planned.plan.forgotten)
    drift.apps += detector.gone(planned.gone, in: planned.state) + detector.renamed(planned.renamed)
    var errors = planned.accountFailure.map { [$0] } ?? []
    // An app that is gone is a difference, not a failure.
    errors += planned.plan.failures { if case .notFound? = $0.failure { false } else { true } }
    var others: [LiveApp] = []
    if wantsAllApps, planned.accountFailure == nil {
      do throws(ClientError) {
        others = try await session.otherApps(planned)
      } catch {
        errors.append(error.accountFailure)
      }
      if planned.readings.isEmpty, errors.isEmpty { try session.checkSelection(of: others) }
      let renamed = Set(planned.renamed.map(\.recorded.appId))
      let unlisted = others.filter { $0.facts.id.map(renamed.contains) != true }
      drift.apps += unlisted.map { detector.unlisted($0, in: planned.state) }
      errors += others.failures
    }
    var fleet = FleetScope(planned, others: others, now: session.program.now())
    if page != nil || minimum != nil { errors += await session.readDeliveries(&fleet) }
    planned.noteShortLists(others: others.map(\.facts), webhooks: fleet.reading.webhooks)
    let shortfalls = minimum.map { fleet.reading.deliveries.shortfalls(below: $0) } ?? []
    planned.doubt(shortfalls)
    let tests = await tests(of: planned)
    errors += tests?.results.callFailures ?? []
    if let page, planned.accountFailure == nil {
      errors += session.write(FleetReport(fleet.reading), to: page, files: fleet.files).map { [$0] } ?? []
    }
    planned.errors = errors
    var result = result(
      ComparisonReport(
        drift, plan: planned.plan, tests: tests, planned.findings, isVerbose: session[.verbose]))
    result.notes += fleet.notes
    if result.exitCode == .done, !shortfalls.isEmpty { result.exitCode = .changesPresent }
    return result
  }

  private func result(_ report: ComparisonReport) -> CommandResult {
    var result = CommandResult(report, report.findings.errors + report.findings.warnings)
    result.counts = CommandResult.Counts(
      report.plan, hasChanges: report.hasDrift, isWhole: report.findings.errors.isEmpty)
    let uncovered = report.drift.apps.filter { $0.isUncovered && !$0.isNotable && $0.unmanaged == 0 }
    if !uncovered.isEmpty {
      result.notes.append(
        "\(named(uncovered.map(\.title))) \(uncovered.count == 1 ? "isn't" : "aren't") in the file and \(uncovered.count == 1 ? "has" : "have") no webhooks;"
          + " list \(uncovered.count == 1 ? "it" : "them") under policy.ignoreApps to silence this")
    }
    let listed = report.drift.apps.filter { $0.standing == .listed }
    if listed.count > 1, listed.allSatisfy(\.isGone) {
      result.notes.append("the API key sees none of the file's apps: is it the right key?")
    }
    if report.plan.hasCalls {
      result.notes.append(
        "'storehooks apply' restores what the file says; 'storehooks adopt' changes the file to what is live")
    }
    if !report.findings.errors.isEmpty {
      result.exitCode = .failed
    } else if report.hasDrift {
      result.exitCode = .changesPresent
    }
    return result
  }

  private func tests(of planned: PlannedRun) async -> Verifications? {
    guard session[.ping] else { return nil }
    let client = planned.connection.client
    return .tested(
      await session.ping(
        planned.plan.enabledWebhooksOfFile(readings: planned.readings), client,
        session.follower(client, isStopped: { false })))
  }
}

extension Option<String?> {
  fileprivate static let report = value(
    "report", "FILE", .path, "Also write the page of 'storehooks report' to this file")
}

extension Option<Bool> {
  static let ping = flag(
    "ping",
    "Also send a test event to every enabled webhook of the file; one that doesn't arrive is a difference. "
      + "This finds secrets that were changed by hand, on either side")
}
