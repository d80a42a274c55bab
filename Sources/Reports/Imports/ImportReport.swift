import AppStoreConnect
import Diagnostics
import Reconciler

/// What `import` wrote.
package struct ImportReport: Report {
  private let imported: ImportedState?
  private let path: String?
  private let errors: [Diagnostic]
  private let warnings: [Diagnostic]
  private let statistics: RequestStatistics

  /// - Parameters:
  ///   - imported: `nil` where nothing was written.
  ///   - path: where the file is; `nil` for standard output.
  package init(
    _ imported: ImportedState?, path: String? = nil, errors: [Diagnostic] = [], warnings: [Diagnostic] = [],
    statistics: RequestStatistics
  ) {
    self.imported = imported
    self.path = path
    self.errors = errors
    self.warnings = warnings
    self.statistics = statistics
  }

  package func text(for reader: Reader) -> String? {
    guard let path else { return imported?.yaml }
    return reader.isQuiet ? nil : imported?.summary(path: path)
  }

  package var document: (any Encodable)? {
    var document = ImportDocument(imported, path: path, errors: errors, statistics: statistics)
    document.warnings = Message.list(warnings)
    return document
  }
}
