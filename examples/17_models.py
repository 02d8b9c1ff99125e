"""List the models, page by page or all at once, and look one up."""

from anthropic import Anthropic

client = Anthropic()

page = client.models.list(limit=2)
print("first page:", [model.id for model in page.data])
print("all:", [model.id for model in client.models.list(limit=2)])
print("one:", client.models.retrieve("claude-haiku-4-5").display_name)
