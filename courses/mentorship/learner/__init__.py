"""What the learner's pages show, made ready for their templates."""
