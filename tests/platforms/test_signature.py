"""Signatures of AWS against those of botocore, off-line and at a fixed time (BR-06)."""

from __future__ import annotations

import datetime
import string
from typing import Any, List, Optional, Tuple
from unittest.mock import patch
from urllib.parse import quote

import botocore.auth
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials
from hypothesis import given, settings, strategies as st

from anthropic.lib.bedrock._signature import Keys, signed

EXAMPLE = Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
THEIRS = {"date", "x-amz-date", "x-amz-security-token", "authorization", "host"}

tokens = st.text(string.ascii_letters + string.digits + "-", min_size=1, max_size=12)
repeated = st.sampled_from(["x-a", "X-A", "x-b"])
names = st.one_of(repeated, tokens.filter(lambda name: name.lower() not in THEIRS))
values = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=30)
headers = st.lists(st.tuples(names, values.map(lambda value: f"  {value}\t ")), max_size=8)
segments = st.one_of(st.text(max_size=12), st.sampled_from([".", "..", "", "a%2Fb", "x:0", "arn:aws:bedrock/é"]))
paths = st.lists(segments, max_size=5).map(lambda each: "/" + "/".join(quote(s, safe=":@!$&'()*+,;=~") for s in each))
queries = st.lists(st.tuples(st.one_of(repeated, st.text(min_size=1, max_size=8)), st.text(max_size=8)), max_size=5)
secrets = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)
moments = st.integers(0, 4_000_000_000)
regions = st.sampled_from(["us-east-1", "eu-west-3", "ap-southeast-2", "us-gov-west-1"])


def reference(
    moment: int, region: str, keys: Keys, method: str, url: str, sent: List[Tuple[str, str]], body: bytes
) -> AWSRequest:
    """The request as botocore signs it."""
    request = AWSRequest(method=method, url=url, data=body)
    for name, value in sent:
        request.headers.add_header(name, value)
    today = datetime.datetime.fromtimestamp(moment, datetime.timezone.utc)
    with patch.object(botocore.auth, "get_current_datetime", lambda *_: today):
        SigV4Auth(ReadOnlyCredentials(*keys), "bedrock", region).add_auth(request)
    return request


@settings(max_examples=2500, deadline=None)
@given(
    moment=moments,
    region=regions,
    access_key=secrets,
    secret_key=secrets,
    token=st.one_of(st.none(), secrets),
    method=st.sampled_from(["POST", "GET", "put", "DELETE"]),
    path=paths,
    query=queries,
    given_headers=headers,
    body=st.binary(max_size=200),
)
def test_a_signature_is_the_one_of_botocore(
    moment: int,
    region: str,
    access_key: str,
    secret_key: str,
    token: Optional[str],
    method: str,
    path: str,
    query: Any,
    given_headers: Any,
    body: bytes,
) -> None:
    keys = Keys(access_key, secret_key, token)
    target = path + ("?" + "&".join(f"{quote(n, safe='')}={quote(v, safe='')}" for n, v in query) if query else "")
    sent = [("Host", "bedrock-runtime.example.com"), *given_headers]

    ours = signed(sent, method=method, target=target, body=body, keys=keys, region=region, now=moment)
    theirs = reference(moment, region, keys, method.upper(), f"https://{sent[0][1]}{target}", sent, body)

    assert {n: v for n, v in ours if n[0].isupper()} == {
        n: v for n, v in theirs.headers.items() if n in ("Authorization", "X-Amz-Date", "X-Amz-Security-Token")
    }


def sign(target: str = "/", sent: Any = (("Host", "h"),), **options: Any) -> "dict[str, str]":
    given_options: Any = {"method": "POST", "body": b"", "keys": EXAMPLE, "region": "us-east-1", "now": 1e9}
    return dict(signed(sent, target=target, **{**given_options, **options}))


def test_header_names_are_sent_in_lower_case_but_for_those_of_aws() -> None:
    sent = [("Host", "h"), ("Content-Type", "application/json"), ("Connection", "keep-alive")]

    found = sign("/", sent, keys=EXAMPLE._replace(token="t"))

    assert list(found) == [
        "host",
        "content-type",
        "connection",
        "X-Amz-Date",
        "X-Amz-Security-Token",
        "Authorization",
    ]
    assert "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token," in found["Authorization"]


def test_a_signed_request_is_signed_anew_and_not_twice() -> None:
    first = sign("/a")

    again = sign("/a", first.items(), now=1e9 + 1)

    assert list(again) == list(first)
    assert again["X-Amz-Date"] == "20010909T014641Z"
    assert again["Authorization"] != first["Authorization"]


@pytest.mark.parametrize("sent", ["/?a=b%3Ac&x=%2F", "/?a=b:c&x=/", "/?x=%2f&a=b:c"])
def test_a_query_is_signed_as_aws_reads_it_however_it_is_encoded(sent: str) -> None:
    assert sign(sent) == sign("/?a=b%3Ac&x=%2F")


def test_an_escaped_slash_of_an_arn_is_escaped_again() -> None:
    url = "https://h/model/arn%3Aaws%2Fx/invoke"

    theirs = reference(1_000_000_000, "us-east-1", EXAMPLE, "POST", url, [("Host", "h")], b"")

    assert sign("/model/arn%3Aaws%2Fx/invoke")["Authorization"] == theirs.headers["Authorization"]


def test_the_key_of_one_day_does_not_sign_another() -> None:
    days = [sign(now=now)["Authorization"].rpartition("=")[2] for now in (0, 86_400, 0)]

    assert days[0] == days[2] != days[1]


def test_credentials_do_not_show() -> None:
    assert EXAMPLE.secret_key not in f"{EXAMPLE!r} {EXAMPLE} {EXAMPLE!s} {[EXAMPLE]}"
    assert EXAMPLE.access_key not in repr(EXAMPLE)
