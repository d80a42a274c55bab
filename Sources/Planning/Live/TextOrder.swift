/// A text by whose bytes things are sorted, so that they stand in the same order each time.
///
/// Swift's own `<` doesn't give one order to texts that Unicode has two spellings of (Swift 6.3: `é` comes before
/// `é?`, and doesn't if its accent is a character of its own, though the two are equal): what is sorted by it
/// depends on where it stood before.
package struct TextOrder: Comparable, Sendable {
  private let text: String

  package init(_ text: String) { self.text = text }

  package static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

  package static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
