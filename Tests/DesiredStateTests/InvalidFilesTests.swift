import DesiredState
import Diagnostics
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Every way in which a desired-state file can be wrong, with the whole text that the user gets.
///
/// The golden file is a table of `=== name`, the file, `>>>`, its diagnostics. A new case needs a name and a
/// file; `UPDATE_GOLDENS=1` writes the rest, which you should read before you commit it.
@Suite struct InvalidFilesTests {
  struct Case {
    var name: String
    var input: String
  }

  private static let table = "invalid-files.txt"

  private static func cases() throws -> [Case] {
    let path = try #require(Golden.path(of: table, testFile: #filePath))
    let data = try #require(FileManager.default.contents(atPath: path))
    return String(decoding: data, as: UTF8.self).split(separator: "=== ").map { entry in
      let name = entry.prefix { $0 != "\n" }
      let body = entry.dropFirst(name.count)
      let input = body.firstRange(of: "\n>>>\n").map { body[..<$0.lowerBound].dropFirst() } ?? ""
      return Case(name: String(name), input: input.isEmpty ? "" : input + "\n")
    }
  }

  private static func decode(_ input: String) -> (isAccepted: Bool, rendered: String) {
    let result = DesiredStateReader().decode([SourceFile(path: "webhooks.yaml", text: input)])
    return (result.state != nil, DiagnosticRenderer().render(result.diagnostics))
  }

  @Test func everyInvalidFileGetsItsWholeDiagnostic() throws {
    let cases = try Self.cases()
    #expect(cases.count >= 150)
    var table = ""
    for invalid in cases {
      let (isAccepted, rendered) = Self.decode(invalid.input)
      #expect(!isAccepted, "\(invalid.name): was accepted")
      table += "=== \(invalid.name)\n\(invalid.input)>>>\n\(rendered)"
    }
    try Golden.check(table, named: Self.table)
  }

  @Test func noDiagnosticShowsWhatMayBeASecret() throws {
    let cases = try Self.cases().filter { $0.input.contains("hunter2") }
    #expect(cases.count >= 5)
    for invalid in cases {
      for end in ["\n", "\r\n", "\r"] {
        let input = invalid.input.replacing("\n", with: end)
        #expect(!Self.decode(input).rendered.contains("hunter2"), "\(invalid.name)")
      }
    }
  }
}
