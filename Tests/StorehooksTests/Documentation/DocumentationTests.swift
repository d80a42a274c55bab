import Diagnostics
import Testing

@testable import DesiredState
@testable import CommandLine
@testable import storehooks

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Checks what the documentation says against the program.
@Suite struct DocumentationTests {
  /// The paths of all Markdown files, relative to the repository.
  private static func markdownFiles() throws -> [String] {
    func below(_ folder: String) throws -> [String] {
      guard FileManager.default.fileExists(atPath: "\(Workspace.root)/\(folder)") else { return [] }
      return try FileManager.default.subpathsOfDirectory(atPath: "\(Workspace.root)/\(folder)")
        .map { "\(folder)/\($0)" }
    }
    let files =
      try FileManager.default.contentsOfDirectory(atPath: Workspace.root)
      + ["docs", "examples", ".github"].flatMap(below)
    return files.filter { $0.hasSuffix(".md") }.sorted()
  }

  private static func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: "\(Workspace.root)/\(path)")), as: UTF8.self)
  }

  @Test func everyRelativeLinkLeadsSomewhere() throws {
    var count = 0
    for file in try Self.markdownFiles() {
      for link in try MarkdownDocument(text: Self.read(file)).links where !link.contains("://") {
        count += 1
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(
          String.init)
        let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
        let target = parts[0].isEmpty ? file : folder + parts[0]
        guard FileManager.default.fileExists(atPath: "\(Workspace.root)/\(target)") else {
          Issue.record("\(file) links to '\(link)', and there is no such file")
          continue
        }
        if parts.count == 2 {
          let anchors = try MarkdownDocument(text: Self.read(target)).anchors
          #expect(anchors.contains(parts[1]), "\(file) links to '\(link)', and there is no such heading")
        }
      }
    }
    #expect(count > 40, "links are found")
  }

  @Test func everyCommandLineIsAccepted() throws {
    var lines = try Self.markdownFiles().flatMap { file in
      try MarkdownDocument(text: Self.read(file)).commandLines.map { (file, $0) }
    }
    let examples = try FileManager.default.subpathsOfDirectory(atPath: Workspace.root + "/examples")
      .filter { $0.hasSuffix(".yaml") }.map { "examples/\($0)" }
    for file in examples + ["webhooks.yaml"] {
      let text = try Self.read(file)
      let comments = text.matches(of: #/# *(storehooks [^\n]+)|'(storehooks [^']+)'/#)
      lines += comments.compactMap { $0.1 ?? $0.2 }.flatMap { ShellWords.commands(in: String($0)) }
        .map { (file, $0) }
    }
    for (file, words) in lines {
      do {
        _ = try ArgumentParser(spec: .storehooks, environment: [:]).parse(words)
      } catch {
        Issue.record("\(file): storehooks \(words.joined(separator: " ")): \(error.message)")
      }
    }
    #expect(lines.count > 60, "command lines are found")
  }

  @Test func everySampleOfTheDesiredStateIsValid() throws {
    var count = 0
    for file in try Self.markdownFiles() {
      for block in try MarkdownDocument(text: Self.read(file)).blocks
      where block.language == "yaml" && block.lines.first == "version: 1" {
        count += 1
        let source = SourceFile(path: file, bytes: Array(block.lines.joined(separator: "\n").utf8))
        let result = DesiredStateReader().decode([source])
        #expect(result.diagnostics.isEmpty, "\(file): \(result.diagnostics.map(\.message))")
      }
    }
    #expect(count > 4, "samples are found")
  }

  @Test func everyCommandIsInTheTable() throws {
    let text = try Self.read("docs/commands.md")
    for command in CommandLineSpec.storehooks.commands {
      #expect(
        text.contains("| [`\(command.name)`](") || text.contains("| `\(command.name)` |"), "\(command.name)")
    }
  }

  @Test func everyKeyIsDocumentedAndNoOther() throws {
    let rows = try MarkdownDocument(text: Self.read("docs/configuration.md")).rows
    func keys(_ heading: String) -> Set<String> {
      Set(rows.filter { $0.heading == heading && !$0.code.contains(" ") }.map(\.code))
    }
    func names<Key: FieldKey>(_: Key.Type) -> Set<String> { Set(Key.allCases.map(\.rawValue)) }
    #expect(keys("Top level") == names(DesiredStateDecoder.RootKey.self))
    #expect(keys("Apps") == names(DesiredStateDecoder.AppField.self))
    #expect(keys("Webhooks") == names(WebhookField.self))
    #expect(keys("Templates") == names(TemplateField.self))
    #expect(keys("Secrets") == names(DesiredStateDecoder.SecretField.self))
    #expect(keys("Policy") == names(DesiredStateDecoder.PolicyField.self))
    #expect(keys("Ignore rules") == names(DesiredStateDecoder.IgnoreField.self))
    #expect(keys("Events") == Set(DesiredStateDecoder.knownEvents.keys))
    #expect(
      keys("Placeholders") == Set(PlaceholderText.Placeholder.allCases.map { "{\($0.rawValue)}" }))
  }
}
