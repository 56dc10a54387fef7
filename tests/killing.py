"""Work that takes a Dask worker with it, for test_cluster.py: the machines find it here."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from validator.batch.work import Reports, Task, Tell
from validator.findings import Report


@dataclass(frozen=True)
class Killing(Reports):
    """As Reports, but a file that is called kill ends the process that started this one."""

    def do(self, task: Task, tell: Tell) -> Report:
        """The report."""
        if Path(task.source.path).stem == "kill":
            os.kill(os.getppid(), signal.SIGKILL)
        return super().do(task, tell)
