"""What WordPress exports (WXR), read as a stream: bytes made clean, items, bodies; `moving` writes what comes out."""
