/// A report for the comment of a pull request or the summary of a job: a verdict, lists, tables, and details
/// that are folded.
///
/// It is never longer than a comment may be. What there is no room for is left out from the end, details
/// first, always whole lines, and a note says how much.
struct MarkdownReport: Sendable, Equatable {
  /// How long it may be: GitHub refuses comments of more than 65,536 characters. Counted in bytes of UTF-8,
  /// which are never fewer than anybody's characters.
  static let limit = 60_000

  /// What something is called where some of it is left out.
  struct Noun: Sendable, Equatable {
    var one: String
    var many: String

    init(_ one: String, plural: String? = nil) {
      self.one = one
      many = plural ?? one + "s"
    }
  }

  /// A list of lines under a heading, of errors for instance.
  struct List: Sendable, Equatable {
    var title: String
    /// What an item is called.
    var noun: Noun
    /// The items, as Markdown of one line.
    var items: [String]
  }

  /// A table under a heading.
  struct Section: Sendable, Equatable {
    /// The heading, as Markdown of one line; `nil` for none.
    var heading: String?
    /// What a row is called.
    var noun = Noun("webhook")
    var header: [String]
    /// The rows, as Markdown in cells.
    var rows: [[String]]
    /// What is folded below the table.
    var details = Details()
    /// Whether the table itself is folded, under its heading.
    var isFolded = false
  }

  /// Lines of code that are shown on a click.
  struct Details: Sendable, Equatable {
    /// What is clicked on.
    var summary = "Details"
    /// The language of the code; `diff` colors lines by their first character.
    var language = "diff"
    /// The lines, in blocks that belong together.
    var blocks: [[String]] = []
  }

  /// What came of it, in one line of Markdown.
  var verdict: String
  var lists: [List] = []
  var sections: [Section] = []

  /// The report as text.
  func render(limit: Int = Self.limit) -> String {
    var writer = MarkdownWriter(limit: limit)
    return writer.write(self)
  }
}
