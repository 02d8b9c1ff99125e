"""Hand a reply on while it is written. Run it with `uvicorn --app-dir examples 34_fastapi:app`, then
`curl -N 'http://127.0.0.1:8000/ask?question=Hello'`."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, StreamingResponse

from anthropic import APIStatusError, AsyncAnthropic, AsyncStream
from anthropic.types import RawMessageStreamEvent

client = AsyncAnthropic()


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncGenerator[None, None]:
    async with client:
        yield


app = FastAPI(lifespan=lifespan)


@app.get("/ask")
async def ask(question: str) -> StreamingResponse:
    # The call returns when the API has accepted it: what it refuses is an error of this endpoint, not of a broken stream.
    events = await client.messages.create(
        model="claude-haiku-4-5",
        max_tokens=1024,
        messages=[{"role": "user", "content": question}],
        stream=True,
    )
    return StreamingResponse(texts(events), media_type="text/plain")


async def texts(events: AsyncStream[RawMessageStreamEvent]) -> AsyncIterator[str]:
    async with events:  # a reader that hangs up ends the request to the API as well
        async for event in events:
            if event.type == "content_block_delta" and event.delta.type == "text_delta":
                yield event.delta.text


@app.exception_handler(APIStatusError)
async def refused(_: Request, error: APIStatusError) -> JSONResponse:
    return JSONResponse({"error": error.type, "request_id": error.request_id}, status_code=502)
