"""The scripted model: it knows only the request, and answers it by rules (reference sandbox.md 2). Scripted, not intelligent."""

from sandbox.assistant.models import answer

__all__ = ["answer"]
