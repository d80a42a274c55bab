import AppStoreConnect
import Diagnostics

/// An event type at a URL that stays undelivered between two calls of a plan, because no order avoids it.
package struct CoverageGap: Sendable, Hashable {
  /// The URL, in the form in which URLs are compared.
  package var url: String
  /// The event type.
  package var event: EventType
  /// The step after which it is no longer delivered.
  package var fromStep: Int
  /// The step after which it is delivered again.
  package var untilStep: Int

  /// The gap in words.
  package var summary: String {
    "\(event.rawValue) is not delivered to \(url) between step \(fromStep) and step \(untilStep): these "
      + "webhooks take over from one another, and no order of calls avoids the gap"
  }

  /// The gap as a warning at its app.
  func warning(at location: SourceRange?) -> Diagnostic { .warning(summary, at: location) }
}
