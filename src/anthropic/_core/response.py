"""A response's bytes into the value that the caller asked for. The only parse there is."""

from __future__ import annotations

from typing import Any, Callable, Dict, NamedTuple

from typing_extensions import get_origin

from .._compat import is_model_type, validate
from .._decode import decode
from .._exceptions import APIResponseValidationError
from .._http import Response, headers_of
from .._json import MalformedJSON, loads
from .._message_view import MessageView, keep_limits
from .._models import BaseModel
from .._types import NoneType
from .._utils._once import once_per_type
from .._utils._typing import members, unwrap
from .headers import request_id

__all__ = ["parsed"]

_FROM_TEXT: Dict[Any, Callable[[str], Any]] = {int: int, float: float, bool: lambda text: text.lower() == "true"}
_PLAIN = (str, bytes, int, float, bool, NoneType, Response)


def parsed(response: Response, cast_to: Any, *, strict: bool) -> Any:
    """The response, its body read, as what the caller asked for; a model knows the id of its request.

    Args:
        response: The HTTP response.
        cast_to: A model, a container or union of models, `object` for JSON values, or a plain type.
        strict: Refuse what does not fit the type rather than keep it.

    Raises:
        APIResponseValidationError: The body is not JSON though it should be, or does not fit and `strict` is set.
    """
    plan = _plan(cast_to)
    if plan.is_plain:
        return _plain(response, plan.target)
    headers = headers_of(response)
    if not _is_json(headers.get(b"content-type", b"")) and (strict or not plan.holds_model):
        return _text_or_error(response, strict)
    try:
        value = _strict_value(response, cast_to) if strict else decode(cast_to, response.content)
    except MalformedJSON as error:
        raise _invalid(response, f"The body is not JSON: {error}.") from None
    if plan.is_model and (value is None or isinstance(value, (str, int, float))):
        raise _invalid(response, "The body is no object.")
    asks = _asks(value.__class__)
    if asks.id_of_request:
        object.__setattr__(value, "_request_id", request_id(headers))
    if asks.limits:
        keep_limits(value, headers.items())
    return value


class _Asks(NamedTuple):
    """What an instance of a class wants to know of its response. Asking pydantic's classes each time takes longer."""

    id_of_request: bool
    limits: bool


@once_per_type
def _asks(cls: Any) -> _Asks:
    return _Asks(issubclass(cls, BaseModel), issubclass(cls, MessageView))


class _Plan(NamedTuple):
    """What a type asks of a response; found out once per type."""

    target: Any
    is_plain: bool
    is_model: bool
    holds_model: bool


@once_per_type
def _plan(cast_to: Any) -> _Plan:
    target, _ = unwrap(cast_to)
    if target in _PLAIN:
        return _Plan(target, True, False, False)
    _check_target(target)
    return _Plan(target, False, is_model_type(target), _holds_model(target))


def _plain(response: Response, target: Any) -> Any:
    if target is NoneType:
        return None
    if target is Response:
        return response
    if target is bytes:
        return response.content
    try:
        return _FROM_TEXT.get(target, str)(response.text)
    except ValueError:
        raise _invalid(response, f"The body is no {target.__name__}.") from None


def _check_target(target: Any) -> None:
    if is_model_type(target) and not issubclass(target, BaseModel):
        raise TypeError(
            f"Pydantic models must subclass our base model type, e.g. `from anthropic import BaseModel`; "
            f"{target.__name__} does not."
        )
    if target is not object and get_origin(target) is None and not is_model_type(target) and target not in (dict, list):
        raise RuntimeError(f"Unsupported type, expected a model, a container of models or a plain type: {target!r}")


def _strict_value(response: Response, cast_to: Any) -> Any:
    body = loads(response.content)
    try:
        return validate(cast_to, body)
    except ValueError as error:
        raise APIResponseValidationError(response, body) from error


def _is_json(kind: bytes) -> bool:
    """Whether a content type is JSON or made of it, as `application/problem+json` is."""
    return kind == b"application/json" or kind.partition(b";")[0].strip().lower().endswith(b"json")


def _holds_model(target: Any) -> bool:
    return any(is_model_type(unwrap(member)[0]) or is_model_type(get_origin(member)) for member in members(target))


def _text_or_error(response: Response, strict: bool) -> str:
    if strict:
        raise _invalid(response, "The body is not JSON.")
    return response.text


def _invalid(response: Response, what: str) -> APIResponseValidationError:
    kind = response.headers.get("content-type", "none")
    told = request_id(headers_of(response))
    quoted = f" Request id: {told}." if told else ""
    return APIResponseValidationError(
        response,
        response.text,
        message=f"{what} Status {response.status_code}, content type {kind}: check that the base URL "
        f"names the API and not a proxy or login page.{quoted}",
    )
