import DesiredState
import Diagnostics
import Planning

extension SourceRange {
  /// The place in the files that the webhooks of several apps have in common: their own, as that of a default is, or
  /// that of the first field that changes, as that of a template is.
  static func common(
    _ webhooks: [Self?], _ locations: [DesiredWebhook.Locations?], of fields: [FieldChange]
  ) -> Self? {
    let ofFields = fields.lazy.map { change in locations.map { $0?[change.field] } }
    return Reports.common(webhooks) ?? ofFields.compactMap { Reports.common($0) ?? nil }.first
  }
}
