import DesiredState
import CommandLine

/// Whether output has color.
enum ColorChoice: String, Sendable, CaseIterable {
  /// On a terminal that can show it, unless the environment says otherwise.
  case auto
  /// Always.
  case always
  /// Never.
  case never
}

/// The options that every command accepts, ready for use.
struct GlobalOptions: Sendable, Equatable {
  static let defaultFile = "webhooks.yaml"

  /// What names a file to another command: ` -f PATH`, or nothing for the default one.
  static func fileOption(_ path: String) -> String { path == defaultFile ? "" : " -f \(path)" }
  static let defaultAPIURL = "https://api.appstoreconnect.apple.com"
  static let defaultConcurrency = 8
  static let defaultTimeout = Duration.seconds(30)
  static let defaultMaxWait = Duration.seconds(900)

  /// Desired-state files and folders; one at least.
  var files: [String]
  /// Patterns of apps to work on; none for all.
  var apps: [String]
  /// The state file's path; `nil` for the one beside the desired-state file.
  var statePath: String?
  /// Whether there is no state file at all: none is wanted, or standard input is read and none is named.
  var hasNoState: Bool
  /// How results are written.
  var format: OutputFormat
  /// How many requests may be in flight, 1 to 64.
  var concurrency: Int
  /// Where the API is, from the option, the environment or the default.
  var apiURL: String
  /// The fleet file of the embedded simulator; `nil` for the network.
  var simulatedFleet: String?
  /// The ID of the API key.
  var keyID: String?
  /// The issuer ID of a team key.
  var issuerID: String?
  /// The path of the private key.
  var privateKeyPath: String?
  /// Whether output has color.
  var color: ColorChoice
  /// Whether progress and notes are left out.
  var isQuiet: Bool
  /// Whether each request is shown.
  var isVerbose: Bool
  /// How long one request may take.
  var timeout: Duration
  /// Whether lists are taken that are shorter than App Store Connect's total.
  var ignoresTotals: Bool
  /// How long a run waits for rate limits, in all.
  var maxWait: Duration

  /// Whether a desired-state file comes from standard input.
  var readsStandardInput: Bool { files.contains(DesiredStateReader.standardInput) }

  /// Takes the global options from those of an invocation.
  init(_ options: ParsedOptions) {
    files = options.strings("file")
    apps = options.strings("app")
    statePath = options.string("state")
    // What came from standard input has no place of its own that a state file could be beside.
    let isPiped = files.contains(DesiredStateReader.standardInput) && statePath == nil
    hasNoState = options.flag("no-state") || isPiped
    format = options.choice("format") ?? .text
    concurrency = options.integer("concurrency") ?? Self.defaultConcurrency
    apiURL = options.string("api-url") ?? Self.defaultAPIURL
    simulatedFleet = options.string("simulate")
    keyID = options.string("key-id")
    issuerID = options.string("issuer-id")
    privateKeyPath = options.string("private-key")
    color = options.choice("color") ?? .auto
    isQuiet = options.flag("quiet")
    isVerbose = options.flag("verbose")
    timeout = options.duration("timeout") ?? Self.defaultTimeout
    ignoresTotals = options.flag("ignore-totals")
    maxWait = options.duration("max-wait") ?? Self.defaultMaxWait
  }
}
