import AppStoreConnect

/// What goes wrong with a request.
package enum FaultAction: Sendable, Equatable {
  /// Whether the service sees the request before it goes wrong.
  package enum Moment: String, Sendable, Hashable, CaseIterable {
    /// The request goes wrong before the service has seen it: nothing is changed.
    case beforeApplying = "before"
    /// The service has handled the request, so that a change is made; the answer is what goes wrong.
    case afterApplying = "after"
  }

  /// How much of a body arrives.
  package enum Cut: Sendable, Hashable {
    /// This many bytes.
    case bytes(Int)
    /// This share of the bytes, from 0 to below 1, rounded down.
    case fraction(Double)
  }

  /// Answers with a status from 200 to 599, in place of the service or of its answer.
  ///
  /// The body is `body`, or else the errors in Apple's form; `nil` errors are one that suits the status, none
  /// for a status below 400. Header fields come on top of those of every answer and replace them.
  case status(
    Int, errors: [ResponseError]? = nil, body: [UInt8]? = nil, headers: [String: String] = [:],
    Moment = .beforeApplying)
  /// Resets the connection without an answer.
  case reset(Moment = .beforeApplying)
  /// Never answers.
  case hang(Moment = .beforeApplying)
  /// Answers as usual, but later. A request that is held up before it is applied is applied even if the
  /// client has given up in the meantime.
  case delay(Duration, Moment = .beforeApplying)
  /// Handles the request and loses the end of the answer's body; an answer without a body arrives whole.
  case truncate(Cut)
  /// Answers 200 with a body that isn't JSON; `nil` stands for a page of HTML.
  case garbage(body: [UInt8]? = nil, contentType: String = "text/html", Moment = .beforeApplying)
  /// Sends the client elsewhere, with a status from 300 to 399; the service doesn't see the request.
  case redirect(to: String, status: Int = 307)
  /// Handles the request and replaces header fields of the answer; `nil` removes one.
  case headers([String: String?])
  /// Another actor changes the fleet right before or right after the request is handled, which itself succeeds.
  case edit(FleetEdit, Moment = .beforeApplying)
  /// Answers 200 with a body that never ends; the service doesn't see the request.
  case endless
  /// Fails, and is carried out nonetheless after this time, whether anybody still waits or not.
  case late(Duration, LateAnswer = .status(504))
  /// Lists an app's webhooks as they were this long ago, like a copy that lags behind; other requests succeed
  /// as usual.
  case stale(Duration)

  /// How a request fails that is carried out later.
  package enum LateAnswer: Sendable, Hashable {
    /// With an error from 400 on.
    case status(Int)
    /// The connection is reset.
    case reset
    /// There is no answer.
    case hang
  }
}

extension FaultAction {
  /// The names that rule files have for the actions.
  enum Name: String, CaseIterable {
    case status, reset, hang, delay, truncate, garbage, redirect, headers, edit, endless, late, stale
  }

  /// A page such as a proxy shows when the service is away.
  static let garbagePage = Array("<!DOCTYPE html><html><body>Service is being restored</body></html>\n".utf8)
}

extension FaultAction.Cut {
  /// How many of `count` bytes are left; for a fraction, less than all of them.
  func length(of count: Int) -> Int {
    switch self {
    case .bytes(let bytes): min(max(0, bytes), count)
    case .fraction(let share): max(0, min(Int(share * Double(count)), count - 1))
    }
  }
}
