import Cryptography
import HTTPTransport

/// Why a call of the API failed. None of the cases holds a secret, a token, or a query.
package enum ClientError: Error, Sendable, Hashable {
  /// Why a list wasn't read to its end.
  package enum PagingFault: Error, Sendable, Hashable {
    /// `links.next` leads to another scheme, host or port, where the token must not go.
    case otherOrigin(String)
    /// `links.next` isn't a URL.
    case malformedLink
    /// `links.next` leads to a page that was already read.
    case loop
    /// The list has more pages than any real one.
    case tooManyPages(limit: Int)
    /// Page after page has nothing that wasn't read before.
    case nothingNew(pages: Int)
    /// It has fewer entries than `meta.paging.total` says, also when it is read again; `nil` for a total that
    /// isn't a number.
    case short(entries: Int, total: Int?)
  }

  /// Why an open outcome could not be settled.
  package enum SettlementFault: Error, Sendable, Hashable {
    /// The app's webhooks could not be read.
    case unread(ClientError)
    /// A webhook of the same name has appeared that isn't the same otherwise.
    case lookalike(webhookId: String)
    /// Several webhooks have appeared that are the same.
    case several(webhookIds: [String])
  }

  /// Why it isn't known, or isn't so, that a create that had to be sent again has made one webhook only.
  package enum RepetitionFault: Error, Sendable, Hashable {
    /// The app's webhooks could not be read.
    case unread(ClientError)
    /// The app's list doesn't show the webhook that was made, so it may lack another, too.
    case unseen
    /// Several others have appeared that are the same.
    case several(webhookIds: [String])
    /// Another has appeared that is the same, and its secret could not be set.
    case secretNotSet(webhookId: String, ClientError)
    /// Another has appeared that was the same, and isn't any more.
    case changed(webhookId: String)
    /// Another has appeared that is the same and stays, and the one that was made could not be deleted.
    case notDeleted(webhookId: String, ClientError)
  }

  /// There was no answer; a cancelled task counts here too.
  case transport(TransportError, method: HTTPMethod, path: String)
  /// The answer was an error.
  case api(APIError)
  /// The answer was a success that isn't what Apple documents; a write may have been carried out.
  case malformedResponse(method: HTTPMethod, path: String, status: Int, detail: String)
  /// The answer was a redirect, which is never followed: the token would go along. The location is
  /// escaped and has lost its query.
  case redirected(method: HTTPMethod, path: String, status: Int, location: String?)
  /// A list could not be read to its end, and a part of a list is never handed out.
  case paging(PagingFault, path: String)
  /// No token could be signed.
  case token(CryptographyError)
  /// The request could not be written: a secret that isn't UTF-8, for instance. Nothing was sent.
  case invalidRequest(method: HTTPMethod, path: String, detail: String)
  /// The service limits requests, and the run has waited as long as it may, or would have to wait longer. The
  /// call was not carried out; `answer` is the refusal that used up the time, perhaps of another call.
  case rateLimited(waited: Duration, limit: Duration, answer: APIError, method: HTTPMethod, path: String)
  /// The call would have had to wait for the service's limits, and the run was told to stop. Where an earlier
  /// try may have been carried out, the outcome is open; else nothing was done.
  case stopped(method: HTTPMethod, path: String, isOutcomeOpen: Bool)
  /// The change was not sent, since it could not be before the time that ``Client/sendingChanges(until:)`` has set.
  case outdated(method: HTTPMethod, path: String)
  /// The call was not sent, since so many before it failed in a row; `last` is how the last did.
  indirect case unavailable(failures: Int, last: ClientError, method: HTTPMethod, path: String)
  /// It could not be found out whether a webhook was created, after `cause` had left that open; it was not
  /// asked for again, for that might make a second one.
  indirect case outcomeUnknown(cause: ClientError, fault: SettlementFault)
  /// A create had to be sent again, and has made this webhook; whether it is the only one isn't known, or it isn't.
  indirect case repeatedCreate(webhookId: String, fault: RepetitionFault)

  /// Whether the calling task was cancelled.
  package var isCancelled: Bool {
    switch self {
    case .transport(let error, _, _): error.kind == .cancelled
    case .outcomeUnknown(_, .unread(let error)), .repeatedCreate(_, .unread(let error)): error.isCancelled
    default: false
    }
  }
}
