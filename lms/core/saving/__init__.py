"""How what is being written reaches the server: reading what a device sends, and what stands in front of every save."""
