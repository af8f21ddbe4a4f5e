"""Asks whether a customer may use more, holds it if so, and decides by on_error where there is no answer."""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace

from google.protobuf.duration_pb2 import Duration

from tallygate.answer import Answer, denied, from_proto
from tallygate.errors import CallFailed
from tallygate.remote import Remote
from tallygate.seldom import Seldom
from tallygate.settings import Settings
from tallygate.stats import Counters
from tallygate.v1 import metering_service_pb2 as calls

log = logging.getLogger("tallygate")

HELD_SECONDS = 600
"""A request that is killed gives back what it holds after this time."""
KNOWN_MAX = 10_000
LOG_AGAIN_SECONDS = 60.0


class Checks:
    """Each check asks the server; only on_error=last_known ever uses an earlier answer."""

    def __init__(self, settings: Settings, remote: Callable[[], Remote], counters: Counters) -> None:
        self._settings = settings
        self._remote = remote
        self._counters = counters
        self._known: OrderedDict[tuple[str, str], tuple[float, Answer]] = OrderedDict()
        self._lock = threading.Lock()
        self._seldom = Seldom(LOG_AGAIN_SECONDS)

    def check(self, customer: str, model: str, subject: str, quantities: Mapping[str, int] | None) -> Answer:
        if not is_customer_id(customer):
            return self._counted(denied("CUSTOMER_UNKNOWN", 403))
        request = _request(customer, model, subject, quantities)
        try:
            response = self._remote().check(request, self._settings.check_timeout)
        except CallFailed as failure:
            return self._unanswered(customer, model, failure)
        return self._answered(request, response)

    async def check_async(
        self, customer: str, model: str, subject: str, quantities: Mapping[str, int] | None
    ) -> Answer:
        if not is_customer_id(customer):
            return self._counted(denied("CUSTOMER_UNKNOWN", 403))
        request = _request(customer, model, subject, quantities)
        try:
            response = await self._remote().check_async(request, self._settings.check_timeout)
        except CallFailed as failure:
            return self._unanswered(customer, model, failure)
        return self._answered(request, response)

    async def reserve_async(
        self, customer: str, reservation_id: str, model: str, subject: str, quantities: Mapping[str, int]
    ) -> Answer:
        """A check that holds what it allows. A server that knows no reservations is only asked."""
        if not is_customer_id(customer):
            return self._counted(denied("CUSTOMER_UNKNOWN", 403))
        request = calls.ReserveQuotaRequest(
            customer_id=customer,
            reservation_id=reservation_id,
            model_id=model,
            subject=subject,
            quantities=quantities,
            ttl=Duration(seconds=HELD_SECONDS),
        )
        try:
            response = await self._remote().reserve_async(request, self._settings.check_timeout)
        except CallFailed as failure:
            if failure.code == "UNIMPLEMENTED":
                return await self.check_async(customer, model, subject, quantities)
            return self._unanswered(customer, model, failure)
        answer = calls.CheckQuotaResponse(
            allowed=response.granted,
            deny_reason=response.deny_reason,
            http_status=response.http_status,
            quota=response.quota if response.HasField("quota") else None,
            as_of_time=response.as_of_time,
            overdue_invoice=response.overdue_invoice if response.HasField("overdue_invoice") else None,
        )
        return self._answered(_request(customer, model, subject, quantities), answer)

    def release(self, customer: str, reservation_id: str) -> None:
        request = calls.ReleaseReservationRequest(customer_id=customer, reservation_id=reservation_id)
        self._remote().release(request, self._settings.check_timeout)

    def _answered(self, request: calls.CheckQuotaRequest, response: calls.CheckQuotaResponse) -> Answer:
        answer = from_proto(response, is_open_question=not request.model_id and not request.quantities)
        if self._settings.on_error == "last_known":
            with self._lock:
                self._known[request.customer_id, request.model_id] = (time.monotonic(), answer)
                self._known.move_to_end((request.customer_id, request.model_id))
                if len(self._known) > KNOWN_MAX:
                    self._known.popitem(last=False)
        return self._counted(answer)

    def _unanswered(self, customer: str, model: str, failure: CallFailed) -> Answer:
        if failure.code == "INVALID_ARGUMENT":
            raise failure  # what was asked is wrong, and stays wrong: the caller has to mend it
        self._counters.add("failed_checks")
        self._log(failure)
        if self._settings.on_error == "allow":
            return self._counted(Answer(True, source="on_error"))
        if self._settings.on_error == "last_known":
            with self._lock:
                asked, answer = self._known.get((customer, model), (float("-inf"), None))
            if answer is not None and time.monotonic() - asked <= self._settings.last_known_max_age:
                return self._counted(replace(answer, source="last_known"))
        return self._counted(denied("METERING_UNAVAILABLE", 503, "on_error"))

    def _counted(self, answer: Answer) -> Answer:
        self._counters.add("checks")
        if answer.http_status in (402, 403):
            self._counters.add("denied")
        return answer

    def _log(self, failure: CallFailed) -> None:
        if self._seldom.may_say(failure.code) is None:
            return
        level = logging.ERROR if failure.is_permanent else logging.WARNING
        where, rule = self._settings.address, self._settings.on_error
        log.log(level, "%s does not answer checks: %s; on_error=%s decides", where, failure, rule)


def is_customer_id(customer: str) -> bool:
    """Whether a customer can have this id at all."""
    return 0 < len(customer) <= 64 and all(0x21 <= ord(letter) <= 0x7E for letter in customer)


def _request(customer: str, model: str, subject: str, quantities: Mapping[str, int] | None) -> calls.CheckQuotaRequest:
    return calls.CheckQuotaRequest(customer_id=customer, model_id=model, subject=subject, quantities=quantities)
