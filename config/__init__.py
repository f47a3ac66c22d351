"""How it is wired: settings, urls, asgi, celery, embedded servers. Holds no rule."""
