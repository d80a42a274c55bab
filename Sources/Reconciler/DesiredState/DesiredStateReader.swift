import YAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads desired-state files and directories of them.
public struct DesiredStateReader: Sendable {
  /// What came of reading: a desired state, or the errors that stand in its way. Warnings come with both.
  public struct Result: Sendable {
    /// The desired state; `nil` where any diagnostic is an error.
    public var state: DesiredState?
    /// Everything there is to say about the files.
    public var diagnostics: [Diagnostic]
  }

  /// Creates a reader.
  public init() {}

  /// Reads the files at `paths`, of a directory its `*.yaml` and `*.yml` in the order of their names, and
  /// merges them. A file that is named twice is read once.
  public func read(paths: [String]) -> Result {
    var diagnostics: [Diagnostic] = []
    var files: [SourceFile] = []
    var seen: Set<String> = []
    for path in paths.flatMap({ expand($0, &diagnostics) }) {
      guard seen.insert(URL(filePath: path).standardizedFileURL.path).inserted else { continue }
      do throws(FileBytes.Failure) {
        files.append(
          SourceFile(path: path, bytes: try FileBytes.read(path, atMost: Limits.standard.bytes + 1)))
      } catch {
        diagnostics.append(.error("can't read '\(path)': \(Self.reason(error.code))", at: nil))
      }
    }
    guard diagnostics.isEmpty else { return Result(state: nil, diagnostics: diagnostics) }
    return decode(files)
  }

  /// Merges texts into a desired state.
  public func decode(_ files: [SourceFile]) -> Result {
    var decoder = DesiredStateDecoder()
    let state = decoder.decode(files)
    return Result(state: state, diagnostics: decoder.diagnostics)
  }

  private func expand(_ path: String, _ diagnostics: inout [Diagnostic]) -> [String] {
    var isDirectory: Bool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      diagnostics.append(
        .error(
          "there is no file '\(path)'", at: nil,
          remedy: "name the desired-state file with --file"))
      return []
    }
    guard isDirectory else { return [path] }
    do {
      let names = try FileManager.default.contentsOfDirectory(atPath: path)
        .filter { !$0.hasPrefix(".") && ($0.hasSuffix(".yaml") || $0.hasSuffix(".yml")) }
      if names.isEmpty {
        diagnostics.append(.error("the directory '\(path)' has no *.yaml or *.yml file", at: nil))
      }
      return names.sorted().map { path.hasSuffix("/") ? path + $0 : "\(path)/\($0)" }
    } catch {
      diagnostics.append(.error("can't read '\(path)': \(Self.reason(error))", at: nil))
      return []
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileReadNoPermission: reason(EACCES)
    case .fileReadNoSuchFile: reason(ENOENT)
    default: reason(0)
    }
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case EACCES, EPERM: "permission denied"
    case ENOENT: "it is gone"
    default: "it can't be opened"
    }
  }
}
