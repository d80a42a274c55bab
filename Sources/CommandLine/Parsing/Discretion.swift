/// What of a command line may be repeated in messages: a key or a secret in the wrong place may not.
package struct Discretion: Sendable {
  /// Whether a text is a key, which nothing on a command line may be.
  package var isKey: @Sendable (String) -> Bool = { _ in false }
  /// Where a key belongs instead.
  package var keyRemedy = ""
  /// A text of the user's, or what is shown in its place.
  package var shown: @Sendable (String) -> String = { $0 }

  package init() {}
}
