"""Calls as a user of the invented API writes them; type checkers read it, nothing runs it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional, Union

from skywatch import AsyncSkywatch, AsyncStream, Skywatch, Stream
from skywatch.types import Position, Region, Telescope
from skywatch.types.cameras import Camera, Exposure, FrameRead, ShutterClosed, ShutterOpened
from typing_extensions import assert_type


def sync(client: Skywatch, live: bool) -> None:
    telescope = client.telescopes.create(name="Hale", first_light=date(1949, 1, 26), previews=["tilt"], tenant="t")
    assert_type(telescope.created_at, datetime)
    assert_type(telescope.position, Union[Position, str, None])
    for camera in client.telescopes.cameras.list("t"):
        assert_type(camera, Camera)
    exposures = client.telescopes.cameras.exposures
    assert_type(exposures.take("c", telescope_id="t", seconds=1, target={"kind": "star", "designation": "x"}), Exposure)
    comet = exposures.take(
        "c", telescope_id="t", seconds=1, target={"kind": "comet", "perihelion": "1986-02-09"}, live=True
    )
    assert_type(comet, Stream[Union[ShutterOpened, FrameRead, ShutterClosed]])
    either = exposures.take("c", telescope_id="t", seconds=1, target={"kind": "star", "designation": "x"}, live=live)
    assert_type(either, Union[Exposure, Stream[Union[ShutterOpened, FrameRead, ShutterClosed]]])
    assert_type(client.plates.upload(scan=b"x", sleeves=[b"y"]).size, int)
    assert_type(client.catalogue.tree().parent, Optional[Region])
    assert_type(client.telescopes.with_raw_response.retrieve("t").parse(), Telescope)


async def asynchronous(client: AsyncSkywatch) -> None:
    assert_type(await client.telescopes.retrieve("t"), Telescope)
    async for telescope in client.telescopes.list(site="Palomar"):
        assert_type(telescope, Telescope)
    stream = await client.telescopes.cameras.exposures.take(
        "c", telescope_id="t", seconds=1, target={"kind": "star", "designation": "x"}, live=True
    )
    assert_type(stream, AsyncStream[Union[ShutterOpened, FrameRead, ShutterClosed]])
    assert_type(await (await client.plates.image("p")).read(), bytes)
