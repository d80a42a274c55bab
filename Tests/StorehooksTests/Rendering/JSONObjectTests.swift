import Testing

@testable import Reports

@Suite struct JSONObjectTests {
  private let object: JSONObject = ["b": 1, "a": nil]

  @Test func whatIsMissingIsNullOrLeftOut() {
    #expect(object.json() == "{\n  \"a\" : null,\n  \"b\" : 1\n}\n")
    #expect(
      object.adding(["c": nil, "d": "x"]).json() == "{\n  \"a\" : null,\n  \"b\" : 1,\n  \"d\" : \"x\"\n}\n")
    #expect(object.adding(["b": nil]).json() == object.json())
  }

  @Test func laterMembersReplaceEarlierOnes() {
    let nested: JSONObject = ["list": [object]]
    #expect(
      object.merging(["a": nested, "b": nil]).json()
        == """
        {
          "a" : {
            "list" : [
              {
                "a" : null,
                "b" : 1
              }
            ]
          },
          "b" : null
        }

        """)
  }
}
