import Reports
import AppStoreConnect
import CommandLine
import Cryptography
import Diagnostics
import HTTPTransport
import Platform
import Reconciler

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// One run of the program, from its arguments to its exit code.
struct Program: Sendable {
  /// The environment; also what `command` secrets are given.
  var environment: [String: String]
  /// Where results and messages go.
  var output: Output
  /// How the user is asked.
  var prompt: Prompt
  /// SIGINT and SIGTERM; `nil` where somebody else looks after them.
  var signals: TerminationSignals?
  /// What is piped into a command that reads.
  var input = OpenFile.standardInput
  /// How calls that failed are repeated.
  var retries = RetryPolicy()
  /// The terminal that progress is drawn on; `nil` for none.
  var screen: Screen?
  /// The columns of the terminal behind a descriptor, for help; `nil` for no limit.
  var columns: @Sendable (_ descriptor: Int32) -> Int? = { _ in nil }
  /// The time that following deliveries takes.
  var clock = WaitClock.continuous
  /// What the state file gets as the time of a change: UTC, to the second.
  var time: @Sendable () -> String = { Date.now.formatted(.iso8601) }

  /// The exit codes of the contract.
  enum ExitCode {
    static let done: Int32 = 0
    static let failed: Int32 = 1
    static let changesPresent: Int32 = 2
    static let stalePlan: Int32 = 3
    /// The code of a run that a signal has stopped: 130 for SIGINT, 143 for SIGTERM.
    static func interrupted(by signal: Int32) -> Int32 { 128 + signal }
    static let usage: Int32 = 64
    static let invalidFile: Int32 = 65
  }

  /// Runs the command that the arguments name. Failures are reported here, and nowhere else.
  ///
  /// It stays with its caller: a command that waits for nothing ends on the main thread, before there is another,
  /// and its memory comes from the one heap that grows in large steps.
  func run(_ arguments: [String], isolation: isolated (any Actor)? = #isolation) async -> Int32 {
    if let request = CompletionRequest(arguments) {
      try? output.result(request.answer(by: completer))
      return ExitCode.done
    }
    CredentialVariables.withhold(from: environment, in: output.withholding)
    ProxySetting.withhold(from: environment, in: output.withholding)
    do {
      let reader = CommandLineReader(environment: environment, output: output, columns: columns)
      switch reader.read(arguments) {
      case .finished(let exitCode): return output.exitCode(of: exitCode)
      case .run(let invocation): return output.exitCode(of: try await run(invocation))
      }
    } catch OutputError.readerClosed {
      // Without its output the command had no reason, or no leave, to go on.
      return ExitCode.failed
    } catch {
      output.message("error: \((error as? OutputError)?.message ?? "\(error)")\n")
      return ExitCode.failed
    }
  }

  private var completer: Completer {
    Completer(spec: .storehooks, names: CompletionNames(home: environment["HOME"]).find(_:given:))
  }

  private func run(_ invocation: Invocation, isolation: isolated (any Actor)? = #isolation) async throws
    -> Int32
  {
    let context = CommandContext(program: self, invocation: invocation)
    context.withholdStrangeValues()
    do {
      return try await run(context)
    } catch let failure as CommandFailure {
      let error = Diagnostic.error(failure.message, at: nil)
      context.report([error])
      try context.publishFailure([error])
      return failure.exitCode
    }
  }

  private func run(_ context: CommandContext, isolation: isolated (any Actor)? = #isolation) async throws
    -> Int32
  {
    switch context.invocation.command {
    case "validate": return try ValidateCommand(context: context).run()
    case "plan": return try await PlanCommand(context: context).run()
    case "apply": return try await ApplyCommand(context: context).run()
    case "completions": return try CompletionsCommand(context: context).run()
    case "drift": return try await DriftCommand(context: context).run()
    case "import": return try await ImportCommand(context: context).run()
    case "list": return try await ListCommand(context: context).run()
    case "ping": return try await PingCommand(context: context).run()
    case "deliveries": return try await DeliveriesCommand(context: context).run()
    case "redeliver": return try await RedeliverCommand(context: context).run()
    case "listen": return try await ListenCommand(context: context).run()
    case "verify": return try VerifyCommand(context: context).run()
    case "events": return try EventsCommand(context: context).run()
    case "trigger": return try await TriggerCommand(context: context).run()
    case "init": return try InitCommand(context: context).run()
    case "schema": return SchemaCommand(context: context).run()
    case "simulate": return try await SimulateCommand(context: context).run()
    default: return try VersionCommand(context: context).run()
    }
  }

  func style(of options: GlobalOptions) -> Style {
    Style(
      isOn: TerminalCapabilities(descriptor: 2, color: options.color, environment: environment).usesColor)
  }
}

/// Why a command could not do its work, ready to be shown.
struct CommandFailure: Error {
  var message: String
  var exitCode: Int32 = Program.ExitCode.failed

  /// Wrong usage that shows only once there is more to go by than the command line.
  static func usage(_ message: String) -> Self { Self(message: message, exitCode: Program.ExitCode.usage) }
}
