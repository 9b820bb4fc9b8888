"""A rubric as a file, and a folder whose assignment names it."""

from .folders import FILES, TRANSLATED

CLEAR = """---
title: "Clear: the map"   # for editors
---

## The map shows people {#map}

- [2] Done well {#done}
  : Who lives here,
    and how many.

    Nobody is forgotten.
- [0.5] Nearly {#nearly}

- [0] Not yet {#not-yet}
  : Institutions only.

##  The sentence

* [1] One  can retell it
* [0] Not yet
"""
NAMED = {path: text.replace(".optional}", '.optional rubric="clear"}') for path, text in (FILES | TRANSLATED).items()}
