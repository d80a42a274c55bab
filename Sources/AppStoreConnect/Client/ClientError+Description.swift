import Cryptography
import HTTPTransport
import Platform

extension ClientError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .transport(let error, let method, let path):
      return "\(Self.call(method, path)): \(error.prose(doubt: Self.doubt(error, method)))"
    case .api(let error): return error.description
    case .malformedResponse(let method, let path, let status, let detail):
      let doubt = method == .get ? "" : "; the change may have been made"
      return "\(Self.call(method, path)): the answer (\(status)) isn't what Apple documents: "
        + "\(detail)\(doubt); check the API URL and any proxy"
    case .redirected(let method, let path, let status, let location):
      let place = location.map { "to \($0)" } ?? "without a Location"
      return "\(Self.call(method, path)): the answer is a redirect (\(status)) \(place), which is not "
        + "followed, because the token would go along; check the API URL and any proxy"
    case .paging(let fault, let path):
      return "\(Self.call(.get, path)): the list could not be read to its end: \(fault)"
    case .token(let error): return "no token could be signed: \(error.prose)"
    case .invalidRequest(let method, let path, let detail):
      return "\(Self.call(method, path)): \(detail); nothing was sent"
    case .rateLimited(let waited, let limit, let answer, let method, let path):
      let asked = answer.retryAfter.map {
        " (Retry-After: \(TerminalText.escaped(String($0.prefix(40)))))"
      }
      return
        "\(Self.call(method, path)): App Store Connect limits requests per key\(asked ?? ""); waited "
        + "\(waited.components.seconds) s of the allowed \(limit.components.seconds) s (--max-wait): run "
        + "again later, or raise --max-wait; the last refusal: \(answer.fact)"
    case .stopped(let method, let path, let isOutcomeOpen):
      return "\(Self.call(method, path)): the run was interrupted while App Store Connect limited requests"
        + (isOutcomeOpen && method != .get ? "; the change may have been made" : "")
    case .outdated(let method, let path):
      return
        "\(Self.call(method, path)): not sent: the data it is based on is stale; run again"
    case .unavailable(let failures, let last, let method, let path):
      return "\(Self.call(method, path)): not sent: \(failures) requests in a row failed; run again later; "
        + "the last failure: \(last)"
    case .outcomeUnknown(let cause, let fault):
      return "\(cause); it is unknown whether the webhook was created: \(fault); plan again to find out"
    case .repeatedCreate(let id, let fault):
      return
        "\(Self.call(.post, "/v1/webhooks")) was sent more than once and created webhook \(Self.id(id)); "
        + "\(fault); plan again to see the result"
    }
  }

  fileprivate static func call(_ method: HTTPMethod, _ path: String) -> String {
    "\(method.rawValue) \(path)"
  }

  fileprivate static func id(_ id: String) -> String { TerminalText.escaped(String(id.prefix(100))) }

  private static func doubt(_ error: TransportError, _ method: HTTPMethod) -> String {
    method != .get && error.mayHaveReachedServer ? "; the change may have been made" : ""
  }
}

extension ClientError.PagingFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .otherOrigin(let place):
      "its next page is on another host, \(TerminalText.escaped(place)), which must not see the token"
    case .malformedLink: "the link to its next page isn't a URL"
    case .loop: "the link to its next page leads back to a page that was already read"
    case .tooManyPages(let limit): "it has more than \(limit) pages"
    case .nothingNew(let pages): "its last \(pages) pages repeat earlier ones"
    case .short(let entries, let total):
      "it has \(entries) \(entries == 1 ? "entry" : "entries"), but its total is "
        + (total.map(String.init) ?? "not a number")
        + ", even when read again: run again later, or accept it with --ignore-totals"
    }
  }
}

extension ClientError.SettlementFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unread(let error): "the app's webhooks could not be read (\(error))"
    case .lookalike(let id): "webhook \(ClientError.id(id)) has appeared with the same name but other values"
    case .several(let ids):
      "webhooks \(ids.map(ClientError.id).joined(separator: ", ")) have appeared, all with the same values"
    }
  }
}

extension ClientError.RepetitionFault: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unread(let error):
      "an earlier request may have created one too: the app's webhooks could not be read (\(error))"
    case .unseen: "an earlier request may have created one too: the app's list doesn't show this one yet"
    case .several(let ids):
      "webhooks \(ids.map(ClientError.id).joined(separator: ", ")) have appeared too, all with the same "
        + "values"
    case .secretNotSet(let id, let error):
      "webhook \(ClientError.id(id)) has appeared too, with the same values; there are now two, because its "
        + "secret could not be set (\(error))"
    case .changed(let id):
      "webhook \(ClientError.id(id)) appeared too, with the same values, but has changed since, so nothing "
        + "was deleted"
    case .notDeleted(let id, let error):
      "webhook \(ClientError.id(id)) has appeared too, with the same values, and is kept; the other could "
        + "not be deleted (\(error))"
    }
  }
}

extension CryptographyError {
  var prose: String {
    switch self {
    case .libraryMissing(let detail): detail
    case .operationFailed(let detail): detail
    }
  }
}

extension TransportError {
  fileprivate func prose(doubt: String) -> String {
    let cause = cause
    guard kind != .cancelled else { return cause.fact + doubt }
    let detail = TerminalText.escaped(detail)
    return cause.fact + (detail.isEmpty ? "" : ": \(detail)") + doubt + (cause.remedy.map { "; \($0)" } ?? "")
  }
}

extension APIError: CustomStringConvertible {
  package var description: String { fact + (remedy.map { "; \($0)" } ?? "") }

  fileprivate var fact: String {
    let words = errors.isEmpty ? foreignBody ?? "" : errors.map(\.description).joined(separator: "; ")
    let id = requestId.map { " (request ID \(TerminalText.escaped(String($0.prefix(100)))))" } ?? ""
    return "\(ClientError.call(method, path)): \(status)\(words.isEmpty ? "" : " \(words)")\(id)"
  }

  package var remedy: String? {
    switch status {
    case 409 where path.hasSuffix("/webhookDeliveries"):
      return errors.contains { $0.code.hasPrefix("ENTITY_ERROR.RELATIONSHIP") }
        ? "check the ID: 'storehooks deliveries' lists them for ten days"
        : "a delivery can be sent again only once: send its last redelivery, see 'storehooks deliveries'"
    case 409 where isAboutAttributes:
      return errors.lazy.compactMap(\.refusedEventType).first?.remedy
    case 409:
      return "it conflicts with the app's current webhooks: plan again; an app can have ten webhooks"
    default: break
    }
    switch cause {
    case .role where path == "/v1/apps": return cause.remedy?.replacing(", with access to this app", with: "")
    // The status alone doesn't tell these.
    case .clock, .outage: return "\(cause.fact): \(cause.remedy ?? "")"
    case .rateLimit:
      let wait = retryAfter.map { " (Retry-After: \(TerminalText.escaped(String($0.prefix(40)))))" }
      return "\(cause.fact)\(wait ?? ""): \(cause.remedy ?? "")"
    default: return cause.remedy
    }
  }
}

extension ResponseError: CustomStringConvertible {
  /// Apple's title, detail, code and place, escaped; errors that belong to this one follow.
  package var description: String {
    let place = (source?.pointer ?? source?.parameter).map { ", at \($0)" } ?? ""
    let words = title + (detail.map { $0 == title || $0.isEmpty ? "" : ": \($0)" } ?? "")
    let associated = (meta?.associatedErrors ?? [:]).sorted { $0.key < $1.key }.flatMap { path, errors in
      errors.map { "; \(TerminalText.escaped(path)): \($0)" }
    }
    return TerminalText.escaped("\(words) [\(code)\(place)]") + associated.joined()
  }
}
