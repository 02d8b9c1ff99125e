"""Dates as the API writes them (ISO 8601, Unix time) into `datetime` values."""

from __future__ import annotations

import re
import sys
from datetime import date, datetime, timedelta, timezone
from typing import Union

__all__ = ["parse_date", "parse_datetime"]

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MILLISECONDS_FROM = 2e10
"""Numbers above it are milliseconds: as seconds they would lie past the year 2600."""

_LATEST = 3e20
_ISO = re.compile(
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2})[T ](?P<hour>\d{1,2}):(?P<minute>\d{1,2})"
    r"(?::(?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,6})\d*)?)?(?P<zone>[Zz]|[+-]\d{2}(?::?\d{2})?)?"
)


def parse_datetime(value: Union[datetime, str, bytes, int, float]) -> datetime:
    """The moment that the value names; anything that is no form of one is refused alike.

    Args:
        value: ISO 8601 text, or seconds or milliseconds since 1970 as a number or text.

    Raises:
        ValueError: The value names no moment.
    """
    if isinstance(value, datetime):
        return value
    if isinstance(value, bytes):
        value = value.decode()
    if isinstance(value, str):
        if sys.version_info >= (3, 11):
            try:
                return _with_standard_zone(datetime.fromisoformat(value)) if len(value) > 10 else _from_text(value)
            except ValueError:
                return _from_text(value)
        return _from_text(value)
    return _from_number(value)


def parse_date(value: Union[date, str, bytes, int, float]) -> date:
    """The day that the value names, from the same forms as `parse_datetime` or a bare `YYYY-MM-DD`.

    Raises:
        ValueError: The value names no day.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bytes):
        value = value.decode()
    if isinstance(value, str):
        try:
            year, month, day = value.split("-")
            return date(int(year), int(month), int(day))
        except ValueError:
            pass
    return parse_datetime(value).date()


def _with_standard_zone(moment: datetime) -> datetime:
    return moment.replace(tzinfo=timezone.utc) if moment.utcoffset() == timedelta(0) else moment


def _from_text(text: str) -> datetime:
    found = _ISO.fullmatch(text)
    if found is None:
        return _from_number(float(text))
    year, month, day = found["date"].split("-")
    return datetime(
        int(year),
        int(month),
        int(day),
        int(found["hour"]),
        int(found["minute"]),
        int(found["second"] or 0),
        int((found["fraction"] or "0").ljust(6, "0")),
        _zone(found["zone"]),
    )


def _zone(text: Union[str, None]) -> Union[timezone, None]:
    if text is None:
        return None
    if text in "Zz":
        return timezone.utc
    hours, minutes = int(text[1:3]), int(text[-2:] if len(text) > 3 else 0)
    offset = timedelta(hours=hours, minutes=minutes) * (-1 if text[0] == "-" else 1)
    return timezone(offset) if offset else timezone.utc


def _from_number(number: Union[int, float]) -> datetime:
    if isinstance(number, bool) or not isinstance(number, (int, float)) or not -_LATEST < number < _LATEST:
        raise ValueError(f"{number!r} is not a moment in time")
    while abs(number) > _MILLISECONDS_FROM:
        number /= 1000
    try:
        return _EPOCH + timedelta(seconds=number)
    except OverflowError:
        raise ValueError(f"{number!r} is not a moment in time") from None
