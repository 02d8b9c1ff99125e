"""An API that this project is not about: what the generator makes of its description is a package that works.

Whatever the generator, or the runtime under generated code, took for granted of its first API shows here.
"""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import os
import shutil
import subprocess
import sys
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any, Iterator, List

import pytest

from sdkgen.__main__ import main
from tests.sdkgen.observatory import Observatory, as_events, as_json
from tests.sdkgen.runtime import complete

SPEC = Path(__file__).with_name("foreign")
HALE = {"id": "hale", "name": "Hale", "created_at": "1928-06-01T00:00:00Z", "focal-length": 16.76}
STAR = {"kind": "star", "designation": "M31"}
OPENED = ("shutter.opened", {"phase": "shutter.opened", "exposure": {"id": "e1", "seconds": 1.5}})
FRAME = ("frame.read", {"counts": [1, 2]})
CLOSED = ("shutter.closed", {"phase": "shutter.closed"})
EVERY_NAME = """
import importlib, pkgutil, skywatch
for found in pkgutil.walk_packages(skywatch.__path__, "skywatch."):
    module = importlib.import_module(found.name)
    for name in getattr(module, "__all__", ()):
        getattr(module, name)
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project that holds the package, and whose package can be imported."""
    folder = tmp_path_factory.mktemp("foreign")
    assert main(["--spec", str(SPEC), "--root", str(folder)]) == 0
    complete(folder / "src" / "skywatch")
    shutil.copy(SPEC / "use.py", folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder / "src")
        yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] == "skywatch"]:
        del sys.modules[name]


@pytest.fixture
def observatory() -> Iterator[Observatory]:
    with Observatory() as server:
        yield server


@pytest.fixture(params=["Skywatch", "AsyncSkywatch"])
def client(request: Any, root: Path, observatory: Observatory) -> Iterator[Any]:
    made = getattr(importlib.import_module("skywatch"), request.param)(observer="ada", base_url=observatory.url)
    yield made
    value(made.close())


def value(made: Any) -> Any:
    """What a call gives, awaited where it has to be."""

    async def awaited() -> Any:
        return await made

    return asyncio.run(awaited()) if inspect.isawaitable(made) else made


def collected(made: Any) -> List[Any]:
    """All that iterating over what a call gives leads to, in either colour."""

    async def gathered() -> List[Any]:
        return [each async for each in (made if hasattr(made, "__aiter__") else await made)]

    return list(made) if hasattr(made, "__iter__") else asyncio.run(gathered())


def take(client: Any, **more: Any) -> Any:
    return client.telescopes.cameras.exposures.take("wide", telescope_id="hale", seconds=1.5, target=STAR, **more)


def says(root: Path, *command: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(root / "src"), "MYPYPATH": str(root / "src")}
    done = subprocess.run([sys.executable, *command], cwd=root, env=environment, capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


def test_every_name_of_it_can_be_imported_without_a_warning(root: Path) -> None:
    assert says(root, "-W", "error", "-c", EVERY_NAME) == ""


def test_pyright_finds_nothing_in_it(root: Path) -> None:
    settings = {
        "include": ["src/skywatch", "use.py"],
        "extraPaths": ["src"],
        "pythonVersion": "3.9",
        "typeCheckingMode": "strict",
        "reportPrivateUsage": False,
        "reportUnnecessaryIsInstance": False,
    }
    (root / "pyrightconfig.json").write_text(json.dumps(settings))

    assert says(root, "-m", "pyright", "--warnings", "--pythonpath", sys.executable) == ""


def test_mypy_finds_nothing_in_it(root: Path) -> None:
    settings = ["--strict", "--explicit-package-bases", "--python-version=3.10", "--config-file="]

    assert says(root, "-m", "mypy", *settings, "src/skywatch", "use.py") == ""


def test_nothing_generated_speaks_of_the_first_api(root: Path) -> None:
    sources = {path: path.read_text("utf-8") for path in root.rglob("*") if path.suffix in (".py", ".md", ".json")}
    generated = {path: text for path, text in sources.items() if "python -m sdkgen" in text[:60]}

    assert len(generated) > 30
    assert [path for path, text in generated.items() if "anthropic" in text.lower()] == []


def test_a_thing_is_created(client: Any, observatory: Observatory) -> None:
    observatory.says(as_json(HALE))

    made = value(client.telescopes.create(name="Hale", first_light=date(1949, 1, 26), focal_length=16.76, tenant="cit"))

    asked = observatory.asked[0]
    assert (asked.method, asked.path) == ("POST", "/v7/telescopes")
    assert json.loads(asked.body) == {"name": "Hale", "first_light": "1949-01-26", "focal-length": 16.76}
    assert asked.headers["skywatch-observer"] == "id=ada"
    assert asked.headers["skywatch-version"] == "7"
    assert asked.headers["skywatch-tenant"] == "cit"
    assert asked.headers["skywatch-preview"] == "fast-readout"
    assert made.created_at == datetime(1928, 6, 1, tzinfo=timezone.utc)
    assert (made.focal_length, made.first_light) == (16.76, None)


def test_what_a_header_lists_adds_up(client: Any, observatory: Observatory) -> None:
    observatory.says(as_json(HALE))
    own = client.with_options(default_headers={"Skywatch-Preview": "night"})

    value(own.telescopes.create(name="Hale", previews=["tilt"]))

    assert observatory.asked[0].headers["skywatch-preview"] == "night,tilt,fast-readout"
    assert "skywatch-tenant" not in observatory.asked[0].headers


def test_parameters_of_nested_resources_go_into_the_path(client: Any, observatory: Observatory) -> None:
    observatory.says(as_json({"id": "wide", "filters": ["g"], "class": "ccd", "labels": {"maker": "x"}}))

    camera = value(client.telescopes.cameras.mount("wi/de", telescope_id="hale", filters=["g"], class_="ccd"))

    assert observatory.asked[0].method == "PUT"
    assert observatory.asked[0].path == "/v7/telescopes/hale/cameras/wi%2Fde"
    assert json.loads(observatory.asked[0].body) == {"filters": ["g"], "class": "ccd"}
    assert (camera.class_, camera.labels) == ("ccd", {"maker": "x"})


def test_an_operation_without_an_answer_gives_nothing(client: Any, observatory: Observatory) -> None:
    observatory.says((204, "text/plain", b""))

    assert value(client.telescopes.scrap("hale")) is None


def test_a_list_goes_on_by_cursor(client: Any, observatory: Observatory) -> None:
    observatory.says(as_json({"data": [HALE], "next_page": "p2"}), as_json({"data": [HALE, HALE]}))

    telescopes = collected(client.telescopes.list(site="Palomar"))

    assert [each.id for each in telescopes] == ["hale"] * 3
    assert [each.query for each in observatory.asked] == ["site=Palomar", "site=Palomar&page=p2"]


def test_a_list_goes_on_by_token(client: Any, observatory: Observatory) -> None:
    page = {"data": [{"id": "wide", "filters": []}]}
    observatory.says(as_json({**page, "next_page": "t2"}), as_json({**page, "next_page": None}))

    cameras = collected(client.telescopes.cameras.list("hale"))

    assert [each.id for each in cameras] == ["wide", "wide"]
    assert observatory.asked[1].query == "page_token=t2"


def test_files_are_uploaded(client: Any, observatory: Observatory) -> None:
    observatory.says(as_json({"id": "p1", "size": 4}))

    value(client.plates.upload(scan=("m31.fits", b"SIMPLE"), sleeves=[b"front", b"back"], taken_on="1899"))

    asked = observatory.asked[0]
    assert asked.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="scan"; filename="m31.fits"' in asked.body
    assert asked.body.count(b'name="sleeves[]"') == 2
    assert b'name="taken-on"' in asked.body


def test_a_file_is_downloaded(client: Any, observatory: Observatory) -> None:
    observatory.says((200, "image/fits", b"SIMPLE"))

    image = value(client.plates.image("p1"))

    assert value(image.read()) == b"SIMPLE"
    assert observatory.asked[0].headers["accept"] == "image/fits"


def test_lines_are_read_one_by_one(client: Any, observatory: Observatory) -> None:
    line = b'{"at": "1949-01-26T20:00:00Z", "text": "clear"}\n'
    observatory.says((200, "application/x-jsonl", line * 2))

    entries = collected(client.telescopes.log("hale"))

    assert [(each.at.year, each.text) for each in entries] == [(1949, "clear")] * 2
    assert observatory.asked[0].headers["accept"] == "application/x-jsonl"


def test_a_type_may_hold_itself(client: Any, observatory: Observatory) -> None:
    leaf = {"name": "M31", "regions": [], "parent": {"name": "sky", "regions": []}}
    observatory.says(as_json({"name": "sky", "regions": [leaf]}))

    sky = value(client.catalogue.tree(depth=2))

    assert type(sky.regions[0].parent) is type(sky)
    assert sky.regions[0].parent.name == "sky"


def test_events_of_its_own_are_streamed(client: Any, observatory: Observatory) -> None:
    observatory.says(as_events(OPENED, ("weather", {"rain": False}), FRAME, CLOSED))

    events = collected(take(client, live=True))

    assert [type(event).__name__ for event in events] == ["ShutterOpened", "FrameRead", "ShutterClosed"]
    assert events[1].phase == "frame.read"
    assert json.loads(observatory.asked[0].body)["live"] is True


def test_a_stream_that_lacks_its_last_event_is_incomplete(client: Any, observatory: Observatory) -> None:
    observatory.says(as_events(OPENED, FRAME))

    with pytest.raises(client_error("APIConnectionError"), match="before its last event"):
        collected(take(client, live=True))


def test_a_failure_in_a_stream_is_raised(client: Any, observatory: Observatory) -> None:
    observatory.says(as_events(OPENED, ("fault", {"reason": "clouds"})))

    with pytest.raises(client_error("APIStatusError"), match="clouds"):
        collected(take(client, live=True))


def test_without_the_switch_the_answer_comes_whole(client: Any, observatory: Observatory) -> None:
    observatory.says(as_json({"id": "e1", "seconds": 1.5, "quality": "good"}))

    exposure = value(take(client, not_before=datetime(2030, 1, 1, tzinfo=timezone.utc)))

    assert (exposure.id, exposure.quality) == ("e1", "good")
    assert json.loads(observatory.asked[0].body)["not_before"] == "2030-01-01T00:00:00+00:00"


def test_a_missing_argument_is_named(client: Any) -> None:
    with pytest.raises(TypeError, match="'telescope_id'"):
        client.telescopes.cameras.exposures.take("wide", seconds=1.5, target=STAR)


def test_errors_have_a_class_and_a_body(client: Any, observatory: Observatory) -> None:
    observatory.says(as_json({"reason": "no such telescope"}, status=404))

    with pytest.raises(client_error("NotFoundError")) as caught:
        value(client.telescopes.retrieve("lost"))

    assert caught.value.body == {"reason": "no such telescope"}
    assert isinstance(caught.value, client_error("SkywatchError"))


def test_the_environment_names_observer_and_place(
    root: Path, observatory: Observatory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKYWATCH_OBSERVER", "vera")
    monkeypatch.setenv("SKYWATCH_URL", observatory.url)
    observatory.says(as_json(HALE))

    with importlib.import_module("skywatch").Skywatch() as client:
        client.telescopes.with_raw_response.retrieve("hale").parse()

    assert observatory.asked[0].headers["skywatch-observer"] == "id=vera"


def test_without_an_observer_nothing_is_sent(root: Path, observatory: Observatory) -> None:
    client = importlib.import_module("skywatch").Skywatch(base_url=observatory.url)

    with pytest.raises(TypeError, match="`observer`"):
        client.telescopes.retrieve("hale")

    assert observatory.asked == []


def client_error(name: str) -> Any:
    return getattr(importlib.import_module("skywatch._exceptions"), name)
