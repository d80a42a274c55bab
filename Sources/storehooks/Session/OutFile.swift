import CommandLine
import Platform

/// Where `--out` sends a result: a file, a device or a pipe, or standard output, which `-` stands for.
struct OutFile: Sendable {
  /// The path as the user gave it; `-` for standard output.
  let path: String
  private let file: WholeFile

  init(path: String, permissions: WholeFile.Permissions = .kept) {
    self.path = path
    file = WholeFile(path: path, permissions: permissions, takesStreams: true)
  }

  /// Whether the result goes to standard output, under any name.
  var isStandardOutput: Bool {
    if path == "-" { return true }
    if case .descriptor(OpenFile.standardOutput.descriptor)? = try? file.destination() { return true }
    return false
  }

  /// Whether there will be a file with this name, which paths can be relative to.
  var isFile: Bool {
    guard path != "-" else { return false }
    return switch try? file.destination() {
    case .stream, .descriptor: false
    case .new, .file, nil: true
    }
  }

  /// Makes sure, as far as possible before there is anything to write, that it can be written and replaces nothing that
  /// should stay.
  ///
  /// - Parameters:
  ///   - mayReplace: whether an existing file may be replaced.
  ///   - inputs: files that the run works with and never replaces, and what they are.
  ///   - refusal: what is wrong with an existing file, and what to do.
  func check(mayReplace: Bool, inputs: [(path: String, what: String)] = [], refusal: String)
    throws(CommandFailure)
  {
    guard path != "-" else { return }
    let destination: WholeFile.Destination
    do throws(WholeFile.Failure) {
      destination = try file.destination(mayReplace: mayReplace)
    } catch {
      throw error.failure(path: path, refusal: refusal)
    }
    guard case .file(_, let status) = destination else { return }
    for input in inputs where FileStatus(input.path)?.identity == status.identity {
      throw CommandFailure(
        message: "'\(path)' is \(input.what) of this run and can't be replaced; choose another name")
    }
  }

  /// Writes the result. The caller writes to standard output, because it knows what else goes there.
  func write(_ text: String, mayReplace: Bool, refusal: String) throws(CommandFailure) {
    file.removeLeftovers()
    do throws(WholeFile.Failure) {
      try file.write(Array(text.utf8), mayReplace: mayReplace)
    } catch {
      throw error.failure(path: path, refusal: refusal)
    }
  }

  func contents(atMost limit: Int) -> [UInt8]? { try? BoundedFile.read(path, atMost: limit) }
}

extension Session {
  /// The value of `--out`; `nil` without one. Without a file to replace, `--force` is an error.
  func outFile(permissions: WholeFile.Permissions = .kept) throws(CommandFailure) -> OutFile? {
    guard let path = self[.out] else {
      if self[.force] { throw .usage("--force needs --out") }
      return nil
    }
    return OutFile(path: path, permissions: permissions)
  }

  var recordFiles: [(path: String, what: String)] {
    var files: [(path: String, what: String)] = []
    if let fleet = self[.simulate] { files.append((fleet, "the fleet file")) }
    if !options.hasNoState { files.append((statePath, "the state file")) }
    return files
  }
}

extension WholeFile.Failure {
  func failure(path: String, refusal: String) -> CommandFailure {
    switch self {
    case .exists: CommandFailure(message: "'\(path)' already exists\(refusal)")
    case .hardLinks: CommandFailure(message: "can't replace '\(path)': \(text); choose another name")
    default: CommandFailure(message: "can't write '\(path)': \(text)")
    }
  }
}
