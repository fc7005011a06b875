"""The fields of every record: who wrote it, what may be done with it, and with whom the person was."""

from __future__ import annotations

from linkage.evidence.fields import CODE, DATE, FLAG, TEXT, TEXTS, Field

INCIDENT = Field(
    "incident", TEXT, "The event in which the person disappeared or was found (wreck, raid, fire).", "incidente",
    example="Naufragio 2023-04",
)  # fmt: skip
COMPANIONS = Field(
    "companions", TEXTS,
    "The numbers of the reports of the people who travelled along, or of the remains recovered together. "
    "Other words about the company are shown to the reviewer, and not compared.",
    "acompanantes", example="M-0018; M-0021",
)  # fmt: skip

RECORD_FIELDS: tuple[Field, ...] = (
    Field(
        "id", TEXT, "The record's own number in its register. Required, unique in the file.", "folio", example="M-0017"
    ),
    Field("agency", TEXT, "The office that keeps the record.", "dependencia", example="Fiscalía de ejemplo"),
    Field(
        "status",
        CODE,
        "What became of the case. People located alive are left out and counted.",
        "estatus",
        vocabulary="status",
        example="desaparecida",
    ),
    Field("modified", DATE, "When the record was last changed.", "fecha_modificacion", example="2024-05-31"),
    Field(
        "consent",
        FLAG,
        "Whether the family (or the office) agreed that the record is compared and shown to reviewers. "
        "An explicit no leaves the record out of every output.",
        "consentimiento",
        example="sí",
    ),
    Field(
        "publication",
        FLAG,
        "Whether the record may appear in anything that leaves the office. An explicit no hides its values in exports and reports.",
        "publicacion",
        example="no",
    ),
    INCIDENT,
    COMPANIONS,
    Field(
        "circumstances",
        TEXT,
        "Free text on the disappearance or the recovery. Shown to the reviewer, never compared.",
        "circunstancias",
        example="",
    ),
)
