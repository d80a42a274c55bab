import AppStoreConnect

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension AppStoreConnectSimulator {
  /// How a simulator behaves; the defaults are those of the live service, as far as they are known.
  package struct Configuration: Sendable {
    /// The scheme and authority that links begin with, without a slash at the end; `nil` for those that the
    /// request was sent to, as the live service does.
    package var baseURL: String?
    /// What tokens are checked against; `nil` lets every request in.
    package var tokens: TokenVerifier?
    /// How many requests a rolling hour allows, of all clients together.
    package var hourlyLimit: Int
    /// The largest page that is given, whatever `limit` asks for: from 1 to 200. Small values make clients
    /// page through short lists.
    package var maxPageSize: Int
    /// Whether `filter[bundleId]` also finds apps whose bundle ID only begins with the value. Clients of the
    /// live service keep only exact matches, and so must a client that is tested here.
    package var looseBundleIdFilter: Bool
    /// Whether deliveries are listed as the live service has been seen to list them: only with
    /// `filter[createdDateGreaterThanOrEqualTo]` of the last ten days, and without
    /// `filter[deliveryState]`. Otherwise as Apple's OpenAPI document 4.4.1 has it.
    package var liveDeliveryFilters: Bool
    /// Whether a delivery can be sent again only once, as Apple's help is said to state; its redelivery can
    /// then be sent again.
    package var redeliversOnce = false
    /// How many of the redeliveries are answered with 500, from 0 to 1; the live service has been seen to
    /// answer so now and then. Whether it sends them nonetheless isn't known: here, half of them are sent.
    /// Which ones fail is drawn from ``seed``.
    package var redeliveryFailureRate: Double
    /// The event types that webhooks may be created with.
    package var eventTypes: Set<EventType>
    /// What IDs are made from: the same seed and the same requests give the same IDs.
    package var seed: UInt64
    /// The clock: of rate limits, tokens, deliveries and the `Date` field.
    package var now: @Sendable () -> Date
    /// The time since some moment, which decides when late requests are carried out and how far lists lag
    /// behind. `nil` for the machine's; then late requests are carried out at once in process.
    package var elapsed: (@Sendable () -> Duration)?
    /// Delivers events; with `nil` every delivery succeeds with 200 by the time that it is first read.
    package var sender: DeliverySender?
    /// Called with the new fleet in the course of every change, one at a time and in order. If it throws, the
    /// change isn't made and the request is answered with 500. It must not call the simulator.
    package var onChange: (@Sendable (Fleet) throws -> Void)?
    /// Saves the fleet before a request that has changed it is answered. If it can't, the answer is 500, and
    /// the change is saved with a later one.
    package var saver: FleetSaver?
    /// Called for each request that the service, or a fault in its place, answered; not for one that a fault
    /// left without an answer before the service saw it.
    package var onAnswer: (@Sendable (AnsweredRequest) -> Void)?

    package init(
      baseURL: String? = nil, tokens: TokenVerifier? = nil, hourlyLimit: Int = 3600,
      maxPageSize: Int = APILimits.pageSize, looseBundleIdFilter: Bool = true,
      liveDeliveryFilters: Bool = true,
      redeliveryFailureRate: Double = 0,
      eventTypes: Set<EventType> = Set(EventType.known), seed: UInt64 = 0,
      now: @escaping @Sendable () -> Date = { Date() }, elapsed: (@Sendable () -> Duration)? = nil,
      sender: DeliverySender? = nil,
      onChange: (@Sendable (Fleet) throws -> Void)? = nil
    ) {
      self.baseURL = baseURL
      self.tokens = tokens
      self.hourlyLimit = hourlyLimit
      self.maxPageSize = maxPageSize
      self.looseBundleIdFilter = looseBundleIdFilter
      self.liveDeliveryFilters = liveDeliveryFilters
      self.redeliveryFailureRate = redeliveryFailureRate
      self.eventTypes = eventTypes
      self.seed = seed
      self.now = now
      self.elapsed = elapsed
      self.sender = sender
      self.onChange = onChange
    }
  }
}
