"""Whether a webhook really comes from Meta: HMAC-SHA256 with the app secret over the raw bytes (WhatsApp sheet, section 4)."""

import hmac
import re
from collections.abc import Sequence

HEADER = "x-hub-signature-256"
_FORM = re.compile(r"sha256=([0-9a-f]{64})")


def verified(body: bytes, signatures: Sequence[str], secrets: Sequence[str]) -> bool:
    """Tell whether exactly one signature was sent and one of the secrets made it; an empty secret makes nothing true."""
    found = _claimed(signatures)
    return found is not None and any(_made_by(secret, body, found[1]) for secret in secrets if secret)


def well_formed(signatures: Sequence[str]) -> bool:
    """Tell by the headers alone whether a body is worth reading: nobody without a signature makes us hold three megabytes."""
    return _claimed(signatures) is not None


def _claimed(signatures: Sequence[str]) -> re.Match[str] | None:
    return _FORM.fullmatch(signatures[0]) if len(signatures) == 1 else None


def _made_by(secret: str, body: bytes, digest: str) -> bool:
    return hmac.compare_digest(hmac.digest(secret.encode(), body, "sha256").hex(), digest)
