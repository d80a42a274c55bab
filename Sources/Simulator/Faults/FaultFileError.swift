import AppStoreConnect
import Platform

/// Why a rule file could not be read. It never repeats a value, because one may be a secret.
package struct FaultFileError: Error, Sendable, Hashable {
  /// The file's path, as it was given.
  package var path: String
  /// Where in the content it is: `3:14` for line and column, or `rules[0].match.nth`; empty for none.
  package var place: String
  /// What is wrong, and what to do if that isn't plain.
  package var detail: String

  package init(path: String, place: String = "", detail: String) {
    self.path = path
    self.place = place
    self.detail = detail
  }
}

extension FaultFileError: CustomStringConvertible {
  /// Path, place and detail, as compilers print it; safe to show, whatever keys the file has.
  package var description: String {
    let place = TerminalText.escaped(place)
    let detail = TerminalText.escaped(detail)
    if place.isEmpty { return "\(path): \(detail)" }
    return place.first?.isNumber == true ? "\(path):\(place): \(detail)" : "\(path): \(place): \(detail)"
  }
}
