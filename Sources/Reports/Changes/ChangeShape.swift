import DesiredState
import Planning
import Platform

/// What a change is, whichever app it is in. Two apps have the same change if one shape fits both.
struct ChangeShape: Hashable {
  /// What is done or found, and what belongs to it.
  var kind: String
  var name: String
  var fields: [FieldChange] = []
  /// Remarks on it.
  var notes: [String] = []
  /// How many earlier changes of the app are the same.
  var twin = 0

  /// The shapes that fit a change of an app, the most exact first. Others hide the values of placeholders, and the
  /// path of a URL that only moves to another host.
  func variants(in app: AppFacts) -> [(shape: Self, hidden: Int)] {
    var shapes = [(shape: self, hidden: 0)]
    for placeholder in [PlaceholderText.Placeholder.bundleId, .appId, .appName] {
      guard let value = app.value(placeholder, webhook: nil), !value.isEmpty else { continue }
      shapes += shapes.compactMap { shape, hidden in
        let hiding = shape.hiding(value, "{\(placeholder.rawValue)}")
        return hiding == shape ? nil : (hiding, hidden + 1)
      }
    }
    for (shape, hidden) in shapes where shape.fields.contains(where: { $0.hosts != nil }) {
      var moved = shape
      moved.fields = shape.fields.map(\.withoutPaths)
      if !shapes.contains(where: { $0.shape == moved }) { shapes.append((moved, hidden + 1)) }
    }
    return shapes
  }

  private func hiding(_ value: String, _ token: String) -> Self {
    let value = ByteText(value, token)
    let encoded = ByteText(PercentEncoding.encode(value.text), token)
    var shape = self
    shape.name = value.hidden(in: name)
    shape.notes = notes.map(value.hidden(in:))
    shape.fields = fields.map { change in
      guard [.name, .url].contains(change.field) else { return change }
      var change = change
      for side in [\FieldChange.before, \.after] {
        guard case .text(let text)? = change[keyPath: side] else { continue }
        // It is percent-encoded in URLs, but App Store Connect may report it as it is.
        let isURL = change.field == .url && encoded.text != value.text
        change[keyPath: side] = .text(value.hidden(in: isURL ? encoded.hidden(in: text) : text))
      }
      return change
    }
    return shape
  }
}

/// A value looked for in many texts, byte by byte, which in valid UTF-8 finds the same as scalar by scalar.
private struct ByteText {
  let text: String
  private let bytes: [UInt8]
  private let token: [UInt8]

  init(_ text: String, _ token: String) {
    (self.text, bytes, self.token) = (text, Array(text.utf8), Array(token.utf8))
  }

  func hidden(in text: String) -> String {
    let old = Array(text.utf8)
    guard old.count >= bytes.count else { return text }
    var new: [UInt8] = []
    var (index, start) = (0, 0)
    while index + bytes.count <= old.count {
      guard old[index] == bytes[0], old[index..<(index + bytes.count)].elementsEqual(bytes) else {
        index += 1
        continue
      }
      new += old[start..<index] + token
      index += bytes.count
      start = index
    }
    return start == 0 ? text : String(decoding: new + old[start...], as: UTF8.self)
  }
}

extension FieldChange {
  /// The hosts, with ports, if nothing else in a URL changes. `nil` for a URL that isn't shown in full.
  var hosts: (before: Substring, after: Substring)? {
    guard let (old, new) = parts, old.host != new.host, old.scheme == new.scheme, old.rest == new.rest,
      old.rest != "/…", !(old.host + new.host).contains("@")
    else { return nil }
    return (old.host, new.host)
  }

  fileprivate var withoutPaths: Self {
    guard hosts != nil, let (old, new) = parts else { return self }
    return .url(before: "\(old.scheme)\(old.host)/*", after: "\(new.scheme)\(new.host)/*")
  }

  private typealias Parts = (scheme: Substring, host: Substring, rest: Substring)

  private var parts: (before: Parts, after: Parts)? {
    guard field == .url, case .text(let old)? = before, case .text(let new)? = after,
      let old = Self.parts(of: old), let new = Self.parts(of: new)
    else { return nil }
    return (old, new)
  }

  private static func parts(of url: String) -> Parts? {
    guard let start = url.firstRange(of: "://")?.upperBound else { return nil }
    let end = url[start...].firstIndex { "/?#\\".contains($0) } ?? url.endIndex
    return (url[..<start], url[start..<end], url[end...])
  }
}
