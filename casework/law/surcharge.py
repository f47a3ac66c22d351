"""Additional compensation (加付赔偿金): 50 to 100 % of what is unpaid when the order expires.

Law: 劳动合同法 art. 85, 劳动保障监察条例 art. 26. The 1 to 5 times of the Henan regulation of 2010 are
superseded and not implemented (law.md 2.3).
"""

from decimal import Decimal

from casework.law.errors import SentenceError, gettext_noop
from casework.law.money import yuan

LEAST, MOST = Decimal("0.50"), Decimal("1.00")


def surcharge(base: Decimal, rate: Decimal) -> Decimal:
    """Return `base` (yuan, unpaid at expiry) × `rate`, to the fen. Raises SentenceError for a rate outside 0.50–1.00."""
    if not LEAST <= rate <= MOST:
        raise SentenceError(gettext_noop("加付比例须在百分之五十至百分之一百之间。"))
    return yuan(base * rate, negative=False)
