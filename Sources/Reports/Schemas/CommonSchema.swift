/// What schemas of several documents define.
enum CommonSchema {
  static let definitions = #"""
        "count": {"type": "integer", "minimum": 0},
        "textOrNull": {"type": ["string", "null"]},
        "location": {
          "description": "A place in a desired-state file; null for what is in none.",
          "type": ["object", "null"],
          "required": ["file", "line", "column"],
          "properties": {
            "file": {"description": "The file's path, as it was given.", "type": "string"},
            "line": {"description": "From 1.", "type": "integer", "minimum": 1},
            "column": {"description": "From 1, in Unicode scalars.", "type": "integer", "minimum": 1}
          }
        },
        "message": {
          "type": "object",
          "required": ["severity", "message", "remedy", "location"],
          "properties": {
            "severity": {"description": "How bad it is.", "enum": ["error", "warning"]},
            "message": {"description": "What is wrong.", "type": "string"},
            "remedy": {"description": "What to do, if that is known.", "$ref": "#/$defs/textOrNull"},
            "location": {"description": "The place that it is about.", "$ref": "#/$defs/location"}
          }
        },
        "requests": {
          "type": "object",
          "required": ["made", "remaining"],
          "properties": {
            "made": {"description": "How many the run made.", "$ref": "#/$defs/count"},
            "remaining": {
              "description": "How many are left this hour; null if App Store Connect doesn't say.",
              "type": ["integer", "null"]
            }
          }
        }
    """#
}
