import AppStoreConnect
import CommandLine
import DesiredState
import HTTPTransport
import Planning
import Platform
import Reports
import Simulator

extension Examination {
  /// The steps on the way to App Store Connect; the first that fails is the answer.
  private enum Step: String, CaseIterable {
    case dns, proxy, connection, tls, answer

    /// The step of a cause; `nil` if App Store Connect was reached.
    init?(_ cause: Cause, _ detail: String) {
      switch cause {
      case .hostNotFound: self = .dns
      case .proxy: self = .proxy
      case .address, .noConnection: self = .connection
      case .tls: self = .tls
      case .timedOut where detail.contains("Resolving"): self = .dns
      case .timedOut where detail.contains("SSL"): self = .tls
      case .timedOut where detail.contains("onnect"): self = .connection
      case .timedOut, .connectionLost, .notHTTP, .tooLarge, .intermediary, .cancelled: self = .answer
      default: return nil
      }
    }
  }

  /// What the key sees, in one request for each page of apps, and one more.
  mutating func examineAccount() async {
    guard hasLibraries, let client = makeClient() else { return }
    self.client = client
    let apps: Result<[App], ClientError>
    do throws(ClientError) { apps = .success(try await client.apps()) } catch { apps = .failure(error) }
    let error: ClientError? = if case .failure(let error) = apps { error } else { nil }
    if baseURL != nil {
      guard examineWay(error) else { return }
      examineToken(error, client.statistics.clockOffset)
    }
    if case .success(let apps) = apps {
      examine(apps)
      await examineWebhooks(apps, client)
    } else if let error, error.status != 401 {
      fail("apps", "the account's apps could not be listed: \(error.parts.fact)", remedy: error.parts.remedy)
    }
    if let limit = client.statistics.rateLimit { examineQuota(limit) }
  }

  private mutating func makeClient() -> Client? {
    if let baseURL {
      do throws(CommandFailure) {
        try session.checkProxy(for: baseURL)
        // `doctor` can't use an answer that may come later.
        return session.client(
          try session.transport(), baseURL: baseURL,
          tokens: credentials.map { TokenSource(credentials: $0) }, attempts: 2)
      } catch {
        fail("proxy", error.message, remedy: "correct it, or unset it")
      }
    } else if let fleet = session[.simulate] {
      do throws(CommandFailure) {
        let transport = SimulatorTransport(try session.simulator(fleet: fleet, configuration: .init()))
        return session.client(transport, baseURL: .appStoreConnect, tokens: nil)
      } catch {
        fail("fleet", error.message, remedy: "correct the fleet file, or name another with --simulate")
      }
    }
    return nil
  }

  // MARK: The way there

  /// Whether App Store Connect was reached.
  private mutating func examineWay(_ error: ClientError?) -> Bool {
    guard let baseURL else { return true }
    let failed = error.flatMap { Step($0.cause, $0.detail) }
    let proxy =
      baseURL.isLoopback
      ? nil : ProxySetting.effective(for: baseURL.host, environment: session.program.environment)
    let isName = baseURL.host.contains { $0.isLetter } && !baseURL.host.hasPrefix("[")
    for step in Step.allCases {
      if step == failed, let error {
        fail(step.rawValue, error.parts.fact, remedy: error.parts.remedy)
        return false
      }
      switch step {
      case .dns where proxy == nil && isName: pass(step.rawValue, "\(baseURL.host) is found")
      case .proxy: if let proxy { pass(step.rawValue, "the proxy of \(proxy.name) connects") }
      case .connection where proxy == nil: pass(step.rawValue, "\(baseURL.authority) accepts connections")
      case .tls where baseURL.description.hasPrefix("https:"):
        pass(step.rawValue, "the certificate of \(baseURL.host) is trusted")
      default: break
      }
    }
    return true
  }

  private mutating func examineToken(_ error: ClientError?, _ offset: Int?) {
    let isRefused = error?.status == 401
    if let offset {
      let clock = Cause.clock(offset)
      if abs(offset) <= Cause.clockTolerance {
        pass(
          "clock",
          offset == 0
            ? "as App Store Connect's"
            : "\(abs(offset)) s \(offset > 0 ? "ahead of" : "behind") App Store Connect's")
      } else if isRefused {
        fail("clock", clock.fact, remedy: clock.remedy)
      } else {
        warn("clock", clock.fact, remedy: clock.remedy)
      }
    }
    if let error, isRefused {
      // Otherwise it has been said that there is no key.
      guard credentials != nil || baseURL?.isLoopback == true else { return }
      fail("token", "\(Cause.credentials(nil).fact): \(error.parts.fact)", remedy: error.parts.remedy)
    } else if credentials != nil {
      pass("token", "accepted")
    }
  }

  // MARK: What there is

  /// The file's names for its apps, as far as they are selected.
  private var listed: [String] {
    (state?.apps ?? []).map(\.key).filter(session.selection.mayInclude(_:)).map(\.text)
  }

  private mutating func examine(_ apps: [App]) {
    let facts = apps.map(AppFacts.init(_:))
    let visible = counted("app", apps.count)
    guard !apps.isEmpty else {
      return fail(
        "apps", "the key sees no app",
        remedy: "give it access to apps in App Store Connect, or use a key of the right team")
    }
    guard !listed.isEmpty else { return pass("apps", "\(visible) visible") }
    let known = Set(facts.flatMap { [$0.bundleId, $0.id].compactMap { $0 } })
    let missing = listed.filter { !known.contains($0) }
    guard !missing.isEmpty else {
      return pass("apps", "\(visible) visible, among them all \(grouped(listed.count)) of the file")
    }
    fail(
      "apps",
      "\(visible) visible, but \(grouped(missing.count)) of the file's \(grouped(listed.count)) not: \(named(missing))",
      remedy: "check the IDs, and that the API key has access to these apps")
  }

  /// One app is enough to show whether the key's role suffices.
  private mutating func examineWebhooks(_ apps: [App], _ client: Client) async {
    let listed = Set(listed)
    let first = apps.first { app in
      listed.contains(app.id) || app.attributes?.bundleId.map(listed.contains) == true
    }
    guard let app = first ?? apps.first else { return }
    let title = AppFacts(app).title
    do throws(ClientError) {
      let webhooks = try await client.webhooks(appId: app.id).webhooks
      pass("webhooks", "\(title) has \(counted("webhook", webhooks.count)), which the key may read")
    } catch {
      fail("webhooks", "those of \(title) could not be read: \(error.parts.fact)", remedy: error.parts.remedy)
    }
  }

  private mutating func examineQuota(_ limit: RateLimit) {
    let words = "\(grouped(limit.hourlyRemaining)) of \(counted("request", limit.hourlyLimit)) left this hour"
    let needed = state.map { $0.apps.count + 1 } ?? 0
    if limit.hourlyRemaining < needed {
      warn(
        "quota", "\(words); a plan needs \(grouped(needed))",
        remedy: "wait, or don't share the key with other busy jobs")
    } else {
      pass("quota", words)
    }
  }
}

extension ClientError {
  fileprivate var status: Int? { if case .api(let error) = self { error.status } else { nil } }

  fileprivate var detail: String { if case .transport(let error, _, _) = self { error.detail } else { "" } }
}
