"""Graph's errors: code, HTTP status and title as Meta documents them (whatsapp.md section 18)."""

import secrets

from sandbox.database import Document
from sandbox.strict_json import AsciiResponse

_TITLES = {
    0: "AuthException",
    1: "API Unknown",
    2: "API Service",
    3: "API Method",
    4: "API Too Many Calls",
    10: "API Permission Denied",
    33: "Parameter value is not valid",
    100: "Invalid parameter",
    190: "Invalid OAuth access token - Cannot parse access token",
    368: "Temporarily blocked for policies violations",
    613: "Calls to this api have exceeded the rate limit",
    80007: "Rate limit issues",
    130429: "Rate limit hit",
    130472: "User's number is part of an experiment",
    130497: "Business account is restricted from messaging users in this country",
    131000: "Something went wrong",
    131005: "Access denied",
    131008: "Required parameter is missing",
    131009: "Parameter value is not valid",
    131016: "Service unavailable",
    131021: "Recipient cannot be sender",
    131026: "Message undeliverable",
    131030: "Recipient phone number not in allowed list",
    131031: "Account has been locked",
    131037: "Display name approval is needed",
    131042: "Business eligibility payment issue",
    131045: "Incorrect certificate",
    131047: "Re-engagement message",
    131048: "Spam rate limit hit",
    131049: "This message was not delivered to maintain healthy ecosystem engagement",
    131050: "User has stopped marketing messages",
    131051: "Unsupported message type",
    131052: "Media download error",
    131053: "Media upload error",
    131056: "(Business Account, Consumer Account) pair rate limit hit",
    131057: "Account in maintenance mode",
    131062: "Message type cannot be sent to a business-scoped user id",
    131064: "Messaging limited after misclassified templates",
    132000: "Number of parameters does not match the expected number of params",
    132001: "Template name does not exist in the translation",
    132005: "Translated text too long",
    132007: "Template format character policy violated",
    132008: "Template parameter value is not valid",
    132012: "Parameter format does not match format in the created template",
    132015: "Template is paused",
    132016: "Template is disabled",
    132018: "Template parameter is not valid",
    133004: "Server temporarily unavailable",
    133010: "Phone number not registered",
    135000: "Generic user error",
}
_STATUSES = {
    **dict.fromkeys((0, 190), 401),
    **dict.fromkeys((3, 131000, 131016, 131045, 131057, 133000), 500),
    **dict.fromkeys((10, 368, 131031, 131005), 403),
    **dict.fromkeys((2, 133004), 503),
    132001: 404,
}
_TRANSIENT = (2, 131000, 131016, 131057, 133004)

# These come by status webhook as a rule (whatsapp.md section 1, rule 11); the rest comes with the answer.
LATE = frozenset({130472, 131026, 131049, 131050, 131053})


class GraphError(Exception):
    """A refusal with Meta's code; details are what a client may decide on."""

    def __init__(self, code: int, details: str, *, subcode: int | None = None) -> None:
        super().__init__(details)
        self.code = code
        self.details = details
        self.subcode = subcode

    @property
    def status(self) -> int:
        """The HTTP status that goes with the code."""
        return _STATUSES.get(self.code, 400)

    def response(self) -> AsciiResponse:
        """The answer of a call that was refused."""
        error: Document = {
            "message": f"(#{self.code}) {title_of(self.code)}",
            "type": "OAuthException",
            "code": self.code,
            "error_data": {"messaging_product": "whatsapp", "details": self.details},
            "fbtrace_id": "A" + secrets.token_urlsafe(16),
        }
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        if self.code in _TRANSIENT:
            error["is_transient"] = True
        return AsciiResponse({"error": error}, self.status)

    def in_webhook(self) -> Document:
        """The same error as a status webhook carries it."""
        title = title_of(self.code)
        return {"code": self.code, "title": title, "message": title, "error_data": {"details": self.details}}


def title_of(code: int) -> str:
    """Meta's title of a code."""
    return _TITLES.get(code, "Something went wrong")
