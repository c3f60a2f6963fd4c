"""From the figures of all reports to checks, findings and how far each figure can be trusted."""
