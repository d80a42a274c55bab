// swift-tools-version: 6.0
import PackageDescription

// A package of somebody else, with the library as its one dependency: scripts/test builds and runs it.
// It may have modules of any name, those of Storehooks' own targets too.
let ownModules = [
  "CLibYAML", "CProgram", "CRuntimeLibraries", "AppStoreConnect", "CommandLine", "Cryptography",
  "DesiredState", "Diagnostics", "Events", "HTTPTransport", "LoopbackServer", "Planning",
  "Platform", "Reconciler", "Reports", "Simulator", "TestSupport", "YAML",
]

let package = Package(
  name: "external",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "storehooks", path: "../..")],
  targets: ownModules.map { .target(name: $0, path: "Sources/OwnModules/\($0)") } + [
    .executableTarget(
      name: "receiver-outside",
      dependencies: [.product(name: "WebhookReceiver", package: "storehooks")]
        + ownModules.map { .target(name: $0) })
  ],
  swiftLanguageModes: [.v6]
)
