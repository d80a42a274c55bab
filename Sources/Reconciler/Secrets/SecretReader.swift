import Cryptography

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads secrets from their sources, when they are needed and not before.
public struct SecretReader: Sendable {
  /// Why a source gave no secret. None of these holds anything that was read.
  public enum Failure: Error, Hashable, Sendable {
    /// The environment variable isn't set.
    case notSet(variable: String)
    /// The file can't be read.
    case unreadable(path: String, reason: String)
    /// The program can't be started.
    case notStarted(program: String, reason: String)
    /// The program ended with a status other than 0, or was ended by a signal.
    case failed(program: String, status: String)
    /// The program took longer than it may.
    case timedOut(program: String, seconds: Int)
    /// There is nothing in it.
    case empty
    /// It isn't UTF-8, which the API demands.
    case notText
    /// It is larger than any secret.
    case tooLarge
  }

  /// The largest secret that is accepted, in bytes.
  static let limit = 65536

  private let environment: [String: String]
  private let timeLimit: Duration

  /// Creates a reader.
  ///
  /// - Parameters:
  ///   - environment: where `env` sources are looked up and what `command` sources are given.
  ///   - timeLimit: how long a `command` source may take.
  public init(environment: [String: String], timeLimit: Duration = .seconds(30)) {
    self.environment = environment
    self.timeLimit = timeLimit
  }

  /// Reads one secret.
  public func read(_ source: SecretSource) throws(Failure) -> Secret {
    let bytes: [UInt8]
    switch source {
    case .environment(let name):
      guard let value = environment[name] else { throw .notSet(variable: name) }
      bytes = Array(value.utf8)
    case .file(let path, let directory):
      let place = path.hasPrefix("/") ? path : directory + path
      bytes = Self.withoutNewline(try Self.contents(of: place, named: path))
    case .command(let arguments):
      let process = ChildProcess(arguments: arguments, environment: environment)
      bytes = Self.withoutNewline(try process.output(timeLimit: timeLimit, limit: Self.limit))
    }
    guard !bytes.isEmpty else { throw .empty }
    guard bytes.count <= Self.limit else { throw .tooLarge }
    let secret = Secret(bytes)
    guard secret.exposedText != nil else { throw .notText }
    return secret
  }

  /// What a file holds, read no further than to see that it is too large: it may be a device or a pipe.
  private static func contents(of path: String, named name: String) throws(Failure) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: name, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count <= limit + 2 {
      let count = systemRead(descriptor, &buffer)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .unreadable(path: name, reason: String(cString: strerror(errno))) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }

  /// Editors and `echo` end a file with a newline that is no part of the secret: one is dropped.
  private static func withoutNewline(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.last == UInt8(ascii: "\n") else { return bytes }
    let rest = bytes.dropLast()
    return Array(rest.last == UInt8(ascii: "\r") ? rest.dropLast() : rest)
  }
}

extension SecretReader.Failure {
  /// The failure in words; the source is named by the caller.
  public var message: String {
    switch self {
    case .notSet(let variable): "the environment variable \(variable) is not set"
    case .unreadable(let path, let reason): "can't read '\(path)': \(reason)"
    case .notStarted(let program, let reason): "can't run '\(program)': \(reason)"
    case .failed(let program, let status): "'\(program)' failed: \(status)"
    case .timedOut(let program, let seconds): "'\(program)' took longer than \(seconds) s and was ended"
    case .empty: "it is empty"
    case .notText: "it is not valid UTF-8"
    case .tooLarge: "it is larger than 64 KiB"
    }
  }
}

// The reader has a method of this name.
private func systemRead(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Int {
  read(descriptor, &buffer, buffer.count)
}
