import AppStoreConnect
import Diagnostics

/// What the files say, checked and with templates, groups and patterns resolved.
package struct DesiredState: Sendable {
  /// In the order of the files.
  package var apps: [DesiredApp]
  /// What apps get by rules, listed or not.
  package var defaults = Defaults()
  package var policy: Policy
  package var files: [SourceFile]
  package var policyFiles: [SourceFile] = []
  package var defaultsFiles: [SourceFile] = []
  package var folders: [GivenFolder] = []
  /// The account that the files are for; `nil` for any.
  package var account: Account?
  /// Apps that were handed over.
  package var forget: [ForgottenApp] = []
  /// The variables of the files, by name.
  package var variables: [String: Variable] = [:]
  /// The environment variables that webhooks' secrets come from.
  package var environmentNames: Set<String> = []
  /// Which live URLs mustn't be shown in full.
  package var mask = URLMask.none
  /// The event groups by name, each with its event types in order.
  package var eventGroups: [String: [EventType]] = [:]
  /// The templates that say all that a webhook needs, by their keys.
  package var templates: [String: DesiredWebhook] = [:]
  /// Warnings of what nothing names, and of what looks like a placeholder.
  var doubts: [Diagnostic] = []
}

extension DesiredState {
  /// What the files say of apps and webhooks in the clear.
  package var clearTexts: [String] {
    let webhooks = [apps.lazy.flatMap(\.webhooks), defaults.rules.lazy.flatMap(\.webhooks)].joined()
    let texts = Set(webhooks.lazy.flatMap { [$0.name, $0.url] }).lazy.flatMap(\.parts).compactMap { part in
      if case .literal(let text) = part { text } else { nil as String? }
    }
    return apps.map(\.key.text) + templates.keys + texts
  }
}

/// A folder that a run was given: its `*.yaml` and `*.yml` files are read, and nothing else.
package struct GivenFolder: Sendable, Equatable {
  /// As the user gave it.
  package let path: String
  /// Paths in the folder that look like YAML but aren't read, sorted: a file that is missed may have another
  /// name, or be in a subfolder.
  package let skipped: [String]
  /// Paths, sorted by name.
  let files: [String]
}

/// One app that a file lists, or that only its rules bring in.
package struct DesiredApp: Sendable {
  package var key: AppKey
  /// If only rules bring it in, the first rule's.
  package var location: SourceRange
  /// Its own, those of `use` first, then those by defaults.
  package var webhooks: [DesiredWebhook]
  /// Which live webhooks that the file doesn't list are deleted: the app's own word, else that of its rules
  /// (`managed` if none of them says), else the policy's.
  package var prune: Prune
  /// What the app's own entry says.
  var ownPrune: Prune?
  package var takesDefaults: Bool
  /// The rules of `defaults` that match it.
  package var rules: [DefaultRule] = []
  /// Whether a file lists it; else only its rules bring it in.
  package var isListed = true
  package var ignore: [IgnoreRule] {
    get { ownIgnore.isEmpty ? sharedIgnore : ownIgnore + sharedIgnore }
    set { (ownIgnore, sharedIgnore) = (newValue, []) }
  }
  /// Shared by all apps: copies for thousands of apps with thousands of rules would fill the memory.
  var sharedIgnore: [IgnoreRule] = []
  private var ownIgnore: [IgnoreRule]
  /// The policy's rules for live webhooks that are changed, but never deleted.
  package var protect: [IgnoreRule] = []

  package init(
    key: AppKey, location: SourceRange, webhooks: [DesiredWebhook],
    prune: Prune = .always, ownPrune: Prune? = nil,
    ignore: [IgnoreRule] = [], protect: [IgnoreRule] = [], takesDefaults: Bool = true
  ) {
    self.key = key
    self.location = location
    self.webhooks = webhooks
    self.prune = prune
    self.ownPrune = ownPrune
    ownIgnore = ignore
    self.protect = protect
    self.takesDefaults = takesDefaults
  }
}

/// A webhook as the files describe it, with its placeholders not replaced yet.
package struct DesiredWebhook: Sendable {
  /// Unique in the app once placeholders are replaced.
  package var name: PlaceholderText
  package var url: PlaceholderText
  /// Sorted, each once, never empty.
  package var events: [EventType]
  package var enabled: Bool
  package var secret: SecretSource
  /// Names that it had before, the latest first.
  package var formerly: [FormerName]
  /// Whether event types that this version doesn't know stay where the live webhook has them: the file can't name
  /// them, so it can't want them gone either.
  package var keepsUnknownEvents: Bool
  /// Whether a rule of `defaults` gives it to the app, so that one of the app's own takes its place.
  package var isDefault = false
  package var locations: Locations

  package init(
    name: PlaceholderText, url: PlaceholderText, events: [EventType], enabled: Bool = true,
    secret: SecretSource, formerly: [FormerName] = [], keepsUnknownEvents: Bool = false, locations: Locations
  ) {
    self.name = name
    self.url = url
    self.events = events
    self.enabled = enabled
    self.secret = secret
    self.formerly = formerly
    self.keepsUnknownEvents = keepsUnknownEvents
    self.locations = locations
  }

  /// Where the parts of a webhook stand, so that errors of any stage lead back to their line. A part
  /// that comes from a template stands in the template.
  package struct Locations: Sendable, Hashable {
    /// The webhook's key, or its entry in `use`.
    package var webhook: SourceRange
    /// The name, if it isn't written at `webhook`: a template's key, or its `name`.
    package var name: SourceRange?
    package var url: SourceRange
    package var events: SourceRange
    package var secret: SourceRange
    package var enabled: SourceRange?

    package init(
      webhook: SourceRange, name: SourceRange? = nil, url: SourceRange, events: SourceRange,
      secret: SourceRange, enabled: SourceRange? = nil
    ) {
      self.webhook = webhook
      self.name = name
      self.url = url
      self.events = events
      self.secret = secret
      self.enabled = enabled
    }
  }
}

/// How a desired-state file names an app: by bundle ID, or by the numeric ID that Apple gave it.
package enum AppKey: Hashable, Sendable {
  case bundleId(String)
  case appleId(String)

  package var text: String {
    switch self {
    case .bundleId(let text), .appleId(let text): text
    }
  }

  var isAppleId: Bool { if case .appleId = self { true } else { false } }

  /// Reads a key; `nil` for what is neither.
  ///
  /// Bundle IDs hold letters, digits, hyphens and full stops (Apple's documentation of `CFBundleIdentifier`);
  /// underscores are accepted because old IDs have them.
  package init?(_ text: String) {
    guard !text.isEmpty, text.utf8.count <= 255 else { return nil }
    if text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) {
      self = .appleId(text)
      return
    }
    let allowed = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard allowed else { return nil }
    self = .bundleId(text)
  }
}
