"""Front door: responses that are looked at as such, where code in the wild imports them from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._utils._lazy import attach

if TYPE_CHECKING:
    from ._async.response import (
        AsyncAPIResponse as AsyncAPIResponse,
        AsyncBinaryAPIResponse as AsyncBinaryAPIResponse,
        AsyncResponseContextManager as AsyncResponseContextManager,
        AsyncStreamedBinaryAPIResponse as AsyncStreamedBinaryAPIResponse,
    )
    from ._core.api_response import (
        BaseAPIResponse as BaseAPIResponse,
        MissingStreamClassError as MissingStreamClassError,
    )
    from ._exceptions import StreamAlreadyConsumed as StreamAlreadyConsumed
    from ._sync.response import (
        APIResponse as APIResponse,
        BinaryAPIResponse as BinaryAPIResponse,
        ResponseContextManager as ResponseContextManager,
        StreamedBinaryAPIResponse as StreamedBinaryAPIResponse,
    )

__getattr__, __dir__ = attach(
    __name__,
    {
        "APIResponse": "._sync.response",
        "AsyncAPIResponse": "._async.response",
        "AsyncBinaryAPIResponse": "._async.response",
        "AsyncResponseContextManager": "._async.response",
        "AsyncStreamedBinaryAPIResponse": "._async.response",
        "BaseAPIResponse": "._core.api_response",
        "BinaryAPIResponse": "._sync.response",
        "MissingStreamClassError": "._core.api_response",
        "ResponseContextManager": "._sync.response",
        "StreamAlreadyConsumed": "._exceptions",
        "StreamedBinaryAPIResponse": "._sync.response",
    },
)
