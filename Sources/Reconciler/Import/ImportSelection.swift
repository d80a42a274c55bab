import AppStoreConnect
import DesiredState
import Planning

/// Separates an app's webhooks that a file can describe from those it can't, and finds rules that keep the latter out
/// of every plan.
struct ImportSelection {
  /// Those that the file describes, sorted by name.
  private(set) var described: [LiveWebhook]
  /// Those that it can't describe, sorted by name, and why.
  private(set) var skipped: [(webhook: LiveWebhook, reason: ImportedState.Reason)] = []
  /// Whether some of the latter have neither a name nor a URL for a rule to match, so that `prune` has to be off.
  private(set) var needsPruneOff = false
  /// Names that mustn't be written down.
  private var hiddenNames: Set<String> = []

  init(_ webhooks: [LiveWebhook], isConfidential: (String) -> Bool = { _ in false }) {
    // Of several with one name, keep an enabled one.
    let sorted = webhooks.sorted {
      (TextOrder($0.name), $0.enabled ? 0 : 1, $0.id) < (TextOrder($1.name), $1.enabled ? 0 : 1, $1.id)
    }
    described = []
    // Swift takes two Unicode spellings of one text to be equal, as reading a file does.
    var idByName: [String: String] = [:]
    for var webhook in sorted {
      let isHidden = (name: isConfidential(webhook.name), url: isConfidential(webhook.url))
      if isHidden.name { hiddenNames.insert(webhook.name) }
      let isMasked = webhook.hidesURL
      webhook.hidesURL = isMasked || isHidden.url
      if isHidden.name || isHidden.url && !isMasked {
        skipped.append((webhook, .confidential))
      } else if let reason = Self.reason(against: webhook) {
        skipped.append((webhook, reason))
      } else if let id = idByName[webhook.name] {
        skipped.append((webhook, .sameName(asID: id)))
      } else {
        idByName[webhook.name] = webhook.id
        described.append(webhook)
      }
    }
    skipWhatRulesCover()
    needsPruneOff = skipped.contains { rule(for: $0.webhook) == nil }
  }

  /// The globs of the rule that leaves a webhook alone: its name and URL as they are; `nil` if it has neither.
  ///
  /// `*` and `?` in them match themselves, and perhaps more. A password isn't written down: `*` stands for it.
  private func rule(for webhook: LiveWebhook) -> (name: String?, url: String?)? {
    let name = webhook.name.isEmpty || hiddenNames.contains(webhook.name) ? nil : webhook.name
    let isShown = !webhook.url.isEmpty && !webhook.hidesURL
    let url = isShown ? Self.withoutUserInfo(webhook.url) : nil
    return name == nil && url == nil ? nil : (name, url)
  }

  private static func withoutUserInfo(_ url: String) -> String {
    guard let userInfo = WebhookURL.userInfo(of: url) else { return url }
    return url[..<userInfo.lowerBound] + "*" + url[userInfo.upperBound...]
  }

  struct Rule {
    var name: String?
    var url: String?
    /// The webhooks it is for.
    var webhooks: [(webhook: LiveWebhook, reason: ImportedState.Reason)]

    func covers(name liveName: String, url liveURL: String) -> Bool {
      name.map { Glob($0).matches(liveName) } ?? true && url.map { Glob($0).matches(url: liveURL) } ?? true
    }
  }

  /// The rules that leave webhooks alone, without repeats.
  var rules: [Rule] {
    var rules: [Rule] = []
    for skipped in skipped {
      guard let (name, url) = rule(for: skipped.webhook) else { continue }
      if let place = rules.firstIndex(where: { $0.name == name && $0.url == url }) {
        rules[place].webhooks.append(skipped)
      } else {
        rules.append(Rule(name: name, url: url, webhooks: [skipped]))
      }
    }
    return rules
  }

  /// A file mustn't describe what its own rules cover, and each webhook left alone adds a rule.
  private mutating func skipWhatRulesCover() {
    var unchecked = skipped.map(\.webhook)
    while let webhook = unchecked.popLast() {
      guard let rule = rule(for: webhook) else { continue }
      let (name, url) = (rule.name.map(Glob.init(_:)), rule.url.map(Glob.init(_:)))
      let covered = described.filter { name?.matches($0.name) ?? true && url?.matches(url: $0.url) ?? true }
      guard !covered.isEmpty else { continue }
      described.removeAll { covered.contains($0) }
      skipped += covered.map { ($0, $0.name == webhook.name ? .sameName(asID: webhook.id) : .coveredByRule) }
      unchecked += covered
    }
    skipped.sort { $0.webhook.order < $1.webhook.order }
  }

  static func reason(against webhook: LiveWebhook) -> ImportedState.Reason? {
    if let problem = DesiredStateDecoder.problem(withName: webhook.name) { return .name(problem) }
    if webhook.hidesURL { return .sensitiveURL }
    do throws(WebhookURL.ParseError) { _ = try WebhookURL(webhook.url) } catch { return .url(error) }
    if webhook.events.isEmpty { return .noEvents }
    let odd = webhook.events.first {
      !$0.isKnown && !DesiredStateDecoder.looksLikeEventType($0.rawValue)
    }
    return odd.map { .event($0.rawValue) }
  }
}
