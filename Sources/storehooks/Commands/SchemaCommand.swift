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
    options: [Option.plan.spec, Option.doctor.spec],
    relevantGroups: [.general],
    formats: [.text],
    examples: [
      .init("Print the schema of webhooks.yaml", "storehooks schema"),
      .init("Print the schema of plans", "storehooks schema --plan"),
      .init("Print the schema of doctor's document", "storehooks schema --doctor"),
    ])

  let session: Session

  func run() throws -> CommandResult {
    let text: String
    switch (session[.plan], session[.doctor]) {
    case (true, true): throw CommandFailure.usage("--plan can't be combined with --doctor")
    case (true, false): text = PlanSchema.text
    case (false, true): text = DoctorSchema.text
    case (false, false): text = DesiredStateSchema.text
    }
    return CommandResult(TextReport(text))
  }
}

extension Option<Bool> {
  fileprivate static let plan = flag(
    "plan", "Print the schema of what plan, apply and drift print with --format json instead")
  fileprivate static let doctor = flag(
    "doctor", "Print the schema of what doctor prints with --format json instead")
}
