import Diagnostics
import Platform
import Reconciler

/// What `adopt` made of drift.
package struct AdoptReport: Report {
  private let adoption: Adoption
  private let diff: String
  private let isWritten: Bool
  private let findings: Findings

  /// - Parameters:
  ///   - diff: the changes of all files.
  ///   - isWritten: whether the files were changed.
  package init(
    _ adoption: Adoption, diff: String = "", isWritten: Bool = false, _ findings: Findings
  ) {
    (self.adoption, self.diff, self.isWritten, self.findings) = (adoption, diff, isWritten, findings)
  }

  package func text(for reader: Reader) -> String? {
    guard isWritten else { return diff.isEmpty ? nil : diff }
    guard !reader.isQuiet, !adoption.files.isEmpty else { return nil }
    let paths = adoption.files.map { TerminalText.escaped($0.file.path) }.joined(separator: ", ")
    return "Changed \(paths): \(verdict).\n"
  }

  private var verdict: String {
    let adopted = counted("difference", adoption.adopted.count) + " adopted"
    return adoption.left.isEmpty ? adopted : "\(adopted), \(grouped(adoption.left.count)) left"
  }

  package var document: JSONObject? {
    let document: JSONObject = [
      "diff": diff, "files": adoption.files.map(\.file.path), "written": isWritten,
      "adopted": adoption.adopted.map(\.document), "left": adoption.left.map(\.document),
      "variables": adoption.variables.map(\.document),
    ]
    return document.with(findings)
  }

  package var markdown: MarkdownReport? {
    let isNothing = adoption.adopted.isEmpty && adoption.left.isEmpty
    var report = MarkdownReport(
      verdict: "**\(isNothing ? "Nothing to adopt" : verdict).**",
      lists: DiagnosticMarkdown.lists(findings.errors + adoption.left.map(\.diagnostic) + findings.warnings))
    if !adoption.adopted.isEmpty {
      var section = MarkdownReport.Section(
        heading: nil, header: ["App", "Webhook", "What the file will say"],
        rows: adoption.adopted.map { item in
          [Markdown.code(item.app), item.webhook.map { Markdown.code($0) } ?? "", item.change]
        })
      let lines = diff.split(whereSeparator: \.isNewline).map { TerminalText.escaped(String($0)) }
      section.details = .init(summary: "Diff", blocks: [lines])
      report.sections = [section]
    }
    return report
  }
}

extension Adoption.Item {
  var document: JSONObject {
    let document: JSONObject = [
      "app": app, "kind": kind.rawValue, "webhook": webhook, "webhookId": webhookId,
      "fields": fields.map(\.rawValue), "location": location?.document,
    ]
    return document.adding(["reason": reason?.prose.text])
  }

  /// What the file says afterwards.
  var change: String {
    switch kind {
    case .changed: fields.map(\.rawValue).joined(separator: ", ")
    case .additional: "the webhook is listed"
    case .missing: "the webhook is no longer listed"
    case .newApp: "the app is listed"
    case .goneApp: "the app is no longer listed"
    }
  }

  /// Says that it wasn't adopted, and why.
  package var diagnostic: Diagnostic {
    let named = webhook.map { "webhook '\($0)' of app '\(app)'" } ?? "app '\(app)'"
    let what =
      switch kind {
      case .changed: "\(fields.map { "'\($0.rawValue)'" }.joined(separator: ", ")) of \(named)"
      case .additional, .newApp: named
      case .missing: "the absence of \(named)"
      case .goneApp: "the absence of \(named)"
      }
    let (text, remedy) = reason?.prose ?? ("", nil)
    return .warning("\(what) isn't adopted: \(text)", at: location, remedy: remedy)
  }
}

extension Adoption.Reason {
  /// The reason, and what to do.
  var prose: (text: String, remedy: String?) {
    switch self {
    case .notAccepted:
      ("someone may have deleted it by mistake", "run 'apply' to restore it, or use --accept-missing")
    case .goneNotAccepted:
      ("the API key may just not see it", "if the app is gone for good, use --accept-missing")
    case .secret(let source):
      (
        "App Store Connect doesn't show secrets",
        "change what \(source.summary) gives, or run 'apply' to write it"
      )
    case .undescribable(let reason): ("the file can't describe it: \(reason.summary)", nil)
    case .confidential: ("its name or URL holds what mustn't be written down", "edit the file by hand")
    case .unset(let names):
      (
        "its URL may be the value of a sensitive variable, because \(names.joined(separator: ", "))"
          + " \(names.count == 1 ? "isn't" : "aren't") set here", "set \(names.count == 1 ? "it" : "them")"
      )
    case .shared: ("its place in the file is shared by an alias or a merge", "edit the file by hand")
    case .rule: ("a rule of 'defaults' gives it to the app", "edit the rule by hand")
    case .full:
      (
        "the file would list more than ten webhooks for the app",
        "remove one of those, or use --accept-missing"
      )
    case .formerName(let webhook):
      ("'formerly' of webhook '\(webhook)' lists the name", "remove it there")
    case .missingOfRule:
      (
        "a rule of 'defaults' gives it to the app",
        "run 'apply' to restore it; to go without it, name the app in the rule's 'except', or write 'defaults: false'"
          + " in its entry"
      )
    case .notListed: ("no file lists the app", "name the app with --app to take it back in")
    case .noPlace: ("there is no place for it in the file as it is written", "edit the file by hand")
    }
  }
}
