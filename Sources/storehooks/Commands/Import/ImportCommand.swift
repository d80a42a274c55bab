import AppStoreConnect
import CommandLine
import Diagnostics
import Reconciler
import Reports

struct ImportCommand: Command {
  static let specification = CommandSpec(
    name: "import",
    abstract: "Write the live webhooks as a desired-state file",
    discussion: [
      """
      Reads the webhooks of some or all apps, and writes a file that describes them as a person would: \
      'storehooks plan' then finds nothing to do. Webhooks that recur across apps become templates, and those that \
      every app has a rule of 'defaults'; the app's IDs become placeholders, recurring lists of event types become \
      groups. What a file can't describe (a second webhook of the same name, a URL that isn't https) is left alone by \
      an ignore rule, and reported.
      """,
      """
      App Store Connect never shows a secret, so the file names environment variables, one for each receiver's host or, \
      with '--secrets webhook', for each webhook; the live secrets stay as they are until 'storehooks apply \
      --write-secrets unknown' replaces them with the variables' values. If any app can't be read, nothing is written.
      """,
      """
      With --split or --split-by, --out names a folder. Its webhooks.yaml has what the files share, and the apps that \
      are in no other file; pass the folder to other commands with -f.
      """,
    ],
    options: [
      Option.allApps.saying("Import every app that the API key can see").spec,
      Option.out.saying("Write the file here instead of to standard output (-); with --split, the folder")
        .spec,
      Option.force.spec, Option.secrets.spec, Option.normalize.spec, Option.split.spec, Option.splitBy.spec,
    ],
    exitCodes: [
      .init(0, "Done"), .init(1, "Failed, or not every app could be read; nothing was written"), .wrongUsage,
    ],
    examples: [
      .init("Start with your live webhooks", "storehooks import --all-apps --out webhooks.yaml"),
      .init("Import two apps", "storehooks import --app com.example.notes --app 1000000002"),
      .init(
        "Write a file for each team",
        "storehooks import --all-apps --split games=com.example.games.* --out teams"),
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
    let split = try session.importSplit()
    let out = try session.outFile(permissions: .ownerAlone)
    let folder = try self.folder(out, split)
    // Before the account is read, because that can take minutes.
    if let folder {
      try folder.check(mayReplace: mayReplace)
    } else {
      try out?.check(mayReplace: mayReplace, inputs: session.recordFiles, refusal: Self.refusal)
    }
    let files = session.filesIfAny
    let connection = try session.connection(for: files.state)
    let apps = try await session.readAccount(connection.client, mask: files.mask)
    let errors = apps.failures
    guard errors.isEmpty else { return refuse(errors, connection) }
    let read = apps.map { ReadApp(facts: $0.facts, webhooks: (try? $0.webhooks.get()) ?? []) }
    try session.check(split, read.map(\.facts))
    var options = ImportOptions()
    options.secrets = session[.secrets]
    options.normalizes = session[.normalize]
    options.split = split
    options.isWholeAccount = session[.app].isEmpty
    options.issuer = connection.issuer
    let withholding = session.output.withholding
    options.isConfidential = { withholding.occurs(in: $0) }
    let imported = Importer(options).file(for: read)
    let problems = imported.problems(against: read)
    guard problems.isEmpty else {
      let message = "no file would keep everything as it is"
      return refuse(problems.map { .error("\(message): \($0)", at: nil) }, connection)
    }
    let path = try write(imported, to: out, folder)
    let warnings = connection.client.shortLists.map { $0.warning(apps: read.map(\.facts)) }
    let findings = Findings(warnings: warnings, statistics: connection.client.statistics)
    var result = CommandResult(ImportReport(imported, path: path, findings))
    result.remarks = warnings + imported.skipped.map { .warning($0.summary, at: nil) }
    result.notes = imported.nextSteps(option: fileOption(path ?? "FILE"))
    return result
  }

  private func folder(_ out: OutFile?, _ split: ImportSplit) throws(CommandFailure) -> ImportFolder? {
    guard split.isSplit else { return nil }
    guard let out, !out.isStandardOutput else {
      throw .usage("--split and --split-by need --out FOLDER")
    }
    return ImportFolder(path: out.path)
  }

  /// Returns the path of what was written; `nil` for standard output.
  private func write(
    _ imported: ImportedState, to out: OutFile?, _ folder: ImportFolder?
  ) throws(CommandFailure) -> String? {
    let files = imported.files.map { file in
      var file = file
      file.yaml = session.output.withholding.shown(file.yaml, isLines: true)
      return file
    }
    if let folder {
      try folder.write(files, mayReplace: mayReplace)
      return folder.path
    }
    guard let out, !out.isStandardOutput, let file = files.first else { return nil }
    try out.write(file.yaml, mayReplace: mayReplace, refusal: Self.refusal)
    return out.path
  }

  /// Without the apps that could not be read, a file would look complete.
  private func refuse(_ errors: [Diagnostic], _ connection: Connection) -> CommandResult {
    let findings = Findings(errors: errors, statistics: connection.client.statistics)
    var result = CommandResult(ImportReport(nil, findings), errors, exitCode: .failed)
    result.lastWord = "Nothing was written."
    return result
  }
}
