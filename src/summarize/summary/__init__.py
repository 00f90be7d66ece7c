"""Short summaries whose sentences point to what supports them."""
