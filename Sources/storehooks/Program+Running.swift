import AppStoreConnect
import CommandLine
import Diagnostics
import HTTPTransport
import Reports

extension Program {
  static let commands: [any Command.Type] = [
    ValidateCommand.self, PlanCommand.self, ApplyCommand.self, DriftCommand.self, AdoptCommand.self,
    ImportCommand.self,
    ListCommand.self, PingCommand.self, DeliveriesCommand.self, RedeliverCommand.self, ListenCommand.self,
    VerifyCommand.self, EventsCommand.self, TriggerCommand.self, ReportCommand.self, DoctorCommand.self,
    StateCommand.self, InitCommand.self, SchemaCommand.self, SimulateCommand.self, CompletionsCommand.self,
    VersionCommand.self,
    HelpCommand.self,
  ]

  /// Runs the command that the arguments name. Failures are reported here and nowhere else.
  func run(_ arguments: [String], isolation: isolated (any Actor)? = #isolation) async -> Int32 {
    if let request = CompletionRequest(arguments) {
      let names = CompletionNames(home: environment["HOME"])
      try? output.result(request.answer(by: Completer(spec: .storehooks, names: names.find(_:given:))))
      return ExitCode.done.rawValue
    }
    CredentialVariables.withhold(from: environment, in: output.withholding)
    ProxySetting.withhold(from: environment, in: output.withholding)
    do {
      return output.exitCode(of: try await runCommand(arguments).rawValue)
    } catch OutputError.readerClosed {
      // Without its output, the command had no reason or permission to go on.
      return ExitCode.failed.rawValue
    } catch {
      output.message("error: \((error as? OutputError)?.message ?? "\(error)")\n")
      return ExitCode.failed.rawValue
    }
  }

  private func runCommand(
    _ arguments: [String], isolation: isolated (any Actor)? = #isolation
  ) async throws -> ExitCode {
    let spec = CommandLineSpec.storehooks
    let invocation: Invocation
    do throws(UsageError) {
      invocation = try ArgumentParser(spec: spec, environment: environment, discretion: .storehooks)
        .parse(arguments)
    } catch {
      return refuse(error, spec: spec)
    }
    let session = Session(program: self, spec: spec, invocation: invocation)
    defer { session.requests.end() }
    session.withholdStrangeValues()
    let type = Self.commands[invocation.position]
    let result: CommandResult
    do {
      let command = type.init(session: session)
      if let command = command as? any ImmediateCommand {
        result = try run(command)
      } else {
        result = try await command.run()
      }
    } catch let failure as CommandFailure {
      let errors = failure.diagnostics.filter { $0.severity == .error }
      let report = FailureReport(
        errors,
        as: type.report(of: Findings(errors: errors, statistics: session.requests.statistics)),
        codeQuality: session.codeQuality)
      var failed = CommandResult(report, failure.diagnostics, exitCode: failure.exitCode)
      if type.tellsJob { failed.counts = .unknown }
      result = failed
    }
    try session.publisher.publish(result)
    return result.exitCode
  }

  /// Doesn't leave the caller's thread.
  private func run(_ command: any ImmediateCommand) throws -> CommandResult { try command.run() }

  /// Says what is wrong with the command line, or what can be written if it is empty.
  private func refuse(_ error: UsageError, spec: CommandLineSpec) -> ExitCode {
    let isEmpty = error.reason == .emptyInvocation
    output.message(
      isEmpty
        ? HelpRenderer(spec: spec, columns: columns(2)).overview() : error.rendered(program: spec.program))
    guard let github = GitHubActions(environment: environment, withholding: output.withholding) else {
      return .usage
    }
    let diagnostic = Diagnostic.error(error.message, at: nil, remedy: error.remedy)
    output.command(github.annotations([diagnostic]))
    if let type = Self.commands.first(where: { $0.specification.name == error.command }), type.tellsJob {
      for case let problem? in [
        github.summarize(FailureReport.summary(of: [diagnostic])),
        github.output(CommandResult.Counts.unknown.values(exitCode: .usage)),
      ] {
        output.message(DiagnosticRenderer().render([problem]))
        output.command(github.annotations([problem]))
      }
    }
    return .usage
  }
}
