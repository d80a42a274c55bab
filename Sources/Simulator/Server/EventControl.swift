import AppStoreConnect
import Cryptography
import Events
import HTTPTransport
import Platform

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `POST /simulator/events`: lets an event happen to an app, from outside of the simulated API.
///
/// It isn't part of the API: it counts against no rate limit, needs no token, and faults don't apply to it.
struct EventControl {
  static let path = "/simulator/events"
  /// The keys that a request may have.
  private static let keys = ["app", "eventType", "attributes"]

  let simulator: AppStoreConnectSimulator

  /// The answer to an event that happened.
  private struct Report: Encodable {
    var eventId: String
    var deliveryIds: [String]
  }

  private struct Problem: Encodable {
    var error: String
  }

  func respond(to call: APICall) -> HTTPResponse {
    guard call.method == "POST" else {
      return response(Answer(status: 405, Problem(error: "events are sent with POST")))
    }
    // A page in a browser can't send this type to another origin without asking first.
    guard call.headers["Content-Type"]?.lowercased().hasPrefix("application/json") == true else {
      return response(Answer(status: 415, Problem(error: "the body must be application/json")))
    }
    do throws(RuleProblem) {
      guard let body = try? JSONDecoder().decode(JSONValue.self, fromBytes: call.body) else {
        throw RuleProblem(place: "", detail: "this is not valid JSON")
      }
      return response(Answer(status: 201, try happen(RuleNode(value: body))))
    } catch {
      let place = error.place.isEmpty ? "" : "\(error.place): "
      return response(Answer(status: 400, Problem(error: place + error.detail)))
    }
  }

  private func happen(_ node: RuleNode) throws(RuleProblem) -> Report {
    let object = try node.object(keys: Self.keys)
    let app = try object.required("app")
    let name = try app.string()
    let type = try object.required("eventType").string()
    guard type != EventCatalogue.test.type else {
      throw try object.required("eventType").problem("test events are sent with POST /v1/webhookPings")
    }
    let attributes = try object["attributes"]?.anyObject().members ?? [:]
    guard let id = simulator.catalog.entries.first(where: { $0.id == name || $0.bundleId == name })?.id,
      let event = simulator.recordEvent(
        appId: id, type: EventType(rawValue: type), attributes: attributes)
    else { throw app.problem("the fleet has no app with this Apple ID or bundle ID") }
    return Report(eventId: event.eventId, deliveryIds: event.deliveryIds)
  }

  private func response(_ answer: Answer) -> HTTPResponse {
    HTTPResponse(status: answer.status, headers: ["Content-Type": "application/json"], body: answer.body)
  }
}
