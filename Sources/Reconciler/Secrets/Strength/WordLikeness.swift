/// Whether a text looks like words, judging by how much more often its pairs of letters occur in words than by chance.
///
/// Case doesn't matter, words may be joined or backwards, and digits may be between them or replace letters
/// (`p4ssw0rd`). The chance that random text has a part with so much evidence for words is about length × 2⁻¹³.
enum WordLikeness {
  static func isThere(in text: [UInt8]) -> Bool {
    let read = text.map { letter($0, digitsAreLetters: true) }
    // Digits may also separate words.
    let skipped = text.map { letter($0, digitsAreLetters: false) }.filter { $0 != nil }
    return [read, read.reversed(), skipped, skipped.reversed()].contains(where: areWords(_:))
  }

  private static func areWords(_ letters: [Int?]) -> Bool {
    var (part, strongest, all) = (0, 0, 0)
    for (former, letter) in zip(letters, letters.dropFirst()) {
      let score = former.flatMap { former in letter.map { Self.score(former, $0) } } ?? -3
      part = max(0, part + score)
      strongest = max(strongest, part)
      all += score
    }
    return strongest >= partLimit || all * 5 >= -letters.count
  }

  /// About ten letters of words.
  private static let partLimit = 26

  /// The number of a letter, from 0.
  private static func letter(_ byte: UInt8, digitsAreLetters: Bool) -> Int? {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(byte - UInt8(ascii: "a"))
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(byte - UInt8(ascii: "A"))
    case _ where !digitsAreLetters: nil
    case UInt8(ascii: "0"): 14
    case UInt8(ascii: "1"): 8
    case UInt8(ascii: "3"): 4
    case UInt8(ascii: "4"): 0
    case UInt8(ascii: "5"): 18
    case UInt8(ascii: "7"): 19
    case UInt8(ascii: "8"): 1
    default: nil
    }
  }

  private static func score(_ former: Int, _ letter: Int) -> Int {
    let sign = pairs[former * 27 + letter]
    return sign >= UInt8(ascii: "a") ? Int(UInt8(ascii: "a")) - 1 - Int(sign) : Int(sign - UInt8(ascii: "0"))
  }

  /// A row for each letter, with a sign for each letter that may follow: how much more often it does so in joined
  /// English words than by chance, in half bits. `0` to `8` are positive, `a` to `i` mean -1 to -9.
  private static let pairs = Array(
    """
    f020hdah0ic303i0i324bcefbi
    3cad4fgc2ai5ef2di11c3fhi0i
    3hae4fg21i11eg5ei0b30hiiei
    1b005acd4ff0bc10f02a0dcidi
    1c23aacdbih003d0e431ebc0ei
    2ecd32ff5ii0ed4di1a02hfiai
    2c0a4ba12hg00110h22a1ecigi
    5fcd6egg4iibce4ciab2cffidi
    aa20000ihif1063bia23iaidic
    3hca60iicaagbh2bef3f4ediii
    2bab6cbe3ceac0baia4aafbhgi
    3dc05ceg4ig3df3bic100dei2i
    50cd5ehg3iib0e23id0daggiei
    2d222a4f1ieccc1bic34bbeidi
    cb00ebchcib015a1i4002a0ghi
    4fdd4feb0ig3fh21i4a20hhiai
    geghhciieii1hiigia2a8eciii
    3daa5ccf3ica0a2bi021bddiai
    1c1a4bd03hdabc11fa341dbici
    2eac5cf24ihbce1bi2200gciai
    010b1dbi0ii214d1i433fiigii
    4fdg8fgi4iigbg0fiedfhihiii
    4fdc4eh44igbe13di20degciii
    1d3b5cec3iidadc5hda4fgebai
    1a101aac2gf01023g132bc0gef
    4gef8fhd2iigfhacebbdgigiba
    """.utf8)
}
