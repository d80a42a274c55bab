import DesiredState
import Diagnostics

/// An app with its live webhooks sorted out and matched: what its secrets, plan and drift are made from.
package struct PreparedApp: Sendable {
  package let reading: AppReading
  let parts: Result<Parts, AppFailure>

  struct Parts: Sendable {
    /// In the order of the file.
    var targets: [TargetWebhook]
    /// The live webhooks that targets may take, sorted.
    var ours: [LiveWebhook] = []
    /// Those that are never touched, and why.
    var unmanaged: [(webhook: LiveWebhook, reason: ReasonToStay)] = []
    var matching: Matching
    /// The places in `ours` of webhooks that no target takes and that may be deleted, ascending.
    var leaving: [Int] = []
    /// The places in `ours` of webhooks that no target takes and that stay, and why.
    var staying: [(index: Int, reason: ReasonToStay)] = []
  }

  package init(_ reading: AppReading) {
    self.reading = reading
    do throws(AppFailure) {
      parts = .success(try Parts(reading))
    } catch {
      parts = .failure(error)
    }
  }

  package var pairs: [(target: TargetWebhook, live: LiveWebhook)] {
    guard case .success(let parts) = parts else { return [] }
    return zip(parts.targets, parts.matching.liveIndex).compactMap { target, index in
      index.map { (target: target, live: parts.ours[$0]) }
    }
  }
}

extension PreparedApp.Parts {
  /// App Store Connect never really answers more live webhooks than this.
  private static let mostLive = 25

  init(_ reading: AppReading) throws(AppFailure) {
    let live = try reading.webhooks.get()
    guard live.count <= Self.mostLive else { throw .tooManyLive(live.count) }
    let desired = reading.desired
    let unset = desired.unsetVariables
    guard unset.isEmpty else { throw .unset(unset.map(\.error)) }
    let (targets, diagnostics) = desired.targets(for: reading.facts)
    let problems = diagnostics + reading.missingFacts
    guard problems.isEmpty else { throw .invalid(problems) }
    self.targets = targets
    for webhook in live.sorted(by: { $0.order < $1.order }) {
      if let rule = desired.ignore.first(where: { $0.covers(name: webhook.name, url: webhook.url) }) {
        unmanaged.append((webhook, .ignored(rule: rule.summary)))
      } else if let managed = reading.managedOnly, !managed.contains(webhook.id) {
        unmanaged.append((webhook, .foreign(file: nil)))
      } else {
        ours.append(webhook)
      }
    }
    matching = Matching(
      targets: targets, live: ours, recordedNames: reading.recordedNames, deletesAll: desired.prune == .always
    )
    for index in matching.leftOver {
      if let reason = reading.reasonToStay(ours[index]) {
        staying.append((index, reason))
      } else {
        leaving.append(index)
      }
    }
  }
}

extension AppReading {
  /// Why a live webhook that no target takes is deleted.
  var reasonToDelete: String {
    if hasLeft { return "app left the file" }
    return "not in \(desired.location.file.path) (prune\(desired.prune == .managed ? ": managed" : ""))"
  }

  /// Why it stays; `nil` if it may be deleted.
  fileprivate func reasonToStay(_ webhook: LiveWebhook) -> ReasonToStay? {
    if let rule = desired.protect.first(where: { $0.covers(name: webhook.name, url: webhook.url) }) {
      return .protected(rule: rule.summary)
    }
    let file = desired.location.file.path
    switch desired.prune {
    case .always: return nil
    case .managed: return isRecorded(webhook.id) ? nil : .foreign(file: file)
    case .never: return .kept(file: hasLeft ? nil : file)
    }
  }
}

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
