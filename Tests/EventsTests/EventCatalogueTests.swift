import Events
import TestSupport
import Testing
import WebhookReceiver

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The catalogue against samples from Apple's page and from recorded deliveries.
@Suite struct EventCatalogueTests {
  @Test func describesEverySampleAndNoOther() throws {
    let samples = try EventSample.all()
    #expect(samples.map(\.eventType).sorted() == EventCatalogue.all.map(\.type).sorted())
    for sample in samples {
      let event = try #require(EventCatalogue.description(of: sample.eventType))
      let payload = try JSONDecoder().decode(AnyJSON.self, from: Data(event.payload.utf8))
      #expect(payload == sample.payload, "\(event.type)")
    }
    #expect(EventCatalogue.description(of: "NO_SUCH_EVENT") == nil)
  }

  /// A sample carries exactly what the catalogue says.
  @Test(arguments: EventCatalogue.all.map(\.type)) func tellsOfAllThatIsCarried(type: String) throws {
    let event = try #require(EventCatalogue.description(of: type))
    let notification = try WebhookNotification(body: Array(event.payload.utf8))
    let names = event.carries.flatMap(\.names)
    #expect(Set(names).count == names.count)
    #expect(Set(names) == Set(notification.attributes.keys).union(notification.relationships.keys))
    #expect(notification.type.apiName == type)
    #expect(notification.event != .other(notification.type), "the library knows it")
    #expect(notification.isTest == (event.group == .test))
    let resource = notification.instance?.type ?? notification.marketplaceApp?.type
    #expect(event.resource == resource)
    #expect(event.call == resource.map { "GET /v1/\($0)/{id}" })
  }

  @Test func textsKeepTheirForm() {
    for event in EventCatalogue.all {
      #expect(event.summary.first?.isUppercase == true && event.summary.last == ".", "\(event.type)")
      // They stand in comments of YAML, in JSON, and in tables of Markdown.
      #expect(event.summary.utf8.count <= 90 && !event.summary.contains { "\"\\|`#:".contains($0) })
      for carried in event.carries { #expect(!carried.says.isEmpty && carried.says.last != ".") }
    }
    #expect(Set(EventCatalogue.all.map(\.group)) == Set(EventGroup.allCases))
    #expect(
      EventCatalogue.types.map(\.group)
        == EventCatalogue.types.map(\.group).sorted { left, right in
          let groups = EventGroup.allCases
          return (groups.firstIndex(of: left) ?? 0) < (groups.firstIndex(of: right) ?? 0)
        })
  }
}
