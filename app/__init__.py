"""The WhatsApp service: webhook, turn, sender, sweep, and their adapters."""
