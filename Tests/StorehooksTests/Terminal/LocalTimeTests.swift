@testable import Reports
import Testing

@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

@Suite struct LocalTimeTests {
  @Test func showsDateTimeAndZone() {
    let date = Date(timeIntervalSince1970: 1_767_225_599.9)
    #expect(
      LocalTime(date: date, zone: .fixed(seconds: 0, name: "UTC")).description == "2025-12-31 23:59:59 UTC")
    #expect(
      LocalTime(date: date, zone: .fixed(seconds: 19_800, name: "IST")).description
        == "2026-01-01 05:29:59 IST")
  }

  @Test func theSystemHasAZone() {
    #expect(LocalTime(date: Date()).description.split(separator: " ").count == 3)
  }
}
