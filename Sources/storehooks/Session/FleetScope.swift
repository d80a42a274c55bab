import AppStoreConnect
import CommandLine
import Diagnostics
import Planning
import Reconciler
import Reports

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a report on all apps is made from, and the connection.
struct FleetScope: Sendable {
  var connection: Connection
  var reading: FleetReading
  var errors: [Diagnostic]
  var doubts: [Diagnostic] = []
  /// The desired-state files, which a page never replaces.
  var files: [String] = []
  var notes: [String] = []

  var findings: Findings {
    let apps = reading.apps.map(\.facts)
    let short = connection.client.shortLists.map { $0.warning(apps: apps, webhooks: reading.webhooks) }
    return Findings(errors: errors, warnings: doubts + short, statistics: connection.client.statistics)
  }
}

extension FleetScope {
  /// The compared apps of files, and others.
  init(_ run: PlannedRun, others: [LiveApp], now: Date) {
    let listed = run.readings.map { LiveApp(facts: $0.facts, webhooks: $0.webhooks) }
    let record = run.record.flatMap { $0.isNew ? nil : $0.state }
    let elsewhere = Set(run.ownership?.leftAlone.map(\.appId) ?? [])
    reading = FleetReading(
      apps: listed + others,
      files: .init(
        plan: run.plan, record: record, elsewhere: elsewhere, standings: AppStandings(run.state)), now: now)
    (connection, errors, doubts) = (run.connection, run.errors, run.doubts)
    files = run.state.files.map(\.path)
  }
}

extension Session {
  /// Reads all apps of the account that `--app` selects. If there is a file, its apps are compared with it.
  func fleetScope(now: Date) async throws -> FleetScope {
    guard hasDesiredStateFile else {
      let connection = try connection()
      let apps = try await readAccount(connection.client)
      return FleetScope(
        connection: connection, reading: FleetReading(apps: apps, now: now), errors: apps.failures)
    }
    var run = try await compare(mustSelect: false, readsSecrets: false).run
    var others: [LiveApp] = []
    // A page about nothing would replace a useful one.
    if let failure = run.accountFailure { throw CommandFailure(diagnostics: [failure], exitCode: .failed) }
    do throws(ClientError) {
      others = try await otherApps(run, includingLeftAlone: true)
    } catch {
      run.errors.append(error.accountFailure)
    }
    if run.readings.isEmpty, run.errors.isEmpty { try checkSelection(of: others) }
    run.errors += others.failures
    return FleetScope(run, others: others, now: now)
  }

  /// Reads the deliveries of all webhooks as far as the quota allows. Returns errors for those that could not be read.
  func readDeliveries(_ scope: inout FleetScope) async -> [Diagnostic] {
    let reading = scope.reading
    guard let window = DeliveryWindow(since: reading.firstDay, now: reading.now) else { return [] }
    let read = await readDeliveries(reading.webhooks, window, scope.connection, now: reading.now)
    scope.reading.deliveries = read.lists
    scope.reading.unread = read.unread
    scope.notes += Self.note(onUnread: read.unread).map { [$0] } ?? []
    return read.lists.failures
  }

  // MARK: The page

  /// The file for a page; refused if it would replace something other than a page.
  ///
  /// - Parameter option: the option that names it.
  func pageFile(_ path: String?, option: String = "--out") throws(CommandFailure) -> OutFile? {
    guard let path else {
      if self[.force] { throw .usage("--force needs \(option)") }
      return nil
    }
    let out = OutFile(path: path, permissions: .shared)
    let files = self[.file].map { (path: $0, what: Self.desiredFile) }
    try out.check(mayReplace: mayReplacePage(out), inputs: recordFiles + files, refusal: Self.pageRefusal)
    return out
  }

  /// Writes a page. Returns an error if it can't be written.
  func write(_ fleet: FleetReport, to out: OutFile, files: [String]) -> Diagnostic? {
    let mayReplace = mayReplacePage(out)
    do throws(CommandFailure) {
      let files = files.map { (path: $0, what: Self.desiredFile) }
      try out.check(mayReplace: mayReplace, inputs: recordFiles + files, refusal: Self.pageRefusal)
      try out.write(page(fleet), mayReplace: mayReplace, refusal: Self.pageRefusal)
      return nil
    } catch {
      return .error("the page was not written: \(error.message)", at: nil)
    }
  }

  func page(_ fleet: FleetReport) -> String {
    FleetPage(fleet, showsURLs: self[.showURLs], version: BuildInformation.version)
      .html(withholding: output.withholding)
  }

  private static let desiredFile = "the desired-state file"
  private static let pageRefusal =
    " and is not a page of 'storehooks report'; choose another name, or use --force"

  private func mayReplacePage(_ out: OutFile) -> Bool {
    self[.force] || out.contents(atMost: 64 << 20).map(FleetPage.isPage) == true
  }
}
