"""What a run says on the terminal when it is done."""

from __future__ import annotations

from linkage.runs.journey import Run

_COLUMNS = "  {:<18} {:<18} {:>7} {:>16} {:>11} {:>6}"


def describe(run: Run) -> str:
    """The run in a screenful: what went in, the first candidates, where the report lies."""
    lines = [_register(register.to_dict()) for register in run.registers]
    job = run.estimate
    lines.append(f"{job.missing:,} missing x {job.remains:,} remains = {job.pairs:,} pairs")
    if run.folder is None:
        lines.append(
            f"Dry run, nothing written. Expected: about {job.seconds:.0f} s, "
            f"{job.memory_bytes / 1e9:.1f} GB of memory, {job.disk_bytes / 1e9:.1f} GB of disk while it runs."
        )
        return "\n".join(lines)
    if run.heeded:
        lines.append(
            f"{run.heeded.excluded:,} pairs excluded by people: {run.heeded.away:,} stay away, "
            f"{run.heeded.reopened:,} are back because their evidence changed"
        )
    lines.append(f"{run.candidates:,} candidates. The first:")
    lines.append(_COLUMNS.format("missing", "remains", "bits", "rank in remains", "in missing", "alike"))
    for row in run.first:
        ranks = ["-" if row[k] is None else row[k] for k in ("rank_in_remains", "rank_in_missing", "tie_size")]
        lines.append(_COLUMNS.format(row["missing_id"], row["remains_id"], f"{row['total']:.1f}", *ranks))
    lines.append("These are proposals for a forensic comparison. None of them is an identification.")
    lines.append(f"Report: {run.folder / 'report.html'}")
    return "\n".join(lines)


def _register(facts: dict[str, object]) -> str:
    return (
        f"{facts['file']} ({facts['side']}, read as {facts['source']}): {facts['rows']} rows = "
        f"{facts['accepted']} accepted + {facts['warned']} accepted with warning + {facts['rejected']} rejected"
    )
