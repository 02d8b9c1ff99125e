"""AWS credentials: given, or by boto3's own chain over real files, variables and local services (BR-07, KD-27)."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import CredentialRetrievalError, ProfileNotFound

from anthropic import AnthropicError
from anthropic._exceptions import CredentialsError, MissingExtraError
from anthropic._sync.credentials import Credentials
from anthropic.lib.bedrock._rules import Bedrock
from anthropic.lib.bedrock._signature import Keys
from tests.platforms.aws import MetadataService

PROFILES = """
[default]
aws_access_key_id = DEFAULT
aws_secret_access_key = d
[work]
aws_access_key_id = WORK
aws_secret_access_key = w
aws_session_token = t
region = eu-west-1
"""


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    folder = tmp_path / ".aws"
    folder.mkdir()
    (folder / "credentials").write_text(PROFILES)
    return folder / "credentials"


@pytest.fixture
def instance(monkeypatch: pytest.MonkeyPatch) -> Any:
    with MetadataService() as service:
        monkeypatch.delenv("AWS_EC2_METADATA_DISABLED")
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", service.address)
        yield service


def credentials(**given: Any) -> Credentials:
    return Credentials(Bedrock(aws_region="us-east-1", **given))


def keys(**given: Any) -> Any:
    return credentials(**given).current().value


def test_keys_that_are_given_are_used_as_they_are_without_boto3() -> None:
    program = (
        "import sys; from anthropic.lib.bedrock._rules import Bedrock\n"
        "found = Bedrock(aws_access_key='a', aws_secret_key='s', aws_session_token='t', aws_region='r').credential\n"
        "assert found.value == ('a', 's', 't') and 'boto3' not in sys.modules, found"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_the_variables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "E")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "e")

    assert keys() == Keys("E", "e")


def test_the_default_profile_is_read(profiles: Path) -> None:
    assert keys() == Keys("DEFAULT", "d")


def test_a_profile_is_read_and_gives_the_region(profiles: Path) -> None:
    assert keys(aws_profile="work") == Keys("WORK", "w", "t")
    assert Bedrock(aws_profile="work").aws_region == "eu-west-1"


def test_a_session_of_the_caller_is_asked_for_keys_and_region(profiles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = boto3.Session(profile_name="work")
    monkeypatch.setenv("AWS_REGION", "another")

    assert keys(boto3_session=session) == Keys("WORK", "w", "t")
    assert Bedrock(boto3_session=session).aws_region == "eu-west-1"


def test_a_program_that_a_profile_names_is_run(tmp_path: Path, profiles: Path) -> None:
    answer = '{"Version": 1, "AccessKeyId": "P", "SecretAccessKey": "p"}'
    (tmp_path / "print.py").write_text(f"print('''{answer}''')")
    profiles.write_text(f"[default]\ncredential_process = {sys.executable} {tmp_path / 'print.py'}\n")

    assert keys() == Keys("P", "p")


def test_the_metadata_service_of_an_instance_is_asked_once(instance: MetadataService) -> None:
    found = credentials()

    assert [found.current().value for _ in range(3)] == [Keys("ASIA1", "temporary", "token1")] * 3
    assert len(instance.lookups) == 1


def test_the_metadata_service_of_a_container_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with MetadataService() as service:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{service.address}/container")

        assert keys() == Keys("ASIA1", "temporary", "token1")
        assert service.lookups == ["/container"]


@pytest.fixture
def sts(monkeypatch: pytest.MonkeyPatch) -> Any:
    with MetadataService() as service:
        monkeypatch.setenv("AWS_ENDPOINT_URL_STS", service.address)
        yield service


def test_a_web_identity_is_exchanged_for_keys(
    sts: MetadataService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "identity").write_text("eyJ.token")
    monkeypatch.setenv("AWS_WEB_IDENTITY_TOKEN_FILE", str(tmp_path / "identity"))
    monkeypatch.setenv("AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/reader")

    assert keys() == Keys("ASIA1", "temporary", "token1")
    assert sts.lookups == ["AssumeRoleWithWebIdentity"]


def test_a_role_that_a_profile_names_is_assumed(sts: MetadataService, profiles: Path) -> None:
    role = "[profile reader]\nrole_arn = arn:aws:iam::123456789012:role/reader\nsource_profile = work\n"
    (profiles.parent / "config").write_text(role)

    assert keys(aws_profile="reader") == Keys("ASIA1", "temporary", "token1")
    assert sts.lookups == ["AssumeRole"]


def test_keys_are_renewed_before_they_expire(monkeypatch: pytest.MonkeyPatch) -> None:
    with MetadataService(lifetime=14 * 60) as service:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{service.address}/container")
        found = credentials()
        first = found.current()
        states = first.is_due(time.time(), None), first.serves(time.time(), None)
        service.lifetime = 3600
        others = [found.current() for _ in range(3)]

    assert states == (True, True)
    assert {each.value.access_key for each in others} == {f"ASIA{len(service.lookups)}"}


def test_keys_that_cannot_be_renewed_serve_to_their_end(monkeypatch: pytest.MonkeyPatch) -> None:
    with MetadataService(lifetime=14 * 60) as service:
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{service.address}/container")
        found = credentials()
        first = found.current()

    assert found.current().value == first.value


def test_a_hundred_first_callers_share_one_lookup(instance: MetadataService) -> None:
    instance.delay = 0.1
    shared, found, start = credentials(), [], threading.Barrier(100)

    def ask() -> None:
        start.wait()
        found.append(shared.current().value)

    asking = [threading.Thread(target=ask) for _ in range(100)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()

    assert found == [Keys("ASIA1", "temporary", "token1")] * 100
    assert len(instance.lookups) == 1


def test_keys_that_the_server_refuses_are_looked_up_anew(profiles: Path) -> None:
    found = credentials()
    first = found.current()
    profiles.write_text(PROFILES.replace("DEFAULT", "ROTATED"))

    assert found.current().value == Keys("DEFAULT", "d")
    assert found.current(refused=first).value == found.current().value == Keys("ROTATED", "d")


def test_without_any_the_error_says_what_to_do() -> None:
    with pytest.raises(RuntimeError, match="could not resolve credentials from session.*aws_profile") as caught:
        keys()

    assert isinstance(caught.value, AnthropicError)


def test_a_lookup_that_failed_is_made_again(tmp_path: Path) -> None:
    found = credentials()
    with pytest.raises(CredentialsError):
        found.current()

    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "credentials").write_text(PROFILES)

    assert found.current().value == Keys("DEFAULT", "d")


def test_an_unknown_profile_is_an_error_of_this_package() -> None:
    with pytest.raises(AnthropicError, match="nobody") as caught:
        keys(aws_profile="nobody")

    assert isinstance(caught.value.__cause__, ProfileNotFound)


def test_a_program_that_fails_is_an_error_of_this_package(profiles: Path) -> None:
    profiles.write_text(f"[default]\ncredential_process = {sys.executable} -c 'raise SystemExit(1)'\n")

    with pytest.raises(CredentialsError) as caught:
        keys()

    assert isinstance(caught.value.__cause__, CredentialRetrievalError)


@pytest.mark.parametrize("given", ["aws_access_key", "aws_secret_key", "aws_session_token"])
def test_half_of_what_it_takes_is_refused(given: str) -> None:
    with pytest.raises(CredentialsError, match="both"):
        keys(**{given: "x"})


def test_without_boto3_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)

    with pytest.raises(MissingExtraError, match=r"pip install 'anthropic\[bedrock\]'"):
        keys()
