import Cryptography
import HTTPTransport

/// None of the cases holds a secret, a token, or a query.
package enum ClientError: Error, Sendable, Hashable {
  package enum PagingFault: Error, Sendable, Hashable {
    case otherOrigin(String)
    case malformedLink, loop
    case tooManyPages(limit: Int)
    /// Page after page has nothing new.
    case nothingNew(pages: Int)
    /// Even after a second reading; `total` is `nil` if it isn't a number.
    case short(entries: Int, total: Int?)
  }

  package enum SettlementFault: Error, Sendable, Hashable {
    case unread(ClientError)
    /// A webhook of the same name that differs otherwise.
    case lookalike(webhookId: String)
    case several(webhookIds: [String])
  }

  /// A create that had to be sent again made several webhooks, or it isn't known whether it did.
  package enum RepetitionFault: Error, Sendable, Hashable {
    case unread(ClientError)
    /// The app's list doesn't show the webhook that was made, so it may lack another, too.
    case unseen
    case several(webhookIds: [String])
    /// An equal webhook has appeared, and its secret could not be set.
    case secretNotSet(webhookId: String, ClientError)
    /// A webhook has appeared that was equal at first, and isn't any more.
    case changed(webhookId: String)
    /// An equal webhook has appeared and stays, and the one that was made could not be deleted.
    case notDeleted(webhookId: String, ClientError)
  }

  /// A cancelled task counts here, too.
  case transport(TransportError, method: HTTPMethod, path: String)
  case api(APIError)
  /// A success that isn't what Apple documents; a write may have been carried out.
  case malformedResponse(method: HTTPMethod, path: String, status: Int, detail: String)
  /// Never followed: the token would go along. The location is escaped and has lost its query.
  case redirected(method: HTTPMethod, path: String, status: Int, location: String?)
  /// A list is returned whole or not at all.
  case paging(PagingFault, path: String)
  case token(CryptographyError)
  /// A secret that isn't UTF-8, for instance. Nothing was sent.
  case invalidRequest(method: HTTPMethod, path: String, detail: String)
  /// The run has waited as long as it may, or would have to wait longer. The call was not carried out;
  /// `answer` is the refusal that used up the time, perhaps of another call.
  case rateLimited(waited: Duration, limit: Duration, answer: APIError, method: HTTPMethod, path: String)
  /// It would have had to wait for the service's limits, and the run was told to stop. If an earlier try may
  /// have been carried out, the outcome is open; else nothing was done.
  case stopped(method: HTTPMethod, path: String, isOutcomeOpen: Bool)
  /// Not sent, because the time set by ``Client/sendingChanges(until:)`` had passed.
  case outdated(method: HTTPMethod, path: String)
  /// Not sent, because so many calls before it failed in a row.
  indirect case unavailable(failures: Int, last: ClientError, method: HTTPMethod, path: String)
  /// A second request might make a second webhook.
  indirect case outcomeUnknown(cause: ClientError, fault: SettlementFault)
  /// The create had to be sent again, and its webhook isn't the only one, or may not be.
  indirect case repeatedCreate(webhookId: String, fault: RepetitionFault)

  package var isCancelled: Bool {
    switch self {
    case .transport(let error, _, _): error.kind == .cancelled
    case .outcomeUnknown(_, .unread(let error)), .repeatedCreate(_, .unread(let error)): error.isCancelled
    default: false
    }
  }
}
