import AppStoreConnect
import DesiredState

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Something in a fleet that deserves attention.
package struct Attention: Sendable {
  /// What it is, the most urgent first.
  package enum Kind: String, Sendable, CaseIterable {
    case unheard, double, failing, silent, uncovered
    case sharedURL = "shared-url"
    case secretUnknown = "secret-unknown"
    case unmanaged
  }

  /// An event type that no enabled webhook of an app hears.
  package struct Gap: Sendable, Hashable {
    package var type: EventType
    /// How many other apps hear it.
    package var others: Int
    /// Whether a disabled webhook of the app would.
    package var isDisabled: Bool
  }

  /// How a receiver's deliveries went.
  package struct Failures: Sendable, Hashable {
    /// Deliveries that have ended, and those of them that failed and whose event has not arrived since.
    package var ended: Int
    package var missed: Int
    /// What is wrong, by the latest delivery that failed.
    package var fault: ReceiverFault?
    package var httpStatus: Int?
  }

  package enum Finding: Sendable, Hashable {
    /// Nobody hears events of the app that other apps' webhooks do.
    case unheard([Gap])
    /// One URL gets the same events from several webhooks of the app.
    case double(webhooks: [String], host: String, url: String, events: [EventType])
    /// Deliveries to a host fail; of its webhooks, those that are concerned.
    case failing(host: String, apps: [String], webhooks: Int, Failures)
    /// Nothing was delivered to a host in ten days.
    case silent(host: String, apps: [String], webhooks: Int)
    /// No file lists the app. `nil` webhooks: they could not be read.
    case uncovered(webhooks: Int?)
    /// Several apps have the same URL: its receiver can't tell whose an event is.
    case sharedURL(host: String, url: String, apps: [String])
    /// Storehooks has not written the webhook's secret.
    case secretUnknown
    /// There is no record of any secret.
    case noRecord
    /// The file doesn't have the webhook; why it is still there.
    case unmanaged(reason: String)
  }

  /// The app; `nil` for what concerns several.
  package var app: AppFacts?
  /// The webhook's name; `nil` for what concerns several, or none.
  package var webhook: String?
  package var finding: Finding

  package var kind: Kind {
    switch finding {
    case .unheard: .unheard
    case .double: .double
    case .failing: .failing
    case .silent: .silent
    case .uncovered: .uncovered
    case .sharedURL: .sharedURL
    case .secretUnknown, .noRecord: .secretUnknown
    case .unmanaged: .unmanaged
    }
  }
}
