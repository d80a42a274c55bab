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
  /// The environment; `command` secrets get it, too.
  var environment: [String: String]
  var output: Output
  var prompt: Prompt
  /// SIGINT and SIGTERM; `nil` if something else handles them.
  var signals: TerminationSignals?
  var input = OpenFile.standardInput
  var retries = RetryPolicy()
  /// The terminal that progress is drawn on; `nil` for none.
  var screen: Screen?
  /// The columns of the terminal behind a descriptor, for help; `nil` for no limit.
  var columns: @Sendable (_ descriptor: Int32) -> Int? = { _ in nil }
  /// The clock for following deliveries.
  var clock = WaitClock.continuous
  /// What every request may take that has no `--timeout`.
  var patience = Duration.zero
  /// What the time is.
  var now: @Sendable () -> Date = { Date() }
}

/// Why a command couldn't do its work, ready to be shown.
struct CommandFailure: Error {
  var diagnostics: [Diagnostic]
  var exitCode = ExitCode.failed

  init(diagnostics: [Diagnostic], exitCode: ExitCode) {
    self.diagnostics = diagnostics
    self.exitCode = exitCode
  }

  init(message: String, exitCode: ExitCode = .failed) {
    self.init(diagnostics: [.error(message, at: nil)], exitCode: exitCode)
  }

  var message: String { diagnostics.map(\.message).joined(separator: "; ") }

  /// Wrong usage that only shows after the command line has been parsed.
  static func usage(_ message: String) -> Self { Self(message: message, exitCode: .usage) }
}
