import DesiredState
import Planning

extension RenamedApp {
  package var note: String {
    "\(recorded.title) is now \(facts.title), which no rule of 'defaults' matches: nothing is changed there;"
      + " \(Self.remedy(appId: recorded.appId))"
  }

  static func remark(was former: String, appId: String, webhooks: Int) -> String {
    "was \(former), and no rule of 'defaults' matches the new bundle ID"
      + (webhooks == 0 ? "" : "; Storehooks manages \(counted("webhook", webhooks)) there")
      + "; \(remedy(appId: appId))"
  }

  /// With the Apple ID, the record is found whatever the bundle ID is.
  private static func remedy(appId: String) -> String {
    "list it under 'apps', let a rule match it, or hand it over: forget: [\(appId)]"
  }
}
