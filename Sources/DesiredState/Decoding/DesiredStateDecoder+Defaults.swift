import AppStoreConnect
import Diagnostics
import YAML

extension DesiredStateDecoder {
  enum RuleField: String, FieldKey { case apps, except, use, prune }

  mutating func decodeDefaults(_ document: Document) {
    let example = "[{ apps: [\"com.example.*\"], use: [release-bot] }]"
    guard let node = document.fields[.defaults]?.value,
      let items = list(node, "'defaults'", example: example, takesTexts: false)
    else { return }
    for item in items {
      if let rule = decodeRule(item) { defaults.rules.append(rule) }
    }
  }

  private mutating func decodeRule(_ node: Node) -> DefaultRule? {
    let hint: (String) -> (remedy: String, key: RuleField?)? = { name in
      name == "webhooks" ? ("put them under 'templates', and name those in 'use'", .use) : nil
    }
    let before = diagnostics.count
    guard let fields = fields(of: node, in: "a 'defaults' rule", as: RuleField.self, hint: hint) else {
      return nil
    }
    for key in [RuleField.apps, .use] where fields[key] == nil && !fields.misspelt.contains(key) {
      report("a 'defaults' rule needs '\(key.rawValue)'", at: node.range, remedy: Self.remedy(for: key))
    }
    var rule = DefaultRule(
      apps: decodePatterns(fields[.apps], .apps), except: decodePatterns(fields[.except], .except),
      webhooks: [], location: node.range)
    decodeUse(fields[.use], into: &rule.webhooks)
    for index in rule.webhooks.indices {
      rule.webhooks[index].isDefault = true
      checkName(of: rule.webhooks[index], against: rule.webhooks[..<index])
    }
    rule.prune = decodePrune(fields[.prune])
    if let use = fields[.use]?.value, use.kind == .sequence, use.items.isEmpty {
      report("'use' is empty", at: use.range, remedy: Self.remedy(for: .use))
    }
    return diagnostics.count == before ? rule : nil
  }

  private static func remedy(for key: RuleField) -> String {
    key == .apps
      ? "list patterns for bundle IDs, such as \"com.example.*\", or \"*\" for every app"
      : "list the templates that the apps get"
  }

  private mutating func decodePatterns(_ pair: Node.Pair?, _ key: RuleField) -> [Glob] {
    guard let node = pair?.value,
      let items = list(node, "'\(key.rawValue)'", example: "[\"com.example.*\"]")
    else { return [] }
    if items.isEmpty, key == .apps {
      report("'apps' is empty", at: node.range, remedy: Self.remedy(for: key))
    }
    return items.compactMap { item in
      guard let text = scalarText(item) else {
        report("a pattern must be a string, not \(item.kindName)", at: item.range)
        return nil
      }
      if let problem = Self.problem(withPattern: text) {
        report("'\(Wording.short(text))' \(problem.message)", at: item.range, remedy: problem.remedy)
        return nil
      }
      return Glob(text)
    }
  }

  /// Why no bundle ID can match a pattern; `nil` if one can.
  private static func problem(withPattern text: String) -> (message: String, remedy: String)? {
    switch AppKey(String(text.map { $0 == "*" || $0 == "?" ? "a" : $0 })) {
    case nil:
      return (
        "matches no bundle ID", "bundle IDs have letters, digits, '.', '-' and '_', and '*' stands for any"
      )
    case .appleId:
      return (
        "is an Apple ID, but rules match bundle IDs", "write the bundle ID, or list the app under 'apps'"
      )
    case .bundleId: return nil
    }
  }

  private mutating func checkName(of webhook: DesiredWebhook, against others: ArraySlice<DesiredWebhook>) {
    guard let other = others.first(where: { $0.name == webhook.name }) else { return }
    report(
      "the rule gives its apps two webhooks of the same name", at: webhook.locations.webhook,
      remedy: "a webhook's name is unique in its app",
      notes: [Diagnostic.Note("the other one is here", at: other.locations.webhook)])
  }

  /// Checks what doesn't depend on which apps a rule matches: the files may list none of them.
  mutating func checkOffline(_ rule: DefaultRule) {
    if rule.webhooks.count > APILimits.webhooksPerApp {
      report(
        "the rule gives its apps \(rule.webhooks.count) webhooks",
        at: rule.webhooks[APILimits.webhooksPerApp].locations.webhook,
        remedy: "App Store Connect allows ten per app; this is the eleventh")
    }
    var app = DesiredApp(key: .bundleId("*"), location: rule.location, webhooks: rule.webhooks)
    app.sharedIgnore = policy.value.ignore
    diagnostics += app.targets(for: AppFacts()).diagnostics
  }
}
