import Testing

struct NodeTests {
  @Test func `a file of webhooks becomes a tree`() {
    let text = """
      version: 1   # required
      apps:
        com.example.notes:
          events: [A, 'B']
          list:
          - x
          - y: 1e3
      """
    #expect(
      outline(text)
        == "{version: #1, apps: {com.example.notes: {events: ['A', 'B'], list: ['x', {y: ~1e3}]}}}")
  }

  @Test(arguments: ["", "\n\n", "# only a comment\n", "\u{FEFF}", "\u{FEFF}# x"])
  func `a file without a document has no root`(text: String) {
    let (root, diagnostics) = read(text)
    #expect(root == nil)
    #expect(diagnostics == [])
  }

  @Test func `an empty document is null`() {
    #expect(outline("---\n") == "∅")
    #expect(outline("--- {}\n...\n") == "{}")
  }

  @Test func `ranges are those of the values themselves`() throws {
    let text = """
      a: plain text  # comment
      b: 'quoted'
      c: &anchor value
      d: !!str &x
        # comment
        [1, 2]
      e: &m
        k: v
        l:
        - 1
        - 22

      f: |
        text
      g:
      h: &empty
      i: *anchor
      é: ü
      """
    let root = try #require(read(text).root)
    let expected = [
      ("a", "1:4-1:14"), ("b", "2:4-2:12"), ("c", "3:12-3:17"), ("d", "6:3-6:9"), ("e", "8:3-11:7"),
      ("f", "13:4-15:1"), ("g", "15:3-15:3"), ("h", "16:10-16:10"), ("i", "3:12-3:17"), ("é", "18:4-18:5"),
    ]
    for (key, range) in expected {
      #expect(short(root[key]?.range) == range, "\(key)")
    }
    #expect(short(root["e"]?["l"]?.range) == "10:3-11:7")
    #expect(short(root.range) == "1:1-18:5")
    #expect(short(root.pairs[1].key.range) == "2:1-2:2")
    #expect(root.file === root.pairs[0].value.file)
  }

  @Test func `a value that an alias stands for is where it is written`() throws {
    let root = try #require(read("a: &x [1]\nb: *x\nc: *x\n").root)
    #expect(root["b"].map(outline(of:)) == "[#1]")
    #expect(short(root["b"]?.range) == "1:7-1:10")
    #expect(short(root["c"]?.range) == "1:7-1:10")
  }

  @Test func `anchors and tags are found across line breaks of every kind`() throws {
    for lineBreak in ["\n", "\r\n", "\r"] {
      let text = "é: 1\(lineBreak)a: &x # ü\(lineBreak)  !!map # y\(lineBreak)  k: &k v\(lineBreak)"
      let root = try #require(read(text).root)
      #expect(short(root["a"]?.range) == "4:3-4:10")
      #expect(short(root["a"]?["k"]?.range) == "4:9-4:10")
    }
  }

  @Test func `an anchor ends where its name does`() throws {
    let root = try #require(read("a: &x:y\nb: [&y , !!str , &z]\n").root)
    #expect(root["a"]?.text == ":y")
    #expect(short(root["a"]?.range) == "1:6-1:8")
    #expect(root["b"]?.items.map { short($0.range) } == ["2:7-2:7", "2:15-2:15", "2:20-2:20"])
  }

  @Test func `a byte order mark takes no column`() throws {
    let root = try #require(read("\u{FEFF}a: &x b\n").root)
    #expect(short(root["a"]?.range) == "1:7-1:8")
    #expect(
      problems("\u{FEFF}a: @\n") == """
        x.yaml:1:4: error: a value can't begin with '@'; quote the text
        a: @
           ^

        """)
  }

  @Test func `other kinds have no items, pairs, text or keys`() throws {
    let root = try #require(read("a: text\nb: [x]\n").root)
    #expect(root.text == "")
    #expect(root.items.isEmpty)
    #expect(root["b"]?.pairs.isEmpty == true)
    #expect(root["b"]?["x"] == nil)
    #expect(root["a"]?["text"] == nil)
    #expect(root["a"]?.items.isEmpty == true)
    #expect(root["c"] == nil)
    #expect(root.boolean == nil)
  }

  @Test func `text compares without making a string`() throws {
    let root = try #require(read("a: \"tee\\u00e9\\n\"\nb: {}\n").root)
    #expect(root["a"]?.text(equals: "teeé\n") == true)
    #expect(root["a"]?.text(equals: "tee") == false)
    // The same letter made of two Unicode scalars is another text.
    #expect(root["a"]?.text(equals: "teee\u{301}\n") == false)
    #expect(root["b"]?.text(equals: "") == true)
    #expect(root["a"]?.withUTF8Text { $0.count } == 6)
  }

  @Test(arguments: [0, 1, 11, 12, 13, 100, 5000])
  func `every key of small and large mappings is found`(count: Int) throws {
    let text = "{" + (0..<count).map { "key\($0): \($0)" }.joined(separator: ", ") + "}"
    let root = try #require(read(text).root)
    #expect(root.pairs.count == count)
    for number in 0..<count { #expect(root["key\(number)"]?.integer == number) }
    for number in 0..<50 { #expect(root["other\(number)"] == nil) }
    #expect(root.pairs.map(\.key.text) == (0..<count).map { "key\($0)" })
  }

  @Test func `kinds have names for messages`() {
    let root = read("[null, true, 1, 1.5, x, [], {}]").root
    #expect(
      root?.items.map(\.kindName) == [
        "null", "a boolean", "an integer", "a number", "a string", "a list", "a mapping",
      ])
  }

  @Test func `a flow list of single pairs has mappings`() {
    #expect(outline("[a: 1, b: 2]") == "[{a: #1}, {b: #2}]")
    #expect(outline("{a, b: , c: 1}") == "{a: ∅, b: ∅, c: #1}")
  }

  @Test func `tabs that aren't indentation are allowed`() {
    #expect(outline("{\n\t\"a\":\t[\n\t\t1\n\t]\n}\n") == "{a: [#1]}")
    #expect(outline("a:\tb\t# comment\n") == "{a: 'b'}")
  }
}
