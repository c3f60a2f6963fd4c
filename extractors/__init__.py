"""Bytes in, `Report` out: pure reading of disclosures, without network, database or scheduler."""
