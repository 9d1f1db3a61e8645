"""Signs the cookie and the forms' tokens as Flask and Flask-WTF do, with each key made ready once.

Theirs derive the key anew for each signature and compress what they sign: together that was a
fifth of what a page with a form costs. What is signed here they can read, and the other way round.
"""

import hmac
import json
from typing import Any

from flask import Flask, g, session
from flask_wtf.csrf import generate_csrf
from itsdangerous import HMACAlgorithm, TimestampSigner, URLSafeTimedSerializer
from itsdangerous.encoding import base64_encode

from clinic_check.web.context import behind, extension

TOKEN_SALT = "wtf-csrf-token"  # noqa: S105  # no secret: it tells tokens from other signatures
"""What Flask-WTF signs its tokens with, beside the key."""

MOST_PLAIN = 3000
"""Characters of what is signed without being compressed. A browser keeps 4,093, with the cookie's
name and settings; the longest check that can be made today has 2,600, with a plain clinic's name.
"""


class PlainJson:
    """Writes texts and lists, which is all that we keep. Flask's own JSON looks at each of them for
    types that we never have, and takes twice as long.
    """

    dumps = staticmethod(json.JSONEncoder(separators=(",", ":")).encode)
    loads = staticmethod(json.JSONDecoder().decode)


class ReadyHmac(HMACAlgorithm):
    """Keeps for each key what all its signatures begin with."""

    def __init__(self, digest_method: Any) -> None:
        super().__init__(digest_method)
        self._begun: dict[bytes, hmac.HMAC] = {}

    def get_signature(self, key: bytes, value: bytes) -> bytes:
        """Return the signature."""
        if key not in self._begun:
            # By its name it is made by OpenSSL as a whole, and not by Python from two hashes.
            self._begun[key] = hmac.new(key, digestmod=self.digest_method().name)
        signature = self._begun[key].copy()
        signature.update(value)
        return signature.digest()


class ReadySigner(TimestampSigner):
    """Derives each key once."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.algorithm = ReadyHmac(self.digest_method)
        self._derived: dict[str | bytes | None, bytes] = {}

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        """Return the key that is made of the secret one and the salt."""
        if secret_key not in self._derived:
            self._derived[secret_key] = super().derive_key(secret_key)
        return self._derived[secret_key]


class Signing(URLSafeTimedSerializer):
    """Makes its signer once. Signs with the last key, and reads what any of them signed."""

    _made: ReadySigner | None = None

    def make_signer(self, salt: str | bytes | None = None) -> ReadySigner:
        """Return what signs and reads; there is one salt."""
        if salt not in (None, self.salt):
            raise ValueError("This signs with one salt alone.")
        if self._made is None:
            self._made = ReadySigner(self.secret_keys, salt=self.salt, **self.signer_kwargs)
        return self._made

    def dump_payload(self, obj: Any) -> bytes:
        """Return it as it is signed."""
        plain = base64_encode(PlainJson.dumps(obj))
        # The packages compress it first. To undo that takes longer than to send what it saves.
        return plain if len(plain) <= MOST_PLAIN else super().dump_payload(obj)

    def read(self, signed: str, max_age: int) -> Any:
        """Return what was signed; raise BadSignature where it wasn't, or was over `max_age` seconds
        ago.

        `loads` would work out the moment of signing too, which nobody asks for.
        """
        return self.load_payload(self.make_signer().unsign(signed, max_age=max_age))


def add_tokens(app: Flask) -> None:
    """Make what signs tokens, with the newest key: Flask-WTF knows no other."""
    assert app.secret_key  # noqa: S101  # no app starts without a key
    app.extensions["clinic_check.tokens"] = Signing(app.secret_key, salt=TOKEN_SALT)


def token() -> str:
    """Return the token for the forms of this page, as Flask-WTF makes and reads it.

    Where the cookie holds none yet, Flask-WTF begins one.
    """
    begun, here = behind(session).get("csrf_token"), behind(g)
    if begun is None or "csrf_token" in here:
        return str(generate_csrf())
    signing: Signing = extension("clinic_check.tokens")
    made: str = signing.dumps(begun)
    here.csrf_token = made  # where Flask-WTF keeps it for the rest of the request
    return made
