package enum EventGroup: String, CaseIterable, Sendable {
  case appStore = "App Store"
  case testFlight = "TestFlight"
  case builds = "Builds"
  case backgroundAssets = "Background assets"
  case alternativeDistribution = "Alternative distribution"
  case test = "Test"
}
