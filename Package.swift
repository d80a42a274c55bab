// swift-tools-version: 6.0
import PackageDescription

// The house of docs/architecture.md: every target is a room, every arrow points down, and there is
// no package dependency. libyaml is the one library that building needs; libcrypto and libcurl are
// opened at run time by CRuntimeLibraries.
let package = Package(
  name: "storehooks",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "WebhookReceiver", targets: ["WebhookReceiver"])
  ],
  dependencies: [],
  targets: [
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(
      name: "CRuntimeLibraries",
      linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(name: "YAML", dependencies: ["CLibYAML"]),
    .target(name: "Cryptography", dependencies: ["CRuntimeLibraries"]),
    .target(name: "HTTPTransport", dependencies: ["CRuntimeLibraries"]),
    .target(name: "AppStoreConnect", dependencies: ["Cryptography", "HTTPTransport"]),
    .target(name: "Reconciler", dependencies: ["YAML", "AppStoreConnect", "Cryptography"]),
    .target(name: "WebhookReceiver", dependencies: ["Cryptography"]),
    .target(name: "LoopbackServer"),
    .target(
      name: "Simulator",
      dependencies: ["AppStoreConnect", "Cryptography", "HTTPTransport", "LoopbackServer"]),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .executableTarget(
      name: "planner-benchmark",
      dependencies: ["Reconciler", "AppStoreConnect", "YAML", "TestSupport"], path: "Tests/PlannerBenchmark"),
    .testTarget(name: "YAMLTests", dependencies: ["YAML", "TestSupport"]),
    .testTarget(name: "CryptographyTests", dependencies: ["Cryptography", "TestSupport"]),
    .testTarget(name: "HTTPTransportTests", dependencies: ["HTTPTransport", "TestSupport"]),
    .testTarget(
      name: "AppStoreConnectTests",
      dependencies: ["AppStoreConnect", "Cryptography", "HTTPTransport", "TestSupport"]),
    .testTarget(
      name: "ReconcilerTests",
      dependencies: [
        "Reconciler", "Simulator", "YAML", "AppStoreConnect", "Cryptography", "HTTPTransport", "TestSupport",
      ]),
    .testTarget(
      name: "WebhookReceiverTests", dependencies: ["WebhookReceiver", "Cryptography", "TestSupport"]),
    .testTarget(name: "LoopbackServerTests", dependencies: ["LoopbackServer", "TestSupport"]),
    .testTarget(
      name: "SimulatorTests",
      dependencies: [
        "Simulator", "AppStoreConnect", "Cryptography", "HTTPTransport", "LoopbackServer",
        "TestSupport",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
