import DesiredState
import Diagnostics

extension AppReading {
  /// Placeholders that Apple's answer has no value for. Their webhooks can't be planned, and leaving them out
  /// would delete the live ones.
  var missingFacts: [Diagnostic] {
    let known: [(placeholder: PlaceholderText.Placeholder, fact: String, value: String?)] = [
      (.bundleId, "bundle ID", facts.bundleId), (.appName, "name", facts.name),
      (.appId, "Apple ID", facts.id),
    ]
    let missing = known.filter { $0.value == nil }
    guard !missing.isEmpty else { return [] }
    return desired.webhooks.compactMap { webhook in
      let needed = webhook.name.placeholders.union(webhook.url.placeholders)
      return missing.first { needed.contains($0.placeholder) }.map { missing in
        .error(
          "'{\(missing.placeholder.rawValue)}' has no value: App Store Connect doesn't give the app's"
            + " \(missing.fact)", at: webhook.locations.webhook)
      }
    }
  }
}
