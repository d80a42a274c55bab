import Cryptography

/// Whether a secret can be guessed, as far as its looks tell: how much its fingerprint has to be stretched.
///
/// `random` is for what a generator plainly made, and for nothing else: it has so many possible values that trying
/// them is hopeless however quick a guess is. Whatever is in doubt is `guessable`, which only costs time. A secret
/// is random if all of these hold:
///
/// - It is hexadecimal digits of one case, or base64 or base64url, with or without padding, of 16 to 384 bytes.
/// - The bytes are varied: hardly any twice, as many ones as zeros, not in ascending or descending order, and not
///   text, wherever one begins to decode.
/// - So are the signs: small and capital letters (or digits and letters, in hexadecimal) all over, none of them
///   much too often, no longer part twice or backwards, no steps that repeat (`0123`, `a1b2c3`), no walk over a
///   keyboard.
/// - No part of it looks like words.
/// - It is no UUID made of a time.
///
/// What it can't know is how random bytes came about: a digest of something guessable looks random.
enum SecretStrength: Sendable, Hashable {
  case guessable, random

  init(of secret: Secret) {
    self = secret.withExposedBytes { Self.isRandom($0) } ? .random : .guessable
  }

  private static let bytes = 16...384

  private static func isRandom(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    // Most that isn't random is told by that alone.
    guard text.count <= 2 * bytes.upperBound, let content = EncodedBytes(Array(text)),
      bytes.contains(content.bytes.count)
    else { return false }
    let signs = content.signs
    return RandomBytes.areVaried(content.bytes) && !content.holdsText
      && !RandomBytes.areTimeUUID(content.bytes)
      && RandomSigns.areVaried(signs, isHexadecimal: content.isHexadecimal)
      && !RandomSigns.repeatThemselves(signs, isHexadecimal: content.isHexadecimal)
      && !RandomSigns.walkOverKeyboard(signs)
      && (content.isHexadecimal || !WordLikeness.isThere(in: signs))
  }
}
