"""Errors of the pure layer, each a Chinese sentence for the user with its parameters apart."""


def gettext_noop(message: str) -> str:
    """Return `message` unchanged; the name lets makemessages find the sentence."""
    return message


class SentenceError(ValueError):
    """A refusal that can be shown: `template` is the msgid, `params` its values.

    The pages translate with `gettext(error.template) % error.params`; `str(error)` is Chinese.
    """

    def __init__(self, template: str, **params: object) -> None:
        self.template = template
        self.params = params
        super().__init__(template % params if params else template)
