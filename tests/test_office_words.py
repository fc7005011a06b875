"""Every code word in the lists that offices publish is understood, in the field where it stands."""

from __future__ import annotations

import pytest

from linkage.evidence import all_fields
from linkage.records.parsers.codes import code_words, read_code
from linkage.records.parsing import Context, Conventions

NAMUS = {
    "sex": "Male=male; Female=female; Unsure=; Unknown=",
    "ancestry": "White / Caucasian=white; Black / African American=black; Hispanic / Latino=hispanic; Asian=asian;"
    "American Indian / Alaska Native=indigenous; Hawaiian / Pacific Islander=pacific; Other=other; Uncertain=",
    "age_group": "Fetus=fetus; Infant=infant; PreAdolescent=child; Adolescent=adolescent; Adult=adult;"
    "Late Teen/Young Adult=young_adult; Adult - Pre 20=adult_before_20; Adult - Pre 30=adult_before_30;"
    "Adult - Pre 40=adult_before_40; Adult - Pre 50=adult_before_50; Adult - Pre 60=adult_before_60;"
    "Adult - Pre 70=adult_before_70; Adult - Pre 80=adult_before_80; Adult - Pre 90=adult_before_90; Cannot Determine=",
    "hair": "Black=black; Brown=brown; Blond/Strawberry=blond; Red/Auburn=red; Sandy=sandy; White=white;"
    "Gray or Partially Gray=grey; Purple=other; Bald=; Unknown or Completely Bald=",
    "eyes": "Brown=brown; Blue=blue; Hazel=hazel; Green=green; Gray=grey; Black=black; Maroon=brown;"
    "Multiple=multiple; Pink=; Missing Eye=; Unknown=",
    "stature_certainty": "Measured=measured; Estimated=estimated; Cannot Estimate=cannot",
    "condition": "Recognizable face=fleshed; Not recognizable - Decomposing/putrefaction=decomposed;"
    "Not recognizable - Near complete or complete skeleton=skeletal; Not recognizable - Mummified=mummified;"
    "Not recognizable - Partial skeletal parts only=partial; Not recognizable - Charred/burned=burned;"
    "Not recognizable - Partial remains with soft tissues=partial; Not recognizable - Traumatic injuries=",
}
NCIC = {
    "sex": "M=male; F=female; U=",
    "ancestry": "A=asian; B=black; I=indigenous; W=white; H=hispanic; N=; U=",
    "hair": "BLK=black; BLN=blond; BLU=other; BRO=brown; GRY=grey; GRN=other; ONG=other; PLE=other; PNK=other;"
    "RED=red; SDY=sandy; WHI=white; XXX=",
    "eyes": "BLK=black; BLU=blue; BRO=brown; GRY=grey; GRN=green; HAZ=hazel; MAR=brown; MUL=multiple; PNK=; XXX=",
    "skin": "ALB=very_light; BLK=very_dark; DRK=dark; DBR=dark; FAR=light; LGT=light; LBR=medium; MBR=medium;"
    "MED=medium; OLV=medium; RUD=light; SAL=medium; YEL=medium; XXX=",
}
PIMA = {
    "sex": "male=male; female=female; undetermined=",
    "condition": "Fully fleshed=fleshed; Decomposed=decomposed; Decomposed w/ focal skeletonization=partly_skeletal;"
    "Skeletonization w/ mummification=mummified; Complete skeletonization w/ disarticulation=skeletal;"
    "Skeletonization w/ articulation/ligaments=skeletal_articulated; 1=fleshed; 2=decomposed; 3=partly_skeletal;"
    "Complete skeletonization w/ bone degradation=weathered; 4=mummified;"
    "5=skeletal_articulated; 6=skeletal; 7=weathered",
}
MEXICO = {
    "sex": "HOMBRE=male; MUJER=female; INDETERMINADO=",
    "status": "LOCALIZADA CON VIDA=located_alive; DESAPARECIDA=missing; NO LOCALIZADA=missing;"
    "LOCALIZADA SIN VIDA=located_dead",
    "skin": "BLANCA=light; MORENA CLARA=medium; MORENA OBSCURA=dark; NEGRA=very_dark; ALBINO=very_light;"
    "AMARILLO=medium",
    "eyes": "SIN INFORMACION=; CAFE CLARO=brown; CAFE OSCURO=brown; NEGRO=black; AZUL=blue; VERDE=green;"
    "GRIS=grey; OTRO=",
    "hair": "SIN INFORMACION=; CASTANO CLARO=brown; CASTAÑO OSCURO=brown; NEGRO=black; RUBIO=blond; PELIRROJO=red;"
    "ENTRECANO=grey; BLANCO/CANOSO=white; OTRO=other",
    "build": "DELGADO=thin; MEDIANO=medium; ROBUSTO=heavy; OBESO=obese; ATLETICA=athletic",
}
LISTS = [
    pytest.param(name, told, id=f"{office} {name}")
    for office, lists in (("NamUs", NAMUS), ("NCIC", NCIC), ("Pima", PIMA), ("Mexico", MEXICO))
    for name, told in lists.items()
]


@pytest.mark.parametrize(("name", "told"), LISTS)
def test_every_word_of_the_list_is_read_without_a_warning(name: str, told: str) -> None:
    field = next(field for field in all_fields() if field.name == name)
    expected = dict(pair.strip().rsplit("=", 1) for pair in told.split(";"))
    context = Context(field, "remains", Conventions())
    words = code_words(context, [{"": word} for word in expected])
    read = {word: read_code(word, words, context) for word in expected}
    assert read == {word: (code or None, None) for word, code in expected.items()}
