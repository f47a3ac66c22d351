"""A worker is killed -9 in the middle of an import: it goes on where it was, and nothing is doubled."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from casework import clock
from casework.access import scope_of
from casework.files.clues import COLUMNS
from casework.models import Complaint, Job
from casework.vocabulary import JobKind, JobState, Role
from tests import cast, processes
from tests.workers import running_worker
from workflows import jobs
from workflows.jobs.runner import STALE

CLUES = 120

pytestmark = [pytest.mark.story, pytest.mark.django_db(transaction=True)]


def export() -> ContentFile:
    out = StringIO()
    writer = csv.DictWriter(out, COLUMNS.values())
    writer.writeheader()
    for number in range(CLUES):
        row = {
            "clue_no": f"GZ2026112300{number:04}", "source": "12333", "reporter_name": "孙春来",
            "employer_name": f"河南第{number}建筑劳务有限公司", "category": "工程",
            "place": "郑州市金水区", "persons": "1", "amount": "5000",
        }  # fmt: skip
        writer.writerow({COLUMNS[key]: value for key, value in row.items()})
    return ContentFile(out.getvalue().encode())


def test_a_killed_import_goes_on_where_it_was(tmp_path: Path, broker: processes.TestBroker) -> None:
    broker.forget()
    cast.load_province()
    head = cast.person("he")
    actor = scope_of(head).actor_at(cast.office(cast.JINSHUI), Role.BODY_HEAD)
    with running_worker(tmp_path) as worker:
        processes.wait_for(processes.worker_answers, 20, "the worker")
        job = jobs.start(JobKind.CLUES, actor, {"office": actor.office.pk}, source=export())
        processes.wait_for(lambda: Job.objects.get(pk=job.pk).done >= 20, 30, "twenty clues")
        worker.kill()
        left = Job.objects.get(pk=job.pk)
        filed = Complaint.objects.count()
        assert (left.state, left.falls) == (JobState.RUNNING, 0)
        assert 20 <= left.done <= filed < CLUES
        worker.start_again()
        # A minute of silence passes; the timer's sweep finds it.
        Job.objects.filter(pk=job.pk).update(beat_at=clock.now() - 2 * STALE)
        jobs.sweep()
        processes.wait_for(lambda: Job.objects.get(pk=job.pk).has_ended, 60, "the import")
    job.refresh_from_db()
    assert (job.state, job.falls, job.run) == (JobState.DONE, 1, 2)
    assert job.values == {"created": CLUES, "exists": 0, "error": 0}
    assert Complaint.objects.values("external_clue_no").distinct().count() == CLUES
    assert Complaint.objects.count() == CLUES
    assert len(job.result.read().decode("utf-8-sig").splitlines()) == CLUES + 1
    job.result.close()
