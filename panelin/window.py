"""The customer service window: free text may leave for 24 hours after the customer's own last message (WhatsApp sheet, section 19)."""

from datetime import datetime, timedelta

WINDOW = timedelta(hours=24)
MARGIN = timedelta(seconds=90)  # queueing and clocks: what leaves now must arrive inside


def is_open(last_customer_at: datetime | None, now: datetime, *, margin: timedelta = MARGIN) -> bool:
    """Tell whether free text may leave now; somebody who never wrote has no window."""
    return last_customer_at is not None and now < last_customer_at + WINDOW - margin


def closes_at(last_customer_at: datetime) -> datetime:
    """Tell when Meta closes the window."""
    return last_customer_at + WINDOW
