import AppStoreConnect
import Cryptography
import DesiredState
import Platform

package struct SecretReader: Sendable {
  /// None of these holds anything that was read.
  package enum Failure: Error, Hashable, Sendable {
    case notSet(variable: String)
    case unreadable(path: String, reason: String)
    case notStarted(program: String, reason: String)
    /// The program ended with a status other than 0, or because of a signal.
    case failed(program: String, status: String)
    case timedOut(program: String, seconds: Int)
    case empty
    /// It isn't UTF-8, which the API requires.
    case notText
    case tooLarge
    /// The variable holds one of the API key's values.
    case keyVariable(String)
    case keyFile(path: String)
    /// It is a private key, or contains a part of the API key.
    case privateKey
    /// It contains a NUL, as `/proc/self/environ` does, so it is no secret.
    case notPlain
    /// It is a pipe or a device that took too long.
    case fileTimedOut(path: String, seconds: Int)
  }

  static let limit = 65536

  private let environment: [String: String]
  private let timeLimit: Duration
  private let keyGuard: KeyGuard
  private let withholding: Withholding
  private let messages: (@Sendable (String) -> Void)?

  /// - Parameters:
  ///   - environment: where `env` sources are looked up; `command` sources get it, too.
  ///   - timeLimit: for a `command`, and for a file that is a pipe.
  ///   - withholding: is told of each secret that is read, so that it isn't shown.
  ///   - messages: gets what a program wrote to standard error, line by line, once it has ended; if `nil`, the
  ///     program writes there itself.
  package init(
    environment: [String: String], timeLimit: Duration = .seconds(30), keyGuard: KeyGuard = KeyGuard(),
    withholding: Withholding = Withholding(), messages: (@Sendable (String) -> Void)? = nil
  ) {
    self.environment = environment
    self.timeLimit = timeLimit
    self.keyGuard = keyGuard
    self.withholding = withholding
    self.messages = messages
  }

  package func read(_ source: SecretSource) throws(Failure) -> Secret {
    let secret = try contents(source)
    guard !secret.isEmpty else { throw .empty }
    guard secret.count <= Self.limit else { throw .tooLarge }
    guard secret.isText else { throw .notText }
    guard !keyGuard.refuses(secret) else {
      withholding.add(keyText: secret)
      throw .privateKey
    }
    withholding.add(secret)
    guard !secret.withExposedBytes({ $0.contains(0) }) else { throw .notPlain }
    return secret
  }

  private func contents(_ source: SecretSource) throws(Failure) -> Secret {
    // Grown once, so that too small buffers don't leave parts of a secret behind.
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.limit + 8192)
    defer { bytes.wipe() }
    switch source {
    case .environment(let name):
      guard !CredentialVariables.names.contains(name) else { throw .keyVariable(name) }
      guard let value = environment[name] else { throw .notSet(variable: name) }
      return Secret(value)
    case .file(let path, let directory):
      let file = SecretFile(path: place(of: path, in: directory), name: PlainText.shownPath(path))
      try file.read(into: &bytes, limit: Self.limit, timeLimit: timeLimit) { keyGuard.refuses($0) }
    case .command(let arguments):
      var process = ChildProcess(arguments: arguments, environment: environment)
      if let messages {
        process.show = { text, output in
          withholding.add(keyText: Secret(Self.withoutNewline(output)))
          show(text, of: arguments.first ?? "", messages)
        }
      }
      try process.run(into: &bytes, timeLimit: timeLimit, limit: Self.limit)
    }
    return Secret(Self.withoutNewline(bytes))
  }

  /// Passes on what a program said, without the secrets known by now.
  private func show(_ text: [UInt8], of program: String, _ messages: (String) -> Void) {
    let shown = withholding.shown(String(decoding: text, as: UTF8.self), isLines: true)
    for line in shown.split(whereSeparator: \.isNewline) {
      messages("\(TerminalText.escaped(program)): \(TerminalText.escaped(String(line)))\n")
    }
  }

  /// Where a file is: `~/` is the home directory, as in paths of keys.
  private func place(of path: String, in directory: String) -> String {
    if path.hasPrefix("~/"), let home = environment["HOME"], !home.isEmpty { return home + path.dropFirst() }
    return path.hasPrefix("/") ? path : directory + path
  }

  /// Editors and `echo` end a file with a newline that isn't part of the secret: one is dropped.
  private static func withoutNewline(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    guard bytes.last == UInt8(ascii: "\n") else { return bytes[...] }
    let rest = bytes.dropLast()
    return rest.last == UInt8(ascii: "\r") ? rest.dropLast() : rest
  }
}

extension SecretReader.Failure {
  /// The caller names the source.
  package var message: String {
    switch self {
    case .notSet(let variable): "the environment variable \(variable) is not set"
    case .unreadable(let path, let reason): "can't read '\(path)': \(reason)"
    case .notStarted(let program, let reason): "can't run '\(program)': \(reason)"
    case .failed(let program, let status): "'\(program)' failed: \(status)"
    case .timedOut(let program, let seconds): "'\(program)' took longer than \(seconds) s and was stopped"
    case .empty: "it is empty"
    case .notText: "it is not valid UTF-8"
    case .tooLarge: "it is larger than 64 KiB"
    case .keyVariable(let name):
      "the environment variable \(name) belongs to the API key, which must never be sent as a webhook's "
        + "secret"
    case .keyFile(let path):
      "'\(path)' is the file of the API key, which must never be sent as a webhook's secret"
    case .privateKey:
      "it holds a private key, which must never be sent as a webhook's secret; make one with 'openssl rand "
        + "-hex 32'"
    case .notPlain: "it contains a NUL character"
    case .fileTimedOut(let path, let seconds):
      "'\(path)' is a pipe or a device, and nothing came from it for \(seconds) s"
    }
  }
}
