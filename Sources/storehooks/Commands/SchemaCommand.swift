import CommandLine
import Reports

struct SchemaCommand: ImmediateCommand {
  static let specification = CommandSpec(
    name: "schema",
    abstract: "Print the JSON Schema of the desired-state file",
    discussion: [
      """
      Editors complete and check webhooks.yaml with it: save it as 'webhooks.schema.json', and begin the \
      file with the line '# yaml-language-server: $schema=webhooks.schema.json'. 'storehooks validate' finds \
      more, because it reads all files together. The schema uses JSON Schema 2020-12.
      """
    ],
    options: [Option.plan.spec],
    relevantGroups: [.general],
    formats: [.text],
    examples: [
      .init("Print the schema of webhooks.yaml", "storehooks schema"),
      .init("Print the schema of plans", "storehooks schema --plan"),
    ])

  let session: Session

  func run() -> CommandResult {
    CommandResult(TextReport(session[.plan] ? PlanSchema.text : DesiredStateSchema.text))
  }
}

extension Option<Bool> {
  fileprivate static let plan = flag(
    "plan", "Print the schema of what plan, apply and drift print with --format json instead")
}
