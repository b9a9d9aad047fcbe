"""The assistant: OpenAI's Responses API, our tools and our instructions behind the port `Assistant`."""
