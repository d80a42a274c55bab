import AppStoreConnect
import Diagnostics

/// An event type at a URL that stays undelivered between two calls of a plan, because no order avoids it.
package struct CoverageGap: Sendable, Hashable {
  /// In the form in which URLs are compared.
  package var url: String
  package var event: EventType
  package var fromStep: Int
  package var untilStep: Int

  package var summary: String {
    "\(event.rawValue) is not delivered to \(url) between step \(fromStep) and step \(untilStep): these "
      + "webhooks take over from one another, and no order of calls avoids the gap"
  }

  func warning(at location: SourceRange?) -> Diagnostic { .warning(summary, at: location) }
}
