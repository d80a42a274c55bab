import Testing

struct TokenErrorTests {
  @Test(arguments: [
    (
      "a: @x\n",
      #"""
      x.yaml:1:4: error: a value can't begin with '@'; quote the text
      a: @x
         ^

      """#
    ),
    (
      "a: `x`\n",
      #"""
      x.yaml:1:4: error: a value can't begin with '`'; quote the text
      a: `x`
         ^

      """#
    ),
    (
      "a: %x\n",
      #"""
      x.yaml:1:4: error: a value can't begin with '%'; quote the text
      a: %x
         ^

      """#
    ),
    (
      "%x\n",
      #"""
      x.yaml:1:1: error: a line that begins with '%' is a directive, and this one isn't valid; remove it or quote the text
      %x
      ^~

      """#
    ),
    (
      "a: *\n",
      #"""
      x.yaml:1:4: error: '*' begins an alias, whose name has only letters, digits, '-' and '_'; quote it if it should be text
      a: *
         ^

      """#
    ),
    (
      "a: &\n",
      #"""
      x.yaml:1:4: error: '&' begins an anchor, whose name has only letters, digits, '-' and '_'; quote it if it should be text
      a: &
         ^

      """#
    ),
    (
      "a: \"\\d\"\n",
      #"""
      x.yaml:1:5: error: unknown escape '\d' in double quotes; write '\\' for a backslash, or use single quotes
      a: "\d"
          ^~

      """#
    ),
    (
      "a: \"\\xZZ\"\n",
      #"""
      x.yaml:1:7: error: expected a hexadecimal digit; '\x' takes two of them, '\u' four and '\U' eight
      a: "\xZZ"
            ^

      """#
    ),
    (
      "a: \"\\ud800\"\n",
      #"""
      x.yaml:1:7: error: the escape isn't a Unicode character, or is only half of one; write both halves, as in '\ud83d\ude00', or one escape: '\U' with eight digits
      a: "\ud800"
            ^

      """#
    ),
    (
      "a: |x\n  t\n",
      #"""
      x.yaml:1:5: error: unexpected text after '|' or '>'; begin the text on the next line, or quote it if it begins with '|' or '>'
      a: |x
          ^

      """#
    ),
    (
      "a: |0\n",
      #"""
      x.yaml:1:5: error: unexpected text after '|' or '>'; begin the text on the next line, or quote it if it begins with '|' or '>'
      a: |0
          ^

      """#
    ),
    (
      "a: !<x\n",
      #"""
      x.yaml:1:4: error: unknown tag; quote the text if it begins with '!'
      a: !<x
         ^~~

      """#
    ),
    (
      "a: !foo!bar x\n",
      #"""
      x.yaml:1:4: error: unknown tag; quote the text if it begins with '!'
      a: !foo!bar x
         ^~~~~~~~

      """#
    ),
    (
      "%YAML 3.0\n---\na\n",
      #"""
      x.yaml:1:1: error: this version of YAML is unknown; write '%YAML 1.2', or remove the line
      %YAML 3.0
      ^~~~~~~~~

      """#
    ),
    (
      "%YAML 1.1\n%YAML 1.1\n---\n",
      #"""
      x.yaml:2:1: error: a line that begins with '%' is a directive, and this one isn't valid; remove it or quote the text
      %YAML 1.1
      ^~~~~~~~~

      """#
    ),
    (
      "%FOO\n---\n",
      #"""
      x.yaml:1:1: error: a line that begins with '%' is a directive, and this one isn't valid; remove it or quote the text
      %FOO
      ^~~~

      """#
    ),
    (
      "a: ? b\n",
      #"""
      x.yaml:1:4: error: a '?' can't begin a key here; quote the text if it begins with '? '
      a: ? b
         ^

      """#
    ),
    (
      "a: *x y\n",
      #"""
      x.yaml:1:4: error: unknown alias '*x'; put '&x' before the value that it repeats, above this line, or quote the text
      a: *x y
         ^~
      x.yaml:1:7: error: unexpected text after the value; quote the whole value, or remove the rest
      a: *x y
            ^

      """#
    ),
    (
      "x: *a\n*b\n",
      #"""
      x.yaml:1:4: error: unknown alias '*a'; put '&a' before the value that it repeats, above this line, or quote the text
      x: *a
         ^~
      x.yaml:2:1: error: expected a ':' after this key; write 'key: value', or indent the line if it continues the one above
      *b
      ^~

      """#
    ),
    (
      "%\n",
      #"""
      x.yaml:1:1: error: a line that begins with '%' is a directive, and this one isn't valid; remove it or quote the text
      %
      ^

      """#
    ),
    (
      "a: |2x\n",
      #"""
      x.yaml:1:6: error: unexpected text after '|' or '>'; begin the text on the next line, or quote it if it begins with '|' or '>'
      a: |2x
           ^

      """#
    ),
    (
      "%TAG !a! tag:a\n%TAG !a! tag:a\n--- x\n",
      #"""
      x.yaml:2:1: error: a line that begins with '%' is a directive, and this one isn't valid; remove it or quote the text
      %TAG !a! tag:a
      ^~~~~~~~~~~~~~

      """#
    ),
    (
      "a: *x.y\n",
      #"""
      x.yaml:1:4: error: '*' begins an alias, whose name has only letters, digits, '-' and '_'; quote it if it should be text
      a: *x.y
         ^~~~

      """#
    ),
    (
      "ü: [日本, @]\n",
      #"""
      x.yaml:1:9: error: a value can't begin with '@'; quote the text
      ü: [日本, @]
                ^

      """#
    ),
    (
      "%YAML 1.2\n",
      #"""
      x.yaml:2:1: error: the file ends after its directives; add a line '---', and the document after it

      ^

      """#
    ),
  ])
  func `a faulty token is explained`(text: String, expected: String) {
    #expect(problems(text) == expected)
  }
}
