"""The words that change what a provision does, by kind: rules a lawyer can check."""

import re
from functools import cache

from tracker.compare.likeness import words_of

RULES: dict[str, str] = {
    "obligation": (
        r"\b(?:shall|must|may|is|are) not\b(?: be required to)?"
        r"|\b(?:is|are|be) (?:required|authorized|permitted|prohibited|obligated)"
        r"(?: to| from)?\b"
        r"|\bmay only\b|\b(?:shall|must|may|should|will)\b|\bprohibit(?:s|ed|ion)?\b"
    ),
    "negation": r"\b(?:not|no|never|neither|nor|none|without)\b",
    "exception": (
        r"\bunless\b|\bexcept(?: that| as| for)?\b|\bexception\b|\bnotwithstanding\b"
        r"|\bother than\b|\bexclud(?:e|es|ed|ing)\b|\bexempt(?:s|ed|ion)?\b"
        r"|\bprovided that\b"
        r"|\bsubject to (?=(?:sub)?(?:section|paragraph|clause)"
        r"|the (?:provisions|requirements))"
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
}
"""Pattern by change type, in the order in which types are listed; case does not count."""


@cache
def _rule(name: str) -> re.Pattern[str]:
    """Return the compiled rule; compiling all of them at import would cost every start."""
    return re.compile(RULES[name], re.IGNORECASE)


_TRIGGERS = {
    "obligation": "shall must may not should will required authorized permitted prohibited "
    "obligated prohibit prohibits prohibition only",
    "negation": "not no never neither nor none without",
    "exception": "unless except exception notwithstanding other than exclude excludes excluded "
    "excluding exempt exempts exempted exemption provided subject regard not",
    "date": "january february march april may june july august september october november "
    "december year years day days week weeks month months deadline later earlier annual "
    "annually quarterly",
    "threshold": "least less more greater exceed exceeds exceeded exceeding excess up minimum "
    "maximum threshold performance density tpp flop flops petaflop petaflops teraflop teraflops "
    "exaflop exaflops gigaflop gigaflops tops mactops percent percentage centum equal",
    "scope": "include includes included including any all every only solely limited such foreign "
    "person persons concern country countries group groups parent headquartered subsidiary "
    "subsidiaries affiliate affiliates ear99 list china macau hong kong russia belarus iran cuba "
    "korea syria venezuela",
    "mental-state": "know knows known knowing knowingly knowledge reason reckless recklessly "
    "recklessness negligent negligently negligence purposeful purposefully willful willfully "
    "wilful wilfully intent intentional intentionally intention mens",
    "effective-date": "effective effect enactment sunset terminate terminates terminated "
    "termination expire expires expired expiration cease ceases applicable",
    "number": "two three four five six seven eight nine ten twelve fifteen twenty thirty sixty "
    "ninety hundred thousand million billion half third quarter double triple",
    "money": "",
    "reference": "",
}
_SIGNS = {
    "date": re.compile(r"\d"),
    "threshold": re.compile("%"),
    "scope": re.compile(r"\d"),
    "number": re.compile(r"\d"),
    "money": re.compile("[$€£₩]"),
    "reference": re.compile(r"\d|\([A-Za-z]"),
}
_WORDS = {name: frozenset(words.split()) for name, words in _TRIGGERS.items()}


def candidates(text: str) -> list[str]:
    """Return the rules that can find anything touching a text, by one look at its words."""
    words = set(words_of(text))
    return [
        name
        for name in RULES
        if not words.isdisjoint(_WORDS[name]) or (name in _SIGNS and _SIGNS[name].search(text))
    ]


DEFINITION_RE = re.compile(
    r"\bterms? [“\"'‘]?[^.;]{1,120}?(?:means?|includes?|ha(?:s|ve) the (?:same )?meaning)\b"
    r"|^[^.;]{1,80}[”\"]? means\b|\bis defined (?:as|in)\b"
)
"""A text that defines a term."""


def found(name: str, text: str) -> list[str]:
    """Return the words of one kind in a text, in order, lower case but for names."""
    return [match[0].strip() for match in _rule(name).finditer(text) if match[0].strip()]
