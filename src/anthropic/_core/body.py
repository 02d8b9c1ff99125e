"""What a request carries: JSON, raw content or a form, and which headers then make no sense."""

from __future__ import annotations

from typing import Any, Dict, List, NamedTuple, Tuple

from .._encode import encode, encode_plain
from .._history import Conversation, encode_conversation
from .._options import FinalRequestOptions
from .._qs import Querystring
from .._types import NotGiven, Omit
from .._utils._guards import is_dict, is_mapping
from .multipart import Forced

__all__ = ["Payload", "merged", "is_repeatable", "payload", "read_content", "read_files", "transformed"]

_FORM_QS = Querystring(array_format="brackets")


class Payload(NamedTuple):
    """The body of one attempt.

    Attributes:
        arguments: What the HTTP library's `build_request` takes for it.
        drops: Lower-case names of headers that the body makes wrong.
    """

    arguments: Dict[str, Any]
    drops: Tuple[str, ...] = ()


def merged(options: FinalRequestOptions) -> Any:
    """The JSON body with `extra_json` merged over it.

    Raises:
        TypeError: There is something to merge and the body is no object.
    """
    if options.extra_json is None:
        return options.json_data
    body: object = {} if options.json_data is None else options.json_data
    if not is_mapping(body) or not is_mapping(options.extra_json):
        raise TypeError("`extra_body` is merged over the body's keys, so both it and the body have to be mappings.")
    both = {**body, **options.extra_json}
    return {name: value for name, value in both.items() if not isinstance(value, (Omit, NotGiven))}


def payload(options: FinalRequestOptions) -> Payload:
    """The body of the request that the options describe.

    Raises:
        NeedsTransform: The body holds values that only its description gives a form; see `transformed`.
        TypeError: The body holds what JSON cannot, or comes in two forms at once.
        ValueError: The body holds NaN or an infinity.
    """
    if options.content is not None:
        return _raw(options)
    if options.method.lower() == "get":
        return Payload({}, ("content-type",))
    body = merged(options)
    if options.files is not None or _is_form(options):
        return _form(options, body)
    if isinstance(body, (bytes, bytearray)):
        return Payload({"content": bytes(body)})
    if body is None:
        return Payload({})
    if options.body_type is None:
        return Payload({"content": encode_plain(body)})
    remembers = is_dict(body) and isinstance(body.get("messages"), Conversation)
    return Payload({"content": encode_conversation(body) if remembers else encode(body)})


def is_repeatable(options: FinalRequestOptions) -> bool:
    """Whether the body can be sent again: an asynchronous iterable gives its bytes once."""
    return not hasattr(options.content, "__aiter__")


def read_content(options: FinalRequestOptions) -> Any:
    """The raw content as bytes, so that each try sends all of it; an asynchronous iterable stays what it is.

    Raises:
        TypeError: It is neither bytes, nor a binary file, nor an iterable of bytes.
    """
    content: Any = options.content
    if hasattr(content, "__aiter__"):
        return content
    if isinstance(content, bytearray):
        return bytes(content)
    if hasattr(content, "read"):
        content = content.read()
    if isinstance(content, bytes):
        return content
    if isinstance(content, str):
        raise TypeError("`content` takes bytes, a binary file or an iterable of bytes; encode the text first.")
    return b"".join(content)


def read_files(options: FinalRequestOptions) -> Any:
    """The files of the form with every path read."""
    from .._files import to_httpx_files

    return None if options.files is None else to_httpx_files(options.files)


def transformed(options: FinalRequestOptions) -> FinalRequestOptions:
    """The same call, its body made of JSON values only. Small files in the body are read here, so this may block."""
    from .._transform import transform_for_sending  # only bodies that hold files, generators or sentinels need it

    plain = options.model_copy()
    plain.json_data = transform_for_sending(merged(options), options.body_type() if options.body_type else object)
    plain.extra_json = plain.body_type = None
    return plain


def _raw(options: FinalRequestOptions) -> Payload:
    if options.json_data is not None:
        raise TypeError("Passing both `content` and `json_data` is not supported; a request has one body.")
    if options.files is not None:
        raise TypeError("Passing both `content` and `files` is not supported; a request has one body.")
    content: Any = options.content
    return Payload({"content": content})


def _is_form(options: FinalRequestOptions) -> bool:
    if isinstance(options.headers, NotGiven):
        return False
    kind = next((value for name, value in options.headers.items() if name.lower() == "content-type"), "")
    return isinstance(kind, str) and kind.startswith("multipart/form-data")


def _form(options: FinalRequestOptions, body: Any) -> Payload:
    kind = "" if isinstance(options.headers, NotGiven) else str(options.headers.get("Content-Type", ""))
    fields: Dict[str, List[str]] = {}
    for name, value in _FORM_QS.stringify_items(body) if is_mapping(body) else ():
        fields.setdefault(name, []).append(value)
    files = options.files or Forced()
    return Payload({"data": fields, "files": files}, () if "boundary" in kind else ("content-type",))
