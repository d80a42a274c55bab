import AppStoreConnect
import DesiredState
import PlanningSupport
import HTTPTransport
import Reconciler
import Simulator
import Testing

@Suite struct AccountReaderTests {
  private func pipeline() -> Pipeline {
    Pipeline([
      fleetApp(0, "com.example.b", [fleetWebhook("1", "One"), fleetWebhook("2", "Two")]),
      fleetApp(1, "com.example.a"), fleetApp(2, "org.example.c", [fleetWebhook("3", "Three")]),
    ])
  }

  @Test(arguments: [
    ([], ["com.example.a", "com.example.b", "org.example.c"], 1),
    (["com.*"], ["com.example.a", "com.example.b"], 1),
    (["org.example.c"], ["org.example.c"], 1),
    (["org.example.c", "1000000001"], ["com.example.a", "org.example.c"], 2),
    (["org.example.c", "1000000002"], ["org.example.c"], 2),
    (["org.example.c", "com.*"], ["com.example.a", "com.example.b", "org.example.c"], 1),
    (["com.example.none"], [], 1),
  ])
  func findsTheSelectedApps(patterns: [String], apps: [String], calls: Int) async throws {
    let pipeline = pipeline()
    let found = try await AccountReader(client: pipeline.client).apps(AppSelection(patterns: patterns))
    #expect(found.map(\.bundleId) == apps)
    #expect(pipeline.calls.count == calls)
  }

  @Test func readsTheirWebhooks() async throws {
    let pipeline = pipeline()
    let reader = AccountReader(client: pipeline.client)
    let apps = await reader.read(try await reader.apps(.all))
    #expect(apps.map(\.title) == ["com.example.a", "com.example.b", "org.example.c"])
    #expect(try apps.map { try $0.webhooks.get().map(\.name) } == [[], ["One", "Two"], ["Three"]])
    #expect(pipeline.calls.count == 4)
  }

  @Test func aFailedReadIsNoEmptyList() async throws {
    let pipeline = Pipeline([fleetApp(0), fleetApp(1, nil, [fleetWebhook("1", "One")])]) { base in
      InterceptingTransport(base: base) {
        $0.url.contains("1000000000/webhooks") ? .failure(InterceptingTransport.lost) : nil
      }
    }
    let reader = AccountReader(client: pipeline.client)
    let apps = await reader.read(try await reader.apps(.all) + [AppFacts(bundleId: "com.example.none")])
    #expect(
      apps.map { app in if case .failure(let failure) = app.webhooks { failure.kind } else { nil } }
        == ["client", nil, "notFound"])
  }

  @Test func aFailedListOfAppsIsAnError() async throws {
    let pipeline = Pipeline([]) { base in
      InterceptingTransport(base: base) { _ in .failure(InterceptingTransport.lost) }
    }
    await #expect(throws: ClientError.self) { try await AccountReader(client: pipeline.client).apps(.all) }
  }
}
