import DesiredState
import Diagnostics

/// Any bytes as a desired-state file: what `validate` makes of it, and, where it is valid, what plans use.
enum DesiredStateTarget {
  static func run(_ input: [UInt8]) throws(Violation) {
    let result = DesiredStateReader().decode([SourceFile(path: "webhooks.yaml", bytes: input)])
    for color in [false, true] {
      let text = DiagnosticRenderer(color: color).render(result.diagnostics)
      if !color { try Violation.unlessPrintable(text, multiline: true) }
    }
    guard let state = result.state else {
      try Violation.unless(result.diagnostics.contains { $0.severity == .error }, "refused without an error")
      return
    }
    try Violation.unless(!result.diagnostics.contains { $0.severity == .error }, "accepted with an error")
    for app in state.apps {
      try Violation.unless(app.webhooks.count <= 10, "\(app.webhooks.count) webhooks")
      let facts = AppFacts(id: "1234567890", bundleId: "com.example.notes", name: "Notes \u{1B}[31m & Söhne")
      let (targets, diagnostics) = app.targets(for: facts)
      try Violation.unless(
        targets.count + diagnostics.count == app.webhooks.count, "a webhook is neither there nor refused")
      try Violation.unlessPrintable(DiagnosticRenderer().render(diagnostics), multiline: true)
      for target in targets {
        try Violation.unless(!target.events.isEmpty, "no events")
        let again = (try? WebhookURL(target.url.normalized))?.normalized
        try Violation.unless(again == target.url.normalized, "\(target.url.normalized) has another form, too")
        try Violation.unless(
          WebhookURL.comparable(target.url.text) == target.url.normalized, "\(target.url.text) isn't itself")
      }
    }
  }
}
