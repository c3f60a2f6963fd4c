"""What the text of a disclosure asserts in numbers: sections, numbers and their roles, subjects, claims."""
