"""Receives spans over OTLP/HTTP (protobuf) and keeps the newest few thousand."""

import gzip

from google.protobuf.json_format import MessageToDict  # type: ignore[import-untyped]
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest, ExportTraceServiceResponse
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.database import Document
from sandbox.world import World

SPANS = "spans"
_KEEP = 5_000


def routes(world: World) -> list[Route]:
    """The address that receives spans."""

    async def receive(request: Request) -> Response:
        body = await request.body()
        try:
            batch = ExportTraceServiceRequest.FromString(gzip.decompress(body) if _zipped(request) else body)
        except (DecodeError, gzip.BadGzipFile):
            return Response("not a protobuf of spans", 400)
        for span in _spans(batch):
            world.database.append(SPANS, span)
            world.journal.event("span", span)
        world.database.trim(SPANS, _KEEP)
        return Response(ExportTraceServiceResponse().SerializeToString(), media_type="application/x-protobuf")

    return [Route("/v1/traces", receive, methods=["POST"])]


def _zipped(request: Request) -> bool:
    return request.headers.get("content-encoding") == "gzip"


def _spans(batch: ExportTraceServiceRequest) -> list[Document]:
    found = []
    for resource in batch.resource_spans:
        process = _attributes(MessageToDict(resource.resource))
        for scope in resource.scope_spans:
            found += [
                {
                    "name": span.name,
                    "trace_id": span.trace_id.hex(),
                    "span_id": span.span_id.hex(),
                    "parent_id": span.parent_span_id.hex(),
                    "start": span.start_time_unix_nano / 1e9,
                    "end": span.end_time_unix_nano / 1e9,
                    "attributes": _attributes(MessageToDict(span)),
                    "status": span.status.code,
                    "process": process.get("service.name"),
                }
                for span in scope.spans
            ]
    return found


def _attributes(message: Document) -> Document:
    return {pair["key"]: next(iter(pair.get("value", {}).values()), None) for pair in message.get("attributes", ())}
