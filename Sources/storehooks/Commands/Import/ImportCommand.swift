import CommandLine
import Reports
import AppStoreConnect
import Diagnostics
import Reconciler

/// `storehooks import`: writes what is live as a desired-state file.
struct ImportCommand {
  let context: CommandContext

  private static let refusal = "; choose another name, or replace it with --force"
  private var mayReplace: Bool { context.invocation.options.flag("force") }

  func run() async throws -> Int32 {
    guard !context.options.apps.isEmpty || context.invocation.options.flag("all-apps") else {
      throw CommandFailure.usage(
        "nothing says which apps to import; name them with --app, or take --all-apps")
    }
    let out = try context.outFile(permissions: .ownerAlone)
    // Before the account is read: that can take minutes.
    try out?.check(mayReplace: mayReplace, inputs: context.recordFiles, refusal: Self.refusal)
    let connection = try context.connection()
    let apps = try await context.readAccount(connection.client)
    let errors = apps.failures
    guard errors.isEmpty else { return try refuse(errors, connection) }
    let read = apps.map { ReadApp(facts: $0.facts, webhooks: (try? $0.webhooks.get()) ?? []) }
    let imported = Importer().file(for: read)
    let problems = imported.problems(against: read)
    guard problems.isEmpty else {
      let message = "no file can be made that keeps everything as it is"
      return try refuse(problems.map { .error("\(message): \($0)", at: nil) }, connection)
    }
    let warnings = connection.client.shortLists.map { $0.warning(apps: read.map(\.facts)) }
    try deliver(imported, to: out, connection, warnings)
    return Program.ExitCode.done
  }

  /// A file without the apps that could not be read would look as if it were whole.
  private func refuse(_ errors: [Diagnostic], _ connection: Connection) throws -> Int32 {
    context.report(errors)
    context.output.message("Nothing was written.\n")
    if context.options.format == .json {
      let document = ImportDocument(nil, path: nil, errors: errors, statistics: connection.client.statistics)
      context.output.deliver(document.json())
    }
    return Program.ExitCode.failed
  }

  private func deliver(
    _ imported: ImportedState, to out: OutFile?, _ connection: Connection, _ warnings: [Diagnostic]
  ) throws {
    var path: String?
    if let out, !out.isStandardOutput {
      let text = context.output.withholding.shown(imported.yaml, isLines: true)
      try out.write(text, mayReplace: mayReplace, refusal: Self.refusal)
      path = out.path
    }
    switch context.options.format {
    case .json:
      var document = ImportDocument(
        imported, path: path, errors: [], statistics: connection.client.statistics)
      document.warnings = Message.list(warnings)
      context.output.deliver(document.json())
    case .text, .markdown, .gitlab, .junit:
      if let path {
        if !context.options.isQuiet { context.output.deliver(imported.summary(path: path)) }
      } else {
        context.output.deliver(imported.yaml)
      }
    }
    context.report(warnings + imported.skipped.map { .warning($0.summary, at: nil) })
    for note in imported.nextSteps(option: GlobalOptions.fileOption(path ?? "FILE")) { context.note(note) }
  }
}
