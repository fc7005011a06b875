"""Documents and telephones: numbers on the body or among belongings, against those that the family gave.

Rare, and decisive when there. Different numbers say nearly nothing: a person has many, and papers
are borrowed or false.
"""

from __future__ import annotations

from linkage.evidence.fields import DOCUMENTS, PHONES, Field
from linkage.evidence.moments import BIRTH_DATE
from linkage.evidence.sex import SEX_FIELD
from linkage.evidence.value import Derived, Evidence, Example, Level

_M = (
    "of true pairs in which both sides have numbers one in five is taken to share one: papers may be borrowed, and each"
    " side knows only some of a person's numbers (no register publishes it)"
)


def _level(name: str, when: str, m: float, u: float, because: str, says: str) -> Level:
    return Level(name, when, m, u, f"{because}; {_M}", says)


def _shared(column: str) -> str:
    return f"coalesce(shared_count({column}_l, {column}_r), 0) > 0"


def _both(column: str) -> str:
    return f"({column}_l IS NOT NULL AND {column}_r IS NOT NULL)"


_U = {"checked": 2e-9, "number": 1e-7, "phone": 2e-6, "near": 1e-6, "born": 2.7e-5, "near_phone": 5e-6}

_LEVELS = (
    _level("same_number_checked", _shared("documents_checked"), 0.06, _U["checked"],
           "numbers with a check digit have nine digits or more: 1e-9 by chance, as much again for borrowed papers",
           "The same identity number, and its check digit fits."),
    _level("same_number", _shared("documents"), 0.05, _U["number"],
           "seven or eight digits in the hands of ten million holders",
           "The same number of a document, an implant or an engraving."),
    _level("same_phone", _shared("phones"), 0.05, _U["phone"],
           "1e-8 by chance, but the number of a guide, a shelter or an employer is carried by many",
           "The same telephone number."),
    _level("number_one_slip_apart", _shared("documents_near"), 0.015, _U["near"],
           "some hundred neighbours by one slip, each 1e-8",
           "Numbers of documents that differ by one slip of the pen."),
    _level("number_tells_birth_and_sex", _shared("document_births"), 0.03, _U["born"],
           "one day in fifty years, and one sex of two: 1 / (365.25 * 50 * 2)",
           "The identity number holds the date of birth and the sex of the missing person."),
    _level("phone_one_slip_apart", _shared("phones_near"), 0.005, _U["near_phone"],
           "79 neighbours by one slip, a few numbers on either side, each 1e-8",
           "Telephone numbers that differ by one slip of the pen."),
)  # fmt: skip

DOCUMENT_NUMBERS = Field(
    "documents", DOCUMENTS,
    "Numbers of identity papers (with their names: CURP, DPI, DUI, DNI, passport ...), and serial numbers of "
    "implants or engravings; of remains, those found on the body or among the belongings.",
    "documentos", example="DPI 2345 67897 0101",
)  # fmt: skip
PHONE_NUMBERS = Field(
    "phones", PHONES,
    "Telephone numbers of the person and of the people whom the person would call; of remains, those found written "
    "down or stored.",
    "telefonos", example="+504 9876-1234",
)  # fmt: skip

DOCUMENTS_AND_PHONES = Evidence(
    name="documents",
    title="Documents and telephones",
    question="Do a paper, a serial number or a telephone number lead to the missing person?",
    fields=(DOCUMENT_NUMBERS, PHONE_NUMBERS, BIRTH_DATE, SEX_FIELD),
    borrows=("birth_date", "sex"),
    derived=(
        Derived(
            "document_births", "VARCHAR[]",
            "nullif(list_concat(documents_births, CASE WHEN birth_date_low = birth_date_high AND sex IS NOT NULL"
            " THEN [CAST(birth_date_low AS VARCHAR) || ' ' || sex] END), CAST([] AS VARCHAR[]))",
        ),
    ),
    needs=(),
    unknown=f"NOT ({_both('documents')} OR {_both('phones')} OR {_both('document_births')})",
    shares=("documents", "documents_near", "phones", "phones_near", "document_births"),
    levels=(
        *_LEVELS,
        _level("no_shared_number", "ELSE", 1 - sum(lv.m for lv in _LEVELS), 1 - sum(lv.u for lv in _LEVELS),
               "the rest", "No number in common, which says little: a person has many numbers."),
    ),
    examples=(
        Example({"documents": "CURP GOMA900504MDFXXX03"}, {"documents": "goma 900504 mdfxxx 03 (credencial)"},
                "same_number_checked"),
        Example({"documents": "DPI 2718 45937 0506; pasaporte 718245960"}, {"documents": "CUI: 2718459370506"},
                "same_number_checked"),
        Example({"documents": "pasaporte C7301945"}, {"documents": "PASSPORT No. C-7301945, expedido 12/05/2010"},
                "same_number", "a passport has no check digit"),
        Example({"documents": "prótesis de cadera, serie A-10237"}, {"documents": "SN A10237"}, "same_number"),
        Example({"phones": "+504 9876-1235 (madre)"}, {"phones": "98761235"}, "same_phone"),
        Example({"phones": "044 55 1294 5670"}, {"phones": "+52 1 55 1294 5670"}, "same_phone"),
        Example({"documents": "pasaporte C7301945"}, {"documents": "pasaporte C7301495"}, "number_one_slip_apart",
                "two digits swapped"),
        Example({"birth_date": "1990-05-04", "sex": "mujer"}, {"documents": "GOMA900504MDFXXX03"},
                "number_tells_birth_and_sex"),
        Example({"phones": "9876-1235"}, {"phones": "9876-1285"}, "phone_one_slip_apart"),
        Example({"documents": "pasaporte C7301945"}, {"documents": "DUI 04718236-4"}, "no_shared_number"),
        Example({"documents": "pasaporte C7301945"}, {"phones": "98761235"}, "unknown"),
    ),
)  # fmt: skip
