package enum OperatingSystem {
  package static var name: String {
    #if os(macOS)
      "macos"
    #elseif os(Linux)
      "linux"
    #else
      "unknown"
    #endif
  }

  package static var isApple: Bool {
    #if canImport(Darwin)
      true
    #else
      false
    #endif
  }
}
