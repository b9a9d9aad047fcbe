"""The outside world on one machine: Meta, OpenAI and Inmoenter played, with a phone to try them; it imports nothing of the product."""
