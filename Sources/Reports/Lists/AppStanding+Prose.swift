import Reconciler

extension AppStanding {
  /// What is worth a word of how the files have an app.
  var remark: String? {
    switch self {
    case .listed: nil
    case .byDefaults: "by defaults"
    case .elsewhere: "in a file that isn't given"
    case .forgotten: "under forget"
    case .ignored: "under policy.ignoreApps"
    case .uncovered: "not in the file"
    }
  }

  /// The keys that documents have of it.
  var document: JSONObject {
    let (coveredBy, leftAloneBy): (String?, String?) =
      switch self {
      case .listed, .elsewhere: ("listed", nil)
      case .byDefaults: ("defaults", nil)
      case .forgotten: (nil, "forget")
      case .ignored: (nil, "ignoreApps")
      case .uncovered: (nil, nil)
      }
    return ["coveredBy": coveredBy, "leftAloneBy": leftAloneBy]
  }
}
