"""The parts of the benchmark: training, validation and test differ in seed and in how noisy the registers are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from linkage.invent import Invented, invent
from linkage.invent.profile import profiles, read_profile

PROFILES = profiles()


@dataclass(frozen=True)
class Part:
    """Registers of one part: their sizes, the seed, and how many times as noisy as the profile says they are."""

    name: str
    seed: int
    noise: float
    missing: int
    remains: int
    overlap: float = 0.6

    def invented(self, profile: str, folder: Path) -> Invented:
        """The registers of a profile; no number of a record is that of another profile."""
        return invent(
            folder / f"{self.name}-{profile}", missing=self.missing, remains=self.remains, overlap=self.overlap,
            profile=read_profile(profile).noisier(self.noise), seed=self.seed,
            first=1 + 100_000 * PROFILES.index(profile),
        )  # fmt: skip


TRAINING = Part("training", seed=101, noise=1.0, missing=2_500, remains=1_200)
VALIDATION = Part("validation", seed=202, noise=0.9, missing=2_000, remains=800)
TEST = Part("test", seed=303, noise=1.15, missing=2_000, remains=800)
REGISTERS = tuple(replace(TRAINING, seed=TRAINING.seed + 10 * number) for number in range(6))
"""The registers of the training part: an office has the first, shipped models and the ceiling learn from all."""

SOLVED = 300
"""Solved cases by which everybody is calibrated."""


def solved(part: Part) -> Part:
    """The solved cases of the same office, other people than those it is tried on."""
    return Part(f"{part.name}-solved", part.seed + 1, part.noise, missing=1_300, remains=650)
