"""Transcription: gives back the words that the sandbox wrote into its own recording."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.generated import heard
from sandbox.openai_api.refusals import Refused, guarded, missing

MOST_BYTES = 25 * 1024 * 1024
FORMATS = ("flac", "m4a", "mp3", "mp4", "mpeg", "mpga", "oga", "ogg", "wav", "webm")


def routes() -> list[Route]:
    """The addresses under /audio."""
    return [Route("/audio/transcriptions", guarded(_transcribe), methods=["POST"])]


async def _transcribe(request: Request) -> Response:
    async with request.form() as form:
        upload, shape = form.get("file"), form.get("response_format", "json")
        for name, given in (("file", isinstance(upload, UploadFile)), ("model", bool(form.get("model")))):
            if not given:
                raise missing(name)
        assert isinstance(upload, UploadFile)  # noqa: S101 - checked above
        text = transcript(upload.filename or "", await upload.read())
    if shape == "text":
        return PlainTextResponse(text + "\n")
    return JSONResponse({"text": text, "usage": {"type": "duration", "seconds": max(1, len(text) // 15)}})


def transcript(name: str, audio: bytes) -> str:
    """Read the words out of a recording of the sandbox; any other sound is taken for a corrupted file."""
    if name.rpartition(".")[2].lower() not in FORMATS:
        raise Refused(f"Invalid file format. Supported formats: {list(FORMATS)}", param="file", code="invalid_value")
    if len(audio) > MOST_BYTES:
        raise Refused(f"Maximum content size limit ({MOST_BYTES}) exceeded.", status=413, param="file")
    text = heard(audio)
    if text is None:
        raise Refused("Audio file might be corrupted or unsupported", param="file", code="invalid_value")
    return text
