"""What the simulated API is told to say to some examples, as it does not do it by itself."""

from __future__ import annotations

import json
from typing import Any, Callable, Dict

from anthropic.testing import SimulatedAPI
from tests.wire import message_body

__all__ = ["SCRIPTS"]

VERSION: Dict[str, Any] = {
    "id": "skillver_1",
    "type": "skill_version",
    "skill_id": "skill_1",
    "version": "1759178010641129",
    "name": "minutes",
    "directory": "minutes",
    "description": "Writes minutes.",
    "created_at": "2026-01-01T00:00:00Z",
}
SKILL: Dict[str, Any] = {
    "id": "skill_1",
    "type": "skill",
    "source": "custom",
    "display_title": "Minutes",
    "latest_version": VERSION["version"],
    "created_at": "2026-01-01T00:00:00Z",
    "updated_at": "2026-01-01T00:00:00Z",
}
FILE: Dict[str, Any] = {
    "id": "file_1",
    "type": "file",
    "filename": "minutes.md",
    "mime_type": "text/markdown",
    "size_bytes": 34,
    "created_at": "2026-01-01T00:00:00Z",
    "downloadable": True,
}


def says(api: SimulatedAPI, *values: Dict[str, Any]) -> None:
    """Queue answers to requests that are no messages."""
    for value in values:
        api.script.raw(200, {"content-type": "application/json"}, dump(value))


def dump(value: object) -> bytes:
    return json.dumps(value).encode()


def skills(api: SimulatedAPI) -> None:
    output = {"type": "bash_code_execution_output", "file_id": FILE["id"]}
    ran = {"type": "bash_code_execution_result", "stdout": "", "stderr": "", "return_code": 0, "content": [output]}
    says(api, SKILL)
    api.script.reply(
        {
            "content": [
                {"type": "server_tool_use", "id": "srvtoolu_1", "name": "bash_code_execution", "input": {}},
                {"type": "bash_code_execution_tool_result", "tool_use_id": "srvtoolu_1", "content": ran},
                {"type": "text", "text": "The minutes are in minutes.md."},
            ],
            "container": {"id": "container_1", "expires_at": "2026-01-01T00:00:00Z", "skills": []},
        }
    )
    says(api, FILE)
    api.script.raw(200, {"content-type": "text/markdown"}, b"# May 4\n\n- Chairs are bought: Ada\n")
    says(api, {"data": [VERSION], "has_more": False, "next_page": None})
    says(api, {"id": VERSION["version"], "type": "skill_version_deleted"}, {"id": "skill_1", "type": "skill_deleted"})


def caching(api: SimulatedAPI) -> None:
    usage = {"input_tokens": 12, "output_tokens": 5}
    api.script.reply({"usage": {**usage, "cache_creation_input_tokens": 5000, "cache_read_input_tokens": 0}})
    api.script.reply({"usage": {**usage, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 5000}})


def limits(api: SimulatedAPI) -> None:
    told = {"limit": "50", "remaining": "49", "reset": "2026-01-01T00:00:00Z"}
    headers = {f"anthropic-ratelimit-requests-{name}": value for name, value in told.items()}
    api.script.raw(200, {"content-type": "application/json", **headers}, dump(message_body()))


def trouble(api: SimulatedAPI) -> None:
    api.script.status(529, retry_after_ms=1)


SCRIPTS: Dict[str, Callable[[SimulatedAPI], None]] = {
    "16_skills.py": skills,
    "19_caching.py": caching,
    "22_errors.py": trouble,
    "23_rate_limits.py": limits,
    "24_raw_responses.py": trouble,
}
