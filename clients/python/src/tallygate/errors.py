"""What the package raises. A denied check is an answer: it is raised only where the caller asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tallygate.answer import Answer


class TallygateError(Exception):
    """Everything that this package raises on purpose."""


class SettingInvalid(TallygateError):
    """A setting is missing or wrong. The message says which one and what is expected."""


class CustomerMissing(TallygateError):
    """Usage was to be recorded and nobody said for whom."""

    def __init__(self) -> None:
        super().__init__(
            "no customer: pass customer=, or call inside a request that tallygate.Middleware serves, "
            'or inside "with tallygate.customer(...)"'
        )


class QuotaDenied(TallygateError):
    """A check was denied (402 or 403), or could not be made and on_error says no (503)."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"{answer.http_status} {answer.reason}: {answer.detail}")
        self.answer = answer


class CorrectionRefused(TallygateError):
    """A void or an amend was not counted: nothing of it is recorded."""

    def __init__(self, verdict: str, reason: str, field: str, message: str) -> None:
        super().__init__(f"{reason or verdict}: {message}")
        self.verdict = verdict
        """REJECTED, or CONFLICT where an id is taken by another content."""
        self.reason = reason
        """The reason of docs/errors.md, such as EVENT_UNKNOWN or ALREADY_VOIDED. Empty with CONFLICT."""
        self.field = field
        """The offending field. Empty = the event as a whole."""


class CallFailed(TallygateError):
    """A call to the server ended without an answer. Whether it took effect is unknown; the same ids may go again."""

    def __init__(self, code: str, reason: str, message: str, retry_after: float | None) -> None:
        super().__init__(f"{reason or code}: {message}")
        self.code = code
        """The gRPC status, such as UNAVAILABLE."""
        self.reason = reason
        """The reason of docs/errors.md. Empty where the transport answered instead of the server."""
        self.retry_after = retry_after
        """Seconds to wait at least, where the server said so."""

    @property
    def is_permanent(self) -> bool:
        """Waiting alone will not mend it: key, scope, mode or address are wrong."""
        return self.code in {"UNAUTHENTICATED", "PERMISSION_DENIED", "UNIMPLEMENTED", "NOT_FOUND"}
