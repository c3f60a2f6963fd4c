"""What a night withstands: killed at any point, a full disk, sources that misbehave, lost machines."""
