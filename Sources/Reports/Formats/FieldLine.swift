/// A line of a report that has a field of a webhook, and what there is to say of it.
enum FieldLine {
  static func text(_ field: String, _ text: String) -> String {
    "      " + field + String(repeating: " ", count: 9 - field.count) + text + "\n"
  }
}
