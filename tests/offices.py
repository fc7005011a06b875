"""Registers of invented people in the columns of each office, as texts of CSV files."""

from __future__ import annotations

from pathlib import Path

import duckdb

from linkage.evidence.fields import Side
from linkage.records.register import Register, read_register
from linkage.workshop import connect

NAMUS_SITE_MISSING = """\
Case Number,DLC,Legal Last Name,Legal First Name,Missing Age,City,County,State,Biological Sex,Race / Ethnicity,Date Modified
MP900001,03/14/2012,Arenal Quiroz,Belinda,31 Years,Tucson,Pima,Arizona,Female,Hispanic / Latino,05/02/2020
MP900002,11/02/2015,Whitlock,Jonas,44 Years,,Pima,Arizona,Male,White / Caucasian,05/02/2020
"""

NAMUS_SITE_REMAINS = """\
Case,ME/C Case,DBF,Age From,Age To,City,County,State,Biological Sex,Race,Date Modified
UP900001,,06/20/2012,25,40,Tucson,Pima,Arizona,Female,Uncertain,01/15/2021
UP900002,,07/01/2013,45,20,,Pima,Arizona,Unsure,Hispanic / Latino,01/15/2021
"""

NAMUS_TABLE_MISSING = """\
ID,Last Contact,City State,Location,Sex,Missing Age From,Missing Age To,Current Age From,Current Age To,Ethnicity,Height,Weight,Hair Color,Left Eye Color,Right Eye Color,Clothing,Physical Features
MP900011,2001-05-06,"Mobile, Alabama","(30.69, -88.04)",Female,27,27,51,51,White / Caucasian,63.0,95.0,Brown,Hazel,Blue,None.,Tattoo: a swallow on the left wrist
"""

NAMUS_TABLE_REMAINS = """\
ID,Date Found,Location,Sex,Estimated Age From,Estimated Age To,Age Group,Estimated Year of Death From,Estimated Year of Death To,Ethnicity,Height,Weight,Hair Color,Left Eye Color,Right Eye Color,Clothing,Physical Features
UP900011,2002-07-23,"(30.70, -88.05)",,17.0,25.0,Adult - Pre 30,2001.0,,,60.0,,Bald,,,None found,
UP900012,2003-07-23,"(30.70, -88.05)",Male,0.0,100.0,Adult,0.0,,,840.0,0.0,,,,,
"""

OGIS = """\
ML Number,Name,Sex,Age,Reporting Date,Surface Management,Location,Location Precision,Corridor Code,Corridor,Cause of Death,OME Determined COD,Condition Code,Body Condition,Post Mortem Interval,State,County,Lat,Lon,UTM X,UTM Y
99-0001,Unidentified,undetermined,,2010-07-04,Private,5 mi N of a town,Vague,3,Corridor A,Undetermined,Undetermined,7,Complete skeletonization w/ bone degradation,> 6-8 months,Arizona,PIMA,32.1,-111.9,1,2
99-0002,Quimera Arenal Teodoro,male,30,2011-07-05,Private,a ranch,GPS,3,Corridor A,Exposure,Hyperthermia,1,Fully fleshed,< 1 day,Arizona,Pima,32.2,-111.8,1,2
"""

RNPDNO = """\
Consecutivo,FUB,Nombre,PrimerApellido,SegundoApellido,Fecha de nacimiento,Edad,Sexo,Lugar de Nacimiento,CURP,RFC,Nacionalidad,Fecha de Hechos,Autoridad,Estatus Victima
1,F-001,BELINDA,ARENAL,QUIROZ,15/03/1990,29,MUJER,SONORA,,,MEXICANA,21/05/2019,FISCALIA DE EJEMPLO,DESAPARECIDA
2,F-002,TEODORO,QUIMERA,SE DESCONOCE,,41,HOMBRE,,,,SE DESCONOCE,22/06/2019,FISCALIA DE EJEMPLO,LOCALIZADA CON VIDA
3,F-003,ANSELMO,VEREDA,LUNA,,,INDETERMINADO,,,,HONDUREÑA,13/06/2018,FISCALIA DE EJEMPLO,NO LOCALIZADA
"""

REPD = """\
id_cedula_busqueda,nombre_completo,sexo,edad_momento_desaparicion,fecha_desaparicion,municipio,condicion_localizacion,senas,vestimenta
R-1,Belinda Arenal Quiroz,MUJER,29,2019-05-21,Guadalajara,NO LOCALIZADA,cicatriz en ceja izquierda,blusa roja
"""

PFSI = """\
ID,Fecha_Ingreso,Sexo,Probable_nombre,Edad,Tatuajes,Indumentarias,Senas_Particulares,Delegacion_IJCF
101,21/06/2019,Femenino,PFSI 101,66-70 años,cruz en antebrazo,blusa azul,,Centro
102,22/06/2019,Masculino,Teodoro Quimera,Entre 20 y 25,NINGUNO,S/D,,Centro
"""

KOBO_MISSING = """\
reporte/folio;persona/nombres;persona/apellido_paterno;persona/sexo;desaparicion/fecha_ultimo_contacto;desaparicion/lugar_ultimo_contacto;pertenencias/objetos/reloj;pertenencias/objetos/cartera;pertenencias/objetos/anillo;_id;_uuid;_submission_time
;Belinda;Arenal;mujer;2019-05-21;Nogales, Sonora;1;0;1;1;aaaa-1;2019-06-01T10:00:00
K-2;Anselmo;Vereda;hombre;2018-06-13;;0;0;0;2;aaaa-2;2018-07-01T10:00:00
"""

KOBO_REMAINS = """\
fecha_hallazgo;estado_restos;partes_faltantes;sexo;_id;_uuid
2019-07-02;esqueleto;manos pies;indeterminado;7;bbbb-1
"""

CANONICAL_ENGLISH = """\
id,sex,age_low,age_high,found,stature,stature_certainty,condition,consent
R-1,female,25,40,2019-07-02,1.60 m,estimated,skeleton,
R-2,male,,,2019-08-02,5'7",measured,fresh,yes
R-3,male,,,2019-08-02,,,,no
"""

CANONICAL_SPANISH = """\
folio,sexo,edad_desde,edad_hasta,fecha_hallazgo,estatura,certeza_estatura,estado_restos,consentimiento
R-1,mujer,25,40,2019-07-02,"1,60 m",estimada,esqueleto,
R-2,hombre,,,2019-08-02,5'7",medida,fresco,sí
R-3,hombre,,,2019-08-02,,,,no
"""

SHAPES: dict[str, tuple[str, str, Side]] = {
    "namus, site, missing": (NAMUS_SITE_MISSING, "namus", "missing"),
    "namus, site, remains": (NAMUS_SITE_REMAINS, "namus", "remains"),
    "namus, table, missing": (NAMUS_TABLE_MISSING, "namus", "missing"),
    "namus, table, remains": (NAMUS_TABLE_REMAINS, "namus", "remains"),
    "ogis": (OGIS, "ogis", "remains"),
    "rnpdno": (RNPDNO, "rnpdno", "missing"),
    "repd": (REPD, "repd", "missing"),
    "pfsi": (PFSI, "pfsi", "remains"),
    "kobo, missing": (KOBO_MISSING, "kobo", "missing"),
    "kobo, remains": (KOBO_REMAINS, "kobo", "remains"),
    "canonical, English": (CANONICAL_ENGLISH, "canonical", "remains"),
    "canonical, Spanish": (CANONICAL_SPANISH, "canonical", "remains"),
}


class Office:
    """Reads registers written in a test, all into one workshop."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.con: duckdb.DuckDBPyConnection = connect(folder / "spill", "500MB")

    def file(self, text: str, name: str = "register.csv") -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def read(self, text: str, side: Side, source: str | None = None, name: str = "register.csv") -> Register:
        return read_register(self.con, self.file(text, name), side, source)

    def all(self, sql: str) -> list[tuple[object, ...]]:
        return self.con.execute(sql).fetchall()
