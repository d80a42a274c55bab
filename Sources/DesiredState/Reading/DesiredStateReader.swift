import Cryptography
import Diagnostics
import Platform
import YAML

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

package struct DesiredStateReader: Sendable {
  /// Warnings come with a state, too.
  package struct Result: Sendable {
    /// `nil` if any diagnostic is an error.
    package var state: DesiredState?
    package var diagnostics: [Diagnostic]
    package var folders: [GivenFolder] = []
    /// The variables that the files declare, also those of files with errors.
    package var variables: [String: Variable] = [:]
    /// What mustn't be shown of their values.
    package var withheld: [Secret] = []
    /// What of them is only told by what stands around it.
    package var withheldWhole: [Secret] = []
    /// Which live URLs mustn't be shown in full.
    package var mask = URLMask.none
  }

  package static let standardInput = "-"

  private let readStandardInput: (@Sendable (_ limit: Int) throws -> [UInt8])?
  private let values: VariableValues

  package init(values: VariableValues = VariableValues()) {
    readStandardInput = nil
    self.values = values
  }

  package init(
    values: VariableValues = VariableValues(),
    standardInput read: @escaping @Sendable (_ limit: Int) throws -> [UInt8]
  ) {
    readStandardInput = read
    self.values = values
  }

  /// Reads the `*.yaml` and `*.yml` of a directory, sorted by name. A file that is named twice is read once.
  package func read(paths: [String]) -> Result {
    var diagnostics: [Diagnostic] = []
    var folders: [GivenFolder] = []
    var files: [SourceFile] = []
    var seen: Set<String> = []
    for path in paths.flatMap({ expand($0, &folders, &diagnostics) }) {
      let isInput = path == Self.standardInput && readStandardInput != nil
      let identity = isInput ? path : URL(filePath: path).standardizedFileURL.path
      guard seen.insert(identity).inserted else { continue }
      do throws(SystemError) {
        files.append(isInput ? try inputFile() : try file(path))
      } catch {
        let name = isInput ? "standard input" : "'\(path)'"
        diagnostics.append(.error("can't read \(name): \(Self.reason(error))", at: nil))
      }
    }
    guard diagnostics.isEmpty else {
      return Result(state: nil, diagnostics: diagnostics, folders: folders)
    }
    var result = decode(files)
    result.state?.folders = folders
    result.folders = folders
    return result
  }

  private func file(_ path: String) throws(SystemError) -> SourceFile {
    SourceFile(path: path, bytes: try BoundedFile.prefix(of: path, Limits.standard.bytes + 1))
  }

  private func inputFile() throws(SystemError) -> SourceFile {
    do {
      return SourceFile(standardInput: try readStandardInput?(Limits.standard.bytes + 1) ?? [])
    } catch {
      throw SystemError.inputOutput
    }
  }

  package func decode(_ files: [SourceFile]) -> Result {
    var decoder = DesiredStateDecoder(values: values)
    let state = decoder.decode(files)
    return Result(
      state: state, diagnostics: decoder.diagnostics, variables: decoder.variables,
      withheld: decoder.withheld, withheldWhole: decoder.withheldWhole, mask: decoder.urlMask)
  }

  private func expand(
    _ path: String, _ folders: inout [GivenFolder], _ diagnostics: inout [Diagnostic]
  ) -> [String] {
    if path == Self.standardInput, readStandardInput != nil { return [path] }
    guard let kind = FileStatus(path)?.kind else {
      diagnostics.append(
        .error(
          "'\(path)' doesn't exist", at: nil,
          remedy: "name your file with --file, or start one with 'storehooks init' or 'storehooks import'"))
      return []
    }
    guard kind == .folder else { return [path] }
    do {
      let folder = try GivenFolder(path: path)
      folders.append(folder)
      if folder.files.isEmpty {
        diagnostics.append(.error("the directory '\(path)' has no *.yaml or *.yml file", at: nil))
      }
      return folder.files
    } catch {
      diagnostics.append(.error("can't read '\(path)': \(Self.reason(error))", at: nil))
      return []
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileReadNoPermission: noPermission
    case .fileReadNoSuchFile: isGone
    default: cannotBeOpened
    }
  }

  private static func reason(_ error: SystemError) -> String {
    error.isDenied ? noPermission : error.isMissing ? isGone : cannotBeOpened
  }

  private static let noPermission = "permission denied"
  private static let isGone = "it no longer exists"
  private static let cannotBeOpened = "it can't be opened"
}
