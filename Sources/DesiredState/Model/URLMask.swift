import Cryptography

/// Which URLs that App Store Connect reports may be shown only as far as their hosts: those made with sensitive
/// variables, in whatever app they are.
package struct URLMask: Sendable {
  private let pieces: [String]
  /// Finds parts of what is secret, as in all texts; `nil` if nothing is.
  private let withholding: Withholding?
  private let apps: [String: DesiredApp]
  /// The rules, if they give sensitive URLs to apps that no file lists.
  private let rules: DefaultsMatcher?
  /// Listed apps that have no sensitive URLs, although rules may match them.
  private let plain: Set<String>
  /// Whether a sensitive variable has no value here: what the files don't state may have been made with it, also of
  /// apps that don't use it any more.
  package private(set) var isBlind: Bool
  /// Schemes and hosts that the files have in the clear.
  private let clearOrigins: Set<String>
  /// Webhooks that were given sensitive URLs, whatever the files say of them now.
  private var webhookIds: Set<String> = []
  /// The masks of other files.
  private var others: [URLMask] = []

  /// Shorter pieces occur in other URLs, too: they count as whole words.
  private static let shortestPiece = 8

  /// Masks nothing.
  package static let none = Self(pieces: [], apps: [], rules: nil, isBlind: false)

  /// - Parameters:
  ///   - pieces: what sensitive variables add to URLs after their hosts.
  ///   - apps: the apps of the files.
  ///   - rules: those of `defaults`, for apps that no file lists.
  ///   - withholding: what mustn't be seen of the values.
  ///   - clearOrigins: schemes and hosts of URLs that aren't sensitive.
  init(
    pieces: [String], apps: [DesiredApp], rules: DefaultsMatcher?, isBlind: Bool,
    withholding: Withholding? = nil, clearOrigins: Set<String> = []
  ) {
    self.withholding = withholding
    self.rules = rules
    let plain =
      rules == nil ? [] : apps.filter { !$0.hasSensitiveURL && !($0.takesDefaults && $0.key.isAppleId) }
    self.plain = Set(plain.map(\.key.text))
    self.isBlind = isBlind
    self.clearOrigins = clearOrigins
    self.pieces = pieces
    self.apps = Dictionary(
      apps.filter(\.hasSensitiveURL).map { ($0.key.text, $0) }, uniquingKeysWith: { first, _ in first })
  }

  package var isEmpty: Bool { pieces.isEmpty && webhookIds.isEmpty && others.allSatisfy(\.isEmpty) }

  /// Adds webhooks that are on record as having sensitive URLs.
  package mutating func add(webhookIds: Set<String>) { self.webhookIds.formUnion(webhookIds) }

  /// Adds the mask of other files, such as those that are applied now.
  package mutating func add(_ other: URLMask) {
    others.append(other)
    isBlind = isBlind || other.isBlind
  }

  /// Which URLs of an app's webhooks are hidden because of what files say of the app.
  ///
  /// - Parameter desired: what the files say of the app; `nil` for what is known here.
  package func hiddenURLs(of facts: AppFacts, _ desired: DesiredApp?) -> HiddenURLs {
    var hidden = (desired ?? app(facts))?.hiddenURLs(for: facts) ?? HiddenURLs()
    if isBlind { hidden.shownOrigins = clearOrigins }
    return others.reduce(hidden) { $0.union($1.hiddenURLs(of: facts, nil)) }
  }

  /// What the files say of an app that has sensitive URLs.
  private func app(_ facts: AppFacts) -> DesiredApp? {
    if let listed = facts.bundleId.flatMap({ apps[$0] }) ?? facts.id.flatMap({ apps[$0] }) { return listed }
    guard var rules, ![facts.bundleId, facts.id].contains(where: { $0.map(plain.contains) == true }) else {
      return nil
    }
    return rules.app(facts).flatMap { $0.hasSensitiveURL ? $0 : nil }
  }

  /// Whether a URL has the value of a sensitive variable in it, or is that of a webhook that had one.
  package func covers(_ url: String, ofWebhook id: String) -> Bool {
    if webhookIds.contains(id) { return true }
    if !pieces.isEmpty {
      let comparable = WebhookURL.comparable(url)
      if pieces.contains(where: { Self.has(url, $0) || Self.has(comparable, $0) }) { return true }
      if withholding?.occurs(in: url) == true { return true }
    }
    return others.contains { $0.covers(url, ofWebhook: id) }
  }

  private static func has(_ url: String, _ piece: String) -> Bool {
    if piece.utf8.count >= shortestPiece { return url.contains(piece) }
    return url.ranges(of: piece).contains { range in
      let (before, after) = (url[..<range.lowerBound].last, url[range.upperBound...].first)
      return ![before, after].contains { $0.map { $0.isLetter || $0.isNumber } == true }
    }
  }
}

extension DesiredApp {
  /// Whether a sensitive variable stands in a URL of its webhooks.
  package var hasSensitiveURL: Bool { webhooks.contains { $0.url.isSensitive } }

  /// Which of the app's live URLs are hidden.
  package func hiddenURLs(for facts: AppFacts) -> HiddenURLs {
    let sensitive = webhooks.filter(\.url.isSensitive)
    guard !sensitive.isEmpty else { return HiddenURLs() }
    if sensitive.contains(where: { !$0.url.unset.isEmpty }) { return HiddenURLs(hidesAll: true) }
    var hidden = HiddenURLs()
    for target in targets(for: facts).webhooks where target.url.isSensitive {
      hidden.names.formUnion([target.name] + target.formerly)
      hidden.origins.insert(target.url.origin)
    }
    return hidden
  }
}

/// Live URLs of one app that may only be shown as far as their hosts.
package struct HiddenURLs: Sendable {
  package init(hidesAll: Bool = false) { self.hidesAll = hidesAll }

  /// Whether all are hidden: one of the sensitive values isn't known, and any URL may contain it.
  var hidesAll = false
  /// The names of webhooks whose URLs are hidden: what a sensitive URL replaces may be an older sensitive one.
  var names: Set<String> = []
  /// The schemes and hosts of sensitive URLs: a webhook of another name may still have an older one.
  var origins: Set<String> = []
  /// Schemes and hosts of the only ones that aren't; `nil` for all others.
  var shownOrigins: Set<String>?

  package var isEmpty: Bool { !hidesAll && names.isEmpty && shownOrigins == nil }

  func union(_ other: Self) -> Self {
    var union = self
    union.hidesAll = hidesAll || other.hidesAll
    union.names.formUnion(other.names)
    union.origins.formUnion(other.origins)
    if let others = other.shownOrigins { union.shownOrigins = others.union(shownOrigins ?? []) }
    return union
  }

  package func covers(name: String, url: String) -> Bool {
    hidesAll || names.contains(name) || !origins.isEmpty && origins.contains(WebhookURL.origin(of: url))
      || shownOrigins.map { !$0.contains(WebhookURL.origin(of: url)) } == true
  }
}
