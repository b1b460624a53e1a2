"""Tables in CMS's layouts, with numbers that are no procedures."""

from pathlib import Path

PTP = (
    "CPT only copyright.\t\t\t\t\t\t\n"
    "\t\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\n"
    "\t\t\t\t*=no data\t1=allowed\t\n"
    "Column 1\tColumn 2\t\t\t\t9=not applicable\t\n"
    "X1001\tX1002\t\t20200101\t*\t1\tMisuse\n"
    "X1001\tX1003\t\t20200101\t20211231\t0\tMisuse\n"
    "X1001\tX1003\t\t20230401\t*\t1\tMisuse\n"
    "X1004\tX1001\t*\t19960101\t19960101\t9\tMisuse\n"
)
MUE = (
    '"CPT only copyright."\n'
    "HCPCS/CPT Code,Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n"
    'X1001,1,2 Date of Service Edit: Policy,"Nature, of service"\n'
    "X1002,300,3 Date of Service Edit: Clinical,Clinical: Data\n"
    "X1003,0,1 Line Edit,Clinical: Data\n"
)
MEDICAID_MUE = "HCPCS/CPT Code,DME Supplier MUE Values,MUE Rationale\nX1001,2,Clinical: Data\n"
ADD_ON = (
    "Add-On Code\tAOC Del Dt Julian\tPrimary Code\tPrimary Code Del Dt Julian\t"
    "AOC Edit Eff Dt Julian\tAOC Edit Del Dt Julian\tAOC Edit Type\tSpecial Instruction/Notes\n"
    "X2001\t\tX1001\t\t2013001\t\t1\t\n"
    "X2001\t\tX1002\t\t2013001\t2020366\t1\t\n"
    "X2002\t\tCCCCC\t\t2013091\t\t2\t\n"
    "X2003\t\tX1001\t2020366\t2013001\t\t3\t\n"
)
PROCEDURES = (
    "Code,Effective Date,End Date\n"
    "X1001,2020-01-01,\n"
    "X1002,1/1/2020,12/31/2021\n"
    "X1002,01/01/2023,*\n"
)
POA_EXEMPT = "POA Exempt Codes\nB90.0\nZ00.00\nW4531XA\n"

ALL = {
    "ptp": PTP,
    "mue": MUE,
    "add-on": ADD_ON,
    "procedures": PROCEDURES,
    "poa-exempt": POA_EXEMPT,
}


def written(folder: Path, text: str, name: str = "table.txt") -> Path:
    """The path of a file with this ``text``."""
    path = folder / name
    path.write_bytes(text.encode("latin-1"))
    return path
