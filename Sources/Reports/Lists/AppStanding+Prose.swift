import Reconciler

extension AppStanding {
  /// What is worth saying about how the files treat an app.
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

  /// Its keys in documents.
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
