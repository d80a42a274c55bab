import CommandLine
import Reports
import Reconciler

extension ApplyCommand {
  /// Tests what was created or changed, with `--verify`; `nil` without. Nothing is rolled back where a test
  /// fails: the receiver may be what is wrong.
  func verify(
    _ outcome: Outcome, _ planned: PlannedRun, _ secrets: SecretStore, _ interruption: Interruption
  ) async -> Verifications? {
    guard session[.verify] else { return nil }
    let client = planned.connection.client
    let follower = session.follower(client, isStopped: { interruption.isRequested })
    var results = await session.ping(
      outcome.writtenWebhooks(readings: planned.readings), new: outcome.createdWebhooks, client, follower)
    for index in results.indices {
      results[index].outcome = results[index].outcome.withholding(secrets.all)
    }
    return .verified(results)
  }
}
