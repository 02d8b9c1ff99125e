"""What a reply rests on: a passage of a document that may be cited, or a page that a search of the web found.

The simulated web has one page for whatever is searched for.
"""

from __future__ import annotations

import re
from typing import List, Optional

from .values import JSON, JSONObject, identifier, objects

__all__ = ["grounded", "searches"]

_SEARCH = re.compile(r"\b(search|web|internet)\b", re.IGNORECASE)
_WORD = re.compile(r"\w{4,}")
_SENTENCE = re.compile(r"\S[^.!?]*[.!?]?")
_LONGEST_CITED = 150


def grounded(body: JSONObject, prompt: str) -> List[JSONObject]:
    """The blocks that search and cite, before the reply proper; none unless the request allows them and asks for them."""
    return [*_searched(body, prompt), *_cited(body, prompt)]


def searches(blocks: List[JSONObject]) -> int:
    """How often a reply searched the web."""
    return sum(1 for block in blocks if block.get("type") == "server_tool_use" and block.get("name") == "web_search")


def _searched(body: JSONObject, prompt: str) -> List[JSONObject]:
    offered = any(str(tool.get("type")).startswith("web_search_") for tool in objects(body.get("tools")))
    choice = body.get("tool_choice")
    refused = isinstance(choice, dict) and choice.get("type") == "none"
    if not offered or refused or not _SEARCH.search(prompt):
        return []
    id = identifier("srvtoolu", prompt)
    page: JSONObject = {"title": "A page of the simulated web", "url": "https://example.com/found"}
    found: JSONObject = {
        "type": "web_search_result",
        "page_age": None,
        "encrypted_content": identifier("content", prompt),
        **page,
    }
    cited: JSONObject = {
        "type": "web_search_result_location",
        "cited_text": prompt[:_LONGEST_CITED],
        "encrypted_index": identifier("index", prompt),
        **page,
    }
    return [
        {"type": "server_tool_use", "id": id, "name": "web_search", "input": {"query": prompt}},
        {"type": "web_search_tool_result", "tool_use_id": id, "content": [found]},
        {"type": "text", "text": "A page of the simulated web tells of it. ", "citations": [cited]},
    ]


def _cited(body: JSONObject, prompt: str) -> List[JSONObject]:
    blocks = (block for turn in objects(body.get("messages")) for block in objects(turn.get("content")))
    documents = [block for block in blocks if block.get("type") == "document"]
    for index, document in enumerate(documents):
        text = _citable(document)
        if text:
            passage = _passage(text, prompt)
            location: JSONObject = {
                "type": "char_location",
                "document_index": index,
                "document_title": document.get("title"),
                "start_char_index": passage.start(),
                "end_char_index": passage.end(),
                "cited_text": passage[0],
                "file_id": None,
            }
            return [{"type": "text", "text": f'The document says: "{passage[0]}" ', "citations": [location]}]
    return []


def _citable(document: JSONObject) -> Optional[str]:
    """The text of a document in plain text whose citations are on."""
    citations, source = document.get("citations"), document.get("source")
    on = isinstance(citations, dict) and citations.get("enabled") is True
    text: JSON = source.get("data") if isinstance(source, dict) and source.get("type") == "text" else None
    return text if on and isinstance(text, str) and text.strip() else None


def _passage(text: str, prompt: str) -> re.Match[str]:
    """The sentence that has most words in common with the prompt; the first of several."""
    wanted = set(_WORD.findall(prompt.lower()))
    return max(_SENTENCE.finditer(text), key=lambda found: len(wanted & set(_WORD.findall(found[0].lower()))))
