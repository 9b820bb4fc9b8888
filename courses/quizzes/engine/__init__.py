"""The quiz engine: (definition, seed, steps) → state, fraction, feedback. Pure: no Django, no clock, no database, no request."""
