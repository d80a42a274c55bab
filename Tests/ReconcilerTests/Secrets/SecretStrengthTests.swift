import Cryptography
import TestSupport
import Testing

@testable import Reconciler

/// What is taken for random, and what never is.
@Suite struct SecretStrengthTests {
  private static func isRandom(_ text: String) -> Bool { SecretStrength(of: Secret(text)) == .random }

  private static func bytes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }
  }

  private static let base62 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")

  @Test(arguments: [16, 18, 20, 24, 32, 48, 64])
  func randomBytesNearlyAlwaysAre(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    let rounds = 150
    var found = [0, 0, 0, 0]
    for _ in 0..<rounds {
      let bytes = Self.bytes(count, &random)
      var signs = ""
      for _ in 0..<(count * 4 / 3 + 3) / 4 * 4 {
        signs.append(Self.base62.randomElement(using: &random) ?? "A")
      }
      let texts: [String] = [
        Hexadecimal.encode(bytes), Base64.encode(bytes), Base64URL.encode(bytes), signs,
      ]
      for (index, text) in texts.enumerated() where Self.isRandom(text) { found[index] += 1 }
    }
    #expect(found[0] * 100 >= 98 * rounds, "\(found)")
    #expect(found.allSatisfy { $0 * 100 >= 93 * rounds }, "\(found)")
  }

  private static let words = """
    password secret webhook admin welcome summer winter dragon monkey letmein qwerty football master shadow sunshine \
    princess company server hooks apple store connect production staging token internal release build correct horse \
    battery staple troubador passwort geheim sommer schluessel kunde rechnung haus garten freund liebe katze hund berg \
    strasse fenster tisch stuhl wasser feuer erde himmel contrasena usuario secreto verano casa perro gato amigo \
    corazon estrella noche salasana kesa talvi koti sydan maailma bonjour soleil maison chien notes weather tasks
    """.split(separator: " ").map(String.init)

  private static let leet: [Character: Character] = [
    "o": "0", "i": "1", "e": "3", "a": "4", "s": "5", "t": "7",
  ]

  @Test(arguments: 0..<3 as Range<UInt64>)
  func wordsNeverAre(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<150 {
      let words = (0..<Int.random(in: 4...7, using: &random)).map { _ in
        Self.words.randomElement(using: &random) ?? ""
      }
      let camel: [String] = words.map { word in word.prefix(1).uppercased() + word.dropFirst() }
      let (plain, capital): (String, String) = (words.joined(), camel.joined())
      var texts: [String] = [plain, plain.uppercased(), capital, String(capital.reversed())]
      texts += [words.joined(separator: "_"), words.joined(separator: "-")]
      texts.append(String(capital.map { (sign: Character) -> Character in Self.leet[sign] ?? sign }))
      var (numbered, alternating, mixed) = ("", "", "")
      for word in camel { numbered += word + String(Int.random(in: 0...99, using: &random)) }
      for (index, sign) in plain.enumerated() {
        alternating += index % 2 == 0 ? sign.uppercased() : String(sign)
        mixed += Bool.random(using: &random) ? sign.uppercased() : String(sign)
      }
      texts += [numbered, alternating, mixed]
      for text in texts {
        for text in [text, String(text.prefix(text.count / 4 * 4))] {
          #expect(!Self.isRandom(text), "seed \(seed): \(text)")
        }
      }
    }
  }

  @Test(arguments: 0..<3 as Range<UInt64>)
  func encodedTextNeverIs(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let year = Int.random(in: 1990...2040, using: &random)
      var text = String(year)
      for _ in 0..<4 { text += " " + (Self.words.randomElement(using: &random) ?? "") }
      let utf8 = Array(text.utf8)
      var (wide, cyrillic): ([UInt8], [UInt8]) = ([], [])
      for byte in utf8 {
        wide += [byte, 0]
        cyrillic += [0xD0, 0x90 + byte % 32]
      }
      let twice: [[UInt8]] = [Array(Base64.encode(utf8).utf8), Array(Hexadecimal.encode(utf8).utf8)]
      for bytes in [utf8, wide, cyrillic] + twice {
        let base64 = Base64.encode(bytes)
        let digits = Hexadecimal.encode(bytes)
        let texts: [String] = [
          base64, Base64URL.encode(bytes), digits, digits.uppercased(), "k\(base64)", "whsec_\(base64)",
          "a\(digits)b",
        ]
        for encoded in texts { #expect(!Self.isRandom(encoded), "seed \(seed): \(encoded)") }
      }
    }
  }

  @Test(arguments: 0..<3 as Range<UInt64>)
  func repeatsAndSequencesNeverAre(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let base64 = Self.base62 + ["+", "/"]
    let hexadecimal = Array("0123456789abcdef")
    for _ in 0..<100 {
      let count = [32, 40, 48, 64].randomElement(using: &random) ?? 32
      let (start, step) = (Int.random(in: 0..<256, using: &random), Int.random(in: 1..<256, using: &random))
      let part = Self.bytes(Int.random(in: 1...10, using: &random), &random)
      var (steps, again, few): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
      for index in 0..<count / 2 {
        steps.append(UInt8(truncatingIfNeeded: start + index * step))
        again.append(part[index % part.count])
        few.append(part.prefix(6).randomElement(using: &random) ?? 0)
      }
      for bytes in [steps, again, few] {
        for text in [Hexadecimal.encode(bytes), Base64.encode(bytes)] {
          #expect(!Self.isRandom(text), "seed \(seed): \(text)")
        }
      }
      for alphabet in [base64, hexadecimal, Array("0123456789")] {
        let length = Int.random(in: 1...12, using: &random)
        let part: [Character] = (0..<length).map { _ in alphabet.randomElement(using: &random) ?? "A" }
        var (steps, again, few, pairs) = ("", "", "", "")
        for index in 0..<count {
          steps.append(alphabet[(start + index * step) % alphabet.count])
          again.append(part[index % part.count])
          few.append(part.prefix(6).randomElement(using: &random) ?? "A")
          pairs.append(
            index % 2 == 0 ? alphabet[(start + index / 2) % alphabet.count] : Self.base62[52 + index / 2 % 10]
          )
        }
        for text in [steps, again, few, pairs] { #expect(!Self.isRandom(text), "seed \(seed): \(text)") }
      }
      var digits = ""
      for _ in 0..<count { digits += String(Int.random(in: 0...9, using: &random)) }
      #expect(!Self.isRandom(digits), "\(digits)")
    }
  }

  private static let keyboard = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"].map(Array.init)

  @Test(arguments: 0..<3 as Range<UInt64>)
  func walksOverTheKeyboardNeverAre(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      var (row, column) = (Int.random(in: 0..<4, using: &random), Int.random(in: 0..<7, using: &random))
      var text = ""
      while text.count < 28 {
        let key = Self.keyboard[row][column]
        text.append(Bool.random(using: &random) ? Character(key.uppercased()) : key)
        row = min(3, max(0, row + Int.random(in: -1...1, using: &random)))
        column = min(Self.keyboard[row].count - 1, max(0, column + Int.random(in: -1...1, using: &random)))
      }
      #expect(!Self.isRandom(text), "seed \(seed): \(text)")
    }
  }

  @Test(arguments: 0..<2 as Range<UInt64>)
  func datesAndUUIDsOfATimeNeverAre(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ range: ClosedRange<Int>) -> String {
      let number = Int.random(in: range, using: &random)
      return number < 10 ? "0\(number)" : "\(number)"
    }
    for _ in 0..<200 {
      let year = Int.random(in: 1995...2040, using: &random)
      let month = months.randomElement(using: &random) ?? "Jan"
      let day = "\(year)\(two(1...12))\(two(1...28))"
      let time = "T\(two(0...23))\(two(0...59))\(two(0...59))Z"
      let texts: [String] = [
        "\(day)\(time)\(day)\(time)", "\(day)\(month)\(year)\(time)\(month)\(year)",
        "\(day)\(day)\(day)\(day)\(day)",
        "\(month)\(day)\(month)\(day)\(month)\(day)\(month)",
      ]
      for text in texts {
        #expect(!Self.isRandom(text), "\(text)")
        #expect(!Self.isRandom(Base64.encode(Array(text.utf8))), "\(text)")
        #expect(!Self.isRandom(Hexadecimal.encode(Array(text.utf8))), "\(text)")
      }
      // The time of 1990 to 2060: 100 ns from 1582, and milliseconds from 1970.
      var uuid = Self.bytes(16, &random)
      uuid[8] = 0x80 | uuid[8] & 0x3F
      var one = uuid
      one[6] = 0x11
      one[7] = UInt8.random(in: 0xD0...0xFF, using: &random)
      var seven = uuid
      (seven[0], seven[1]) = (0x01, UInt8.random(in: 0x50...0xFF, using: &random))
      seven[6] = 0x70 | seven[6] & 0x0F
      for bytes in [one, seven] {
        let swapped = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15].map { bytes[$0] }
        for bytes in [bytes, swapped] {
          let digits = Hexadecimal.encode(bytes)
          let dashed = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { range in
            String(Array(digits)[range])
          }.joined(separator: "-")
          for text in [digits, digits.uppercased(), dashed, Base64.encode(bytes), Base64URL.encode(bytes)] {
            #expect(!Self.isRandom(text), "\(text)")
          }
        }
      }
    }
  }

  @Test(arguments: [
    "", "x", "hunter2", "deadbeefcafebabedeadbeefcafebabe", "deadbeefcafebabefeedfacec0ffee42",
    "0badf00ddeadc0de8badf00dfee1dead", "00112233445566778899aabbccddeeff",
    "102132435465768798a9bacbdcedfe0f",
    "31415926535897932384626433832795", "1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d",
    "67452301efcdab8998badcfe10325476",
    "550e8400-e29b-41d4-a716-446655440000", "AbCdEfGhIjKlMnOpQrStUvWxYz012345", "aAbBcCdDeEfFgGhHiIjJkKlL",
    "1qaz2wsx3edc4rfv5tgb6yhn", "1Q2w3E4r5T6y7U8i9O0pAsDf", "MySuperSecretPassword123",
    "Tr0ub4dor3Xkcd5tyl3P455w",
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "d2ViaG9vay1zZWNyZXQtdmFsdWU=", "a-secret-that-is-none",
  ])
  func theseAreNot(text: String) {
    #expect(!Self.isRandom(text))
  }

  @Test func whatIsNoPlainEncodingIsNot() {
    var random = SeededGenerator(seed: 1)
    let digits = Hexadecimal.encode(Self.bytes(16, &random))
    #expect(Self.isRandom(digits))
    let mixed = digits.prefix(16) + digits.dropFirst(16).uppercased()
    for text in [
      mixed + "", digits + "\n", " " + digits, digits + "!", String(digits.dropLast()), digits + "=",
    ] {
      #expect(!Self.isRandom(text), "\(text)")
    }
    let short = Hexadecimal.encode(Self.bytes(15, &random))
    #expect(!Self.isRandom(short))
    #expect(!Self.isRandom(digits.enumerated().map { $0 % 8 == 7 ? "\($1)-" : "\($1)" }.joined()))
  }

  @Test func aVeryLongOneIsNotLookedAt() {
    var random = SeededGenerator(seed: 1)
    #expect(!Self.isRandom(Hexadecimal.encode(Self.bytes(385, &random))))
    #expect(!Self.isRandom(Hexadecimal.encode(Self.bytes(30_000, &random))))
  }
}
