import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The documentation's tables of messages have what the messages leave out, and nothing outdated.
@Suite struct DocumentedMessagesTests {
  private static let pages = ["docs/configuration.md", "docs/troubleshooting.md"]

  /// The messages in the tables; `…` stands for anything.
  private static func documented() throws -> [String] {
    try pages.flatMap { page in
      try MarkdownDocument(text: read("\(Workspace.root)/\(page)")).rows.map(\.code)
        .filter { $0.contains(" ") }
    }
  }

  private static func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }

  private static func files(below folder: String, ending: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: "\(Workspace.root)/\(folder)")
      .filter { $0.hasSuffix(ending) }.sorted().map { "\(Workspace.root)/\(folder)/\($0)" }
  }

  /// Whether a message begins as a pattern says.
  private static func matches(_ message: Substring, _ pattern: String) -> Bool {
    var rest = message[...]
    for (index, part) in pattern.split(separator: "…", omittingEmptySubsequences: false).enumerated() {
      guard let range = rest.firstRange(of: part), index > 0 || range.lowerBound == rest.startIndex else {
        return false
      }
      rest = rest[range.upperBound...]
    }
    return true
  }

  /// The errors in golden files, which other tests compare with the program.
  private static func shown() throws -> Set<Substring> {
    var messages: Set<Substring> = []
    for file in try files(below: "Tests/Goldens/DesiredStateTests", ending: "-files.txt") {
      for line in try read(file).split(separator: "\n") {
        if let message = line.firstMatch(of: #/:\d+:\d+: error: (.+)$/#)?.1 { messages.insert(message) }
      }
    }
    return messages
  }

  /// A message says what to do, unless what is wrong makes that plain or the documentation says it.
  @Test func everyErrorOfTheGoldensSaysWhatToDoOrIsDocumented() throws {
    let patterns = try Self.documented()
    let plain = [
      "must be ", "must not be ", " lacks '", " is empty", " is missing", " has no host", " needs '",
      " is not a valid host", " has a control character", " has only white space", " can't contain ",
    ]
    let messages = try Self.shown()
    #expect(messages.count > 100, "errors are found")
    for message in messages.sorted()
    where !message.contains("; ") && !message.hasSuffix("?")
      && !plain.contains(where: { message.contains($0) })
      && !patterns.contains(where: { Self.matches(message, $0) })
    {
      Issue.record("says no remedy, and isn't documented: \(message)")
    }
  }

  @Test func everyMessageIsDocumentedOnce() throws {
    let messages = try Self.documented()
    for (index, message) in messages.enumerated() where messages[..<index].contains(message) {
      Issue.record("documented twice: \(message)")
    }
    #expect(messages.count > 20, "messages are found")
  }

  @Test func everyDocumentedMessageIsSaid() throws {
    // Literals joined from several are read as one.
    let sources = try Self.files(below: "Sources", ending: ".swift").map { file in
      try Self.read(file).replacing(#/"\s*\n\s*\+ "/#, with: "").replacing(#/\\\n\s*/#, with: "")
        .replacing(#"\""#, with: "\"").replacing(#"\\"#, with: #"\"#)
    }.joined(separator: "\n")
    let shown = try Self.shown()
    let messages = try Self.documented()
    for message in messages where !shown.contains(where: { Self.matches($0, message) }) {
      for part in message.split(separator: "…") where part.contains(where: \.isLetter) {
        let part = part.drop { $0 == " " }
        if !sources.contains(part) { Issue.record("nothing says '\(part)', of: \(message)") }
      }
    }
    #expect(messages.count > 20, "messages are found")
  }
}
