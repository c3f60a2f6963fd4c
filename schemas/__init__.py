"""What the data mean: records, official forms, classifications and divisions. Imported by everybody, imports nobody."""
