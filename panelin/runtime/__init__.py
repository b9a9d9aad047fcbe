"""What a process needs around the core: settings, files, secrets, tokens, clock, failpoints, telemetry."""
