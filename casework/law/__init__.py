"""Law as pure functions: days, money, identity, citations; no Django and no database here."""
