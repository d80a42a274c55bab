import Platform
import Reconciler

extension ImportedState {
  /// What was written, in one line.
  package func summary(path: String) -> String {
    let templates = templates == 0 ? "" : ", \(counted("template", templates))"
    return "Wrote \(TerminalText.escaped(path)): \(counted("app", apps)) with"
      + " \(counted("webhook", webhooks))\(templates).\n"
  }

  /// What to do with the file.
  ///
  /// - Parameter option: what names the file to other commands: ` -f PATH`, or nothing for the default one.
  package func nextSteps(option file: String) -> [String] {
    var steps = ["next: 'storehooks plan\(file)', which finds nothing to do until you edit the file"]
    guard !variables.isEmpty else { return steps }
    steps.append("App Store Connect doesn't show secrets: those of the live webhooks stay as they are")
    steps.append(
      "to set them, put new ones into \(counted("environment variable", variables.count)) (\(names)), give "
        + "them to the receivers, and run 'storehooks apply\(file) --write-secrets unknown', which replaces "
        + "the live ones"
    )
    return steps
  }

  /// The first few variables.
  private var names: String {
    let shown = variables.prefix(3).map(\.name).joined(separator: ", ")
    return variables.count > 3 ? shown + ", …; the file lists them" : shown
  }
}

extension ImportedState.Skipped {
  /// That a webhook is left alone, and why.
  package var summary: String {
    "app '\(app)': webhook '\(webhook.name)' (\(webhook.id)) is left alone by an ignore rule, because a "
      + "file can't describe it: \(reason.summary)"
  }
}
