import AppStoreConnect
import CommandLine
import Reports

extension Examination {
  mutating func examineCredentials() throws(CommandFailure) {
    guard session[.simulate] == nil else {
      return pass("credentials", "none are needed with the embedded simulator")
    }
    let url = try session.apiBaseURL()
    baseURL = url
    let options = session.credentialOptions
    let environment = session.program.environment
    let begun = Credentials.begunSources(options: options, environment: environment)
    do {
      let credentials = try Credentials.load(options: options, environment: environment)
      session.output.withholding.add(credentials.privateKey)
      self.credentials = credentials
      pass("credentials", Self.words(on: credentials) + Self.words(onPassedOver: begun.dropFirst()))
      examineKey(credentials)
    } catch .none where url.isLoopback {
      pass("credentials", "none are given, and an API on this machine needs none")
    } catch {
      examine(error, begun, empty: Credentials.emptyVariables(in: environment))
    }
  }

  private mutating func examine(_ error: CredentialError, _ begun: [CredentialSource.Begun], empty: [String])
  {
    let passedOver = Self.words(onPassedOver: begun.dropFirst())
    let unset = empty.isEmpty ? "" : "; set to nothing: \(named(empty))"
    switch error {
    case .incomplete:
      fail(
        "credentials", "\(error)\(passedOver)\(unset)",
        remedy: "add the rest, or remove the part that is there")
    case .unreadableFile:
      fail("credentials", "\(error)\(passedOver)", remedy: "check the path, and that you may read it")
    case .emptyFile:
      fail(
        "credentials", "\(error)\(passedOver)",
        remedy: "a key can be downloaded only once: use your copy, or make a new one")
    case .malformedKeyFile, .incompleteKeyFile:
      fail("credentials", "\(error)\(passedOver)", remedy: "give it \"key_id\", \"issuer_id\" and \"key\"")
    case .none:
      let hint =
        empty.isEmpty
        ? ""
        : "; \(named(empty)) \(empty.count == 1 ? "is" : "are") set to nothing, as CI does with missing secrets"
      let parts = "\(error)".split(separator: ": ", maxSplits: 1)
      fail("credentials", (parts.first ?? "") + hint, remedy: parts.last.map(String.init))
    default: add("credentials", .fail, parting: "\(error)", at: ": ")
    }
  }

  /// What may not be intended about a key that was found.
  private mutating func examineKey(_ credentials: Credentials) {
    let source = credentials.source
    let length = credentials.keyId.count
    if source.isIndividual, length == 10 {
      warn(
        "key",
        "an ID of 10 characters is a team key's, but there is no issuer ID, so it is used as an individual key",
        remedy: "for a team key, give \(source.issuerIdName), too")
    } else if !source.isIndividual, length >= 12 {
      warn(
        "key", "an ID of \(length) characters is an individual key's, but there is an issuer ID",
        remedy: "for an individual key, leave out \(source.issuerIdName)")
    } else if let issuer = credentials.issuerId, !Self.isUUID(issuer) {
      warn(
        "key", "the issuer ID isn't a UUID",
        remedy: "copy \(source.issuerIdName) from Users and Access > Integrations in App Store Connect")
    } else {
      pass(
        "key",
        source.isIndividual ? "an individual key" : "a team key of issuer \(credentials.issuerId ?? "")")
    }
    if let warning = credentials.warnings.first {
      add("key-file", .warn, parting: warning, at: ": ")
    } else if let path = source.path {
      pass("key-file", "\(path) is closed to other users")
    }
    if let refusal = state?.account?.refusal(ofKey: credentials.keyId, issuer: credentials.issuerId) {
      fail("account", refusal.message, remedy: refusal.remedy)
    }
  }

  private static func words(on credentials: Credentials) -> String {
    "key \(credentials.keyId) from \(credentials.source)"
  }

  private static func words(onPassedOver sources: ArraySlice<CredentialSource.Begun>) -> String {
    guard !sources.isEmpty else { return "" }
    let names = sources.map { named($0.names) }
    return "; passed over, because the first source counts: \(names.joined(separator: "; "))"
  }

  private static func isUUID(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [8, 4, 4, 4, 12] && parts.joined().allSatisfy(\.isHexDigit)
  }
}
