"""Exceptions to the rules that guards keep: each with its reason, and a stale one is a fault."""


def unexplained(found: dict[str, str], allowed: dict[str, str]) -> list[str]:
    """What breaks the rule without a reason, and which reasons nothing needs any longer. `found`: what → what is wrong with it."""
    faults = [f"{what}: {wrong}" for what, wrong in found.items() if what not in allowed]
    stale = [f"{what}: needs its exception no longer" for what in allowed if what not in found]
    return sorted(faults + stale)
