"""Figures about reviews, counted from tasks and their events. Every number comes from the same rows that its page lists."""
