"""The numbers of the law that the page for the public names, as they are in force today."""

from __future__ import annotations

from casework import lawbook

LIMITS = ("D-01", "D-04", "D-05", "D-07", "D-09", "D-12", "D-13", "D-17", "D-21", "D-26", "S-01",
          "S-03", "D-41")  # fmt: skip
THRESHOLDS = ("crime_a_yuan", "crime_a_months", "crime_b_yuan", "crime_b_workers",
              "compensation_min", "compensation_max", "group_min", "reps_max",
              "delay_again_days", "message_days")  # fmt: skip


def numbers() -> dict[str, int]:
    """Return length per limit (D01), its extension (D07x) and threshold (rates in percent)."""
    found: dict[str, int] = {}
    for rule_id in LIMITS:
        limit = lawbook.limit(rule_id)
        name = rule_id.replace("-", "")
        found[name] = limit.length or 0
        found[f"{name}x"] = limit.extension
    for key in THRESHOLDS:
        threshold = lawbook.threshold(key)
        percent = threshold.unit == "rate"
        found[key] = int(threshold.value * 100) if percent else int(threshold.value)
    return found
