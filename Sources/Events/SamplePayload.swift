struct SamplePayload: Sendable {
  /// What stands in place of a resource.
  enum Relationship: Sendable {
    /// `data` and `links`, on this host.
    case wrapped(String, type: String, id: String, host: String)
    /// Type, ID and links without `data`, as background assets have it.
    case bare(String, type: String, id: String)
  }

  static let host = "api.appstoreconnect.apple.com"
  static let distributionHost = "api-appstoreconnect.itunes.apple.com"

  var type: String
  var id: String
  var hasVersion = true
  /// The values are JSON.
  var attributes: [(name: String, value: String)]
  var relationships: [Relationship] = []

  static func id(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return "0d3c5b1e-7a42-4c1f-9e60-" + String(repeating: "0", count: 12 - digits.count) + digits
  }

  var text: String {
    var members = [(name: "type", value: Self.quoted(type)), (name: "id", value: Self.quoted(id))]
    if hasVersion { members.append((name: "version", value: "1")) }
    members.append((name: "attributes", value: Self.object(attributes)))
    if !relationships.isEmpty {
      members.append((name: "relationships", value: Self.object(relationships.map(Self.member))))
    }
    return Self.object([(name: "data", value: Self.object(members))]) + "\n"
  }

  static func quoted(_ text: String) -> String { "\"\(text)\"" }

  private static func member(_ relationship: Relationship) -> (name: String, value: String) {
    switch relationship {
    case .wrapped(let name, let type, let id, let host):
      (name, object([("data", object(identity(type, id))), ("links", links(type, id, host))]))
    case .bare(let name, let type, let id):
      (name, object(identity(type, id) + [("links", links(type, id, host))]))
    }
  }

  private static func identity(_ type: String, _ id: String) -> [(name: String, value: String)] {
    [("type", quoted(type)), ("id", quoted(id))]
  }

  private static func links(_ type: String, _ id: String, _ host: String) -> String {
    object([("self", quoted("https://\(host)/v1/\(type)/\(id)"))])
  }

  private static func object(_ members: [(name: String, value: String)]) -> String {
    let lines = members.map { name, value in
      value.split(separator: "\n").enumerated().map { index, line in
        (index == 0 ? "  \(quoted(name)): " : "  ") + line
      }.joined(separator: "\n")
    }
    return "{\n" + lines.joined(separator: ",\n") + "\n}"
  }
}
