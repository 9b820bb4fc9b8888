"""A prepared example as the desk shows a round, and the comparison of two reviews of it."""
