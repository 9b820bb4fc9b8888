"""The queue of the desk: what waits for a person over all cohorts, from several sources, in one order."""
