// swift-tools-version: 6.0
import PackageDescription

// A package of somebody else, with the library as its one dependency: scripts/test builds and runs it.
let package = Package(
  name: "external",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "storehooks", path: "../..")],
  targets: [
    .executableTarget(
      name: "receiver-outside", dependencies: [.product(name: "WebhookReceiver", package: "storehooks")])
  ],
  swiftLanguageModes: [.v6]
)
