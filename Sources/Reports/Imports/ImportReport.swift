import Platform
import Reconciler

package struct ImportReport: Report {
  private let imported: ImportedState?
  private let path: String?
  private let findings: Findings

  /// - Parameters:
  ///   - imported: `nil` if nothing was written.
  ///   - path: where the file is; `nil` for standard output.
  package init(_ imported: ImportedState?, path: String? = nil, _ findings: Findings) {
    (self.imported, self.path, self.findings) = (imported, path, findings)
  }

  package func text(for reader: Reader) -> String? {
    guard let path else { return imported?.yaml }
    return reader.isQuiet ? nil : imported?.summary(path: path)
  }

  package var document: JSONObject? {
    let skipped = imported?.skipped ?? []
    let summary: JSONObject = [
      "apps": imported?.apps ?? 0, "webhooks": imported?.webhooks ?? 0,
      "templates": imported?.templates ?? 0, "skipped": skipped.count,
    ]
    let document: JSONObject = [
      "summary": summary, "path": path, "content": imported?.yaml,
      "variables": (imported?.variables ?? []).map(\.document),
      "skipped": skipped.map { skip -> JSONObject in
        [
          "app": skip.app, "webhook": skip.webhook.name, "webhookId": skip.webhook.id,
          "reason": skip.reason.summary,
        ]
      },
    ]
    return document.with(findings)
  }
}

extension ImportedState.Variable {
  var document: JSONObject { ["name": name, "webhook": webhook, "apps": apps] }
}

extension ImportedState {
  func summary(path: String) -> String {
    let templates = templates == 0 ? "" : ", \(counted("template", templates))"
    return "Wrote \(TerminalText.escaped(path)): \(counted("app", apps)) with"
      + " \(counted("webhook", webhooks))\(templates).\n"
  }

  package func nextSteps(option file: String) -> [String] {
    var steps = ["next: 'storehooks plan\(file)', which finds nothing to do until you edit the file"]
    if templates > 0 {
      steps.append(
        "a rule gives templates to every app, new ones too: "
          + "defaults: [{ apps: [\"com.example.*\"], use: [...] }]")
    }
    guard !variables.isEmpty else { return steps }
    steps.append("App Store Connect doesn't show secrets: those of the live webhooks stay as they are")
    steps.append(
      "to set them, put new ones into \(counted("environment variable", variables.count)) (\(names)), give "
        + "them to the receivers, and run 'storehooks apply\(file) --write-secrets unknown', which replaces "
        + "the live ones"
    )
    return steps
  }

  private var names: String {
    let shown = variables.prefix(3).map(\.name).joined(separator: ", ")
    return variables.count > 3 ? shown + ", …; the file lists them" : shown
  }
}

extension ImportedState.Skipped {
  package var summary: String {
    "app '\(app)': webhook '\(webhook.name)' (\(webhook.id)) is left alone by an ignore rule, because a "
      + "file can't describe it: \(reason.summary)"
  }
}
