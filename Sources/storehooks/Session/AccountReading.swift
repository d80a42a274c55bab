import AppStoreConnect
import CommandLine
import DesiredState
import Diagnostics
import Planning
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Session {
  /// Whether there is a desired-state file to take apps from: one was named, or is in the default place.
  var hasDesiredStateFile: Bool {
    options.isGiven(.file) || self[.file].contains(where: FileManager.default.fileExists)
  }

  /// Reads the live webhooks of the file's apps, whatever the file says of them. Apps that could not be read are
  /// included.
  func readApps(of state: DesiredState, _ client: Client) async throws(CommandFailure) -> [LiveApp] {
    let reader = LiveStateReader(
      client: client, concurrency: self[.concurrency], mask: withRecord(state.mask))
    let reading = await progress.show("Reading webhooks", counting: "app") { update in
      await reader.read(state, progress: update)
    }
    if let error = reading.accountFailure {
      throw CommandFailure(diagnostics: [error.accountFailure], exitCode: .failed)
    }
    return reading.apps.map { LiveApp(facts: $0.facts, webhooks: $0.webhooks) }
  }

  /// A mask that also covers what is recorded as sensitive. The record's account doesn't matter, because IDs are
  /// unique.
  private func withRecord(_ mask: URLMask) -> URLMask {
    guard !options.hasNoState, let record = try? StateFile(path: statePath).load() else { return mask }
    var mask = mask
    mask.add(webhookIds: record.sensitiveWebhooks)
    return mask
  }

  /// Reads the account's apps that `--app` selects, or all of them, with their webhooks. Apps that could not be read
  /// are included.
  ///
  /// - Parameter mask: which URLs mustn't be shown; `nil` for what the files say, if there are any.
  func readAccount(_ client: Client, mask: URLMask? = nil) async throws(CommandFailure) -> [LiveApp] {
    let reader = AccountReader(
      client: client, concurrency: self[.concurrency], mask: withRecord(mask ?? filesIfAny.mask))
    let apps: [AppFacts]
    do {
      apps = try await listApps(reader)
    } catch {
      throw CommandFailure(diagnostics: [error.accountFailure], exitCode: .failed)
    }
    // A typo must not go unnoticed beside patterns that select something.
    for pattern in self[.app]
    where !apps.contains(where: { AppSelection(patterns: [pattern]).includes($0) }) {
      throw .usage(
        "--app '\(pattern)' matches no app that the API key can see"
          + (await suggestion(for: pattern, client)))
    }
    return await progress.show("Reading webhooks", counting: "app") { update in
      await reader.read(apps, selection: selection, progress: update)
    }
  }

  /// The account's bundle ID that may be meant by one that no app has; takes one more request.
  private func suggestion(for pattern: String, _ client: Client) async -> String {
    guard case .bundleId? = AppKey(pattern), let apps = try? await client.someApps() else { return "" }
    let nearest = Spelling.nearestApp(to: pattern, among: apps.compactMap(\.attributes?.bundleId))
    return nearest.map { "; did you mean '\($0)'?" } ?? ""
  }

  func listApps(
    _ reader: AccountReader, _ selection: AppSelection? = nil
  ) async throws(ClientError) -> [AppFacts] {
    let selection = selection ?? self.selection
    let apps: Result<[AppFacts], ClientError> = await progress.show("Listing apps", counting: "app") { _ in
      do throws(ClientError) { return .success(try await reader.apps(selection)) } catch {
        return .failure(error)
      }
    }
    return try apps.get()
  }

  /// The account's selected apps that the file doesn't name, with their webhooks.
  ///
  /// - Parameter includingLeftAlone: whether to include apps listed by files that weren't given.
  func otherApps(
    _ planned: PlannedRun, includingLeftAlone: Bool = false
  ) async throws(ClientError) -> [LiveApp] {
    let reader = AccountReader(
      client: planned.connection.client, concurrency: self[.concurrency], mask: planned.state.mask)
    let handedOver = includingLeftAlone ? [] : planned.state.forget.map(\.key.text)
    let named = Set(planned.state.apps.map(\.key.text) + handedOver)
    let leftAlone = includingLeftAlone ? [] : planned.ownership?.leftAlone.map(\.appId) ?? []
    let read = Set(planned.readings.compactMap(\.facts.id) + leftAlone)
    let others = try await accountApps(planned, reader).filter { app in
      guard let id = app.id, !read.contains(id), !named.contains(id) else { return false }
      return app.bundleId.map(named.contains) != true
    }
    return await progress.show("Reading webhooks", counting: "app") { update in
      await reader.read(others, progress: update)
    }
  }

  /// The account's selected apps, which may be known already.
  private func accountApps(_ planned: PlannedRun, _ reader: AccountReader) async throws(ClientError)
    -> [AppFacts]
  {
    if let known = planned.account { return known }
    return try await listApps(reader)
  }
}
