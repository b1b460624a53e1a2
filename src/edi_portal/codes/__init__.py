"""Code sets with their dates of effect.

What ships with the library is `edi_portal.codes.icd10cm` and the small lists of
`edi_portal.codes.lists`. Tables that may not be shipped, above all CMS's NCCI edits, are
brought by their users: `edi_portal.codes.ncci`.
"""
