import DesiredState
import Diagnostics
import Platform
import Reports

/// `storehooks validate`: checks the desired-state files offline.
struct ValidateCommand {
  let context: CommandContext

  func run() throws -> Int32 {
    let result = try context.readFiles(context.options.files)
    context.report(result.diagnostics)
    let apps = (result.state?.apps ?? []).filter { context.selection.mayInclude($0.key) }
    if let state = result.state {
      try context.checkSelection(state.apps.map(\.key.text), selected: apps.count)
    }
    let webhooks = apps.reduce(0) { $0 + $1.webhooks.count }
    let isValid = result.state != nil
    let tally = "\(counted("app", apps.count)) with \(counted("webhook", webhooks))"
    let names = context.options.files.map { $0 == DesiredStateReader.standardInput ? "standard input" : $0 }
    let files = TerminalText.escaped(names.joined(separator: ", "))
    try context.publish(
      json: ValidationDocument(
        valid: isValid, apps: apps.count, webhooks: webhooks, diagnostics: result.diagnostics),
      markdown: ValidationMarkdown.report(result.diagnostics, tally: isValid ? tally : nil),
      text: isValid && !context.options.isQuiet ? "\(files): valid, \(tally).\n" : nil,
      tool: try context.codeQuality(result.diagnostics))
    return result.state == nil ? Program.ExitCode.invalidFile : Program.ExitCode.done
  }
}

/// What `validate --format json` prints.
struct ValidationDocument: Encodable {
  var formatVersion = "1"
  var valid: Bool
  var apps: Int
  var webhooks: Int
  var errors: [Message]
  var warnings: [Message]
  /// How many errors and warnings are left out, where there are more than ``limit``.
  var omitted: Int?

  /// As many diagnostics are listed, as on standard error.
  static let limit = 100

  init(valid: Bool, apps: Int, webhooks: Int, diagnostics: [Diagnostic]) {
    self.valid = valid
    self.apps = apps
    self.webhooks = webhooks
    var shown = diagnostics
    if diagnostics.count > Self.limit {
      let sorted = DiagnosticRenderer.sorted(diagnostics)
      shown = Array(sorted.prefix(Self.limit))
      if sorted.count > Self.limit { omitted = sorted.count - Self.limit }
    }
    errors = shown.filter { $0.severity == .error }.map(Message.init(_:))
    warnings = shown.filter { $0.severity == .warning }.map(Message.init(_:))
  }
}
