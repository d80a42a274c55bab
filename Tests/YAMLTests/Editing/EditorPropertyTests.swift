import Diagnostics
import TestSupport
import Testing

@testable import YAML

/// However a document is written and edited, the result reads as it should, and what wasn't edited stays as it was.
@Suite struct EditorPropertyTests {
  /// Makes random edits, and records what they should result in.
  private struct Editing {
    var editor: YAMLEditor
    var random: SeededGenerator
    var made = 0
    var refused = 0

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 1...100, using: &random) <= percent }

    mutating func word() -> String { RandomDocument.words.randomElement(using: &random) ?? "" }

    mutating func value(depth: Int = 0) -> (YAMLValue, Meaning) {
      switch Int.random(in: 0...9, using: &random) {
      case 0...1:
        let words = (0...Int.random(in: 0...2, using: &random)).map { _ in word() }
        return (.list(words.map(YAMLValue.text), inline: chance(60)), .list(words.map(Meaning.text)))
      case 2...4 where depth < 2:
        let inner = (0...Int.random(in: 0...2, using: &random)).map { ("v\($0)", value(depth: depth + 1)) }
        return (
          .mapping(inner.map { .init($0.0, $0.1.0) }, inline: chance(40)),
          .map(inner.map { MeaningPair(key: $0.0, value: $0.1.1) })
        )
      default:
        let word = word()
        return (.text(word), .text(word))
      }
    }

    /// Edits a value, and returns what it should mean afterwards.
    mutating func edit(_ node: Int, _ meaning: Meaning) -> Meaning {
      let document = editor.document
      let written = document[node]
      let isFree = !document.isShared(node) && !document.holdsAnchor(node)
      switch meaning {
      case .list(let items) where written.form.isSequence:
        var result: [Meaning] = []
        for (child, item) in zip(written.children, items) {
          if isFree || !document.isShared(child), chance(12), !document.holdsAnchor(child) {
            if editor.remove(child) { made += 1; continue }
            refused += 1
          }
          result.append(edit(child, item))
        }
        if !document.isShared(node), chance(15) {
          let (value, meaning) = value()
          if editor.append(value, to: node) { result.append(meaning); made += 1 } else { refused += 1 }
        }
        return .list(result)
      case .map(let pairs) where written.form.isMapping:
        var result: [MeaningPair] = []
        for (place, ((key, child), pair)) in zip(document.pairs(of: node), pairs).enumerated() {
          if !document.isShared(node), chance(12), !document.holdsAnchor(child) {
            if editor.remove(key) { made += 1; continue }
            refused += 1
          }
          var name = pair.key
          if !document.isShared(node), chance(8) {
            let new = "\(word()) \(place)"
            if editor.replace(key, with: .text(new)) { name = new; made += 1 }
          }
          result.append(MeaningPair(key: name, value: edit(child, pair.value)))
        }
        for number in 0..<2 where !document.isShared(node) && chance(12) {
          let (value, meaning) = value()
          let place =
            written.form.isFlow || chance(50) ? nil : Int.random(in: 0...pairs.count, using: &random)
          let key = "new \(number) \(word())"
          if editor.insert(.init(key, value), into: node, at: place) {
            result.append(MeaningPair(key: key, value: meaning))
            made += 1
          } else {
            refused += 1
          }
        }
        return .map(result)
      default:
        guard isFree, chance(15) else { return meaning }
        let word = word()
        guard editor.replace(node, with: .text(word)) else { refused += 1; return meaning }
        made += 1
        return .text(word)
      }
    }
  }

  private func meaning(of node: Node) -> Meaning {
    switch node.kind {
    case .sequence: .list(node.items.map(meaning(of:)))
    case .mapping: .map(node.pairs.map { MeaningPair(key: $0.key.text, value: meaning(of: $0.value)) })
    default: .text(node.text)
    }
  }

  /// JSON is YAML, and stays JSON.
  @Test func `a file in JSON`() throws {
    let text = #"{"a": {"b": ["c"]}, "n": 10}"# + "\n"
    let document = try #require(WrittenDocument(SourceFile(path: "x.yaml", text: text)))
    var editor = YAMLEditor(document)
    let a = try #require(document.pair("a", in: document.root)?.value)
    let b = try #require(document.pair("b", in: a)?.value)
    let more = YAMLValue.mapping([.init("on", .boolean(true)), .init("l", .list([.text("x")], inline: true))])
    let made = [
      editor.replace(document[b].children[0], with: .text("no")), editor.append(.text("d e"), to: b),
      editor.insert(.init("k", more), into: a),
    ]
    #expect(made == [true, true, true])
    let result = String(decoding: editor.edits().applied(to: document.file.bytes), as: UTF8.self)
    #expect(result == #"{"a": {"b": ["no", "d e"], "k": { "on": true, "l": ["x"] }}, "n": 10}"# + "\n")
  }

  @Test func `random edits of random documents`() throws {
    var (made, refused) = (0, 0)
    for seed in RandomCases.seeds(1_000) {
      let document = RandomDocument(seed: seed)
      let file = SourceFile(path: "x.yaml", text: document.text)
      let (root, faults) = YAMLReader.read(file)
      let before = try #require(root.map(meaning(of:)), "seed \(seed): \(faults)\n\(document.text)")
      try #require(before == document.meaning && faults.isEmpty, "seed \(seed)\n\(document.text)")
      let written = try #require(WrittenDocument(file), "seed \(seed)")
      var editing = Editing(editor: YAMLEditor(written), random: SeededGenerator(seed: seed ^ 0xED17))
      let expected = editing.edit(written.root, document.meaning)
      let edits = editing.editor.edits()
      let result = edits.applied(to: file.bytes)
      let after = YAMLReader.read(SourceFile(path: "x.yaml", bytes: result))
      let shown = "seed \(seed)\n\(document.text)\n=====\n\(String(decoding: result, as: UTF8.self))"
      #expect(
        after.root.map(meaning(of:)) == expected && after.diagnostics.isEmpty,
        "\(after.diagnostics.first?.message ?? "")\n\(shown)")
      check(edits, of: file, result, shown)
      made += editing.made
      refused += editing.refused
      if editing.made == 0 { #expect(result == file.bytes, "\(shown)") }
    }
    #expect(made > 1_000 && refused < made / 50, "\(made) made, \(refused) refused")
  }

  /// Edits are in order, and the file keeps its line breaks, its byte order mark and its open end.
  private func check(_ edits: [SourceEdit], of file: SourceFile, _ result: [UInt8], _ shown: String) {
    #expect(
      zip(edits, edits.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound }, "\(shown)")
    #expect(result.starts(with: file.bytes[..<file.bomLength]), "\(shown)")
    let isCRLF = file.bytes.contains(0x0D)
    for (index, byte) in result.enumerated() where byte == 0x0A {
      #expect((index > 0 && result[index - 1] == 0x0D) == isCRLF, "\(shown)")
    }
  }
}
