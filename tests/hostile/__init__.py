"""Files made to break a reader, and what becomes of them."""
