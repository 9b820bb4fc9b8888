"""How certificates look: what editors choose, what the engine is given, where pictures are kept."""
