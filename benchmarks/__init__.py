"""What the service costs, measured beside its peers: `python -m benchmarks [webhook|turn|start|cost]`."""
