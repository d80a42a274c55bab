@testable import CommandLine

/// The keys of a tool that has a bit of everything.
extension Option<[String]> {
  static let file = values("file", short: "f", "PATH", .path, default: "tool.yaml", "File")
  static let app = values("app", "PATTERN", .pattern, "Apps")
  static let webhook = values("webhook", "NAME", .name(), "Webhooks")
  static let writeSecrets = values("write-secrets", "WHICH", .name(or: ["all", "unknown"]), "Secrets")
}

extension Option<String?> {
  static let state = value("state", "PATH", .path, "State")
  static let simulate = value(
    "simulate", "FLEET", .path, conflicts: [Option<String>.apiURL.spec], "Fleet to simulate")
  static let keyID = value("key-id", "ID", .string, "ID of the key")
  static let privateKey = value("private-key", "PATH", .path, "Key")
  static let out = value("out", "FILE", .path, "Result")
  static let fleet = value("fleet", "FILE", .path, "Fleet")
}

extension Option<String> {
  static let apiURL = value(
    "api-url", "URL", .url, default: "https://api.example.com", environment: "TOOL_API_URL", "Where")
}

extension Option<Int> {
  static let concurrency = value("concurrency", "N", .integer(1...64), default: 8, "Requests in flight")
  static let port = value("port", "N", .integer(0...65_535), default: 0, "Port")
}

extension Option<Int?> {
  static let count = value("count", short: "c", "N", .integer(0...9), "Count")
}

extension Option<Duration> {
  static let timeout = value(
    "timeout", "DURATION", .duration(.milliseconds(1)...(.seconds(86_400))), default: .seconds(30), "Time")
}

extension Option<OutputFormat> {
  static let format = value(
    "format", "FORMAT", .enumeration(OutputFormat.allCases.map(\.rawValue)), default: .text, "Format")
}

enum Color: String, CaseIterable, OptionArgument { case auto, always, never }

extension Option<Color> {
  static let color = value(
    "color", "WHEN", .enumeration(Color.allCases.map(\.rawValue)), default: .auto, "Color")
}

extension Option<Bool> {
  static let noState = flag("no-state", conflicts: [Option<String?>.state.spec], "No state")
  static let quiet = flag("quiet", "No notes")
  static let verbose = flag("verbose", conflicts: [Option.quiet.spec], "All notes")
  static let detailedExitcode = flag("detailed-exitcode", "Tell by the exit code")
  static let yes = flag("yes", "Don't ask")
  static let all = flag("all", short: "a", "All")
  static let both = flag("both", short: "b", "Both")
}

extension CommandLineSpec {
  static let tool = Self(
    program: "tool", abstract: "A tool", discussion: [],
    commands: [
      CommandSpec(
        name: "validate", abstract: "Check the file", discussion: [],
        relevantGroups: [.selection, .output, .general], formats: [.text, .json, .gitlab]),
      CommandSpec(
        name: "plan", abstract: "Show", discussion: [],
        options: [Option.detailedExitcode.spec, Option.out.spec], formats: [.text, .json, .markdown]),
      CommandSpec(
        name: "apply", abstract: "Do", discussion: [],
        arguments: [.init(name: "PLAN", help: "Plan", isOptional: true, isPath: true)],
        options: [Option.yes.spec, Option.writeSecrets.spec]),
      CommandSpec(name: "ping", abstract: "Test", discussion: [], options: [Option.webhook.spec]),
      CommandSpec(name: "listen", abstract: "Listen", discussion: [], options: [Option.port.spec]),
      CommandSpec(
        name: "simulate", abstract: "Serve", discussion: [], options: [Option.port.spec, Option.fleet.spec],
        relevantGroups: [.output, .general], formats: [.text, .junit]),
      CommandSpec(
        name: "completions", abstract: "Complete", discussion: [],
        arguments: [.init(name: "SHELL", help: "Shell", suggestions: [.init("bash"), .init("zsh")])],
        relevantGroups: [.general], formats: [.text]),
      CommandSpec(
        name: "version", abstract: "Version", discussion: [], relevantGroups: [.output, .general]),
      CommandSpec(
        name: "help", abstract: "Help", discussion: [],
        arguments: [.init(name: "COMMAND", help: "Command", isOptional: true)],
        options: [Option.flag("man", "Manual page").spec], relevantGroups: [.general]),
    ],
    globalGroups: [
      OptionGroup(
        role: .selection, title: "Files",
        options: [Option.file.spec, Option.app.spec, Option.state.spec, Option.noState.spec]),
      OptionGroup(
        role: .connection, title: "Connection",
        options: [
          Option.apiURL.spec, Option.simulate.spec, Option.concurrency.spec, Option.timeout.spec,
        ]),
      OptionGroup(
        role: .credentials, title: "Credentials", options: [Option.keyID.spec, Option.privateKey.spec]),
      OptionGroup(
        role: .output, title: "Output",
        options: [Option.format.spec, Option.color.spec, Option.quiet.spec, Option.verbose.spec]),
      OptionGroup(
        role: .general, title: "General",
        options: [Option.flag("help", short: "h", "Help").spec, Option.flag("version", "Version").spec]),
    ], examples: [])
}
