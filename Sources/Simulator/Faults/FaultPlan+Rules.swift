import HTTPTransport

extension FaultPlan {
  /// Reads a whole rule file.
  convenience init(_ root: RuleNode, fleet: Fleet?) throws(RuleProblem) {
    let object = try root.object(keys: ["seed", "rules"])
    let seed = try object["seed"]?.integer(in: 0...RuleNode.largest) ?? 0
    var rules: [FaultRule] = []
    for node in try object.required("rules").list() { rules.append(try FaultRule(node, fleet: fleet)) }
    self.init(rules: rules, seed: UInt64(seed))
  }
}

extension FaultRule {
  init(_ node: RuleNode, fleet: Fleet?) throws(RuleProblem) {
    let object = try node.object(keys: ["match", "action", "times"])
    match = if let node = object["match"] { try Match(node) } else { Match() }
    action = try FaultAction(object.required("action"), fleet: fleet)
    times = try object["times"]?.integer(in: 1...RuleNode.largest)
  }
}

extension FaultRule.Match {
  init(_ node: RuleNode) throws(RuleProblem) {
    let object = try node.object(keys: ["method", "path", "nth", "probability"])
    self.init()
    method = try object["method"]?.choice(of: [HTTPMethod.get, .post, .patch, .delete])
    if let node = object["path"] {
      let pattern = try node.string()
      guard pattern.hasPrefix("/") || pattern.hasPrefix("*") else {
        throw node.problem("a path must begin with '/' or '*'")
      }
      guard !pattern.contains("?"), !pattern.contains("#") else {
        throw node.problem("the path is compared without the query, so it can't have '?' or '#'")
      }
      path = pattern
    }
    nth = if let node = object["nth"] { try FaultRule.Occurrence(node) } else { nil }
    if let node = object["probability"] {
      probability = try node.number()
      guard (0...1).contains(probability) else { throw node.problem("expected a number from 0 to 1") }
    }
  }
}

extension FaultRule.Occurrence {
  init(_ node: RuleNode) throws(RuleProblem) {
    let range = 1...RuleNode.largest
    switch node.value {
    case .number:
      self = .only([try node.integer(in: range)])
    case .array:
      var numbers: Set<Int> = []
      for element in try node.list() { numbers.insert(try element.integer(in: range)) }
      guard !numbers.isEmpty else { throw node.problem("the list is empty, so the rule would never act") }
      self = .only(numbers)
    case .object:
      self = .every(try node.object(keys: ["every"]).required("every").integer(in: range))
    default:
      throw node.expected("a number, a list of numbers or an object with 'every'")
    }
  }
}
