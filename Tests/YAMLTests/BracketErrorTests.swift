import Testing

struct BracketErrorTests {
  @Test(arguments: [
    (
      "a: 'x\nb: 2\n",
      #"""
      x.yaml:1:4: error: this quote is never closed; add the missing '
      a: 'x
         ^~

      """#
    ),
    (
      "a: \"x\nb: 2\n",
      #"""
      x.yaml:1:4: error: this quote is never closed; add the missing "
      a: "x
         ^~

      """#
    ),
    (
      "a: [1, 2\nb: 3\n",
      #"""
      x.yaml:2:2: error: expected ',' or ']'; add the missing ',' or ']' above
      b: 3
       ^
      x.yaml:1:4: note: the list begins here
      a: [1, 2
         ^

      """#
    ),
    (
      "a: [1, 2\n",
      #"""
      x.yaml:1:4: error: this '[' is never closed; add the missing ']'
      a: [1, 2
         ^

      """#
    ),
    (
      "a: {x: 1\nb: 3\n",
      #"""
      x.yaml:2:2: error: expected ',' or '}'; add the missing ',' or '}' above
      b: 3
       ^
      x.yaml:1:4: note: the mapping begins here
      a: {x: 1
         ^

      """#
    ),
    (
      "a: {x: 1\n",
      #"""
      x.yaml:1:4: error: this '{' is never closed; add the missing '}'
      a: {x: 1
         ^

      """#
    ),
    (
      "[a, , b]\n",
      #"""
      x.yaml:1:5: error: expected a value, found ','; write the value, quoted if it begins with ','
      [a, , b]
          ^

      """#
    ),
    (
      "a: ]\n",
      #"""
      x.yaml:1:4: error: expected a value, found ']'; write the value, quoted if it begins with ']'
      a: ]
         ^

      """#
    ),
    (
      "a: }\n",
      #"""
      x.yaml:1:4: error: expected a value, found '}'; write the value, quoted if it begins with '}'
      a: }
         ^

      """#
    ),
    (
      "[a: b: c]\n",
      #"""
      x.yaml:1:6: error: expected ',' or ']'; separate the parts with ',', and quote texts with special characters
      [a: b: c]
           ^

      """#
    ),
    (
      "{a, b: [c}\n",
      #"""
      x.yaml:1:10: error: expected ',' or ']'; separate the parts with ',', and quote texts with special characters
      {a, b: [c}
               ^

      """#
    ),
    (
      "a: ,x\n",
      #"""
      x.yaml:1:4: error: expected a value, found ','; write the value, quoted if it begins with ','
      a: ,x
         ^

      """#
    ),
    (
      "a: \"x\n---\ny\"\n",
      #"""
      x.yaml:1:4: error: this quote is never closed; add the missing "
      a: "x
         ^~
      x.yaml:2:1: note: a document marker inside it
      ---
      ^~~

      """#
    ),
    (
      "a: \"x",
      #"""
      x.yaml:1:4: error: this quote is never closed; add the missing "
      a: "x
         ^~

      """#
    ),
    (
      "a: {b: 1 c: 2}\n",
      #"""
      x.yaml:1:11: error: expected ',' or '}'; separate the parts with ',', and quote texts with special characters
      a: {b: 1 c: 2}
                ^

      """#
    ),
    (
      "a: [\n]\nb: }\n",
      #"""
      x.yaml:3:4: error: expected a value, found '}'; write the value, quoted if it begins with '}'
      b: }
         ^

      """#
    ),
    (
      "a: [b,\n",
      #"""
      x.yaml:1:4: error: this '[' is never closed; add the missing ']'
      a: [b,
         ^

      """#
    ),
    (
      "- {a: [b,\n",
      #"""
      x.yaml:1:7: error: this '[' is never closed; add the missing ']'
      - {a: [b,
            ^

      """#
    ),
    (
      "events: [\n  A: x\n  B: y\n]\n",
      #"""
      x.yaml:3:4: error: expected ',' or ']'; add the missing ',' or ']' above
        B: y
         ^
      x.yaml:1:9: note: the list begins here
      events: [
              ^

      """#
    ),
    (
      "a: \"\\",
      #"""
      x.yaml:1:4: error: this quote is never closed; add the missing "
      a: "\
         ^~

      """#
    ),
  ])
  func `brackets and quotes left open are explained`(text: String, expected: String) {
    #expect(problems(text) == expected)
  }
}
