"""Keys and signatures as text: base58btc with a letter in front (Multibase), and which kind of key it is (Multikey)."""

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
PUBLIC = b"\xed\x01"  # Ed25519
PRIVATE = b"\x80\x26"
KEY_LENGTH = 32
SIGNATURE_LENGTH = 64
LONGEST = 200


class NotMultibase(ValueError):
    """Not base58btc text of the length that it should have."""


def encode(content: bytes) -> str:
    number, digits = int.from_bytes(content, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = ALPHABET[digit] + digits
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + ALPHABET[0] * zeros + digits


def decode(text: object, *, length: int, kind: bytes = b"") -> bytes:
    """The bytes behind the kind. Raises NotMultibase."""
    if not isinstance(text, str) or not text.startswith("z") or len(text) > LONGEST or not set(text[1:]) <= set(ALPHABET):
        raise NotMultibase
    number = 0
    for character in text[1:]:
        number = number * 58 + ALPHABET.index(character)
    zeros = len(text[1:]) - len(text[1:].lstrip(ALPHABET[0]))
    content = b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")
    if not content.startswith(kind) or len(content) != len(kind) + length:
        raise NotMultibase
    return content[len(kind) :]
