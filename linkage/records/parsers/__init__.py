"""Parsers of values, by the name of the kind they read."""

from __future__ import annotations

from linkage.records.parsers.belongings import make_belongings
from linkage.records.parsers.codes import make_code, make_codes
from linkage.records.parsers.dates import make_date, make_duration
from linkage.records.parsers.dental import make_dental
from linkage.records.parsers.documents import make_documents, make_phones
from linkage.records.parsers.marks import make_marks
from linkage.records.parsers.names import make_name
from linkage.records.parsers.numbers import make_number
from linkage.records.parsers.places import make_place
from linkage.records.parsers.values import make_flag, make_text, make_texts
from linkage.records.parsing import ParserMaker

PARSER_MAKERS: dict[str, ParserMaker] = {
    "belongings": make_belongings,
    "text": make_text,
    "texts": make_texts,
    "code": make_code,
    "codes": make_codes,
    "date": make_date,
    "dental": make_dental,
    "documents": make_documents,
    "duration": make_duration,
    "flag": make_flag,
    "marks": make_marks,
    "name": make_name,
    "number": make_number,
    "phones": make_phones,
    "place": make_place,
}
