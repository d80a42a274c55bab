import Planning
import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What `--format json` prints for `plan`, `apply` and `drift`: the contract's keys, and `errors`.
package struct PlanDocument: Encodable {
  var formatVersion = "1"
  var summary: Summary
  var apps: [App]
  var steps: [Step]
  package var warnings: [Message]
  /// What is worth knowing of what was looked at and what wasn't.
  var notes: [String]?
  var errors: [Message]
  var requests: Requests
  var results: [Result]?
  /// What came of testing webhooks, with `apply --verify` and `drift --ping`.
  package var verifications: [Verification]?
  package var saved: SavedPlan?
  package var drift: DriftDocument?

  struct Summary: Encodable {
    var create = 0
    var modify = 0
    var delete = 0
    var unchanged = 0
    var unmanaged = 0
    var apps = 0
  }

  struct App: Encodable {
    @Nullable var bundleId: String?
    @Nullable var appId: String?
    @Nullable var name: String?
    var webhooks: [Webhook]
    var gaps: [Gap]?
    var error: String?
  }

  struct Webhook: Encodable {
    var action: String
    var name: String
    @Nullable var webhookId: String?
    var changes: [FieldChange]
    @Nullable var secret: String?
    var secretReason: String?
    @Nullable var location: Location?
    @Nullable var reason: String?
  }

  struct Gap: Encodable {
    var url: String
    var event: String
    var fromStep: Int
    var untilStep: Int
  }

  struct FieldChange: Encodable {
    var field: String
    var before: JSONScalar
    var after: JSONScalar
  }

  struct Step: Encodable {
    var step: Int
    var app: String
    var action: String
    var webhook: String
    @Nullable var webhookId: String?
  }

  struct Result: Encodable {
    var step: Int
    var status: String
    @Nullable var webhookId: String?
    @Nullable var error: String?
    /// What in the file the errors of a failed call are about, where Apple says so.
    var places: [Place]?
    var requests: Int
  }

  struct Place: Encodable {
    var key: String
    var event: String?
    @Nullable var location: Location?
  }
}
