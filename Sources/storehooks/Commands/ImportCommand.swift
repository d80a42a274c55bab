import CommandLine
import Reports
import AppStoreConnect
import Diagnostics
import Reconciler

struct ImportCommand: Command {
  static let specification = CommandSpec(
    name: "import",
    abstract: "Write the live webhooks as a desired-state file",
    discussion: [
      """
      Reads the webhooks of some or all apps, and writes a file that describes them: 'storehooks plan' then \
      finds nothing to do. Webhooks that recur across apps become templates. What a file can't describe (a \
      second webhook of the same name, a URL that isn't https) is left alone by an ignore rule, and \
      reported.
      """,
      """
      App Store Connect never shows a secret, so the file names an environment variable for each; the live \
      secrets stay as they are until 'storehooks apply --write-secrets unknown' replaces them with the \
      variables' values. If any app can't be read, nothing is written.
      """,
    ],
    options: [
      Option.allApps.saying("Import every app that the API key can see").spec, Option.out.spec,
      Option.force.spec,
    ],
    exitCodes: [
      .init(0, "Done"), .init(1, "Failed, or not every app could be read; nothing was written"), .wrongUsage,
    ],
    examples: [
      .init("Start with your live webhooks", "storehooks import --all-apps --out webhooks.yaml"),
      .init("Import two apps", "storehooks import --app com.example.notes --app 1000000002"),
    ])

  static func report(of failure: Findings) -> (any Report)? { ImportReport(nil, failure) }

  let session: Session

  private static let refusal = "; choose another name, or use --force"
  private var mayReplace: Bool { session[.force] }

  func run() async throws -> CommandResult {
    guard !session[.app].isEmpty || session[.allApps] else {
      throw CommandFailure.usage(
        "say which apps to import: --app or --all-apps")
    }
    let out = try session.outFile(permissions: .ownerAlone)
    // Before the account is read: that can take minutes.
    try out?.check(mayReplace: mayReplace, inputs: session.recordFiles, refusal: Self.refusal)
    let files = session.filesIfAny
    let connection = try session.connection(for: files.state)
    let apps = try await session.readAccount(connection.client, mask: files.mask)
    let errors = apps.failures
    guard errors.isEmpty else { return refuse(errors, connection) }
    let read = apps.map { ReadApp(facts: $0.facts, webhooks: (try? $0.webhooks.get()) ?? []) }
    let imported = Importer().file(for: read)
    let problems = imported.problems(against: read)
    guard problems.isEmpty else {
      let message = "no file would keep everything as it is"
      return refuse(problems.map { .error("\(message): \($0)", at: nil) }, connection)
    }
    var path: String?
    if let out, !out.isStandardOutput {
      let text = session.output.withholding.shown(imported.yaml, isLines: true)
      try out.write(text, mayReplace: mayReplace, refusal: Self.refusal)
      path = out.path
    }
    let warnings = connection.client.shortLists.map { $0.warning(apps: read.map(\.facts)) }
    let findings = Findings(warnings: warnings, statistics: connection.client.statistics)
    var result = CommandResult(ImportReport(imported, path: path, findings))
    result.remarks = warnings + imported.skipped.map { .warning($0.summary, at: nil) }
    result.notes = imported.nextSteps(option: fileOption(path ?? "FILE"))
    return result
  }

  /// A file without the apps that could not be read would look as if it were whole.
  private func refuse(_ errors: [Diagnostic], _ connection: Connection) -> CommandResult {
    let findings = Findings(errors: errors, statistics: connection.client.statistics)
    var result = CommandResult(ImportReport(nil, findings), errors, exitCode: .failed)
    result.lastWord = "Nothing was written."
    return result
  }
}
