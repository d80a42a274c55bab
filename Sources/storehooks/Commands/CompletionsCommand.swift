import CommandLine
import Diagnostics

/// `storehooks completions`: prints the script that teaches a shell to complete command lines.
struct CompletionsCommand {
  let context: CommandContext

  func run() throws -> Int32 {
    let name = context.invocation.arguments.first ?? ""
    guard let shell = CompletionShell(rawValue: name) else {
      let shells = CompletionShell.allCases.map(\.rawValue)
      let remedy =
        Spelling.nearest(to: name, among: shells).map { "did you mean '\($0)'?" }
        ?? "allowed is \(shells.joined(separator: ", "))"
      throw CommandFailure.usage("there are no completions for '\(name)'; \(remedy)")
    }
    context.output.deliver(shell.script(for: CommandLineSpec.storehooks.program))
    return Program.ExitCode.done
  }
}
