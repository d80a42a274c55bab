import DesiredState
import Diagnostics
import Planning
import Platform
import YAML

/// Where new webhooks take their secrets from. Live secrets can't be read, so a receiver gets the one source that the
/// files agree on for it, else a new environment variable.
struct SecretChoice {
  /// The sources, by the receivers' hosts.
  private var sources: [String: Set<SecretSource>] = [:]
  /// The placeholders in their URLs.
  private var placeholders: [String: Set<PlaceholderText.Placeholder>] = [:]
  private var variablesTaken: Set<String> = []
  private var named: [String: [(key: String, template: DesiredWebhook)]] = [:]
  private var unnamed: [(key: String, template: DesiredWebhook)] = []
  private(set) var variables: [ImportedState.Variable] = []

  init(_ state: DesiredState) {
    for webhook in state.apps.lazy.flatMap(\.webhooks) { add(webhook) }
    for (key, template) in state.templates.sorted(by: { $0.key < $1.key }) {
      add(template)
      if template.name.placeholders.isEmpty, let name = template.name.filled({ _ in nil }) {
        named[name, default: []].append((key, template))
      } else {
        unnamed.append((key, template))
      }
    }
  }

  /// The templates that can give a webhook this name.
  func templates(named name: String) -> [(key: String, template: DesiredWebhook)] {
    named[name, default: []] + unnamed
  }

  private mutating func add(_ webhook: DesiredWebhook) {
    if case .environment(let name) = webhook.secret { variablesTaken.insert(name) }
    guard let text = webhook.url.filled({ _ in "{" }) else { return }
    let host = ImportedWebhook.host(of: text).lowercased()
    guard !host.isEmpty, !host.contains("{") else { return }
    sources[host, default: []].insert(webhook.secret)
    placeholders[host, default: []].formUnion(webhook.url.placeholders)
  }

  /// The URL of a new webhook, with the placeholders that the same receiver has elsewhere.
  func url(of live: LiveWebhook, in facts: AppFacts) -> String {
    guard let known = placeholders[ImportedWebhook.host(of: live.url).lowercased()] else { return live.url }
    let fitting = PlaceholderFinder(facts).candidates(url: live).last { candidate in
      guard let text = try? PlaceholderText(parsing: candidate.text) else { return false }
      return known.isSuperset(of: text.placeholders)
        && text.filled { facts.value($0, webhook: nil).map(PercentEncoding.encode) } == live.url
    }
    return fitting?.text ?? live.url
  }

  mutating func source(for live: LiveWebhook, app: String, file: SourceFile) -> YAMLValue {
    let host = ImportedWebhook.host(of: live.url).lowercased()
    if let known = sources[host], known.count == 1, let value = known.first?.value(in: file) { return value }
    let name = VariableNames.free(for: live.name, app: app, taken: variablesTaken)
    variablesTaken.insert(name)
    sources[host] = [.environment(name)]
    variables.append(
      ImportedState.Variable(name: name, webhooks: [.init(name: live.name, apps: 1)], apps: [app]))
    return SecretSource.environment(name).value(in: file) ?? .text(name)
  }
}

extension SecretSource {
  /// The source as a file writes it; `nil` for a path that would mean another file there.
  fileprivate func value(in file: SourceFile) -> YAMLValue? {
    switch self {
    case .environment(let name): .mapping([.init("env", .text(name))], inline: true)
    case .command(let words):
      .mapping([.init("command", .list(words.map(YAMLValue.text), inline: true))], inline: true)
    case .file(let path, let directory):
      directory == file.path.lastIndex(of: "/").map({ String(file.path[...$0]) }) ?? "" || path.hasPrefix("/")
        ? .mapping([.init("file", .text(path))], inline: true) : nil
    }
  }
}
