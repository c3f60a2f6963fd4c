"""When things run by themselves: the night at 02:00 in Beijing, and a look at the inbox every few minutes.

Nothing here writes. A request names the day (Asia/Shanghai) whose partition the run fills; runs that write carry a tag
and a pool of which `dagster.yaml` allows one at a time, and the store's own lock holds even where that is not set.
"""

import hashlib
from datetime import timedelta
from pathlib import Path

import dagster as dg

from pipelines.ingest import candidates
from pipelines.lake import TIMEZONE, now
from pipelines.nightly import sources_of
from pipelines.resources import Juesuan
from pipelines.sources.definition import Inbox

ZONE = "Asia/Shanghai"

#: The jobs that write.
LOAD, REEXTRACT = "load_final_accounts", "reextract"

#: The day a disclosure arrives. `end_offset` makes today a partition: tonight's arrivals are today's.
DAYS = dg.DailyPartitionsDefinition(start_date="2024-01-01", timezone=ZONE, end_offset=1)

#: One run at a time writes.
POOL = "warehouse"
WRITES = {"juesuan/writes": "warehouse"}

#: By six in the morning a night of the last seven hours must have published.
FRESHNESS = dg.FreshnessPolicy.cron(deadline_cron="0 6 * * *", lower_bound_delta=timedelta(hours=7), timezone=ZONE)

NIGHT = "0 2 * * *"

#: How often (seconds) the inbox is looked at, and how long its newest file must have been left alone.
INBOX_SECONDS, INBOX_SETTLE_SECONDS = 120, 60.0

#: Days Dagster remembers a run that has ended.
KEPT_RUN_DAYS = 120
_ENDED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


@dg.schedule(name="nightly", job_name=LOAD, cron_schedule=NIGHT, execution_timezone=ZONE)
def night_schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Asks at 02:00 in Beijing for the night of that day."""
    day = context.scheduled_execution_time.astimezone(TIMEZONE).date().isoformat()
    return dg.RunRequest(run_key=f"night-{day}", partition_key=day, tags=WRITES)


@dg.sensor(name="inbox", job_name=LOAD, minimum_interval_seconds=INBOX_SECONDS)
def inbox_sensor(context: dg.SensorEvaluationContext, juesuan: Juesuan) -> dg.SensorResult | dg.SkipReason:
    """Asks for a run when the content of the inbox has changed and nobody is copying any more."""
    files = _listing(juesuan)
    if not files:
        return dg.SkipReason("The inbox is empty.")
    state = hashlib.sha256(repr(files).encode()).hexdigest()
    if state == context.cursor:
        return dg.SkipReason("Nothing in the inbox has changed.")
    newest = max(modified for _, _, modified in files) / 1e9
    moment = now()
    if 0 <= moment.timestamp() - newest < INBOX_SETTLE_SECONDS:
        return dg.SkipReason("Files are still being copied into the inbox.")
    request = dg.RunRequest(run_key=f"inbox-{state}", partition_key=moment.date().isoformat(), tags=WRITES)
    return dg.SensorResult(run_requests=[request], cursor=state)


def _listing(juesuan: Juesuan) -> list[tuple[str, int, int]]:
    """(path, size, time of the last change in ns) of every file in the inboxes, in order."""
    folders = [Path(source.folder) for source in sources_of(juesuan.plan()) if isinstance(source, Inbox)]
    found = []
    for path in candidates(folders, juesuan.store())[0]:
        try:
            status = path.stat()
        except OSError:
            continue  # gone meanwhile
        found.append((path.as_posix(), status.st_size, status.st_mtime_ns))
    return sorted(found)


@dg.run_failure_sensor(name="failed_night")
def failure_sensor(context: dg.RunFailureSensorContext, juesuan: Juesuan) -> None:
    """Writes the report of a night whose run failed, and sends it."""
    from pipelines.assets import tell_failure

    run = context.dagster_run
    if run.job_name in (LOAD, REEXTRACT):
        tell_failure(context.log, juesuan, run.run_id, context.failure_event.message or "")


@dg.op
def delete_old_runs(context: dg.OpExecutionContext) -> int:
    """Deletes what Dagster keeps about runs that ended long ago. Out: how many."""
    before = now() - timedelta(days=KEPT_RUN_DAYS)
    old = context.instance.get_run_ids(dg.RunsFilter(statuses=_ENDED, created_before=before))
    for run_id in old:
        context.instance.delete_run(run_id)
    context.log.info("%d runs from before %s were deleted.", len(old), before.date())
    return len(old)


@dg.job(executor_def=dg.in_process_executor)
def trim_run_storage() -> None:
    """Keeps Dagster's own storage small. The data lie elsewhere."""
    delete_old_runs()


trim_weekly = dg.ScheduleDefinition(
    name="trim_weekly", job=trim_run_storage, cron_schedule="0 12 * * 0", execution_timezone=ZONE
)
