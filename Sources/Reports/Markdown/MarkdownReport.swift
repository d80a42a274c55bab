/// A report for the comment of a pull request or the summary of a job: a verdict, lists, tables, and details
/// that are folded.
///
/// It is never longer than a comment may be. What there is no room for is left out from the end, details
/// first, always whole lines, and a note says how much.
package struct MarkdownReport: Sendable, Equatable {
  /// The limit in UTF-8 bytes, which are never fewer than characters: GitHub refuses comments of more than 65,536
  /// characters.
  package static let limit = 60_000

  /// What to call things if some are left out.
  struct Noun: Sendable, Equatable {
    package var one: String
    package var many: String

    package init(_ one: String, plural: String? = nil) {
      self.one = one
      many = plural ?? one + "s"
    }
  }

  package struct List: Sendable, Equatable {
    package var title: String
    var noun: Noun
    /// The items, each one line of Markdown.
    package var items: [String]
  }

  package struct Section: Sendable, Equatable {
    package var heading: String?
    /// What to call its rows and details.
    var noun = Noun("webhook")
    package var header: [String]
    /// The rows, with Markdown in their cells.
    package var rows: [[String]]
    var details = Details()
    /// The names of its apps, as Markdown, folded.
    var apps: Apps?
    /// Whether the table is folded, under its heading.
    var isFolded = false

    /// Without empty columns.
    var compact: Self {
      let kept = header.indices.filter { column in rows.contains { !$0[column].isEmpty } }
      var section = self
      section.header = kept.map { header[$0] }
      section.rows = rows.map { row in kept.map { row[$0] } }
      return section
    }
  }

  /// Several apps that have something in common.
  struct Apps: Sendable, Equatable {
    var summary: String
    var names: String
    var count: Int
  }

  /// Lines of code, folded.
  struct Details: Sendable, Equatable {
    package var summary = "Details"
    /// The language of the code; `diff` colors lines by their first character.
    package var language = "diff"
    /// The lines, in blocks that belong together.
    package var blocks: [[String]] = []
  }

  /// The result, in one line of Markdown.
  package var verdict: String
  package var lists: [List] = []
  package var sections: [Section] = []
  /// The details of all sections, folded.
  var details = Details()

  package init(verdict: String, lists: [List] = [], sections: [Section] = []) {
    (self.verdict, self.lists, self.sections) = (verdict, lists, sections)
  }

  package func render(limit: Int = Self.limit) -> String {
    var writer = MarkdownWriter(limit: limit)
    return writer.write(self)
  }
}
