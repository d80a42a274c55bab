import AppStoreConnect
import Planning
import Reconciler

extension Attention.Kind {
  /// The heading of findings of this kind.
  var title: String {
    switch self {
    case .unheard: "Events that nobody hears"
    case .double: "Double deliveries"
    case .failing: "Failing receivers"
    case .silent: "Silent receivers"
    case .uncovered: "Apps that nothing covers"
    case .sharedURL: "URLs that several apps share"
    case .secretUnknown: "Secrets that Storehooks hasn't written"
    case .unmanaged: "Webhooks that aren't in the file"
    }
  }
}

extension Attention {
  /// The message, without the app and the webhook.
  ///
  /// - Parameter showsURLs: whether more than the host of a URL is shown.
  func message(showsURLs: Bool) -> String {
    switch finding {
    case .unheard(let gaps):
      return "no enabled webhook hears " + gaps.map(\.text).joined(separator: ", ")
    case .double(let webhooks, let host, let url, let events):
      return "\(webhooks.map { "'\($0)'" }.joined(separator: " and ")) deliver the same events to "
        + "\(showsURLs ? url : "one URL at \(host)"): \(events.map(\.rawValue).joined(separator: ", "))"
    case .failing(let host, _, let webhooks, let failures):
      return "\(host) missed \(grouped(failures.missed)) of "
        + "\(counted("delivery", failures.ended, plural: "deliveries")) "
        + "to \(counted("webhook", webhooks))" + (failures.reason.map { "; of the latest, \($0)" } ?? "")
    case .silent(let host, _, let webhooks):
      return "nothing was delivered to \(host) in \(FleetReading.days) days, although "
        + (webhooks == 1 ? "a webhook is enabled" : "\(grouped(webhooks)) webhooks are enabled")
    case .uncovered(let webhooks):
      let count = webhooks.map { $0 == 0 ? "no webhook" : counted("webhook", $0) }
      return "neither a file nor a default covers this app" + (count.map { ", which has \($0)" } ?? "")
    case .sharedURL(let host, let url, let apps):
      return
        "\(counted("app", apps.count)) share \(showsURLs ? url : "a URL at \(host)"), where nothing tells "
        + "whose an event is: put {bundleId} or {appId} into it"
    case .secretUnknown: return "Storehooks hasn't written this secret: 'apply --write-secrets NAME' does"
    case .noRecord: return "without a state file it is unknown which secrets Storehooks has written"
    case .unmanaged(let reason):
      // A rule in the file may contain a whole URL.
      let shown = showsURLs || !reason.contains("://") ? reason : String(reason.prefix { $0 != "(" })
      return shown.split(separator: " ").joined(separator: " ")
    }
  }

  /// The app, the app's webhook, or the apps it is about.
  var subjects: [String] {
    switch finding {
    case .failing(_, let apps, _, _), .silent(_, let apps, _), .sharedURL(_, _, let apps): apps
    case .double: [app?.title].compactMap { $0 }
    default: [[app?.title, webhook].compactMap { $0 }.joined(separator: ": ")].filter { !$0.isEmpty }
    }
  }
}

extension Attention.Gap {
  fileprivate var text: String {
    let others = others == 1 ? "1 other app does" : "\(grouped(others)) other apps do"
    return "\(type.rawValue) (\(others)\(isDisabled ? "; a disabled one would" : ""))"
  }
}

extension Attention.Failures {
  fileprivate var reason: String? {
    fault?.explanation ?? httpStatus.map { "the receiver answered \($0)" }
  }
}

/// Findings with the same message, and what each is about.
struct AttentionGroup {
  var kind: Attention.Kind
  var message: String
  var subjects: [String]

  /// The findings in order, each grouped with the first equal one.
  static func groups(of attention: [Attention], showsURLs: Bool) -> [Self] {
    var groups: [Self] = []
    var places: [String: Int] = [:]
    for item in attention {
      let message = item.message(showsURLs: showsURLs)
      let key = item.kind.rawValue + " " + message
      if let place = places[key] {
        groups[place].subjects += item.subjects
      } else {
        places[key] = groups.count
        groups.append(Self(kind: item.kind, message: message, subjects: item.subjects))
      }
    }
    return groups
  }
}
