import Diagnostics

/// Characters that make a file read differently from what an editor or a reviewer shows. libyaml, following
/// YAML 1.1, ends lines and comments at U+0085, U+2028 and U+2029; YAML 1.2 and editors don't. Bidirectional
/// controls change the order of what is read; nobody sees a byte order mark inside a file.
struct RawCharacters {
  private(set) var diagnostics: [Diagnostic] = []
  /// The text to parse. The separators are replaced by characters of the same length that end no line, so
  /// that all places are those of an editor.
  private(set) var bytes: [UInt8]

  /// After this many, the rest is only mentioned.
  private static let most = 1_000

  init(_ file: SourceFile) {
    bytes = file.bytes
    let places = Self.places(in: file)
    guard !places.isEmpty else { return }
    let table = LineTable(file)
    for place in places {
      if diagnostics.count == Self.most {
        diagnostics.append(.error("there are more invisible characters; the rest aren't shown", at: nil))
      } else if diagnostics.count < Self.most {
        diagnostics.append(Self.diagnostic(of: place.scalar, at: table.position(of: place.offset), in: file))
      }
      switch place.scalar.value {
      case 0x85: bytes[place.offset + 1] = 0xB7
      case 0x2028, 0x2029: bytes[place.offset + 2] = 0xA6
      default: break
      }
    }
  }

  /// Whether eight bytes are all ASCII.
  private static func isASCII(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Bool {
    bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
  }

  private static func places(in file: SourceFile) -> [(offset: Int, scalar: Unicode.Scalar)] {
    file.bytes.withUnsafeBytes { bytes in
      var places: [(offset: Int, scalar: Unicode.Scalar)] = []
      var offset = file.bomLength
      while offset < bytes.count {
        // Nearly all files are nearly all ASCII: 32 bytes at a time.
        if offset + 32 <= bytes.count, isASCII(bytes, offset), isASCII(bytes, offset + 8),
          isASCII(bytes, offset + 16), isASCII(bytes, offset + 24)
        {
          offset += 32
          continue
        }
        let scalar = bytes[offset] < 0x80 ? nil : scalar(in: bytes, at: offset)
        if let scalar, isRefused(scalar) { places.append((offset, scalar)) }
        offset += 1
      }
      return places
    }
  }

  /// Only for scalars of two or three bytes: longer ones aren't looked for.
  private static func scalar(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Unicode.Scalar? {
    let (head, left) = (UInt32(bytes[offset]), bytes.count - offset)
    if head & 0xE0 == 0xC0, left >= 2 {
      return Unicode.Scalar((head & 0x1F) << 6 | UInt32(bytes[offset + 1] & 0x3F))
    }
    guard head & 0xF0 == 0xE0, left >= 3 else { return nil }
    return Unicode.Scalar(
      (head & 0x0F) << 12 | UInt32(bytes[offset + 1] & 0x3F) << 6 | UInt32(bytes[offset + 2] & 0x3F))
  }

  private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x85, 0x2028, 0x2029, 0xFEFF: true
    // The controls of UAX #9, "Bidi_Control".
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  private static func diagnostic(
    of scalar: Unicode.Scalar, at start: SourcePosition, in file: SourceFile
  ) -> Diagnostic {
    let range = SourceRange(file: file, character: start)
    let code = SyntaxError.hexadecimal(Int(scalar.value), digits: 4)
    let remedy = "remove it, or write \\u\(code) in double quotes"
    switch scalar.value {
    case 0x85, 0x2028, 0x2029:
      return .error(
        "the line separator U+\(code) isn't allowed: some readers end the line there, but editors don't "
          + "show it",
        at: range, remedy: remedy)
    case 0xFEFF:
      return .error(
        "a byte order mark (U+FEFF) isn't allowed after the start of the file", at: range, remedy: remedy
      )
    default:
      return .error(
        "the bidirectional control U+\(code) isn't allowed: it makes text look different from what it is",
        at: range, remedy: remedy)
    }
  }
}
