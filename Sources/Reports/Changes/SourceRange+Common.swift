import DesiredState
import Diagnostics
import Planning

extension SourceRange {
  /// The place in the files that the webhooks of several apps share: their own, if a default brings them in, or that of
  /// the first changed field, if a template has it.
  static func common(
    _ webhooks: [Self?], _ locations: [DesiredWebhook.Locations?], of fields: [FieldChange]
  ) -> Self? {
    let ofFields = fields.lazy.map { change in locations.map { $0?[change.field] } }
    return Reports.common(webhooks) ?? ofFields.compactMap { Reports.common($0) ?? nil }.first
  }
}
