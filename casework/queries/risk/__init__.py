"""Risk scores and cluster warnings read from the history."""
