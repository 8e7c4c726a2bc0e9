"""The words that change what a provision does, by kind: rules a lawyer can check."""

import re
from functools import cache

from tracker.compare.likeness import words_of

RULES: dict[str, str] = {
    "obligation": (
        r"\b(?:(?:shall|must|may|is|are) not\b(?: be required to)?"
        r"|(?:is|are|be) (?:required|authorized|permitted|prohibited|obligated)"
        r"(?: to| from)?\b"
        r"|may only\b|(?:shall|must|may|should|will)\b|prohibit(?:s|ed|ion)?\b)"
    ),
    "negation": r"\b(?:not|no|never|neither|nor|none|nothing|without)\b",
    "exception": (
        r"\b(?:unless\b|except(?: that| as| for)?\b|exception\b|notwithstanding\b"
        r"|other than\b|exclud(?:e|es|ed|ing)\b|exempt(?:s|ed|ion)?\b"
        r"|provided that\b"
        r"|subject to (?=(?:sub)?(?:section|paragraph|clause)"
        r"|the (?:provisions|requirements))"
        r"|without regard to\b|shall not apply\b)"
    ),
    "money": r"[$€£₩]\s?\d[\d,.]*(?:\s(?:thousand|million|billion|trillion))?",
    "date": (
        r"\b(?:(?:January|February|March|April|May|June|July|August|September|October|November"
        r"|December) \d{1,2}(?:, \d{4})?|(?:fiscal|calendar|taxable) years? \d{4}\b"
        r"|\d{1,2}/\d{1,2}/\d{2,4}\b|\d{4}-\d{2}-\d{2}\b"
        r"|\d+[- ](?:business |calendar )?(?:days?|weeks?|months?|years?)\b"
        r"|(?:one|two|three|four|five|six|ten|thirty|sixty|ninety|180) "
        r"(?:days?|months?|years?)\b"
        r"|not (?:later|earlier) than\b|deadline\b|annual(?:ly)?\b|quarterly\b)"
    ),
    "threshold": (
        r"%|\b(?:at least|not less than|not more than|less than|more than|greater than"
        r"|equal to or (?:greater|less) than|exceed(?:s|ed|ing)?|in excess of|up to"
        r"|minimum|maximum|threshold|total processing performance|performance density"
        r"|TPP|(?:peta|exa|tera|giga)?FLOPS?|TOPS|MacTOPS|percent(?:age)?|per centum"
        r"|[kmgt]?(?:bit|byte)s?/s|[kmgt]b/s|nanometers?|nm|[kmg]w|[mg]hz)\b"
    ),
    "scope": (
        r"\b(?:includ(?:e|es|ed|ing)\b|any\b|all\b|every\b|only\b|solely\b"
        r"|but not limited to\b|such as\b"
        r"|foreign persons?(?: of concern)?\b|United States persons?\b|U\.S\. persons?\b"
        r"|countr(?:y|ies) of concern\b|country groups?\b|[A-E]:\d{1,2}\b"
        r"|natural persons?\b|legal entit(?:y|ies)\b|individuals?\b|entit(?:y|ies)\b"
        r"|citizens?\b|nationals?\b|permanent residents?\b"
        r"|ultimate parent\b|headquartered\b|subsidiar(?:y|ies)\b|affiliates?\b"
        r"|\d[A-E]\d{3}(?:\.[a-z0-9]+)*\b|EAR99\b|Commerce Control List\b|Entity List\b"
        r"|(?:China|Macau|Hong Kong|Russia|Belarus|Iran|Cuba|North Korea|Syria|Venezuela)\b)"
    ),
    "mental-state": (
        r"\b(?:know(?:s|n|ing|ingly|ledge)?\b|reason to know\b|reckless(?:ly|ness)?\b"
        r"|negligen(?:t|tly|ce)\b|purposeful(?:ly)?\b|will?ful(?:ly)?\b"
        r"|intent(?:ional|ionally|ion)?\b|mens rea\b|aware(?:ness)?\b|(?:good|bad) faith\b"
        r"|reason to believe\b)"
    ),
    "reference": (
        r"\b(?:sub)?(?:section|paragraph|clause|part|chapter|title|item|division)s?"
        r" (?:\d(?:[\w.–-]*\w)?(?:\([A-Za-z0-9]{1,5}\))*|(?:\([A-Za-z0-9]{1,5}\))+)"
        r"|§+ ?\d[\w.–-]*(?:\([A-Za-z0-9]{1,5}\))*"
        r"(?:(?:,? and |,? or |, )\d[\w.–-]*(?:\([A-Za-z0-9]{1,5}\))*)*"
        r"|\b(?:Executive Order|E\.O\.) ?(?:No\. ?)?\d+"
        r"|\b\d+ (?:U\.S\.C\.|CFR|C\.F\.R\.|USC|FR|Stat\.) ?(?:part )?\d[\w.–-]*"
        r"(?:\([A-Za-z0-9]{1,5}\))*|\bPub(?:lic|\.) L(?:aw|\.) \d+[-–]\d+"
        r"|(?<![\w)])(?:\([A-Za-z0-9]{1,4}\)){1,6}|\bSupplement No\. ?\d+"
    ),
    "effective-date": (
        r"\b(?:effective (?:date|on|as of|upon)\b|takes? effect\b|date of (?:the )?enactment\b"
        r"|sunset\b|terminat(?:e|es|ed|ion)\b|expir(?:e|es|ed|ation)\b"
        r"|shall cease\b|ceases? to have effect\b|applicable (?:on|upon|beginning)\b)"
    ),
    "number": (
        r"(?<![\w.($-])\d[\d,]*(?:\.\d+)?(?![\w)]|-\d)"
        r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty"
        r"|sixty|ninety|hundred|thousand|million|billion|half|third|quarter|double|triple)\b"
    ),
}
"""Pattern by change type, in the order in which types are listed; case does not count.

No escape in them is written in capitals: patterns and texts are compared in lower case, which is
three times as fast as asking for case not to count.
"""


@cache
def _rule(name: str) -> re.Pattern[str]:
    """Return the compiled rule; compiling all of them at import would cost every start."""
    return re.compile(RULES[name].lower())


def _lower(text: str) -> str:
    """Return a text in lower case, as long as it was: only a dotted capital I would grow."""
    return text.replace("İ", "i").lower()


_TRIGGERS = {
    "obligation": "shall must may not should will required authorized permitted prohibited "
    "obligated prohibit prohibits prohibition only",
    "negation": "not no never neither nor none nothing without",
    "exception": "unless except exception notwithstanding other than exclude excludes excluded "
    "excluding exempt exempts exempted exemption provided subject regard not",
    "date": "january february march april may june july august september october november "
    "december year years day days week weeks month months deadline later earlier annual "
    "annually quarterly one two three four five six ten thirty sixty ninety",
    "threshold": "least less more greater exceed exceeds exceeded exceeding excess up minimum "
    "maximum threshold performance density tpp flop flops petaflop petaflops teraflop teraflops "
    "exaflop exaflops gigaflop gigaflops tops mactops percent percentage centum equal "
    "nanometer nanometers nm bits bytes bit byte gbit gbyte mbyte tbyte kbyte gbytes mbytes tbytes "
    "gb mb tb kb kw mw gw mhz ghz s",
    "scope": "include includes included including any all every only solely limited such foreign "
    "person persons concern country countries group groups parent headquartered subsidiary "
    "subsidiaries affiliate affiliates natural legal entity entities individual individuals "
    "citizen citizens national nationals resident residents permanent ear99 list china macau hong "
    "kong russia belarus iran cuba korea syria venezuela",
    "mental-state": "know knows known knowing knowingly knowledge reason reckless recklessly "
    "recklessness negligent negligently negligence purposeful purposefully willful willfully "
    "wilful wilfully intent intentional intentionally intention mens aware awareness faith good "
    "bad believe",
    "effective-date": "effective effect enactment sunset terminate terminates terminated "
    "termination expire expires expired expiration cease ceases applicable",
    "number": "two three four five six seven eight nine ten twelve fifteen twenty thirty sixty "
    "ninety hundred thousand million billion half third quarter double triple",
    "money": "",
    "reference": "",
}
_SIGNS = {
    "date": re.compile(r"(?<!\w)\d"),
    "threshold": re.compile("%"),
    "scope": re.compile(r"(?<!\w)\d[A-E]\d{3}|[A-E]:\d"),
    "number": re.compile(r"(?<!\w)\d"),
    "money": re.compile("[$€£₩]"),
    "reference": re.compile(r"(?<!\w)\d|\([A-Za-z0-9]{1,4}\)|§"),
}
_SIGN_RE = re.compile(r"[\d(%$€£₩§]")
"""What every sign has one of."""
_WORDS = {name: frozenset(words.split()) for name, words in _TRIGGERS.items()}


def candidates(text: str) -> list[str]:
    """Return the rules that can find anything touching a text, by one look at its words."""
    words = set(words_of(text))
    signs = _SIGNS if _SIGN_RE.search(text) else {}
    return [
        name
        for name in RULES
        if not words.isdisjoint(_WORDS[name]) or (name in signs and signs[name].search(text))
    ]


def defines(text: str) -> bool:
    """Return whether a text defines a term."""
    may = any(word in text for word in ("term", " means", " includes", "defined"))
    return may and bool(_DEFINITION_RE.search(text))


_DEFINITION_RE = re.compile(
    r"\bterms? [“\"'‘]?[^.;]{1,120}?(?:means?|includes?|ha(?:s|ve) the (?:same )?meaning)\b"
    r"|[”\"’] (?:means|includes)\b|^[A-Z“\"][^.;,]{0,60} means(?! of\b)|\bis defined (?:as|in)\b"
)


def found(name: str, text: str) -> list[str]:
    """Return the words of one kind in a text, in order, as they are written."""
    spans = [match.span() for match in _rule(name).finditer(_lower(text))]
    return [words for start, end in spans if (words := text[start:end].strip())]


def first(name: str, text: str) -> str:
    """Return the first words of one kind in a text, or an empty string."""
    match = _rule(name).search(_lower(text))
    return text[match.start() : match.end()].strip() if match else ""
