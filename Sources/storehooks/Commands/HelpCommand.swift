import CommandLine
import Reports

struct HelpCommand: ImmediateCommand {
  static let specification = CommandSpec(
    name: "help",
    abstract: "Show help on a command",
    discussion: ["Without a command, shows all commands and the options that they share."],
    arguments: [
      .init(name: "COMMAND", help: "The command to show help on", isOptional: true)
    ],
    options: [Option.man.spec],
    relevantGroups: [.general],
    examples: [
      .init("Show help on plan", "storehooks help plan"),
      .init("Print the manual page", "storehooks help --man"),
    ])

  let session: Session

  func run() -> CommandResult {
    let spec = session.spec
    if session[.man] {
      return CommandResult(TextReport(ManualPage(spec: spec, version: BuildInformation.version).text()))
    }
    let help = HelpRenderer(spec: spec, columns: session.program.columns(1))
    let command = session.arguments.first.flatMap(spec.command(named:))
    return CommandResult(TextReport(command.map(help.page(of:)) ?? help.overview()))
  }
}

extension Option<Bool> {
  fileprivate static let man = flag(
    "man", "Print the manual page storehooks(1) instead, for man and for packages")
}
