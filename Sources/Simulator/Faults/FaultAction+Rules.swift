import AppStoreConnect

extension FaultAction {
  /// Reads an action: an object with one key, the action's name.
  init(_ node: RuleNode, fleet: Fleet?) throws(RuleProblem) {
    let names = Name.allCases.map(\.rawValue)
    let object = try node.object(keys: names)
    guard let key = object.members.keys.first, object.members.count == 1, let name = Name(rawValue: key)
    else {
      throw node.problem(
        "expected one action, found \(object.members.count); the actions are \(names.joined(separator: ", "))"
      )
    }
    let details = try object.required(key)
    switch name {
    case .status: self = try Self.status(details)
    case .reset: self = .reset(try details.object(keys: ["when"]).moment())
    case .hang: self = .hang(try details.object(keys: ["when"]).moment())
    case .delay:
      let object = try details.object(keys: ["milliseconds", "when"])
      self = .delay(try object.milliseconds(), try object.moment())
    case .truncate: self = .truncate(try Cut(details))
    case .garbage: self = try Self.garbage(details)
    case .redirect:
      let object = try details.object(keys: ["to", "code"])
      let target = try object.required("to")
      guard !(try target.headerValue().isEmpty) else { throw target.problem("the URL is empty") }
      self = .redirect(
        to: try target.headerValue(), status: try object["code"]?.integer(in: 300...399) ?? 307)
    case .headers: self = .headers(try Self.headers(details))
    case .edit:
      let object = try details.object(keys: ["app", "create", "delete", "change", "webhook", "when"])
      self = .edit(try FleetEdit(object, fleet: fleet), try object.moment())
    case .endless:
      _ = try details.object(keys: [])
      self = .endless
    case .late:
      let object = try details.object(keys: ["milliseconds", "answer"])
      self = .late(try object.milliseconds(), try object["answer"].map(LateAnswer.init(_:)) ?? .status(504))
    case .stale:
      self = .stale(try details.object(keys: ["milliseconds"]).milliseconds())
    }
  }

  private static func status(_ node: RuleNode) throws(RuleProblem) -> Self {
    let object = try node.object(keys: ["code", "errors", "body", "headers", "when"])
    let code = try object.required("code").integer(in: 200...599)
    if object["errors"] != nil && object["body"] != nil {
      throw node.problem("'errors' and 'body' can't be combined; leave one out")
    }
    var errors: [ResponseError]?
    if let node = object["errors"] {
      var list: [ResponseError] = []
      for element in try node.list() { list.append(try ResponseError(element, status: code)) }
      errors = list
    }
    var fields: [String: String] = [:]
    if let node = object["headers"] {
      for (name, value) in try headers(node) {
        guard let value else {
          throw RuleProblem(place: "\(node.place).\(name)", detail: "expected a string, found null")
        }
        fields[name] = value
      }
    }
    let body = try object["body"]?.string()
    return .status(
      code, errors: errors, body: body.map { Array($0.utf8) }, headers: fields, try object.moment())
  }

  private static func garbage(_ node: RuleNode) throws(RuleProblem) -> Self {
    let object = try node.object(keys: ["body", "contentType", "when"])
    let body = try object["body"]?.string()
    let contentType = try object["contentType"]?.headerValue() ?? "text/html"
    return .garbage(body: body.map { Array($0.utf8) }, contentType: contentType, try object.moment())
  }

  /// Header fields by name; `nil` for `null`.
  private static func headers(_ node: RuleNode) throws(RuleProblem) -> [String: String?] {
    let object = try node.anyObject()
    var fields: [String: String?] = [:]
    for name in object.members.keys.sorted() {
      guard let field = object[name] else { continue }
      guard !name.isEmpty, name.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3A }) else {
        throw node.problem("a header field's name can only have letters, digits and hyphens")
      }
      guard !["content-length", "transfer-encoding", "connection"].contains(name.lowercased()) else {
        throw field.problem("the server sets this field itself")
      }
      fields.updateValue(field.value == .null ? nil : try field.headerValue(), forKey: name)
    }
    guard !fields.isEmpty else { throw node.problem("no header field is given") }
    return fields
  }
}

extension FaultAction.Cut {
  fileprivate init(_ node: RuleNode) throws(RuleProblem) {
    let object = try node.object(keys: ["bytes", "fraction"])
    switch (object["bytes"], object["fraction"]) {
    case (let bytes?, nil):
      self = .bytes(try bytes.integer(in: 0...RuleNode.largest))
    case (nil, let fraction?):
      let share = try fraction.number()
      guard share >= 0, share < 1 else { throw fraction.problem("expected at least 0 and less than 1") }
      self = .fraction(share)
    default:
      throw node.problem("expected one of 'bytes' and 'fraction'")
    }
  }
}

extension FaultAction.LateAnswer {
  fileprivate init(_ node: RuleNode) throws(RuleProblem) {
    switch node.value {
    case .number: self = .status(try node.integer(in: 400...599))
    case .string("reset"): self = .reset
    case .string("hang"): self = .hang
    default: throw node.problem("expected a status from 400 to 599, \"reset\" or \"hang\"")
    }
  }
}

extension RuleObject {
  /// A time of up to an hour.
  fileprivate func milliseconds() throws(RuleProblem) -> Duration {
    .milliseconds(try required("milliseconds").integer(in: 0...3_600_000))
  }

  /// When the fault happens; before the request is applied if the file doesn't say.
  func moment() throws(RuleProblem) -> FaultAction.Moment {
    try self["when"]?.choice(of: FaultAction.Moment.allCases) ?? .beforeApplying
  }
}

extension ResponseError {
  fileprivate init(_ node: RuleNode, status: Int) throws(RuleProblem) {
    let object = try node.object(keys: ["code", "title", "detail", "source"])
    self.init(
      status: String(status), code: try object.required("code").string(),
      title: try object.required("title").string(), detail: try object["detail"]?.string())
    guard let node = object["source"] else { return }
    let place = try node.object(keys: ["pointer", "parameter"])
    source = Source(pointer: try place["pointer"]?.string(), parameter: try place["parameter"]?.string())
  }
}
