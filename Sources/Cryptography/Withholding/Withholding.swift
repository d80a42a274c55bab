import Synchronization

/// What one run knows that must not be seen, and the way to show texts from elsewhere without it.
///
/// A server may repeat what it was sent, in any field and in another form. A secret is found as it is,
/// percent-encoded, with the escapes of JSON or HTML, in other letters, hexadecimal, or in base64 wherever it
/// stands in what was encoded, also two of these on top of each other. A part of it counts from
/// ``windowLength`` characters on.
///
/// A run has one, shared by all that reads and shows. It holds no secret itself, but hashes of short pieces.
package final class Withholding: Sendable {
  /// The length of a piece of a secret that is recognised, in characters of the form it comes in.
  package static let windowLength = 12
  /// Shorter secrets are shown if a server repeats them: ordinary words are of this length, and would be
  /// withheld, too.
  package static let shortestSecret = 8
  package static let mark = "(withheld)"

  private struct Patterns {
    /// Compared byte by byte, letters in lower case.
    var plain: [WindowSet] = []
    /// Compared by letters and digits alone.
    var squeezed: [WindowSet] = []
    /// Compared by those of ASCII alone: others come back in one byte, in two, or in capitals.
    var narrow: [WindowSet] = []
    var known: Set<Int> = []
    var clear = ClearTexts()

    var isEmpty: Bool { plain.isEmpty && squeezed.isEmpty && narrow.isEmpty }
  }

  private let patterns = Mutex(Patterns())

  package init() {}

  package func add(_ secret: Secret) {
    guard secret.count >= Self.shortestSecret else { return }
    secret.withExposedBytes { bytes in
      if isNew(bytes) { insert(SecretForms(bytes)) }
    }
  }

  /// Texts that everybody may see: what a secret that is added later has in common with one of them isn't looked for by
  /// itself.
  package func exempt(_ texts: @escaping @Sendable () -> [String]) {
    patterns.withLock { $0.clear.add(texts) }
  }

  /// Recognised only as a whole, however long.
  package func add(whole secret: Secret) {
    guard secret.count >= Self.shortestSecret else { return }
    secret.withExposedBytes { bytes in
      guard isNew(bytes) else { return }
      patterns.withLock {
        Self.insert(bytes.lazy.map(ComparedText.folded), into: &$0.plain, length: bytes.count)
      }
    }
  }

  package func add(_ key: P256SigningKey) {
    add(key.exportDER())
    add(keyText: key.exportPEM())
  }

  /// Adds a text that holds a private key, or was meant to: the lines that name the key's kind aren't secret.
  package func add(keyText text: Secret) {
    guard text.count >= Self.shortestSecret else { return }
    text.withExposedBytes { bytes in
      if isNew(bytes) { insert(SecretForms(bytes, plain: PEMBlock.withoutArmor(bytes))) }
    }
  }

  private func isNew(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var hasher = Hasher()
    hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    let hash = hasher.finalize()
    return patterns.withLock { $0.known.insert(hash).inserted }
  }

  private func insert(_ forms: consuming SecretForms) {
    // Undoing escapes drops what is invisible, so the secret must be found without that, too.
    var visible = DecodedText.visible(forms.plain)
    patterns.withLock { patterns in
      Self.insert(plain: forms.plain, into: &patterns)
      if visible != forms.plain { Self.insert(plain: visible, into: &patterns) }
      for form in forms.encoded { Self.insert(squeezed: form, into: &patterns) }
      if !forms.plain.allSatisfy({ $0 < 0x80 }) {
        Self.insert(
          forms.plain.lazy.filter(ComparedText.isNarrowLetter).map(ComparedText.folded),
          into: &patterns.narrow)
      }
    }
    visible.wipe()
    forms.wipe()
  }

  private static func insert(plain form: [UInt8], into patterns: inout Patterns) {
    insert(form.lazy.map(ComparedText.folded), into: &patterns.plain) { length in
      patterns.clear.runs(.plain, length: length)
    }
    insert(squeezed: form, into: &patterns)
  }

  private static func insert(squeezed form: [UInt8], into patterns: inout Patterns) {
    insert(form.lazy.filter(ComparedText.isLetter).map(ComparedText.folded), into: &patterns.squeezed) {
      length in
      patterns.clear.runs(.squeezed, length: length)
    }
  }

  private static func insert(
    _ bytes: some Collection<UInt8>, into sets: inout [WindowSet], length: Int = windowLength,
    besides clear: (_ length: Int) -> WindowSet? = { _ in nil }
  ) {
    let count = bytes.count
    guard count >= shortestSecret else { return }
    let length = min(count, length)
    // Each piece of a short text, fewer of a long one, where pieces still overlap.
    let stride = count > 4_096 ? 8 : count > 512 ? 4 : 1
    let index = sets.firstIndex { $0.length == length } ?? sets.endIndex
    if index == sets.endIndex { sets.append(WindowSet(length: length)) }
    if let clear = clear(length) {
      sets[index].insert(bytes, stride: stride, besides: clear)
    } else {
      sets[index].insert(bytes, stride: stride)
    }
  }

  package func occurs(in text: String) -> Bool {
    !places(in: Array(text.utf8)).isEmpty
  }

  package func occurs(in secret: Secret) -> Bool {
    secret.withExposedBytes { !places(in: Array($0)).isEmpty }
  }

  func places(in text: [UInt8]) -> [Range<Int>] {
    let patterns = patterns.withLock { $0 }
    guard !patterns.isEmpty else { return [] }
    var places: [Range<Int>] = []
    var view: DecodedText? = DecodedText(text)
    for _ in 0...Self.layers {
      guard let current = view else { break }
      places += Self.places(in: current, patterns.plain) { _ in true }
      places += Self.places(in: current, patterns.squeezed, comparing: ComparedText.isLetter)
      places += Self.places(in: current, patterns.narrow, comparing: ComparedText.isNarrowLetter)
      view = current.decoded()
    }
    return places
  }

  /// How many encodings on top of one another are undone.
  static let layers = 3

  private static func places(
    in text: DecodedText, _ sets: [WindowSet], comparing isCompared: (UInt8) -> Bool
  ) -> [Range<Int>] {
    guard !sets.isEmpty else { return [] }
    let compared = Array(text.bytes.lazy.filter(isCompared).map(ComparedText.folded))
    let found = sets.map { ($0.length, $0.ends(in: compared)) }
    guard found.contains(where: { !$0.1.isEmpty }) else { return [] }
    let indices = text.bytes.indices.filter { isCompared(text.bytes[$0]) }
    return found.flatMap { length, ends in
      ends.map { text.origin(of: indices[$0 - length + 1]..<(indices[$0] + 1)) }
    }
  }
}
