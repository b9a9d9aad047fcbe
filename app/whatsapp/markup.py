"""Markdown, which models write, as the few marks that WhatsApp knows (WhatsApp sheet, section 22)."""

from app.whatsapp.splitting import parts as parts  # noqa: PLC0414 - whoever cuts a text finds it here
