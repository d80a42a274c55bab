import HTTPTransport
import Platform

/// Why calls fail, and what to do about it: the one table that messages and `storehooks doctor` take their words from.
package enum Cause: Sendable, Hashable {
  // The way to App Store Connect.
  case address, hostNotFound, proxy, noConnection, tls, timedOut, connectionLost, notHTTP, tooLarge
  /// Something in between has answered: a proxy, or a sign-in page.
  case intermediary
  // This machine.
  case library, signing
  /// How many seconds its clock is ahead; negative if it is behind.
  case clock(Int)
  // The account.
  case credentials(CredentialSource?)
  case agreements(isIndividual: Bool)
  case role(isIndividual: Bool)
  case missing
  case rateLimit
  case outage
  case cancelled, other

  /// Tokens are valid for minutes only, so a clock off by more than a minute explains a refusal.
  package static let clockTolerance = 60

  /// The beginning of a sentence, or all of it.
  package var fact: String {
    switch self {
    case .address: "the URL is invalid"
    case .hostNotFound: "the host was not found"
    case .proxy: "the proxy doesn't connect"
    case .noConnection: "no connection"
    case .tls: "TLS failed"
    case .timedOut: "timed out"
    case .connectionLost: "the connection was lost"
    case .notHTTP: "the answer isn't HTTP"
    case .tooLarge: "the answer is too large"
    case .intermediary: "something else than App Store Connect has answered"
    case .library: "a library is missing"
    case .signing: "no token could be signed"
    case .clock(let seconds):
      "this machine's clock is \(Self.difference(seconds)) \(seconds > 0 ? "ahead of" : "behind") App Store "
        + "Connect's"
    case .credentials: "App Store Connect refused the API key"
    case .agreements: "agreements wait to be accepted"
    case .role: "the API key isn't allowed to do this"
    case .missing: "App Store Connect doesn't have it, or not for this key"
    case .rateLimit: "App Store Connect limits requests per key"
    case .outage: "App Store Connect, or a proxy in front of it, failed"
    case .cancelled: "cancelled"
    case .other: "failed"
    }
  }

  package var remedy: String? {
    switch self {
    case .address: "check the API URL"
    case .hostNotFound: "check the API URL, DNS and proxy settings"
    case .proxy: "check https_proxy, its user name and password, and no_proxy"
    case .noConnection: "check the network and proxy settings"
    case .tls: "check the machine's CA certificates, or SSL_CERT_FILE behind a proxy"
    case .timedOut: "try again later, or allow more time with --timeout"
    case .connectionLost: "try again later"
    case .notHTTP, .tooLarge, .intermediary: "check the API URL and any proxy"
    case .clock: "set it"
    case .credentials(let source): Self.remedy(for: source)
    case .agreements(isIndividual: false):
      "the Account Holder must accept the pending agreements in App Store Connect"
    case .agreements(isIndividual: true):
      "the key's user, and the Account Holder, must accept the pending agreements in App Store Connect"
    case .role(let isIndividual):
      "the key's role must be Account Holder, Admin or App Manager, with access to this app"
        + (isIndividual ? "; an individual key's user must also have accepted all agreements" : "")
    case .missing: "it doesn't exist, or the key has no access to it"
    case .rateLimit: "try again later, with a lower --concurrency"
    case .outage: "try again later"
    case .library, .signing, .cancelled, .other: nil
    }
  }

  /// `2 h 5 min`
  private static func difference(_ seconds: Int) -> String {
    let parts = [(abs(seconds) / 3600, "h"), (abs(seconds) / 60 % 60, "min")].filter { $0.0 > 0 }
    return parts.isEmpty ? "\(abs(seconds)) s" : parts.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }

  private static func remedy(for source: CredentialSource?) -> String {
    guard let source else { return "check the API key, or give one" }
    let path = source.path.map { " (\($0))" } ?? ""
    let ids =
      source.isIndividual
      ? "\(source.keyIdName) belongs" : "\(source.keyIdName) and \(source.issuerIdName) belong"
    return TerminalText.escaped(
      "check that \(ids) to the key in \(source.privateKeyName)\(path) and that the key has not been revoked"
        + (source.isIndividual ? "; if it is a team key, give \(source.issuerIdName), too" : ""))
  }
}

extension TransportError {
  package var cause: Cause {
    switch kind {
    case .invalidURL: .address
    case .hostNotFound: .hostNotFound
    case .proxyFailed: .proxy
    case .connectionFailed: .noConnection
    case .tls: .tls
    case .timedOut: .timedOut
    case .connectionLost: .connectionLost
    case .malformedResponse: .notHTTP
    case .responseTooLarge: .tooLarge
    case .cancelled: .cancelled
    case .libraryMissing: .library
    case .other: .other
    }
  }
}

extension APIError {
  package var cause: Cause {
    switch status {
    case 401:
      if let clockOffset, abs(clockOffset) > Cause.clockTolerance {
        .clock(clockOffset)
      } else {
        .credentials(credentials)
      }
    case 403 where errors.contains { $0.code.hasPrefix("FORBIDDEN.REQUIRED_AGREEMENTS") }:
      .agreements(isIndividual: credentials?.isIndividual == true)
    case 403: .role(isIndividual: credentials?.isIndividual == true)
    // There always is a list of apps.
    case 404 where path == "/v1/apps": .intermediary
    case 404: .missing
    case 429: .rateLimit
    case 500...: .outage
    default: .other
    }
  }
}

extension ClientError {
  package var cause: Cause {
    switch self {
    case .transport(let error, _, _): error.cause
    case .api(let error): error.cause
    case .malformedResponse, .redirected: .intermediary
    case .token: .signing
    case .rateLimited: .rateLimit
    case .unavailable(_, let last, _, _): last.cause
    case .paging, .invalidRequest, .stopped, .outdated, .outcomeUnknown, .repeatedCreate: .other
    }
  }

  /// Whether the account or the connection is at fault, so that no other call would fare better.
  package var isOfAccount: Bool {
    switch self {
    case .api(let error):
      error.status == 401
        || (400..<500).contains(error.status) && error.status != 404 && error.foreignBody != nil
    case .transport(let error, _, _): error.kind != .cancelled && error.kind != .responseTooLarge
    case .malformedResponse, .redirected, .token, .rateLimited, .unavailable: true
    case .paging, .invalidRequest, .stopped, .outdated, .outcomeUnknown, .repeatedCreate: false
    }
  }
}
