"""Bedrock as a platform: region, address, path and body of a call, its signature, its stream, what is not served.

How to sign, to decode and to find credentials is next door; nothing here sends anything.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterable
from typing import Any, Dict, List, Optional, Union
from urllib.parse import quote

from ..._core.auth import plain_secret, secret
from ..._core.body import merged
from ..._core.headers import HeaderTable
from ..._core.interruptions import refuse_other_content
from ..._core.pickling import refuse_unless_rebuilt
from ..._core.platform import Credential, Platform
from ..._core.url import host_label
from ..._exceptions import AnthropicError, CredentialsError
from ..._http import Headers, Request, Response
from ..._options import FinalRequestOptions
from ..._utils._guards import is_mapping
from ._credentials import ChainCredential, Session, default_region, look_up, opened, renewed
from ._signature import Keys, signed
from ._stream_events import FrameParser

__all__ = ["Bedrock"]

log = logging.getLogger("anthropic.lib.bedrock._client")

_VERSION = "bedrock-2023-05-31"
_FALLBACK_REGION = "us-east-1"
_STREAM = "application/vnd.amazon.eventstream"


class Bedrock(Platform):
    """Amazon Bedrock in one region, for the holder of AWS keys or of a Bedrock API key.

    Attributes:
        aws_secret_key: The secret of the keys that were given.
        aws_access_key: Their name.
        aws_region: Where requests go and what their signatures say.
        aws_profile: The profile that boto3 takes keys and region from, where neither is given.
        aws_session_token: What temporary keys come with.
        api_key: A Bedrock API key, sent in the place of signatures.
        boto3_session: The session to ask in the place of a new one.
    """

    served = frozenset({"/v1/messages", "/v1/complete"})

    def __init__(
        self,
        *,
        base_url: Optional[str] = None,
        aws_secret_key: Optional[str] = None,
        aws_access_key: Optional[str] = None,
        aws_region: Optional[str] = None,
        aws_profile: Optional[str] = None,
        aws_session_token: Optional[str] = None,
        api_key: Optional[str] = None,
        boto3_session: Optional[Session] = None,
    ) -> None:
        self.aws_secret_key = _plain("aws_secret_key", aws_secret_key)
        self.aws_access_key = _plain("aws_access_key", aws_access_key)
        self.aws_profile = aws_profile
        self.aws_session_token = _plain("aws_session_token", aws_session_token)
        self.boto3_session = boto3_session
        self.api_key = _plain("api_key", api_key)
        self._settle()
        self.aws_region = aws_region or self._found_region()
        self.base_url = base_url or f"https://bedrock-runtime.{host_label('aws_region', self.aws_region)}.amazonaws.com"

    def __getstate__(self) -> Dict[str, Any]:
        if self.boto3_session is not None:
            instead = "Give the client keys or an `aws_profile`, or nothing: each process then opens its own session."
            refuse_unless_rebuilt(self.boto3_session, instead)
        found = ("_ambient", "credential", "fetches")
        return {name: value for name, value in vars(self).items() if name not in found}

    def __setstate__(self, state: Dict[str, Any]) -> None:
        vars(self).update(state)
        self._settle()

    def rewrite(self, options: FinalRequestOptions, headers: HeaderTable) -> FinalRequestOptions:
        """The call with its model in the path, and what its headers ask for in its body.

        Raises:
            ValueError: The model would change more of the path than its own segment.
        """
        path = options.url.partition("?")[0]
        content = merged(options)
        if not is_mapping(content):
            return options
        body: Dict[str, Any] = {"anthropic_version": _VERSION, **content}
        betas = _betas(body.get("anthropic_beta"), headers)
        if betas:
            body["anthropic_beta"] = betas
        options = options.model_copy()
        if path in self.served and options.method.lower() == "post":
            action = "invoke-with-response-stream" if body.pop("stream", None) is True else "invoke"
            options.url = f"/model/{_segment(body.pop('model', ''))}/{action}"
            options.params = {name: value for name, value in options.params.items() if name != "beta"}
        options.json_data, options.extra_json = body, None
        return options

    def decoder(self, response: Response) -> FrameParser:
        """What makes events of the frames of a streamed response.

        Raises:
            APIResponseValidationError: The response is no stream of frames.
        """
        refuse_other_content(response, _STREAM)
        return FrameParser(response)

    def sign(self, request: Request, credential: Credential) -> None:
        """Make the finished request carry a signature, or the API key.

        Raises:
            AnthropicError: The body is an asynchronous stream, of which a signature would have to know all.
        """
        value = self._given() if credential is self.credential else credential.value
        if isinstance(value, Keys):
            self._sign_with(value, request)
        else:
            super().sign(request, Credential(value))

    def _sign_with(self, keys: Keys, request: Request) -> None:
        if not isinstance(request.stream, Iterable):
            raise AnthropicError("Bedrock signs the whole body, so `content` cannot be an asynchronous iterable.")
        encoding = request.headers.encoding
        headers = signed(
            [(name.decode(encoding), value.decode(encoding)) for name, value in request.headers.raw],
            method=request.method,
            target=request.url.raw_path.decode("ascii"),
            body=request.read(),
            keys=keys,
            region=self.aws_region,
            now=time.time(),
        )
        request.headers = Headers(headers, encoding=encoding)

    def fetch(self, spent: Optional[Credential]) -> Credential:
        """The keys that boto3 finds, or renews. Blocks.

        Raises:
            CredentialsError: There are none.
            MissingExtraError: boto3 is not installed.
        """
        if self.aws_access_key or self.aws_secret_key or self.aws_session_token:
            raise CredentialsError("Give both `aws_access_key` and `aws_secret_key`, or neither.")
        if isinstance(spent, ChainCredential) and spent.ends_within(None):
            return renewed(spent)
        return look_up(self.boto3_session or opened(self.aws_profile, self.aws_region))

    def refuses(self, response: Response) -> bool:
        """Whether the response says that temporary keys have expired."""
        kind: str = response.headers.get("x-amzn-errortype", "")
        return response.status_code in (400, 401, 403) and kind.startswith("ExpiredToken")

    def shares_credentials(self, other: Platform) -> bool:
        """Whether the other one asks boto3 for the same."""
        if not (isinstance(other, Bedrock) and self.fetches and other.fetches):
            return False
        return (self.aws_profile, self.boto3_session) == (other.aws_profile, other.boto3_session)

    def _settle(self) -> None:
        """Decide what signs: what was given, else the API key of the environment, else what boto3 finds."""
        others = (self.api_key, self.aws_access_key, self.aws_profile, self.boto3_session)
        self._ambient = secret("AWS_BEARER_TOKEN_BEDROCK", None, "AWS_BEARER_TOKEN_BEDROCK", *others)
        given = self._given()
        self.credential = None if given is None else Credential(given)
        self.fetches = given is None

    def _given(self) -> Union[str, Keys, None]:
        """What to sign with as far as it was given; read anew each time, as clients may have it changed.

        Keys that are given win over the API key of the environment.
        """
        if self.api_key or self._ambient:
            return self.api_key or self._ambient
        if self.aws_access_key and self.aws_secret_key:
            return Keys.of(self.aws_access_key, self.aws_secret_key, self.aws_session_token)
        return None

    def _found_region(self) -> str:
        """The region of the caller's session, of the environment, of the profile or of boto3, else one with a warning."""
        found = default_region(self.boto3_session) if self.boto3_session else None
        found = found or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        found = found or default_region(self.aws_profile)
        if found:
            return found
        log.warning("No AWS region specified, defaulting to %s", _FALLBACK_REGION)
        return _FALLBACK_REGION


def _plain(name: str, given: Optional[str]) -> Optional[str]:
    """An option that is a credential, as headers carry it."""
    return None if given is None else plain_secret(name, given)


def _segment(model: Any) -> str:
    """The model as one segment of a path; the colons of versions and ARNs stay what they are."""
    if not isinstance(model, str):
        raise TypeError(f"Expected a str for `model` but received {model!r}")
    if model.strip() in ("", ".", ".."):
        raise ValueError(f"Expected the id or ARN of a model for `model` but received {model!r}")
    return quote(model, safe=":")


def _betas(in_body: Any, headers: HeaderTable) -> List[str]:
    """What is asked for in the body and in the headers, each once."""
    asked: List[Any] = [*in_body] if isinstance(in_body, (list, tuple)) else []
    _, listed = headers.get("anthropic-beta", ("", ""))
    asked += [name.strip() for name in listed.split(",")] if isinstance(listed, str) else []
    return list(dict.fromkeys(name for name in asked if name))
