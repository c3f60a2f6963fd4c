"""Sources: where disclosures come from, as data (data/sources/*.toml and *.csv)."""
