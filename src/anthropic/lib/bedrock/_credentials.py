"""AWS credentials by boto3's chain: profiles, environment, roles, programs, metadata services.

A lookup may block for seconds; who may wait for it, and that all wait for the same one, is not decided here. boto3 is
imported by the first lookup, and nothing of it gets out: neither its types nor its errors.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Optional, Protocol, Union

from ..._core.platform import Credential
from ..._exceptions import CredentialsError, MissingExtraError
from ..._utils._secrets import hidden, rootless
from ._signature import Keys

__all__ = ["ChainCredential", "Session", "default_region", "look_up", "opened", "renewed"]

_LAST_SECONDS = 60
"""What is left of credentials when nobody should sign with them any more."""

_HINT = (
    "Pass `aws_access_key` and `aws_secret_key`, name an `aws_profile`, or set up what boto3 reads: the variables "
    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, ~/.aws/credentials, or a role."
)


class Session(Protocol):
    """A `boto3.Session`."""

    @property
    def region_name(self) -> Any:
        """The region that the session defaults to."""
        ...

    def get_credentials(self) -> Any:
        """What the session's chain finds."""
        ...


class ChainCredential(Credential):
    """Keys that boto3 found, and whether they have to be renewed, which boto3 knows."""

    __slots__ = ("source",)

    def __init__(self, source: Any, keys: Keys) -> None:
        super().__init__(keys)
        self.source = source

    def ends_within(self, seconds: Optional[int]) -> bool:
        """Whether the keys expire so soon; `None` stands for boto3's own idea of when to renew."""
        renewable = getattr(self.source, "refresh_needed", None)
        return renewable is not None and bool(renewable(seconds))

    def is_due(self, now: float, refused: Optional[Credential]) -> bool:
        """Whether boto3 would renew them."""
        return super().is_due(now, refused) or self.ends_within(None)

    def serves(self, now: float, refused: Optional[Credential]) -> bool:
        """Whether they can be signed with at all."""
        return super().serves(now, refused) and not self.ends_within(_LAST_SECONDS)


def opened(profile: Optional[str], region: Optional[str]) -> Session:
    """A new session of boto3.

    Raises:
        MissingExtraError: boto3 is not installed.
        CredentialsError: There is no such profile, or boto3 cannot read its files.
    """
    try:
        session: Session = import_module("boto3").Session(profile_name=profile, region_name=region)
    except ImportError as error:
        raise MissingExtraError("boto3", "bedrock") from error
    except Exception as error:  # boto3 and what it loads raise errors of many roots
        raise CredentialsError(f"boto3 could not be set up: {error} {_HINT}") from rootless(error)
    return session


def default_region(holder: Union[Session, str, None]) -> Optional[str]:
    """The region that a session, a profile or boto3 itself defaults to; `None` where there is none, or no boto3."""
    try:
        session = opened(holder, None) if isinstance(holder, str) or holder is None else holder
        return session.region_name or None
    except Exception:
        return None  # if there is something wrong, whoever needs the keys is told


def look_up(session: Session) -> Credential:
    """The keys that the session's chain finds.

    Raises:
        CredentialsError: There are none.
    """
    try:
        source = session.get_credentials()
    except Exception as error:  # see `opened`
        raise CredentialsError(f"boto3 could not look up the AWS credentials: {error} {_HINT}") from rootless(error)
    return _frozen(source)


def renewed(credential: ChainCredential) -> Credential:
    """The keys of the same holder, newer where that is due.

    Raises:
        CredentialsError: They could not be renewed.
    """
    return _frozen(credential.source)


def _frozen(source: Any) -> Credential:
    try:
        keys = _hidden(source.get_frozen_credentials()) if source else None
    except Exception as error:  # see `opened`
        raise CredentialsError(f"boto3 could not get the AWS credentials: {error} {_HINT}") from rootless(error)
    if keys is None or not (keys.access_key and keys.secret_key):
        raise CredentialsError(f"could not resolve credentials from session. {_HINT}")
    try:
        return ChainCredential(source, Keys.of(keys.access_key, keys.secret_key, keys.token))
    except (TypeError, ValueError) as error:
        raise CredentialsError(f"boto3 found AWS credentials that cannot be sent: {error}") from None


def _hidden(keys: Any) -> Keys:
    """The keys in a form that may be recorded; boto3's shows them."""
    return Keys(hidden(keys.access_key), hidden(keys.secret_key), hidden(keys.token))
