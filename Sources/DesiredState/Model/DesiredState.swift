import AppStoreConnect
import Diagnostics

/// Which webhooks every app should have: what the user's files say, checked and with templates, groups
/// and patterns resolved.
package struct DesiredState: Sendable {
  /// The apps, in the order of the files.
  package var apps: [DesiredApp]
  /// What holds for all apps.
  package var policy: Policy
  /// The files that were read, in order.
  package var files: [SourceFile]
  /// Those of the files that hold `policy`.
  package var policyFiles: [SourceFile] = []
  /// The folders that files were taken from.
  package var folders: [GivenFolder] = []
}

/// A folder that a run was given: its `*.yaml` and `*.yml` files are read, and nothing else.
package struct GivenFolder: Sendable, Equatable {
  /// The path, as the user gave it.
  package let path: String
  /// What looks like YAML in it, or may, and isn't read: from the folder, sorted. Something that is missed may be
  /// there under another name, or further down.
  package let skipped: [String]
  /// The paths of the files that are read, sorted by name.
  let files: [String]
}

/// One app of a desired-state file.
package struct DesiredApp: Sendable {
  /// What the file calls the app.
  package var key: AppKey
  /// Where the file names the app.
  package var location: SourceRange
  /// The webhooks that the app should have, those of `use` first.
  package var webhooks: [DesiredWebhook]
  /// Whether live webhooks that the file doesn't list are deleted: the app's own word, else the policy's.
  package var prune: Bool
  /// Live webhooks that are never touched: the app's own rules, then the policy's.
  package var ignore: [IgnoreRule] {
    get { ownIgnore.isEmpty ? sharedIgnore : ownIgnore + sharedIgnore }
    set { (ownIgnore, sharedIgnore) = (newValue, []) }
  }
  /// The policy's rules, kept once for all apps: thousands of apps with thousands of rules each would fill
  /// the memory.
  var sharedIgnore: [IgnoreRule] = []
  private var ownIgnore: [IgnoreRule]

  package init(
    key: AppKey, location: SourceRange, webhooks: [DesiredWebhook], prune: Bool = true,
    ignore: [IgnoreRule] = []
  ) {
    self.key = key
    self.location = location
    self.webhooks = webhooks
    self.prune = prune
    ownIgnore = ignore
  }
}

/// One webhook of a desired-state file, placeholders not yet replaced.
package struct DesiredWebhook: Sendable {
  /// The name; unique in the app once placeholders are replaced.
  package var name: PlaceholderText
  /// Where events should be delivered.
  package var url: PlaceholderText
  /// The event types, sorted, each once, never empty.
  package var events: [EventType]
  /// Whether events should be delivered.
  package var enabled: Bool
  /// Where the secret comes from.
  package var secret: SecretSource
  /// Whether event types that this version doesn't know stay where the live webhook has them: the file can't name
  /// them, so it can't want them gone either.
  package var keepsUnknownEvents = false
  /// Where it stands in the file.
  package var locations: Locations

  package init(
    name: PlaceholderText, url: PlaceholderText, events: [EventType], enabled: Bool = true,
    secret: SecretSource, locations: Locations
  ) {
    self.name = name
    self.url = url
    self.events = events
    self.enabled = enabled
    self.secret = secret
    self.locations = locations
  }

  /// Where the parts of a webhook stand, so that errors of any stage lead back to their line. A part
  /// that comes from a template stands in the template.
  package struct Locations: Sendable {
    /// The webhook's key, or its entry in `use`.
    package var webhook: SourceRange
    /// The name, where it is written elsewhere than `webhook`: a template's key, or its `name`.
    package var name: SourceRange?
    package var url: SourceRange
    package var events: SourceRange
    package var secret: SourceRange
    /// `enabled`, where it is written.
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
  /// `com.example.notes` for instance.
  case bundleId(String)
  /// `1234567890` for instance.
  case appleId(String)

  /// The key as the file has it.
  package var text: String {
    switch self {
    case .bundleId(let text), .appleId(let text): text
    }
  }

  /// Reads a key; `nil` for what is neither.
  ///
  /// Bundle IDs hold letters, digits, hyphens and full stops (Apple's documentation of
  /// `CFBundleIdentifier`); underscores are let through, for old IDs with them exist.
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
