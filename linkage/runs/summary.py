"""What a run says on the terminal when it is done."""

from __future__ import annotations

from linkage.runs.journey import Run


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
    lines.append(f"{run.candidates:,} candidates. The first:")
    lines.append(
        f"  {'missing':<18} {'remains':<18} {'bits':>7} {'rank in remains':>16} {'in missing':>11} {'alike':>6}"
    )
    for row in run.first:
        ranks = [
            str(row[key]) if row[key] is not None else "-" for key in ("rank_in_remains", "rank_in_missing", "tie_size")
        ]
        lines.append(
            f"  {row['missing_id']:<18} {row['remains_id']:<18} {row['total']:>7.1f} {ranks[0]:>16} {ranks[1]:>11} {ranks[2]:>6}"
        )
    lines.append("These are proposals for a forensic comparison. None of them is an identification.")
    lines.append(f"Report: {run.folder / 'report.html'}")
    return "\n".join(lines)


def _register(facts: dict[str, object]) -> str:
    return (
        f"{facts['file']} ({facts['side']}, read as {facts['source']}): {facts['rows']} rows = "
        f"{facts['accepted']} accepted + {facts['warned']} accepted with warning + {facts['rejected']} rejected"
    )
