#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct Answer {
  var status: Int
  var body: [UInt8] = []

  static let noContent = Answer(status: 204)

  init(status: Int, body: [UInt8] = []) {
    self.status = status
    self.body = body
  }

  /// An answer with a JSON body, its keys sorted.
  init(status: Int = 200, _ document: some Encodable) {
    self.status = status
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if let data = try? encoder.encode(document) {
      body = Array(data)
    } else {
      self.status = 500
    }
  }
}

/// A request that has passed the checks of its path, method and query.
struct Context {
  var call: APICall
  var query: Query
  /// The scheme and authority that links begin with.
  var base: String
  var now: Date
  /// How old lists of webhooks are; `nil` for those of now.
  var lag: Duration?

  /// The URL of the request, without its query.
  var url: String { base + call.path }

  /// What `include` adds to apps: nothing, because they have nothing but webhooks.
  var includedWithApps: [JSONValue]? { query.lists["include"].map { _ in [] } }

  /// The URL of the request, with its query.
  var selfLink: String {
    let text = query.text(cursor: query.cursor.map(Cursor.encode))
    return text.isEmpty ? url : "\(url)?\(text)"
  }
}
