"""Open Badges 3.0: the certificate as a signed credential that can be checked without asking us (docs/open-badges.md)."""
