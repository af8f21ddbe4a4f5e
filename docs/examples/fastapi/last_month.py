"""A job outside of any request: reports what acme used in the last hour of last month, to be billed now."""

from datetime import datetime, timedelta, timezone

import tallygate

this_month = datetime.now(timezone.utc).replace(day=1, hour=0, minute=0, second=0, microsecond=0)

with tallygate.customer("acme"):
    for number in range(5):
        tallygate.record(
            model="gpt-4o-mini",
            tokens_in=10_000,
            tokens_out=2_000,
            usage_time=this_month - timedelta(hours=1),
            event_id=f"last-month-{number}",
        )
