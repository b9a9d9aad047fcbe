"""WhatsApp's Cloud API: what Meta posts to us, what we post to Meta. Vendor JSON ends here."""
