import DesiredState
import Planning

/// Gives webhooks whose names are nearly their template's that name, unless an app would then have a name twice.
struct Renaming {
  /// More former names than this would hide the template.
  private static let mostNames = 5

  /// How many webhooks are renamed.
  private(set) var count = 0
  private(set) var templates: [ImportedTemplate]
  /// The names that mean something in an app, by app.
  private var names: [[String]]
  /// What their files leave alone.
  private let rules: [[ImportSelection.Rule]]

  /// - Parameters:
  ///   - live: the names of all live webhooks, by the places of their apps.
  ///   - rules: what is left alone of them.
  init(_ templates: [ImportedTemplate], live: [[String]], rules: [[ImportSelection.Rule]]) {
    self.templates = templates
    self.rules = rules
    names = live
    for place in templates.indices {
      var counts: [String: Int] = [:]
      for member in templates[place].members where member.isCandidate {
        counts[member.webhook.live.name, default: 0] += 1
      }
      let most = counts.sorted { (-$0.value, TextOrder($0.key)) < (-$1.value, TextOrder($1.key)) }
      for (name, _) in most.prefix(Self.mostNames) { rename(name, to: place) }
    }
  }

  private mutating func rename(_ name: String, to place: Int) {
    let template = templates[place]
    let isClear = template.members.allSatisfy { member in
      let names = names[member.webhook.app]
      guard member.isCandidate, member.webhook.live.name == name else {
        // It has the template, and with it the former name, which mustn't be another webhook's in that app.
        return !member.hasTemplateName || !names.contains(name)
      }
      guard names.count(where: { $0 == name }) == 1, let new = member.templateName, !names.contains(new)
      else {
        return false
      }
      return !rules[member.webhook.app].contains { rule in rule.name.map { Glob($0).matches(new) } ?? true }
    }
    guard isClear else { return }
    for (index, member) in template.members.enumerated() {
      if member.isCandidate, member.webhook.live.name == name {
        templates[place].members[index].isRenamed = true
        count += 1
        names[member.webhook.app].append(member.templateName ?? "")
      } else if member.hasTemplateName {
        names[member.webhook.app].append(name)
      }
    }
    templates[place].formerly.append(name)
  }
}

extension ImportedTemplate.Member {
  fileprivate var isCandidate: Bool { isNear && !hasTemplateName && templateName != nil }
}
