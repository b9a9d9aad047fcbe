"""The least that could stand in our place: FastAPI and google-cloud-firestore, answering 200: `python -m benchmarks.bare_app PORT`."""

import sys

import uvicorn
from fastapi import FastAPI
from google.cloud.firestore import AsyncClient


def main(port: int) -> None:
    """Serve."""
    app = FastAPI()
    app.state.store = AsyncClient(project="demo-bare")

    @app.get("/health/live")
    @app.post("/webhook")
    async def fine() -> dict[str, str]:
        return {"status": "ok"}

    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main(int(sys.argv[1]))
