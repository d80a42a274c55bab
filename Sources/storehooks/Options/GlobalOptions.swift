import CommandLine
import DesiredState

enum ColorChoice: String, CaseIterable, OptionArgument {
  /// If a terminal can show it and the environment doesn't say otherwise.
  case auto
  case always
  case never
}

// MARK: Files and apps

extension Option<[String]> {
  static let file = values(
    "file", short: "f", "PATH", .path, default: defaultFile,
    "Desired-state file, or a folder of '*.yaml' and '*.yml' files; - is standard input")
  static let app = values(
    "app", "PATTERN", .pattern,
    "Work on these apps only: a bundle ID, in which '*' stands for any characters, or an Apple ID")
}

extension Option<String?> {
  static let state = value(
    "state", "PATH", .path,
    "State file, which records the managed webhooks and a fingerprint of each secret; by default "
      + "'webhooks.state.json' beside the first desired-state file")
}

extension Option<Bool> {
  static let noState = flag(
    "no-state", conflicts: [Option<String?>.state.spec], "Don't use a state file: every secret is unknown")
}

// MARK: Connection

extension Option<String> {
  static let apiURL = value(
    "api-url", "URL", .url, default: "https://api.appstoreconnect.apple.com",
    environment: "STOREHOOKS_API_URL", "URL of the API; plain http is for loopback hosts only")
}

extension Option<String?> {
  static let simulate = value(
    "simulate", "FLEET.json", .path, conflicts: [Option<String>.apiURL.spec],
    "Run against the embedded simulator, which loads and saves this file, with the state file beside it; "
      + "needs no credentials")
}

extension Option<Int> {
  static let concurrency = value(
    "concurrency", "N", .integer(1...64), default: 8, "How many requests may be in flight")
}

extension Option<Duration> {
  static let timeout = value(
    "timeout", "DURATION", .duration(.milliseconds(1)...(.seconds(86_400))), default: .seconds(30),
    "How long one request may take")
  static let maxWait = value(
    "max-wait", "DURATION", .duration(.zero...(.seconds(86_400))), default: .seconds(900),
    "How long to wait for rate limits in total")
}

extension Option<Bool> {
  static let ignoreTotals = flag(
    "ignore-totals",
    "Accept lists of apps and webhooks that are shorter than App Store Connect's total, with a warning")
}

// MARK: Credentials

extension Option<String?> {
  static let keyID = value("key-id", "ID", .string, "ID of the App Store Connect API key")
  static let issuerID = value(
    "issuer-id", "ID", .string, "Issuer ID of a team key; leave it out for an individual key")
  static let privateKey = value("private-key", "PATH", .path, "The key's '.p8' file")
}

// MARK: Output

extension Option<OutputFormat> {
  static let format = value(
    "format", "FORMAT", .enumeration(OutputFormat.allCases.map(\.rawValue)), default: .text,
    "Output format")
}

extension Option<ColorChoice> {
  static let color = value(
    "color", "WHEN", .enumeration(ColorChoice.allCases.map(\.rawValue)), default: .auto,
    "Whether to use color; auto honors NO_COLOR and CLICOLOR_FORCE")
}

extension Option<Bool> {
  static let quiet = flag("quiet", "Don't print progress and notes")
  static let verbose = flag(
    "verbose", conflicts: [Option.quiet.spec],
    "Print a line per request, show every app by itself, and list what is unchanged or left out")
}

// MARK: What they come to

let defaultFile = "webhooks.yaml"

/// Names a file for another command: ` -f PATH`, or nothing for the default one.
func fileOption(_ path: String) -> String { path == defaultFile ? "" : " -f \(path)" }

extension ParsedOptions {
  var readsStandardInput: Bool { self[.file].contains(DesiredStateReader.standardInput) }

  /// Whether there is no state file: either none is wanted, or standard input is read, which has no folder for one, and
  /// none is named.
  var hasNoState: Bool { self[.noState] || readsStandardInput && self[.state] == nil }
}
