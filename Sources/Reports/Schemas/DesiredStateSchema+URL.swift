extension DesiredStateSchema {
  /// What ``WebhookURL`` accepts once placeholders are replaced, written so that every dialect of regular expressions
  /// understands it.
  ///
  /// An Apple ID is a number, so `{appId}` can be anywhere a digit can.
  static let urlPattern: String = {
    let placeholder = #"\{(?:bundleId|appId|appName|webhookName)\}"#
    let digit = #"(?:[0-9]|\{appId\})"#
    let outer = "(?:[A-Za-z0-9_]|\(placeholder))"
    let inner = "(?:[A-Za-z0-9_-]|\(placeholder))"
    let label = "\(outer)(?:\(inner)*\(outer))?"
    let hexadecimal = "(?:[0-9A-Fa-f:.]|\(placeholder))*"
    let host = #"(?:\#(label)(?:\.\#(label))*\.?|\[\#(hexadecimal):\#(hexadecimal)\])"#
    let one = #"(?:1|\{appId\})"#
    let loopback =
      #"(?:[Ll][Oo][Cc][Aa][Ll][Hh][Oo][Ss][Tt]|\[::\#(one)\]|\#(one)27(?:\.\#(digit)+){3})"#
    func digits(to last: Int) -> String { #"(?:[0-\#(last)]|\{appId\})"# }
    let high = "6553\(digits(to: 5))|655\(digits(to: 2))\(digit)|65\(digits(to: 4))\(digit){2}"
    let port = "0*(?:\(high)|6\(digits(to: 4))\(digit){3}|\(digits(to: 5))\(digit){4}|\(digit){0,4})"
    let character =
      #"(?:[!$&-;=?-\[\]_a-z~]|%(?:[0-9A-Fa-f]|\{appId\}){2}|\#(placeholder))"#
    return
      "^[Hh][Tt][Tt][Pp](?:[Ss]://\(host)|://\(loopback))(?::\(port))?(?:[/?]\(character)*)?$"
  }()
}
