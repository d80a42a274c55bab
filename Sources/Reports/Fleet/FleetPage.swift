import AppStoreConnect
import Cryptography
import Events
import Platform
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A fleet as one HTML page that loads nothing: readable without JavaScript, on paper and on a phone.
package struct FleetPage {
  let fleet: FleetReport
  let showsURLs: Bool
  /// The version named on the page.
  let version: String
  /// The event types, grouped by family.
  let columns: [EventType]

  package init(_ fleet: FleetReport, showsURLs: Bool = false, version: String) {
    (self.fleet, self.showsURLs, self.version) = (fleet, showsURLs, version)
    columns =
      EventCatalogue.types.map { EventType(rawValue: $0.type) } + fleet.eventTypes.filter { !$0.isKnown }
  }

  /// How each page's `<meta name="generator">` begins, which tells a page from other files.
  package static let generator = "Storehooks"

  /// - Parameter withholding: what mustn't be in the page.
  package func html(withholding: Withholding = Withholding()) -> String {
    // Style and script are ours, and must match their hashes.
    head + withholding.shown(body, isLines: true) + "<script>\(Self.script)</script>\n</body>\n</html>\n"
  }

  /// Whether a file begins like a page.
  package static func isPage(_ bytes: some Collection<UInt8>) -> Bool {
    String(decoding: bytes.prefix(1_024), as: UTF8.self)
      .contains(#"<meta name="generator" content="\#(generator)"#)
  }

  private var head: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="generator" content="\(Self.generator) \(Markup.text(version))">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-\(Self.styleHash)'; \
    script-src 'sha256-\(Self.scriptHash)'; base-uri 'none'; form-action 'none'">
    <meta name="referrer" content="no-referrer">
    <meta name="robots" content="noindex">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>App Store Connect webhooks</title>
    <style>\(Self.style)</style>
    </head>

    """
  }

  private var body: String {
    let sections = [attention, coverage, receivers, unread, eventTypes].filter { !$0.isEmpty }
    let webhooks = fleet.apps.reduce(0) { $0 + $1.webhooks.count }
    let figures = [
      (fleet.apps.count, "app"), (webhooks, "webhook"), (fleet.receivers.count, "receiver"),
      (fleet.attention.count, "finding"),
    ]
    let tiles = figures.map { "<li><b>\(grouped($0))</b> \($1)\($0 == 1 ? "" : "s")</li>" }.joined()
    return """
      <body>
      <header>
      <h1>App Store Connect webhooks</h1>
      <ul class="tiles">\(tiles)</ul>
      <p>Read \(Self.time(fleet.now)). Deliveries since \(Self.day(fleet.since)), by days in UTC.</p>
      </header>
      <main>

      """ + sections.joined() + "</main>\n"
  }

  // MARK: Sections

  private var attention: String {
    guard !fleet.attention.isEmpty else {
      return section("attention", "What deserves attention", "<p>Nothing.</p>\n")
    }
    let groups = AttentionGroup.groups(of: fleet.attention, showsURLs: showsURLs)
    let kinds = Attention.Kind.allCases.map { kind in groups.filter { $0.kind == kind } }.filter {
      !$0.isEmpty
    }
    return section(
      "attention", "What deserves attention",
      kinds.map { groups in
        let rest = groups.dropFirst(Self.mostGroups).count
        let more = rest == 0 ? "" : "<li>and \(grouped(rest)) more: see <code>--format json</code></li>\n"
        return "<h3>\(groups[0].kind.title)</h3>\n<ul class=\"findings\">\n"
          + groups.prefix(Self.mostGroups).map(Self.item).joined() + more + "</ul>\n"
      }.joined())
  }

  /// How many different findings of a kind the page shows.
  private static let mostGroups = 200

  private static func item(_ group: AttentionGroup) -> String {
    let names = group.subjects.map(Markup.name)
    let noun = [.secretUnknown, .unmanaged].contains(group.kind) ? "webhook" : "app"
    let subjects =
      switch names.count {
      case 0: ""
      case 1...3: names.joined(separator: ", ") + ": "
      default:
        "<details><summary>\(counted(noun, names.count))</summary><p>\(names.joined(separator: ", "))</p></details>"
      }
    let message = Markup.text(group.message)
    return names.count > 3 ? "<li>\(message)\(subjects)</li>\n" : "<li>\(subjects)\(message)</li>\n"
  }

  private var unread: String {
    guard !fleet.unread.isEmpty else { return "" }
    let items = fleet.unreadByApp.map { app, webhooks in
      "<li>\(Markup.name(app)): \(webhooks.map(Markup.name).joined(separator: ", "))</li>\n"
    }
    return section(
      "unread", "Deliveries that weren't read",
      "<p>The next report begins with them.</p>\n<ul class=\"names\">\n\(items.joined())</ul>\n")
  }

  private var eventTypes: String {
    let items = columns.map { type in
      let summary = EventCatalogue.description(of: type.rawValue)?.summary ?? "Not known to this version."
      return "<dt>\(Markup.name(type.rawValue))</dt><dd>\(Markup.text(summary))</dd>\n"
    }
    return section("types", "Event types", "<dl>\n\(items.joined())</dl>\n")
  }

  func section(_ id: String, _ title: String, _ content: String) -> String {
    "<section id=\"\(id)\" aria-labelledby=\"h-\(id)\">\n<h2 id=\"h-\(id)\">\(title)</h2>\n\(content)</section>\n"
  }

  private static func time(_ date: Date) -> String {
    let reading = ClockReading(of: date)
    return "\(reading.date) \(reading.time.prefix(5)) UTC"
  }

  private static func day(_ date: Date) -> String { ClockReading(of: date).date }
}
