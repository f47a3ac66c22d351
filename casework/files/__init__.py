"""Reading of files that people bring: rosters, clue exports, pictures; pure, no database here."""
