"""The items that words about one verb are made of: places, facets, sentences, prepositions."""

import re

NUMBER = r"\d{1,4}[A-Za-z]?(?:-\d{1,3})?\.[0-9A-Z]\w*(?:(?:\([a-z0-9]{1,3}\))*-\w+)*"
SUBS = r"\((?:[a-z]{1,5}|[A-Z]{1,4}|\d{1,4})\)(?:\s?\((?:[a-z]{1,5}|[A-Z]{1,4}|\d{1,4})\))*"
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "last": -1, "final": -1,
}  # fmt: skip
ORDINAL = "|".join(ORDINALS)
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
POINTS = {"period": ".", "comma": ",", "semicolon": ";", "semi-colon": ";", "colon": ":"}
ITEM_RE = re.compile(
    rf"""
    (?P<quote>⟦\d+⟧)
  | (?P<caption>⟪\d+⟫)
  | (?P<including>,?\sincluding\s(?:its|the|their)\s(?:heading|introductory\stext)s?\b)
  | (?P<till>\b(?:until|through|effective|from|as\sof)\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov
      |Dec)[a-z]*\.?\s\d{{1,2}},\s\d{{4}}|\bindefinitely\b|\btemporarily\b)
  | (?P<group>\b(?:under\s)?(?:the\s)?(?:undesignated\s)?center(?:ed)?\sheadings?\s⟦\d+⟧)
  | (?P<shown>(?:to\sread|as)\s(?:as\s)?(?:follows|set\s(?:forth|out)(?:\sbelow)?)
      |\breads?\sas\sfollows|\bthe\sfollowing\b)
  | (?P<toread>\bto\sread\b|\bwith\b(?=\s(?:the\s)?(?:words?\s|phrase\s|term\s|number\s)?⟦))
  | (?P<place>\bin\s(?:its|their|the)\splaces?(?:\sthereof)?\b|\bin\slieu\sthereof\b)
  | (?P<order>\b(?:in\s(?:appropriate\s)?)?(?:alphabetical|numerical|alphanumerical|chronological
      |alphabetic|numeric|alphabetically)(?:\sand\s(?:numerical|alphabetical))?(?:\s(?:order|sequence))?)
  | (?P<each>\b(?:wherever|everywhere|whenever|every\stime|each\s(?:place|time|instance)
      |in\seach\splace|in\sall\s(?:places|instances))(?:\s(?:that\s)?(?:it|they|the\sterms?|the\swords?)?\s?(?:appears?|occurs?))?
      |\ball\s(?:references?\sto|instances\sof|occurrences\sof)|\bboth\splaces)
  | (?P<annex>\b(?:supplement|appendix|appendices)\s(?:nos?\.?\s?)?(?P<aid>(?-i:\d{{1,3}}|[IVX]{{1,4}}|[A-Z]{{1,2}}(?:-\d{{1,3}})?))\b
      (?:\s(?:to|of)\s(?:(?:this\s|subpart\s[A-Z]+\s(?:of|to)\s)?part\s(?P<apart>\d+[a-z]?)|this\spart))?(?:—[A-Z][\w\s]*)?)
  | (?P<subpart>\bsubparts?\s(?P<sp>[A-Z]{{1,3}})\b(?:,?\s(?:consisting\sof|\(§§?)[^;:]*)?(?:\sof\spart\s\d+)?)
  | (?P<section>(?:§§?\s?|\bsections?\s)(?P<sn>{NUMBER})|(?<![\w.$(-])(?P<bare>\d{{1,4}}[a-z]?\.\d\w*(?:-\d\w*)*)(?=[\s,;(.:)]|$))
  | (?P<authority>\bauthority(?:\scitations?|\ssection)?(?:\s(?:for|of))?)
  | (?P<source>\bsource(?:\s(?:citation|note))(?:\s(?:for|of))?)
  | (?P<part>\b(?:\d+\sCFR\s)?(?<!sub)parts?\s(?P<pn>\d+[a-z]?)\b)
  | (?P<toc>\btable\sof\s(?:contents|sections))
  | (?P<heading>\b(?:(?:the|section|paragraph|subpart|part|subject|supplement|appendix|sub)\s?)?(?:sub)?headings?\b|\bsection\stitle\b)
  | (?P<intro>\bintroductory\s(?:text|paragraph|sentence)s?\b)
  | (?P<flush>\bundesignated\s(?:text|paragraphs?)\s(?:(?:that\sfollows?|after|following)\b))
  | (?P<conclude>\b(?:concluding|flush)\s(?:text|paragraph)s?\b)
  | (?P<paren>\b(?:OMB\s)?parenthetical(?:\s(?:text|phrase|sentence|authority))?\b(?!\s⟦))
  | (?P<defs>\bdefinitions?\b(?:\s(?:of|for))?(?:\s(?:the\s)?(?:terms?|words?|phrase))?)
  | (?P<entry>\b(?:entry|entries|rows?|listings?|item)\b(?:\s(?:for|of))?(?:\s(?:the|ECCN))?)
  | (?P<eccn>(?:(?:\bExport\sControl\sClassification\sNumbers?\s\(ECCNs?\)|\bECCNs?)\s|(?<![\w.]))(?P<ecid>\d[A-E]\d{{3}}(?:\.[a-z0-9.]+)?))
  | (?P<table>\btables?\b(?:\s(?P<tid>(?:\d{{1,3}}|[A-Z])(?:-\d+)?\b))?)
  | (?P<note>\bnotes?\b(?:\s(?P<nid>\d{{1,2}})\b)?)
  | (?P<edge>\b(?:at|from|to)\sthe\s(?P<side>end|beginning|start)\b(?:\s(?:of|in))?)
  | (?P<nths>(?:\b(?:{ORDINAL})\b(?:,?\s(?:and\s|through\s)?)?)+(?:new\s)?(?:\w+\s)?sentences?\b)
  | (?P<newsent>\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|new|\d+)\s(?:(?:new|additional|introductory)\s)*sentences?\b|(?<=the\sfollowing\s)sentences?\b)
  | (?P<para>\b(?:sub)?paragraphs?\b|\bcomments?\b(?=\s\d))
  | (?P<through>\bthrough\b|\bto\b(?=\s\()|(?<=\d)-(?=\d)|(?<=\))\s?[-–—]\s?(?=\())
  | (?P<point>\b(?:period|comma|semi-?colon|colon)\b)
  | (?P<subs>{SUBS}(?:(?<=\))\d{{1,2}}\b)?)
  | (?P<number>(?<![\w.])\d{{1,3}}(?:\.[ivxlA-Z]{{1,5}})*\b|(?<=\s)(?-i:[ivx]{{1,5}})\b(?!\.\w)
      |(?<=\s)(?-i:[IVX]{{1,4}}|[A-Z]|\d{{1,3}})(?:\.(?:\d{{1,3}}|[A-Za-z]{{1,5}})\b)+
      |(?<=\s)(?-i:[a-z])\.\d{{1,3}}(?:\.[a-z0-9]{{1,3}})*\b|(?<=paragraph\s)(?-i:[a-z])\b(?=[\s,;.]))
  | (?P<as>\bas\b)
  | (?P<side2>\b(?:before|after|following|preceding)\b)
  | (?P<prep>\b(?:in|of|from|to|within|under|for|on|at|into)\b)
  | (?P<it>\b(?:it|them)\b)
  | (?P<andword>\band\b|\bor\b|[,;])
  | (?P<stop>[.:](?:\s|$))
    """,  # noqa: E501 - one alternative a line
    re.VERBOSE | re.IGNORECASE,
)


HARMLESS = frozenset({
    "a", "abbreviation", "acronym", "add", "adding", "additional", "all", "also", "amended",
    "amount", "an", "and", "another", "any", "appendix", "are", "as", "below", "both", "by",
    "caption", "citation", "current", "date", "dates", "each", "entire", "existing", "figure",
    "following", "hereby", "is", "its", "language", "name", "names", "new", "newly", "number",
    "numbers", "or", "paragraph", "parenthetical", "part", "phrase", "phrases", "read",
    "reference", "references", "remove", "removing", "reserved", "respectively", "revise",
    "revising", "said", "same", "section", "sections", "subpart", "such", "supplement",
    "symbol", "table", "term", "terms", "text", "that", "the", "their", "then", "therein",
    "thereof", "this", "title", "value", "values", "where", "which", "word", "words",
})  # fmt: skip
"""Words about what is acted on that change nothing."""
FILLERS = frozenset({"the", "a", "an", "new", "for", "term", "terms", "following", "entitled"})
"""Words before a name that are not part of it."""


GROUPS = {
    "aid": "annex", "apart": "annex", "sp": "subpart", "sn": "section", "bare": "section",
    "pn": "part", "ecid": "eccn", "tid": "table", "nid": "note", "side": "edge",
}  # fmt: skip
"""Inner groups of an item, with the item's own name."""
