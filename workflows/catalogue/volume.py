"""Acts on the file of a case (卷宗): have it made, fetch it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.actions import volume
from workflows.catalogue.action import Action
from workflows.forms.volume import DownloadForm, ExportForm
from workflows.machines.case import CaseMachine

ARCHIVE = _("《关于实施〈劳动保障监察条例〉若干规定》第四十条")

ACTIONS = [
    Action("export_file", _("制作卷宗 PDF"), CaseMachine, volume.export_file, ExportForm,
           permission=volume.EXPORTERS, desk=False, basis=ARCHIVE),
    Action("download_file", _("下载卷宗"), CaseMachine, volume.note_download, DownloadForm,
           permission=volume.EXPORTERS, desk=False, basis=ARCHIVE, at_counter=False),
]  # fmt: skip
