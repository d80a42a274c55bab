// swift-tools-version: 6.0
import PackageDescription

// The house of docs/architecture.md: every target is a room, every arrow points down, and there is
// no package dependency. libyaml is the one library that building needs; libcrypto and libcurl are
// opened at run time by CRuntimeLibraries.
//
// A release says what it is: `STOREHOOKS_VERSION` and `STOREHOOKS_COMMIT` of the build's environment end
// up in `storehooks version`. Asking git here instead would name a stale commit, for manifests are cached.
let version = Context.environment["STOREHOOKS_VERSION"] ?? "0.1.0"
let commit = Context.environment["STOREHOOKS_COMMIT"] ?? ""
// What waits for the network may be small rather than fast. Only releases say so: nobody can depend on a package that has
// flags of its own.
let small: [SwiftSetting] = Context.environment["STOREHOOKS_SMALL"] == nil ? [] : [.unsafeFlags(["-Osize"])]

let package = Package(
  name: "storehooks",
  platforms: [.macOS(.v15)],
  // The program has its product by itself. Declared here, it would bring the names of all targets into every
  // package that depends on the library, where they would collide with targets of those names.
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
    .target(
      name: "CProgram",
      cSettings: [
        .define("STOREHOOKS_VERSION", to: "\"\(version)\""),
        .define("STOREHOOKS_COMMIT", to: "\"\(commit)\""),
      ]),
    .target(name: "Platform", dependencies: ["CRuntimeLibraries"]),
    .target(name: "Diagnostics", dependencies: ["Platform"]),
    .target(name: "YAML", dependencies: ["CLibYAML", "Diagnostics", "Platform"]),
    .target(name: "CommandLine", dependencies: ["Diagnostics", "Platform"]),
    .target(name: "Cryptography", dependencies: ["CRuntimeLibraries"]),
    .target(name: "HTTPTransport", dependencies: ["CRuntimeLibraries", "Platform"]),
    .target(
      name: "AppStoreConnect", dependencies: ["Platform", "Cryptography", "Events", "HTTPTransport"]),
    .target(
      name: "DesiredState",
      dependencies: ["Platform", "Diagnostics", "YAML", "AppStoreConnect", "Cryptography"]),
    .target(name: "Planning", dependencies: ["Diagnostics", "AppStoreConnect", "DesiredState"]),
    .target(
      name: "Reconciler",
      dependencies: [
        "Platform", "Diagnostics", "YAML", "AppStoreConnect", "Cryptography", "DesiredState", "Planning",
      ], swiftSettings: small),
    .target(name: "Events"),
    // A library for servers of others: nothing of this package comes with it.
    .target(name: "WebhookReceiver"),
    .target(name: "LoopbackServer", dependencies: ["Platform"]),
    .target(
      name: "Simulator",
      dependencies: [
        "Platform", "AppStoreConnect", "Cryptography", "HTTPTransport", "LoopbackServer", "Events",
      ]),
    .target(
      name: "Reports",
      dependencies: [
        "Platform", "Diagnostics", "CommandLine", "Cryptography", "AppStoreConnect",
        "Events", "DesiredState", "Planning", "Reconciler", "WebhookReceiver",
      ]),
    .executableTarget(
      name: "storehooks",
      dependencies: [
        "CProgram", "Platform", "Diagnostics", "CommandLine", "YAML", "Reports", "Cryptography",
        "HTTPTransport", "AppStoreConnect", "DesiredState", "Planning", "Reconciler", "Simulator",
        "WebhookReceiver", "LoopbackServer", "Events",
      ]),
    .executableTarget(
      name: "receiver-example", dependencies: ["WebhookReceiver", "LoopbackServer"],
      path: "examples/receiver", exclude: ["README.md"]),
    .target(
      name: "PlanningSupport", dependencies: ["DesiredState", "Planning", "Diagnostics", "AppStoreConnect"],
      path: "Tests/PlanningSupport"),
    .target(name: "TestSupport", dependencies: ["Platform"], path: "Tests/TestSupport"),
    .executableTarget(
      name: "planner-benchmark",
      dependencies: [
        "AppStoreConnect", "HTTPTransport", "Diagnostics", "TestSupport", "DesiredState", "Planning",
      ],
      path: "Tests/PlannerBenchmark"),
    .executableTarget(
      name: "listen-benchmark", dependencies: ["Cryptography", "TestSupport"], path: "Tests/ListenBenchmark"),
    .executableTarget(
      name: "storehooks-soak",
      dependencies: [
        "Diagnostics", "Cryptography", "HTTPTransport", "AppStoreConnect", "DesiredState", "Planning",
        "Reconciler", "LoopbackServer", "Simulator", "TestSupport",
      ],
      path: "Tests/Soak"),
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Platform", "Diagnostics", "YAML", "Cryptography", "HTTPTransport", "AppStoreConnect", "DesiredState",
        "Planning", "Reconciler", "Reports", "WebhookReceiver", "LoopbackServer", "Simulator", "TestSupport",
      ],
      path: "Tests/FuzzTargets"),
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzTargets", "Diagnostics", "TestSupport", "DesiredState"],
      exclude: ["Corpus", "Dictionaries"]),
    .testTarget(name: "PlatformTests", dependencies: ["Platform", "TestSupport"]),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics", "Platform", "TestSupport"]),
    .testTarget(name: "CommandLineTests", dependencies: ["CommandLine", "TestSupport"]),
    .testTarget(name: "YAMLTests", dependencies: ["Diagnostics", "YAML", "TestSupport"]),
    .testTarget(name: "CryptographyTests", dependencies: ["Cryptography", "TestSupport"]),
    .testTarget(name: "HTTPTransportTests", dependencies: ["HTTPTransport", "TestSupport"]),
    .testTarget(
      name: "AppStoreConnectTests",
      dependencies: ["AppStoreConnect", "Cryptography", "HTTPTransport", "Platform", "TestSupport"]),
    .testTarget(
      name: "DesiredStateTests",
      dependencies: [
        "Platform", "Diagnostics", "DesiredState", "AppStoreConnect", "PlanningSupport", "TestSupport",
      ]),
    .testTarget(
      name: "PlanningTests",
      dependencies: [
        "Diagnostics", "DesiredState", "Planning", "AppStoreConnect", "PlanningSupport", "TestSupport",
      ]),
    .testTarget(
      name: "ReconcilerTests",
      dependencies: [
        "DesiredState", "Planning", "PlanningSupport", "Reconciler", "Simulator", "Diagnostics", "YAML",
        "AppStoreConnect", "Cryptography", "HTTPTransport", "Platform", "TestSupport",
      ]),
    .testTarget(
      name: "WebhookReceiverTests",
      dependencies: ["WebhookReceiver", "Cryptography", "LoopbackServer", "TestSupport"]),
    .testTarget(name: "EventsTests", dependencies: ["Events", "WebhookReceiver", "TestSupport"]),
    .testTarget(name: "LoopbackServerTests", dependencies: ["LoopbackServer", "Platform", "TestSupport"]),
    .testTarget(
      name: "SimulatorTests",
      dependencies: [
        "Simulator", "AppStoreConnect", "Cryptography", "HTTPTransport", "LoopbackServer", "Events",
        "TestSupport",
      ]),
    .testTarget(
      name: "StorehooksTests",
      dependencies: [
        "storehooks", "Platform", "Diagnostics", "CommandLine", "Simulator", "LoopbackServer", "DesiredState",
        "Planning", "Reconciler", "Reports", "AppStoreConnect", "Cryptography", "HTTPTransport", "YAML",
        "WebhookReceiver", "Events", "TestSupport",
      ]),
  ],
  swiftLanguageModes: [.v6]
)

// The fuzzer needs every target to be built for it, so it is there for scripts/fuzz alone.
if Context.environment["STOREHOOKS_FUZZER"] != nil {
  package.targets.append(
    .executableTarget(
      name: "storehooks-fuzzer", dependencies: ["FuzzTargets", "TestSupport"], path: "Tests/Fuzzer"))
}
