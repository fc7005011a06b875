"""The tables of the store, for SQLite and PostgreSQL alike."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text

METADATA = MetaData()

JUDGEMENTS = Table(
    "judgements",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("when", String, nullable=False),
    Column("who", String, nullable=False),
    Column("role", String, nullable=False),
    Column("act", String, nullable=False),
    Column("missing_id", String, nullable=False),
    Column("remains_id", String, nullable=False),
    Column("run", String, nullable=False),
    Column("model", String, nullable=False),
    Column("total", Float(53)),
    Column("answer", String),
    Column("method", String, nullable=False),
    Column("fact", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("withdraws", Integer),
    Column("seen", Text, nullable=False),
    Column("token", String, nullable=False, unique=True),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False, unique=True),
    Index("judgements_pair", "missing_id", "remains_id"),
)

EVENTS = Table(
    "events",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("when", String, nullable=False),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
    Column("about", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("hash", String, nullable=False, unique=True),
)
"""What was done besides judging: pairs opened, files exported, accounts changed. Ids only."""

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("name", String, primary_key=True),
    Column("password", String, nullable=False),
    Column("role", String, nullable=False),
    Column("group", String, nullable=False),
    Column("exact", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("epoch", Integer, nullable=False),
)
"""`epoch` grows when the account is closed or its password or role changes: older sessions end."""

SECRETS = Table(
    "secrets",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)
