import Cryptography
import TestSupport

/// A text from elsewhere with canaries in it: what is shown of it has none, in the form in which it was put in.
///
/// The first line is the secret that the canaries are made with. After that each line is a piece of the text: its
/// first byte is a form, and says that the secret follows in that form, or a password of a URL, or neither; the rest
/// stands as it is.
enum ForeignTextTarget {
  private struct Canary {
    var encoded: String
    var description: String
  }

  static func run(_ input: [UInt8]) throws(Violation) {
    var reader = InputReader(input)
    let secret = "canary" + reader.line().filter { $0.isASCII && !$0.isNewline }.prefix(80)
    let withholding = Withholding()
    withholding.add(Secret(secret))
    var text = ""
    var canaries: [Canary] = []
    while !reader.isAtEnd {
      let kind = Int(reader.byte())
      text += reader.line()
      let forms = EchoEncoding.allCases
      if kind < forms.count {
        let encoded = forms[kind].encode(secret)
        canaries.append(Canary(encoded: encoded, description: "\(forms[kind])"))
        text += encoded
      } else if kind < 128 {
        text += Self.url(kind)
        canaries.append(Canary(encoded: "CaNaRyPaSsWoRd", description: "a URL"))
      }
    }
    let shown = withholding.shown(text)
    // Decoding drops what is invisible; a webhook's secret has no NUL.
    if secret.utf8.count(where: { $0 != 0 }) >= Withholding.shortestSecret {
      for canary in canaries {
        for piece in EchoEncoding.pieces(of: canary.encoded) {
          try Violation.unless(
            !shown.contains(piece), "\(canary.description) is shown in \(shown.debugDescription)")
        }
      }
    }
    let lines = withholding.shown(text, isLines: true)
    try Violation.unless(
      lines.utf8.count { $0 == 0x0A } <= text.utf8.count { $0 == 0x0A }, "there are more lines than before")
    _ = withholding.whole(text)
    _ = KeyMaterial.isIn(text)
    _ = PlainText.isIdentifier(text)
    _ = URLPassword.hidden(in: text)
  }

  /// A URL with a password.
  private static func url(_ kind: Int) -> String {
    let starts = [" https://u:", " //u:", " https:/u:", " https:///u:", " https:u:", " ftp://u:"]
    let ends = ["@h ", "/x@h ", "?x@h ", "#x@h ", "@x@h.example ", "@h.example/?a@b "]
    return starts[kind % starts.count] + "CaNaRyPaSsWoRd" + ends[kind / starts.count % ends.count]
  }
}
