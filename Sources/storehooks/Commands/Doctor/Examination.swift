import AppStoreConnect
import CommandLine
import Cryptography
import DesiredState
import HTTPTransport
import Platform
import Reconciler
import Reports

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `doctor` checks, one thing after the other, and what it has found so far.
struct Examination {
  let session: Session
  private(set) var checks: [Check] = []
  /// The desired state; `nil` if there is no file, or it is invalid.
  var state: DesiredState?
  var credentials: Credentials?
  /// Where the API is; `nil` for the embedded simulator.
  var baseURL: APIBaseURL?
  /// `nil` until requests can be made.
  var client: Client?
  /// Whether the libraries that a connection needs are there.
  var hasLibraries = true

  init(_ session: Session) { self.session = session }

  mutating func pass(_ name: String, _ summary: String) { checks.append(Check(name, .pass, summary)) }

  mutating func warn(_ name: String, _ summary: String, remedy: String?) {
    checks.append(Check(name, .warn, summary, remedy: remedy))
  }

  mutating func fail(_ name: String, _ summary: String, remedy: String?) {
    checks.append(Check(name, .fail, summary, remedy: remedy))
  }

  /// Takes a message whose last part says what to do.
  mutating func add(_ name: String, _ status: Check.Status, parting message: String, at separator: String) {
    let parts = message.firstRange(of: separator).map {
      (message[..<$0.lowerBound], message[$0.upperBound...])
    }
    checks.append(
      Check(name, status, String(parts?.0 ?? message[...]), remedy: parts.map { String($0.1) }))
  }

  // MARK: The machine and the files

  mutating func examineLibraries() {
    var versions: [String] = []
    do {
      if session[.simulate] == nil { versions.append(Self.short(try CurlTransport.libraryVersion())) }
    } catch {
      hasLibraries = false
      add("libraries", .fail, parting: error.detail, at: "; ")
    }
    do {
      versions.append(Self.short(try CryptographyLibrary.version()))
    } catch {
      let detail =
        switch error {
        case .libraryMissing(let detail), .operationFailed(let detail): detail
        }
      add("libraries", .fail, parting: detail, at: "; ")
      return
    }
    if hasLibraries { pass("libraries", versions.joined(separator: ", ")) }
  }

  /// What matters in `libcurl/7.88.1 OpenSSL/3.0.17 zlib/1.2.13 …` and `OpenSSL 3.0.17 1 Jul 2025`.
  private static func short(_ version: String) -> String {
    version.split(separator: " ").prefix(2).joined(separator: " ")
  }

  mutating func examineFile() throws(CommandFailure) {
    let name = session[.file].first ?? defaultFile
    guard session.hasDesiredStateFile else {
      return warn(
        "file", "there is no \(name)",
        remedy:
          "'storehooks import --all-apps --out \(name)' writes one from what is live, 'storehooks init' a new one"
      )
    }
    let result = try session.readFiles(session[.file])
    let errors = result.diagnostics.filter { $0.severity == .error }
    guard let state = result.state, errors.isEmpty else {
      if errors.count == 1, errors[0].range == nil {
        return fail("file", errors[0].message, remedy: errors[0].remedy)
      }
      let command = "storehooks validate\(session[.file].map(fileOption).joined())"
      return fail("file", "\(name) has \(counted("error", errors.count))", remedy: "'\(command)' shows them")
    }
    self.state = state
    let webhooks = state.apps.reduce(0) { $0 + $1.webhooks.count }
    let rules = state.defaults.rules.count
    pass(
      "file",
      "\(session[.file].joined(separator: ", ")): \(counted("app", state.apps.count)), "
        + counted("webhook", webhooks) + (rules == 0 ? "" : ", \(counted("rule", rules)) for others"))
  }

  /// What the file takes from its surroundings. No program is started.
  mutating func examineNeeds() {
    guard let state else { return }
    if !state.variables.isEmpty {
      let unset = state.variables.values.filter { $0.value == nil }.sorted { $0.name < $1.name }
      if unset.isEmpty {
        pass("variables", "\(counted("variable", state.variables.count)), all with a value")
      } else {
        warn(
          "variables", "without a value here: \(named(unset.map(\.name)))",
          remedy: "set \(named(unset.map(\.environmentName))) where 'plan' and 'apply' run")
      }
    }
    let rules = state.defaults.rules.map(\.webhooks)
    var seen: Set<SecretSource> = []
    let sources = (state.apps.map(\.webhooks) + rules).flatMap { $0.map(\.secret) }
      .filter { seen.insert($0).inserted }
    guard !sources.isEmpty else { return }
    let reader = session.secretReader(for: nil)
    let missing = sources.compactMap { source in unavailability(of: source, reader).map { (source, $0) } }
    if missing.isEmpty {
      pass("secrets", "\(counted("source", sources.count)), all available here")
    } else {
      let list = missing.map { "\($0.0.summary) (\($0.1))" }
      warn(
        "secrets",
        "\(sources.count == 1 ? "" : "\(grouped(missing.count)) of \(grouped(sources.count)) sources ")not available "
          + "here: \(named(list))",
        remedy: "only 'apply' needs secrets: provide them where it runs")
    }
  }

  /// Why a source has no secret here; `nil` if it has, or may have.
  private func unavailability(of source: SecretSource, _ reader: SecretReader) -> String? {
    switch source {
    case .command(let arguments):
      let program = arguments.first ?? ""
      let path = session.program.environment["PATH"] ?? ""
      let folders = program.contains("/") ? [""] : path.split(separator: ":").map { "\($0)/" }
      let isThere = folders.contains { FileStatus($0 + program)?.kind == .regular }
      return isThere ? nil : "no such program"
    case .file, .environment:
      do throws(SecretReader.Failure) {
        _ = try reader.read(source)
        return nil
      } catch {
        return error.message
      }
    }
  }

  mutating func examineState() {
    guard !session.options.hasNoState else { return pass("state", "not used") }
    let file = StateFile(path: session.statePath)
    do throws(StateFileError) {
      let words = try contents(of: file)
      guard let holder = try file.lockHolder() else { return pass("state", words) }
      let process = holder.processID.map { ", process \($0)," } ?? ""
      let since = LocalTime(date: Date(timeIntervalSince1970: Double(holder.since)))
      warn(
        "state",
        "\(words); another run of storehooks\(process) has locked it since \(since.aged(now: session.program.now()))",
        remedy: "wait for it to finish")
    } catch {
      add("state", .fail, parting: "\(error)", at: "; ")
    }
  }

  private func contents(of file: StateFile) throws(StateFileError) -> String {
    guard let found = try file.load() else {
      return "there is no \(file.path) yet: the first 'apply' writes it"
    }
    let api = baseURL?.authority ?? "simulator"
    if credentials != nil || baseURL == nil || baseURL?.isLoopback == true {
      try file.verify(found, api: api, issuer: credentials?.issuerId)
    }
    let webhooks = found.apps.reduce(0) { $0 + $1.webhooks.count }
    let origin = StateFileError.Origin(api: found.api, issuer: found.issuer)
    let changed = found.apps.lastChange(now: session.program.now()).map { ", last changed \($0)" } ?? ""
    return
      "\(file.path): \(counted("webhook", webhooks)) in \(counted("app", found.apps.count)), for \(origin)\(changed)"
  }
}
