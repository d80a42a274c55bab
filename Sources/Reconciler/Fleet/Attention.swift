import AppStoreConnect
import DesiredState

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Something in a fleet that deserves attention.
package struct Attention: Sendable {
  /// The kinds, the most urgent first.
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
    /// Whether a disabled webhook of the app would hear it.
    package var isDisabled: Bool
  }

  /// How a receiver's deliveries went.
  package struct Failures: Sendable, Hashable {
    /// Deliveries that have ended; those of them that failed and whose event has not arrived since are missed.
    package var ended: Int
    package var missed: Int
    /// What is wrong, judging by the latest failed delivery.
    package var fault: ReceiverFault?
    package var httpStatus: Int?
  }

  package enum Finding: Sendable, Hashable {
    /// No webhook of the app hears events that other apps' webhooks do.
    case unheard([Gap])
    /// One URL gets the same events from several webhooks of the app.
    case double(webhooks: [String], host: String, url: String, events: [EventType])
    /// Deliveries to a host fail, for so many of its webhooks.
    case failing(host: String, apps: [String], webhooks: Int, Failures)
    /// Nothing was delivered to a host in ten days.
    case silent(host: String, apps: [String], webhooks: Int)
    /// No file lists the app. `nil` webhooks: they could not be read.
    case uncovered(webhooks: Int?)
    /// Several apps share a URL, so its receiver can't tell whose an event is.
    case sharedURL(host: String, url: String, apps: [String])
    /// Storehooks has not written the webhook's secret.
    case secretUnknown
    /// There is no record of any secret.
    case noRecord
    /// The file doesn't have the webhook; why it is still there.
    case unmanaged(reason: String)
  }

  /// `nil` if several apps are concerned.
  package var app: AppFacts?
  /// `nil` if several webhooks are concerned, or none.
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
