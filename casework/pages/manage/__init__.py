"""Pages of administration: accounts, offices, wordings, the log; each asks who administers what."""
