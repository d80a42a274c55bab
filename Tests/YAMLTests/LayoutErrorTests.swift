import Testing

struct LayoutErrorTests {
  @Test(arguments: [
    (
      "a: 1\n\tb: 2\n",
      #"""
      x.yaml:2:1: error: a tab can't be used for indentation; indent with spaces
      \#tb: 2
      ^

      """#
    ),
    (
      "\ta: 1\n",
      #"""
      x.yaml:1:1: error: a tab can't be used for indentation; indent with spaces
      \#ta: 1
      ^

      """#
    ),
    (
      "a:\n\tb: 1\n",
      #"""
      x.yaml:2:1: error: a tab can't be used for indentation; indent with spaces
      \#tb: 1
      ^

      """#
    ),
    (
      "a:\n  b: 1\n\tc: 2\n",
      #"""
      x.yaml:3:1: error: a tab can't be used for indentation; indent with spaces
      \#tc: 2
      ^

      """#
    ),
    (
      "- a\n-\tb: c\n",
      #"""
      x.yaml:2:2: error: a tab can't be used for indentation; indent with spaces
      -\#tb: c
       ^

      """#
    ),
    (
      "a: 1\n- b\n",
      #"""
      x.yaml:2:1: error: a list item can't be between the keys of a mapping; put it below its key, or check the indentation
      - b
      ^~~
      x.yaml:1:1: note: the mapping begins here
      a: 1
      ^

      """#
    ),
    (
      "- a\nb: 1\n",
      #"""
      x.yaml:2:1: error: expected a list item; begin it with '- ', or check the indentation
      b: 1
      ^~~~
      x.yaml:1:1: note: the list begins here
      - a
      ^

      """#
    ),
    (
      "  a: 1\nb: 2\n",
      #"""
      x.yaml:2:1: error: unexpected text after the end of the document; align it with the first line of the file
      b: 2
      ^~~~

      """#
    ),
    (
      "a: >\n\tx\n",
      #"""
      x.yaml:2:1: error: a tab can't be used for indentation; indent with spaces
      \#tx
      ^

      """#
    ),
    (
      "a: 'x'y\n",
      #"""
      x.yaml:1:7: error: unexpected text after the value; quote the whole value, or remove the rest
      a: 'x'y
            ^

      """#
    ),
    (
      "a: [x]y\n",
      #"""
      x.yaml:1:7: error: unexpected text after the value; quote the whole value, or remove the rest
      a: [x]y
            ^

      """#
    ),
    (
      "{a: 1}}\n",
      #"""
      x.yaml:1:7: error: unexpected text after the value; quote the whole value, or remove the rest
      {a: 1}}
            ^

      """#
    ),
    (
      "a: - b\n",
      #"""
      x.yaml:1:4: error: a list item can't begin here; put it on a line of its own, or quote the text if it begins with '- '
      a: - b
         ^

      """#
    ),
    (
      "a\n: b\n",
      #"""
      x.yaml:2:1: error: unexpected text after the end of the document; align it with the first line of the file
      : b
      ^~~

      """#
    ),
    (
      "- - a\n - b\n",
      #"""
      x.yaml:2:2: error: expected a list item; begin it with '- ', or check the indentation
       - b
       ^~~
      x.yaml:1:1: note: the list begins here
      - - a
      ^

      """#
    ),
    (
      "a:\n    b: 1\n  c: 2\n",
      #"""
      x.yaml:3:3: error: this line's indentation matches no line above; align it with the keys of its mapping
        c: 2
        ^~~~
      x.yaml:1:1: note: the mapping begins here
      a:
      ^

      """#
    ),
    (
      "a:\n  - b\n c: 1\n",
      #"""
      x.yaml:3:2: error: this line's indentation matches no line above; align it with the keys of its mapping
       c: 1
       ^~~~
      x.yaml:1:1: note: the mapping begins here
      a:
      ^

      """#
    ),
    (
      "a: \"b\" c: d\n",
      #"""
      x.yaml:1:8: error: unexpected text after the value; quote the whole value, or remove the rest
      a: "b" c: d
             ^~~~

      """#
    ),
    (
      "a: 'it's'\n",
      #"""
      x.yaml:1:8: error: unexpected text after the value; quote the whole value, or remove the rest
      a: 'it's'
             ^~

      """#
    ),
    (
      "--- a\n--- b\n",
      #"""
      x.yaml:2:1: error: a second document begins here; keep one document per file
      --- b
      ^~~

      """#
    ),
    (
      "a: &a &b c\n",
      #"""
      x.yaml:1:7: error: unexpected text after the value; quote the whole value, or remove the rest
      a: &a &b c
            ^~~~

      """#
    ),
    (
      "- a:\n  - b\n c\n",
      #"""
      x.yaml:3:2: error: expected a list item; begin it with '- ', or check the indentation
       c
       ^
      x.yaml:1:1: note: the list begins here
      - a:
      ^

      """#
    ),
    (
      "url: {bundleId}/x\n",
      #"""
      x.yaml:1:16: error: unexpected text after the value; quote the whole value, or remove the rest
      url: {bundleId}/x
                     ^~

      """#
    ),
    (
      "&a *b\n",
      #"""
      x.yaml:1:4: error: unexpected text after the value; quote the whole value, or remove the rest
      &a *b
         ^~

      """#
    ),
    (
      "- 'a' b\n",
      #"""
      x.yaml:1:7: error: unexpected text after the value; quote the whole value, or remove the rest
      - 'a' b
            ^

      """#
    ),
    (
      "a: |\n text\n\tb: 1\n",
      #"""
      x.yaml:3:1: error: a tab can't be used for indentation; indent with spaces
      \#tb: 1
      ^

      """#
    ),
    (
      "a: -\tb: c\n",
      #"""
      x.yaml:1:4: error: a list item can't begin here; put it on a line of its own, or quote the text if it begins with '- '
      a: -\#tb: c
         ^

      """#
    ),
  ])
  func `a faulty layout is explained`(text: String, expected: String) {
    #expect(problems(text) == expected)
  }
}
