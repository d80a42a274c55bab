import AppStoreConnect
import Diagnostics
import Planning

/// Changes of webhooks as table rows and as lines of details, in Markdown.
enum ChangeTable {
  /// How many event types a cell names.
  private static let namedEvents = 3
  private static let urlLimit = 200

  /// The changes of fields, in a cell.
  static func cell(_ changes: [FieldChange], isShared: Bool) -> String {
    changes.map { cell($0, isShared: isShared) }.joined(separator: "<br>")
  }

  private static func cell(_ change: FieldChange, isShared: Bool) -> String {
    let values = [change.before, change.after].compactMap { $0?.text }
    switch change.field {
    case .url:
      if isShared, let hosts = change.hosts {
        return "host \(Markdown.name(String(hosts.before))) → \(Markdown.name(String(hosts.after)))"
      }
      return values.map { Markdown.code($0, limit: urlLimit) }.joined(separator: " → ")
    case .name: return "name: " + values.map(Markdown.name(_:)).joined(separator: " → ")
    case .enabled: return "enabled: " + values.joined(separator: " → ")
    case .secret: return "secret"
    case .events: return "events: " + events(change.eventTypes)
    }
  }

  private static func events(_ types: (gone: [EventType], new: [EventType])) -> String {
    let (gone, new) = types
    guard gone.count + new.count <= namedEvents else {
      return [("+", new.count), ("−", gone.count)].filter { $0.1 > 0 }.map { "\($0)\($1)" }
        .joined(separator: ", ")
    }
    return (new.map { "+ " + Markdown.name($0.rawValue) } + gone.map { "− " + Markdown.name($0.rawValue) })
      .joined(separator: ", ")
  }

  static func place(_ location: SourceRange?) -> String {
    location.map { Markdown.code(DiagnosticMarkdown.place($0)) } ?? ""
  }

  static func why(_ reason: String?) -> String { reason.map { Markdown.code($0, limit: 400) } ?? "" }

  // MARK: Several apps

  /// The number of apps from which a table first counts what each has.
  private static let fleet = 5

  /// Several apps with the webhooks they have in common.
  static func title(of apps: Int, _ webhooks: [String]) -> String {
    "\(counted("app", apps)): \(webhooks.map(Markdown.name(_:)).joined(separator: ", "))"
  }

  /// Counts changes by kind: those of single apps, and those of several.
  ///
  /// - Parameter apps: the apps' titles, by place.
  static func overview<Change>(
    _ blocks: FleetBlocks<Change>, _ kinds: [(title: String, isMeant: (Change) -> Bool)],
    app: (Int) -> String, name: (Change) -> String
  ) -> [MarkdownReport.Section] {
    let own = blocks.own.indices.filter { !blocks.own[$0].isEmpty }
    guard Set(own + blocks.shared.flatMap(\.apps)).count >= fleet else { return [] }
    let row = { (title: String, changes: [Change], apps: Int) in
      [title]
        + kinds.map { kind in
          let count = apps * changes.count(where: kind.isMeant)
          return count == 0 ? "" : grouped(count)
        }
    }
    let rows =
      own.map { row(app($0), blocks.own[$0], 1) }
      + blocks.shared.map { block in
        row(title(of: block.apps.count, block.changes.map(name)), block.changes, block.apps.count)
      }
    return [.init(noun: .init("app"), header: ["App"] + kinds.map(\.title), rows: rows)]
  }

  /// Says, below the table of common changes, which apps they are.
  ///
  /// - Parameter others: the largest group of apps of another table. The names of thousands of apps are listed once.
  static func apps(_ titles: [String], besides others: [String]) -> MarkdownReport.Apps {
    let count = counted("app", titles.count)
    let (these, those) = (Set(titles), Set(others))
    let isMost = titles.count > 50 && titles.count < others.count && 2 * titles.count > others.count
    if isMost, those.isSuperset(of: these) {
      let left = names(others.filter { !these.contains($0) })
      return .init(
        summary: count, names: "All of the other table's \(counted("app", others.count)) but \(left)",
        count: titles.count)
    }
    return .init(summary: count, names: names(titles), count: titles.count)
  }

  static func names(_ titles: [String]) -> String { titles.map { Markdown.code($0) }.joined(separator: ", ") }
}
