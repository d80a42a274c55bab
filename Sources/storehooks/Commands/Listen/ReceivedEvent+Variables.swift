import Reports

extension ReceivedEvent {
  /// What a command is told of an event in its environment; facts that the event lacks are not there.
  var variables: [String: String] {
    let signature = if case .verified = signature { "verified" } else { "unverified" }
    let facts: [String: String?] = [
      "EVENT_TYPE": notification?.type.apiName, "EVENT_ID": notification?.id,
      "EVENT_TIMESTAMP": notification?.timestamp, "OLD_VALUE": notification?.oldValue,
      "NEW_VALUE": notification?.newValue, "INSTANCE_TYPE": notification?.instance?.type,
      "INSTANCE_ID": notification?.instance?.id, "INSTANCE_LINK": notification?.instance?.link,
      "APP_ID": notification?.appId, "AVAILABLE": notification?.available.map(String.init),
      "TERRITORIES": notification?.territories?.joined(separator: ","),
      "MARKETPLACE_APP_ID": notification?.marketplaceApp?.id,
      "IS_TEST": notification.map { String($0.isTest) }, "SIGNATURE": signature, "EVENT_FILE": file,
    ]
    var variables: [String: String] = [:]
    for case (let name, let value?) in facts {
      // A variable ends at a NUL, and too much of them keeps a program from starting; the body has it all.
      variables["STOREHOOKS_\(name)"] = String(value.prefix { $0 != "\0" }.prefix(4096))
    }
    return variables
  }
}
