import Platform
import Reconciler

package struct ImportReport: Report {
  private let imported: ImportedState?
  private let path: String?
  private let findings: Findings

  /// - Parameters:
  ///   - imported: `nil` if nothing was written.
  ///   - path: the file, or the folder of several; `nil` for standard output.
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
      "templates": imported?.templates ?? 0, "skipped": skipped.count, "rules": imported?.rules ?? 0,
      "renames": imported?.renames ?? 0,
    ]
    let document: JSONObject = [
      "summary": summary, "path": path, "content": imported?.yaml,
      "files": (imported?.files ?? []).map { file -> JSONObject in ["name": file.name, "content": file.yaml]
      },
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
  var document: JSONObject {
    ["name": name, "webhook": webhook, "webhooks": webhooks.map(\.name), "apps": apps]
  }
}

extension ImportedState {
  func summary(path: String) -> String {
    var parts = ["\(counted("app", apps)) with \(counted("webhook", webhooks))"]
    if templates > 0 { parts.append(counted("template", templates)) }
    if rules > 0 { parts.append(counted("rule", rules)) }
    let files = files.count == 1 ? "" : " (\(files.map(\.name).joined(separator: ", ")))"
    return "Wrote \(TerminalText.escaped(path + files)): \(parts.joined(separator: ", ")).\n"
  }

  package func nextSteps(option file: String) -> [String] {
    let finds =
      renames == 0 ? "finds nothing to do until you edit the file" : "renames \(counted("webhook", renames))"
    var steps = ["next: 'storehooks plan\(file)', which \(finds)"]
    if rules > 0 {
      let account = namesAccount ? "" : "; 'apply' wants 'account' for that, or a state file"
      steps.append("'defaults' gives new apps the webhooks that the others have\(account)")
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
