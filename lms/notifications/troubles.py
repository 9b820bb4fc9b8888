"""What an answer of a mail server or a provider means: whose trouble it is, and whether the letter was certainly not taken."""

import re
import smtplib

import requests
from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused, AnymailRequestsAPIError
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError, SSLError

from .models import Letter

Trouble = Letter.Trouble

CODE = re.compile(r"\b[45]\d\d\b")
ENHANCED = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")  # RFC 3463
NOBODY = {"1.1", "1.2", "1.3", "1.6", "1.10", "2.1", "4.1", "4.4"}  # address, host or mailbox is no more; 4.1: what Exchange Online says
NOBODY_IN_WORDS = re.compile(
    r"(user|mailbox|recipient|account|address) (is )?(unknown|not found|unavailable|disabled|invalid)"
    r"|(unknown|invalid) (user|mailbox|recipient)|no such (user|mailbox|recipient|address|person)|no mailbox here"
    r"|does(n't| not) exist|unrouteable address",
    re.IGNORECASE,
)
FULL_IN_WORDS = re.compile(r"quota|mailbox (is )?full|over ?quota|exceeded storage", re.IGNORECASE)
OF_THE_SENDER = re.compile(r"sender|\bfrom\b|signature|api.?key|\baccount\b", re.IGNORECASE)


def server_trouble(error: Exception, *, is_body_out: bool) -> Trouble:
    """`is_body_out`: the text of the letter was on its way. From then on only an answer says what became of it."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            return answer_trouble(*next(iter(error.recipients.values())))
        case smtplib.SMTPSenderRefused(smtp_code=552):  # our size, announced with our name
            return Trouble.UNWANTED
        case smtplib.SMTPSenderRefused() | smtplib.SMTPConnectError() | smtplib.SMTPHeloError() | smtplib.SMTPAuthenticationError():
            return Trouble.BUSY if 400 <= error.smtp_code < 500 else Trouble.KEY
        case smtplib.SMTPResponseException():
            return answer_trouble(error.smtp_code, error.smtp_error)
        case smtplib.SMTPServerDisconnected() if not is_body_out:
            return Trouble.AWAY
        case smtplib.SMTPNotSupportedError():
            return Trouble.UNWANTED if is_body_out else Trouble.KEY
    return Trouble.BROKEN if is_body_out else Trouble.AWAY


def answer_trouble(code: int, said: bytes | str) -> Trouble:
    """An SMTP answer to one recipient or one letter (RFC 5321, RFC 3463)."""
    text = _text(said)
    found = ENHANCED.search(text)
    kind = found[0][2:] if found else ""
    if kind == "2.2" or (not kind and FULL_IN_WORDS.search(text)):
        return Trouble.FULL
    if code < 500:
        return Trouble.BUSY if code == 421 or kind.startswith("3.") else Trouble.LATER
    if kind in NOBODY or (kind in {"", "0.0", "1.0"} and NOBODY_IN_WORDS.search(text)):
        return Trouble.NOBODY
    return Trouble.UNWANTED


def told_trouble(said: str, *, status: str = "") -> Trouble:
    """What another server said, as somebody tells it. Its own code says more than the status of whoever tells; where there is neither,
    nothing is certain."""
    code = CODE.search(said)
    whole = said if ENHANCED.search(said) else f"{status} {said}"
    return answer_trouble(int(code[0]) if code else int(f"{(status or '4')[0]}50"), whole)


def provider_trouble(error: Exception) -> Trouble:
    match error:
        case AnymailRecipientsRefused() | AnymailInvalidAddress():
            return Trouble.NOBODY
        case AnymailRequestsAPIError(status_code=None):
            return Trouble.AWAY if _never_connected(error.__cause__) else Trouble.BROKEN
        case AnymailRequestsAPIError():
            return _status_trouble(error.status_code, getattr(error.response, "text", ""))
    return Trouble.UNWANTED


def _status_trouble(status: int, text: str) -> Trouble:
    if status in {401, 402, 403, 404, 405} or (status in {400, 422} and OF_THE_SENDER.search(text)):
        return Trouble.KEY
    if status in {408, 425, 429} or (status >= 500 and status != 504):
        return Trouble.BUSY
    return Trouble.UNWANTED if 400 <= status < 500 else Trouble.BROKEN  # 504: their gateway does not know either


def _never_connected(cause: BaseException | None) -> bool:
    """A connection that was refused, or whose host was not found, has carried nothing; one that broke later may have."""
    if isinstance(cause, requests.ConnectTimeout | requests.exceptions.ProxyError | requests.exceptions.SSLError):
        return True
    inner = cause.args[0] if isinstance(cause, requests.ConnectionError) and cause.args else None
    reason = inner.reason if isinstance(inner, MaxRetryError) else inner
    return isinstance(reason, NewConnectionError | ConnectTimeoutError | SSLError)


def readable(error: Exception) -> str:
    """The server's own words, in one line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return f"{code} {_text(said)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return " ".join(str(error).split()) or type(error).__name__


def _text(said: bytes | str) -> str:
    return " ".join((said.decode(errors="replace") if isinstance(said, bytes) else said).split())
