"""Let the model search the web. The API runs the searches; your program does nothing but read what was found."""

from anthropic import Anthropic

client = Anthropic()

message = client.messages.create(
    model="claude-haiku-4-5",
    max_tokens=1024,
    tools=[{"type": "web_search_20250305", "name": "web_search", "max_uses": 3}],
    messages=[{"role": "user", "content": "Search the web: what is the longest fjord of Norway?"}],
)
for block in message.content:
    if block.type == "server_tool_use":
        print("searched for", block.input)
    elif block.type == "web_search_tool_result":
        if isinstance(block.content, list):
            print("found", [result.url for result in block.content])
        else:
            print("the search failed:", block.content.error_code)
    elif block.type == "text":
        print(block.text, [each.url for each in block.citations or [] if each.type == "web_search_result_location"])

if message.usage.server_tool_use:
    print(message.usage.server_tool_use.web_search_requests, "search(es) to pay for")
