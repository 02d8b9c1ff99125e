"""The signature of a request as a function of its own, for programs that send requests to Bedrock themselves.

The clients do not come here: they hold their credentials and sign the request that they send.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Dict, Optional, Tuple

from ..._http import Request
from ..._sync.credentials import Credentials
from ._rules import Bedrock

if TYPE_CHECKING:
    import httpx

__all__ = ["get_auth_headers"]


def get_auth_headers(
    *,
    method: str,
    url: str,
    headers: httpx.Headers,
    aws_access_key: Optional[str],
    aws_secret_key: Optional[str],
    aws_session_token: Optional[str],
    region: Optional[str],
    profile: Optional[str],
    data: Optional[str],
) -> Dict[str, str]:
    """The headers of the request with the signature that Bedrock asks for; `Connection` is left out.

    Raises:
        CredentialsError: No credentials were found.
    """
    given = [(name, value) for name, value in headers.multi_items() if name != "connection"]
    request = Request(method, url, headers=given, content=(data or "").encode())
    platform, credentials = _signing(aws_access_key, aws_secret_key, aws_session_token, region, profile)
    platform.sign(request, credentials.current())
    return {name.decode(): value.decode() for name, value in request.headers.raw}


@lru_cache(maxsize=512)
def _signing(
    access_key: Optional[str],
    secret_key: Optional[str],
    token: Optional[str],
    region: Optional[str],
    profile: Optional[str],
) -> Tuple[Bedrock, Credentials]:
    """What signs for these values, and what it has found for them."""
    platform = Bedrock(
        aws_access_key=access_key,
        aws_secret_key=secret_key,
        aws_session_token=token,
        aws_region=region,
        aws_profile=profile,
    )
    return platform, Credentials(platform)
