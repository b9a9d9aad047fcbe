"""The load test: a campaign's evening on loopback, and a verdict; it shares no code with what it judges."""
