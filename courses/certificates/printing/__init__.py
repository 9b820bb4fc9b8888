"""All certificates of a cohort in one file."""
