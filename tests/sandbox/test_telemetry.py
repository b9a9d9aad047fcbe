import gzip

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor

from sandbox.telemetry import SPANS


def spans(sandbox):
    return sandbox.world.database.read(SPANS)


def test_spans_of_the_real_exporter_arrive_with_their_family_and_attributes(sandbox):
    provider = TracerProvider(resource=Resource.create({"service.name": "panelin"}))
    provider.add_span_processor(SimpleSpanProcessor(OTLPSpanExporter(f"{sandbox.url}/otlp/v1/traces")))
    tracer = provider.get_tracer("test")
    with tracer.start_as_current_span("turn") as turn, tracer.start_as_current_span("send", attributes={"outbox": "c.1", "tries": 2}):
        pass
    provider.shutdown()
    send, parent = spans(sandbox)
    assert (send["name"], parent["name"], send["process"]) == ("send", "turn", "panelin")
    assert send["parent_id"] == parent["span_id"]
    assert send["trace_id"] == f"{turn.get_span_context().trace_id:032x}"
    assert send["attributes"]["outbox"] == "c.1"
    assert parent["start"] <= send["start"] <= send["end"] <= parent["end"]


def test_every_span_is_an_event_too(sandbox):
    batch = ExportTraceServiceRequest()
    batch.resource_spans.add().scope_spans.add().spans.add(name="check", trace_id=b"\x01" * 16)
    body = gzip.compress(batch.SerializeToString())
    assert sandbox.client.post("/otlp/v1/traces", content=body, headers={"Content-Encoding": "gzip"}).status_code == 200
    kinds = [event for event in sandbox.client.get("/control/recent").json() if event["kind"] == "span"]
    assert kinds[0]["entry"]["trace_id"] == "01" * 16


def test_what_is_no_protobuf_is_refused(sandbox):
    assert sandbox.client.post("/otlp/v1/traces", content=b"\xff\xff{}").status_code == 400
    assert sandbox.client.post("/otlp/v1/traces", content=b"plain", headers={"Content-Encoding": "gzip"}).status_code == 400
    assert spans(sandbox) == []
