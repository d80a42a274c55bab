import Diagnostics
import YAML

extension DesiredStateDecoder {
  mutating func decodeForget(_ document: Document) {
    guard let node = document.fields[.forget]?.value,
      let items = list(node, "'forget'", example: "[com.example.tasks]")
    else { return }
    for item in items {
      guard let text = scalarText(item) else {
        report("an app must be a bundle ID or an Apple ID, not \(item.kindName)", at: item.range)
        continue
      }
      guard let key = AppKey(text) else {
        report(
          "'\(Wording.short(text))' is neither a bundle ID nor an Apple ID", at: item.range,
          remedy: "'forget' takes no patterns: list each app that was handed over")
        continue
      }
      forget.append(ForgottenApp(key: key, location: item.range))
    }
  }

  /// An app can't be managed and handed over at once.
  mutating func checkForgotten() {
    guard !forget.isEmpty else { return }
    let listed = Dictionary(apps.map { ($0.key, $0.location) }) { first, _ in first }
    var seen: Set<AppKey> = []
    for app in forget {
      guard let location = listed[app.key], seen.insert(app.key).inserted else { continue }
      report(
        "app '\(app.key.text)' is under 'forget' and under 'apps'", at: app.location,
        remedy: "remove it from 'apps' to hand it over, or from 'forget' to manage it",
        notes: [Diagnostic.Note("it is listed here", at: location)])
    }
  }
}
