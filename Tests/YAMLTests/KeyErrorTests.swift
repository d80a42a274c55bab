import Testing

struct KeyErrorTests {
  @Test(arguments: [
    (
      "a: b: c\n",
      #"""
      x.yaml:1:5: error: a ':' isn't allowed here; quote the value if the ':' belongs to it, or put the inner mapping on a line of its own
      a: b: c
          ^

      """#
    ),
    (
      "a: x\n  b: y\n",
      #"""
      x.yaml:2:4: error: a ':' isn't allowed here; check the indentation of this line, and that the line above has its ': '
        b: y
         ^

      """#
    ),
    (
      "apps:\n  foo: 1\n  bar\n  baz: 2\n",
      #"""
      x.yaml:3:3: error: expected a ':' after this key; write 'key: value', or indent the line if it continues the one above
        bar
        ^~~

      """#
    ),
    (
      "foo\nbar: 1\n",
      #"""
      x.yaml:2:4: error: a ':' isn't allowed here; check the indentation of this line, and that the line above has its ': '
      bar: 1
         ^

      """#
    ),
    (
      "- a\n b: 1\n",
      #"""
      x.yaml:2:3: error: a ':' isn't allowed here; check the indentation of this line, and that the line above has its ': '
       b: 1
        ^

      """#
    ),
    (
      "a:\n  b: 1\n   c: 2\n",
      #"""
      x.yaml:3:5: error: a ':' isn't allowed here; check the indentation of this line, and that the line above has its ': '
         c: 2
          ^

      """#
    ),
    (
      "a:b\nc: d\n",
      #"""
      x.yaml:2:2: error: a ':' isn't allowed here; check the indentation of this line, and that the line above has its ': '
      c: d
       ^

      """#
    ),
    (
      "'a\n' : x\n",
      #"""
      x.yaml:2:3: error: a ':' isn't allowed here; check the indentation of this line, and that the line above has its ': '
      ' : x
        ^

      """#
    ),
    (
      "a: 1\r\n  b: 2\r\n",
      #"""
      x.yaml:2:4: error: a ':' isn't allowed here; check the indentation of this line, and that the line above has its ': '
        b: 2
         ^

      """#
    ),
    (
      "- ? &d\n",
      #"""
      x.yaml:1:7: error: a key is missing here; write the key, or '""' if it should be empty
      - ? &d
            ^

      """#
    ),
    (
      "a: 1\n: 2\n",
      #"""
      x.yaml:2:1: error: a key is missing here; write the key, or '""' if it should be empty
      : 2
      ^

      """#
    ),
  ])
  func `keys and colons in the wrong place are explained`(text: String, expected: String) {
    #expect(problems(text) == expected)
  }
}
