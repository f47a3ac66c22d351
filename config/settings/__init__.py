"""Settings by place: base (demo and development), test, production."""
