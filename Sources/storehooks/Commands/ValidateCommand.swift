import Reconciler
import YAML

/// `storehooks validate`: checks the desired-state files offline.
struct ValidateCommand {
  let context: CommandContext

  func run() throws -> Int32 {
    let result = context.desiredState()
    let apps = (result.state?.apps ?? []).filter { context.selection.mayInclude($0.key) }
    if let state = result.state {
      try context.checkSelection(state.apps.map(\.key.text), selected: apps.count)
    }
    let webhooks = apps.reduce(0) { $0 + $1.webhooks.count }
    switch context.options.format {
    case .json:
      try context.output.result(
        ValidationDocument(
          valid: result.state != nil, apps: apps.count, webhooks: webhooks, diagnostics: result.diagnostics
        ).json())
    case .text, .markdown, .gitlab, .junit:
      if result.state != nil, !context.options.isQuiet {
        let files = context.options.files.joined(separator: ", ")
        try context.output.result(
          "\(TerminalText.escaped(files)): valid, \(counted("app", apps.count)) with"
            + " \(counted("webhook", webhooks)).\n")
      }
    }
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
