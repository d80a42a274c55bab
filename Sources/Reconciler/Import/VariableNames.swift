/// Gives every secret of an imported file an environment variable of its own.
///
/// The name comes from the receiver's host or the webhook's name: `Release bot` gets `RELEASE_BOT_SECRET`. If several
/// secrets would get the same name, those of single webhooks get the app's bundle ID in front, whichever apps are
/// imported together and in whichever order. Names that still collide are numbered, except the one used most.
struct VariableNames {
  struct Request {
    var text: String
    var app: String?
    var uses = 1
  }

  /// In the order of the requests.
  let names: [String]

  init(_ requests: [Request]) {
    let bases = requests.map { Self.word($0.text) }
    let counts = bases.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    let wanted = zip(requests, bases).map { request, base in
      guard counts[base] != 1, let app = request.app else { return base }
      return Self.word(app, longest: 100) + "_" + base
    }
    let sole = wanted.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    // Names that nobody else wants stay, whatever is numbered.
    var taken = Set(wanted.filter { sole[$0] == 1 })
    var names = wanted.map { $0 + "_SECRET" }
    let order = requests.indices.sorted { (-requests[$0].uses, $0) < (-requests[$1].uses, $1) }
    var numbers: [String: Int] = [:]
    for index in order where sole[wanted[index]] != 1 {
      let base = wanted[index]
      var name = base
      var number = numbers[base] ?? 2
      while !taken.insert(name).inserted {
        name = "\(base)_\(number)"
        number += 1
      }
      numbers[base] = number
      names[index] = name + "_SECRET"
    }
    self.names = names
  }

  /// A name for the secret of one more webhook that isn't taken.
  static func free(for webhook: String, app: String, taken: Set<String>) -> String {
    let base = word(webhook)
    var name = base
    if taken.contains(name + "_SECRET") { name = word(app, longest: 100) + "_" + base }
    let longest = name
    var number = 2
    while taken.contains(name + "_SECRET") {
      name = "\(longest)_\(number)"
      number += 1
    }
    return name + "_SECRET"
  }

  /// The text in capitals, digits and single underscores, beginning with a letter: `Release bot (new)` becomes
  /// `RELEASE_BOT_NEW`, and a text without any ASCII letter or digit `WEBHOOK`.
  private static func word(_ text: String, longest: Int = 60) -> String {
    var word = ""
    for scalar in text.unicodeScalars {
      let isKept = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      if isKept {
        word.unicodeScalars.append(scalar)
      } else if !word.isEmpty, word.last != "_" {
        word.append("_")
      }
    }
    word = String(word.prefix(longest))
    while word.last == "_" { word.removeLast() }
    if word.isEmpty { return "WEBHOOK" }
    if word.first?.isNumber == true { word = "WEBHOOK_" + word }
    return word.uppercased()
  }
}
