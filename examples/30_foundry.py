"""Ask Claude in Microsoft Foundry. The variables ANTHROPIC_FOUNDRY_RESOURCE and ANTHROPIC_FOUNDRY_API_KEY name resource and key.

Without a key, pass `azure_ad_token_provider`: any function that gives an Entra ID token, such as azure-identity's
`get_bearer_token_provider(DefaultAzureCredential(), "https://ai.azure.com/.default")`.
"""

from anthropic import AnthropicFoundry

client = AnthropicFoundry()

message = client.messages.create(
    model="claude-haiku-4-5",
    max_tokens=256,
    messages=[{"role": "user", "content": "Hello, Claude"}],
)
print(message.text)
