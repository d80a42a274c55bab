import AppStoreConnect
import Diagnostics
import Planning

/// What `list` found.
package struct ListReport: Report {
  private let apps: [LiveApp]
  private let errors: [Diagnostic]
  private let warnings: [Diagnostic]
  private let statistics: RequestStatistics

  package init(
    _ apps: [LiveApp], errors: [Diagnostic], warnings: [Diagnostic], statistics: RequestStatistics
  ) {
    self.apps = apps
    self.errors = errors
    self.warnings = warnings
    self.statistics = statistics
  }

  package func text(for reader: Reader) -> String? {
    ListText(style: reader.style, width: reader.width).render(apps)
  }

  package var document: (any Encodable)? {
    var document = ListDocument(apps, errors: errors, statistics: statistics)
    document.warnings = Message.list(warnings)
    return document
  }

  package var markdown: MarkdownReport? { ListMarkdown.report(apps, errors: errors + warnings) }
}
