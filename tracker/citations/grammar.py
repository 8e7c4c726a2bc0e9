"""The regular expressions and tables of `tracker.citations`."""

import re

# Every head ends in "(", "§" or a digit, which are rare: what stands before it is looked at only
# there. It is found in "50 U.S.C. ", "89 FR ", "§ 736.2", "section 7", "paragraph (a)", and not in
# "section of", "3 CFR, 1994" or "compart 7".
HEAD_RE = re.compile(
    r"""[0-9(§](?:
      (?<=\()(?:
          (?:(?<=aragraph\s.)|(?<=aragraphs\s.)|(?<=ubsection\s.)
            |(?<=ubsections\s.)|(?<=lause\s.)|(?<=lauses\s.)|(?<=[Ii]tem\s.)|(?<=[Ii]tems\s.)
          )(?P<internal>))
    | (?P<sign>(?<=§)§?\s?(?=\d))
    | (?<=[0-9])(?<![\w.$/-].)(?:
          \d{0,2}\s(?:
            (?P<usc>U\.?\s?S\.?\s?C\.?(?:\s?A\.)?)(?=\s)
          | (?P<cfr>C\.?F\.?R\.?)(?=\s)
          | (?P<fr>FR|Fed\.\sReg\.)\s(?=\d)
          | (?P<stat>Stat\.)\s(?=\d))
        | (?:(?<=ection\s.)|(?<=ections\s.)|(?<=art\s.)|(?<=arts\s.)|(?<=o\.\s.)|(?<=os\.\s.)
            |(?<=L\.\s.)|(?<=aw\s.)|(?<=aws\s.)|(?<=E\.O\.\s.)|(?<=EO\s.)|(?<=rder\s.)
            |(?<=rders\s.)|(?<=hapter\s.)|(?<=Doc\.\s.))(?P<word>)))""",
    re.ASCII | re.VERBOSE,
)
# The words before a digit or "(", read backwards from it.
LEAD_RE = re.compile(
    r"""(?<![A-Za-z0-9])(?:
      (?:[Ss]ections?|[Ss]ecs?\.)(?P<section>) | [Pp]arts?(?P<part>)
    | [Ss]ub(?:section(?P<subsection>)|paragraph(?P<subparagraph>)|clause(?P<subclause>))s?
    | [Pp]aragraphs?(?P<paragraph>) | [Cc]lauses?(?P<clause>) | [Ii]tems?(?P<item>)
    | [Ss]upplements?\s[Nn]os?\.(?P<supplement>)
    | (?:Pub(?:\.\s?L\.|lic\sLaws?)|P\.\s?L\.)(?:\sNos?\.)?(?P<pl>)
    | (?:E\.\s?O\.|EO|Exec(?:utive|\.)\sOrders?)(?:\sNos?\.)?(?P<eo>)
    | [Cc]hapter(?P<chapter>) | FR\sDoc\.(?:\sNo\.)?(?P<frdoc>)
    )\s$""",
    re.ASCII | re.VERBOSE,
)
LEAD_WORDS = {
    first + word[1:] + plural: word
    for word in (
        "section",
        "part",
        "subsection",
        "paragraph",
        "subparagraph",
        "clause",
        "subclause",
        "item",
    )
    for first in (word[0], word[0].upper())
    for plural in ("", "s")
}
"""Leads of one word, which are nearly all: looked up before the pattern is tried."""
LEAD_REACH = 26
"""Characters of the longest lead, `Executive Orders Nos. `, and the one before it."""
# found in "appendix A to " and "Supplement I to " before "part 1026"
ATTACHED_RE = re.compile(
    r"(?<!\w)(?:(?P<app>[Aa]ppendix)|[Ss]upplement)\s(?P<name>[A-Z]{1,3}\d?)\sto\s$"
)

SUB = r"\((?:\d{1,3}|[a-z]{1,2}|[A-Z]{1,2}|[ivxl]{1,6}|[IVXL]{1,6})\)"
"""One designator; `(EAR)` and `(see` are none."""
SUBS = rf"(?:{SUB})*"
# finds "4801", "45X(c)(1)", "2000e-5", "4801-4852"; the dash may be any of U+2010 to U+2015
USC_ITEM_RE = re.compile(rf"(\d+[A-Za-z]{{0,3}}(?:[-‐-―]\d+[a-z]{{0,2}})*)({SUBS})")
# finds "744.23(a)(3)", "1.401-1", "102-3.5", "744"
CFR_ITEM_RE = re.compile(
    rf"(\d+[a-z]?(?:[-‐-―]\d+)?\.\d+[A-Za-z]*(?:[-‐-―.]\d+[A-Za-z]*)*|\d+(?:[-‐-―]\d+)?)({SUBS})"
)
PL_ITEM_RE = re.compile(r"(\d{1,3})[-‐-―](\d{1,4})(?!\d)")
EO_ITEM_RE = re.compile(r"(\d{4,5})(?![\d,.]\d)")
SUBS_ITEM_RE = re.compile(rf"((?:{SUB})+)")
SEPARATOR_RE = re.compile(r",?\s(?:and/or|and|or|through|to)\s|[,;]\s|\s?[‐-―-]\s?(?=\()")
# Nothing but this lets a list, a range, a chain or the name of a law follow a member.
GOES_ON_RE = re.compile(r"[,;]\s[\daot(]|\s(?:and|or|to|through|of|in\s|[(‐-―-])|[‐-―-]")
# After a member that follows a bare comma or "and", these words would make it something else:
# "5 U.S.C. 553 and 30 days", "50 U.S.C. 4801, 15 CFR 734"
NOT_A_MEMBER_RE = re.compile(
    r"[.,]?\d|[%\w]|\s(?!and\b|or\b|to\b|through\b|of\b|et\b|is\b|are\b|as\b|in\b|shall\b|may\b|"
    r"note\b|with\b|for\b|by\b|on\b|do\b|does\b|that\b|which\b|applies\b|apply\b)[A-Za-z0-9]"
)
SUB_RE = re.compile(r"\(([0-9A-Za-z]+)\)")
DASH = str.maketrans("‐‑‒–—―", "------")

REGULATIONS = {
    "EAR": 15,
    "Export Administration Regulations": 15,
    "ITAR": 22,
    "International Traffic in Arms Regulations": 22,
}
"""Names of regulations with the CFR title in which they stand."""

# found in "of the EAR", "of this part", "of title 22", "of title 15, Code of Federal Regulations"
CFR_TAIL_RE = re.compile(
    r"\s(?:of|to)\s(?:the\s(" + "|".join(REGULATIONS) + r")\b"
    r"|title\s(\d{1,2})(?!\d|,\sUnited|\sof\sthe\sUnited))"
)
USC_TAIL_RE = re.compile(r"\sof\stitle\s(\d{1,2})(?:,|\sof\sthe)\s(?:United\sStates|U\.S\.)\sCode")
# found in "(50 U.S.C. 4812(a)(1))" right after "section 1753(a)(1) of the … Act", but not in
# "(50 U.S.C. 4801 et seq.)" or "(50 U.S.C. 4801-4852)", which name the whole Act
CLASSIFIED_RE = re.compile(
    r"((?:\sof\s(?:the\s|such\s)?[A-Z0-9][^.;:()]{2,120})?)\s\((\d{1,2})\sU\.S\.C\.\s"
    rf"(\d+[A-Za-z]{{0,3}}(?:[-‐-―]\d{{1,2}}[a-z]?)?)({SUBS})\)"
)
ECRA = (
    r"(?:Export\sControl\sReform\sAct(?:\sof\s2018)?|Export\sControls\sAct\sof\s2018"
    r"|Anti-Boycott\sAct\sof\s2018|ECRA)\b"
)
ECRA_TAIL_RE = re.compile(rf"\sof\s(?:the\s)?{ECRA}")
ECRA_LEAD_RE = re.compile(rf"{ECRA}\s$")
OWN_TAIL_RE = re.compile(r"\sof\s(?:this|the\scurrent)\s(Act|title|chapter|order)\b")
TO_PART_RE = re.compile(r"\sto\s(?:(this\s)?part(?:\s(\d+))?)(?!\w)")
SUPPLEMENT_RE = re.compile(r"\d+(?!\w)")

ECRA_SECTIONS = {
    1742: 4801,
    **{section: section + 3059 for section in range(1752, 1766)},
    1767: 4825,
    1768: 4826,
    1772: 4841,
    1773: 4842,
    1774: 4843,
    1781: 4851,
    1782: 4852,
}
"""Sections of the Export Control Reform Act of 2018 (Pub. L. 115-232, div. A, title XVII,
subtitle B) with the sections of title 50 where they are classified; source: the source credits of
50 U.S.C. chapter 58. Sections 1741, 1751 and 1771 (short titles) stand in notes, 1766 amended
other laws."""

RANKS = {
    "subsection": 1,
    "paragraph": 2,
    "subparagraph": 3,
    "clause": 4,
    "subclause": 5,
    "item": 6,
}
"""Levels below a section of a statute in order (House Office of the Legislative Counsel)."""

CFR_CONTEXT_RE = re.compile(r"/us/cfr/t(\d+)(?:/p([^/]+)(?:/((?:s|supp|app)[^/]+))?)?")
STATUTE_CONTEXT_RE = re.compile(r"(/us/(?:bill|usc|pl|fr)/.*?/s\d[^/]*)((?:/[^/]+)*)$")
# what follows a reference: "… of this section", "… of such paragraph", "… of § 736.2(a)"
CHAIN_RE = re.compile(
    r"\s(?:of|to|in)\s(?:(?P<own>this|such|that|the)\s)?"
    r"(?P<level>subsection|paragraph|subparagraph|clause|subclause|section|supplement|appendix"
    r"|§)\s?"
    rf"(?P<subs>(?:{SUB})+)?(?P<number>\d[\w.‐-―-]*\w|\d)?(?P<after>{SUBS})"
)

USC_LEAD_RE = re.compile(r"\s(?:(App\.\s)|(ch\.\s|chapter\s)|(?:§§?|secs?\.|sections?)?\s?)")
CFR_LEAD_RE = re.compile(r"\s(?:[Pp]arts?\s|§§?\s?|[Ss]ections?\s)?(?=\d)")
DOTTED_RE = re.compile(r"\d+[a-z]?(?:[-‐-―]\d+)?\.\d")
PAGE_RE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
CHAPTER_RE = re.compile(r"\d+[A-Z]?")
FRDOC_RE = re.compile(r"(?:[A-Z]\d{0,2}-)?[0-9A-Z]{2,4}[-‐-―]\d+")
