import AppStoreConnect
import PlanningSupport
import HTTPTransport
import Simulator

/// One way in which a request goes wrong.
struct CampaignFault: Sendable {
  enum Action: Sendable {
    case simulator(FaultAction)
    /// There is no answer, and the service doesn't see the request.
    case transport(TransportError)
  }

  var name: String
  var action: Action
  /// Whether the service claims to have done what it didn't, or another actor undoes it. Then the report can't be true,
  /// and only the next run counts.
  var deceives = false
  /// Whether lists of webhooks lag behind all the time.
  var hasStaleLists = false

  private init(
    _ name: String, _ action: FaultAction, deceives: Bool = false, hasStaleLists: Bool = false
  ) {
    self.name = name + (hasStaleLists ? ", stale lists" : "")
    (self.action, self.deceives, self.hasStaleLists) = (.simulator(action), deceives, hasStaleLists)
  }

  /// How far lists lag behind.
  static let lag = Duration.seconds(2)

  private init(_ kind: TransportError.Kind) {
    name = "\(kind)"
    action = .transport(TransportError(kind, detail: "as told to", mayHaveReachedServer: false))
  }

  static let all: [CampaignFault] =
    [400, 401, 403, 404, 409, 418, 422, 429, 500, 502, 503, 504].map { status in
      CampaignFault("\(status)", .status(status))
    }
    + [500, 502, 503, 504, 409, 401, 429].map { CampaignFault("\($0) after", .status($0, .afterApplying)) }
    + [
      CampaignFault("429, Retry-After", .status(429, headers: ["Retry-After": "7"])),
      CampaignFault("429, Retry-After, after", .status(429, headers: ["Retry-After": "7"], .afterApplying)),
      CampaignFault("503, Retry-After", .status(503, headers: ["Retry-After": "7"])),
      CampaignFault("204", .status(204), deceives: true),
      CampaignFault("204 with a body", .status(204, body: Array("{}".utf8)), deceives: true),
      CampaignFault("200 of {}", .status(200, body: Array("{}".utf8))),
      CampaignFault("201 of null", .status(201, body: Array(#"{"data":null}"#.utf8))),
      CampaignFault("202 after", .status(202, .afterApplying)),
      CampaignFault("reset", .reset(.beforeApplying)), CampaignFault("reset after", .reset(.afterApplying)),
      CampaignFault("hang", .hang(.beforeApplying)), CampaignFault("hang after", .hang(.afterApplying)),
      CampaignFault("delay", .delay(.seconds(10), .beforeApplying)),
      // The service goes on after the client has given up; nobody waits much longer than that.
      CampaignFault("delay past the timeout", .delay(.seconds(33), .beforeApplying)),
      CampaignFault("delay past the timeout after", .delay(.seconds(60), .afterApplying)),
      CampaignFault("no body", .truncate(.bytes(0))), CampaignFault("half a body", .truncate(.fraction(0.5))),
      CampaignFault("all but the end", .truncate(.fraction(0.999))),
      CampaignFault("HTML", .page(.beforeApplying)), CampaignFault("HTML after", .page(.afterApplying)),
      CampaignFault(
        "broken JSON", .garbage(body: Array(#"{"data":["#.utf8), contentType: "application/json")),
      CampaignFault(
        "no UTF-8 after", .garbage(body: [0xFF, 0xFE], contentType: "application/json", .afterApplying)),
      CampaignFault("redirect", .redirect(to: "https://elsewhere.example.com/")),
      CampaignFault("another content type", .headers(["Content-Type": "text/plain"])),
      CampaignFault("endless", .endless),
    ] + [
      CampaignFault(.hostNotFound), CampaignFault(.connectionFailed), CampaignFault(.tls),
      CampaignFault(.malformedResponse),
    ]
    + [
      CampaignFault("late", .late(.milliseconds(300))), CampaignFault("later", .late(.seconds(3))),
      CampaignFault("late after a 500", .late(.seconds(1), .status(500))),
      CampaignFault("late after a reset", .late(.seconds(3), .reset)),
      CampaignFault("late after a hang", .late(.seconds(31), .hang)),
      CampaignFault("stale list", .stale(lag)),
    ]
    + [
      ("500 after", .status(500, .afterApplying)), ("reset after", .reset(.afterApplying)),
      ("hang after", .hang(.afterApplying)), ("429 after", .status(429, .afterApplying)),
      ("later", .late(.seconds(3))),
    ].map { CampaignFault($0, $1, hasStaleLists: true) }
    + [
      ("gone", FleetEdit.delete(app: "1000000005", webhook: "Changed 0")),
      ("renamed", .rename(app: "1000000005", webhook: "Changed 1", to: "By hand")),
      (
        "added",
        .create(app: "1000000005", name: "New 0", url: "https://hand.example.com/", eventTypes: [Event.crash])
      ),
    ].flatMap { name, edit in
      [
        CampaignFault(name, .edit(edit, .beforeApplying), deceives: true),
        CampaignFault(name + " after", .edit(edit, .afterApplying), deceives: true),
      ]
    }
}

extension FaultAction {
  fileprivate static func page(_ moment: Moment) -> Self {
    .garbage(body: nil, contentType: "text/html", moment)
  }
}
