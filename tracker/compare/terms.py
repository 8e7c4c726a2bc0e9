"""The words that change what a provision does, by kind: rules a lawyer can check."""

import re

RULES: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "obligation": (
            r"\b(?:shall|must|may|is|are) not\b(?: be required to)?"
            r"|\b(?:is|are|be) (?:required|authorized|permitted|prohibited|obligated)(?: to| from)?\b"
            r"|\bmay only\b|\b(?:shall|must|may|should|will)\b|\bprohibit(?:s|ed|ion)?\b"
        ),
        "negation": r"\b(?:not|no|never|neither|nor|none|without)\b",
        "exception": (
            r"\bunless\b|\bexcept(?: that| as| for)?\b|\bexception\b|\bnotwithstanding\b"
            r"|\bother than\b|\bexclud(?:e|es|ed|ing)\b|\bexempt(?:s|ed|ion)?\b"
            r"|\bprovided that\b"
            r"|\bsubject to (?=(?:sub)?(?:section|paragraph|clause)|the (?:provisions|requirements))"
            r"|\bwithout regard to\b|\bshall not apply\b"
        ),
        "money": r"[$€£₩]\s?\d[\d,.]*(?:\s(?:thousand|million|billion|trillion))?",
        "date": (
            r"\b(?:January|February|March|April|May|June|July|August|September|October|November"
            r"|December) \d{1,2}(?:, \d{4})?|\b(?:fiscal|calendar|taxable) years? \d{4}\b"
            r"|\b\d+[- ](?:business |calendar )?(?:days?|weeks?|months?|years?)\b"
            r"|\b(?:one|two|three|four|five|six|ten|thirty|sixty|ninety|180) "
            r"(?:days?|months?|years?)\b"
            r"|\bnot (?:later|earlier) than\b|\bdeadline\b|\bannual(?:ly)?\b|\bquarterly\b"
        ),
        "threshold": (
            r"\b(?:at least|not less than|not more than|less than|more than|greater than"
            r"|equal to or (?:greater|less) than|exceed(?:s|ed|ing)?|in excess of|up to"
            r"|minimum|maximum|threshold|total processing performance|performance density"
            r"|TPP|(?:peta|exa|tera|giga)?FLOPS?|TOPS|MacTOPS|percent(?:age)?|per centum|%)"
        ),
        "scope": (
            r"\binclud(?:e|es|ed|ing)\b|\bany\b|\ball\b|\bevery\b|\bonly\b|\bsolely\b"
            r"|\bbut not limited to\b|\bsuch as\b"
            r"|\bforeign persons?(?: of concern)?\b|\bUnited States persons?\b|\bU\.S\. persons?\b"
            r"|\bcountr(?:y|ies) of concern\b|\bcountry groups?\b|\b[A-E]:\d{1,2}\b"
            r"|\bultimate parent\b|\bheadquartered\b|\bsubsidiar(?:y|ies)\b|\baffiliates?\b"
            r"|\b\d[A-E]\d{3}(?:\.[a-z0-9]+)*\b|\bEAR99\b|\bCommerce Control List\b|\bEntity List\b"
            r"|\b(?:China|Macau|Hong Kong|Russia|Belarus|Iran|Cuba|North Korea|Syria|Venezuela)\b"
        ),
        "mental-state": (
            r"\bknow(?:s|n|ing|ingly|ledge)?\b|\breason to know\b|\breckless(?:ly|ness)?\b"
            r"|\bnegligen(?:t|tly|ce)\b|\bpurposeful(?:ly)?\b|\bwill?ful(?:ly)?\b"
            r"|\bintent(?:ional|ionally|ion)?\b|\bmens rea\b"
        ),
        "reference": (
            r"\b(?:sub)?(?:section|paragraph|clause|part|chapter|title|item|division)s?"
            r" (?:\d(?:[\w.–-]*\w)?(?:\([A-Za-z0-9]{1,5}\))*|(?:\([A-Za-z0-9]{1,5}\))+)"
            r"|§+ ?\d[\w.–-]*(?:\([A-Za-z0-9]{1,5}\))*"
            r"|\b\d+ (?:U\.S\.C\.|CFR|C\.F\.R\.|USC|FR|Stat\.) ?(?:part )?\d[\w.–-]*"
            r"(?:\([A-Za-z0-9]{1,5}\))*|\bPub(?:lic|\.) L(?:aw|\.) \d+[-–]\d+"
            r"|(?<![\w)])(?:\([A-Za-z0-9]{1,4}\)){1,6}|\bSupplement No\. ?\d+"
        ),
        "effective-date": (
            r"\beffective (?:date|on|as of)\b|\btakes? effect\b|\bdate of (?:the )?enactment\b"
            r"|\bsunset\b|\bterminat(?:e|es|ed|ion)\b|\bexpir(?:e|es|ed|ation)\b"
            r"|\bshall cease\b|\bceases? to have effect\b|\bapplicable (?:on|beginning)\b"
        ),
        "number": (
            r"(?<![\w.($-])\d[\d,]*(?:\.\d+)?(?![\w)]|-\d)"
            r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty"
            r"|sixty|ninety|hundred|thousand|million|billion|half|third|quarter|double|triple)\b"
        ),
    }.items()
}
"""Rule by change type, in the order in which types are listed."""

DEFINITION_RE = re.compile(
    r"\bterms? [“\"'‘]?[^.;]{1,120}?(?:means?|includes?|has the (?:same )?meaning|have the meaning)\b"
    r"|^[^.;]{1,80}[”\"]? means\b|\bis defined (?:as|in)\b"
)
"""A text that defines a term."""


def found(name: str, text: str) -> list[str]:
    """Return the words of one kind in a text, in order, lower case but for names."""
    return [match[0].strip() for match in RULES[name].finditer(text) if match[0].strip()]
