"""Small rules and parts of the CFR in the official formats, for tests."""

from tracker.formats import parse

RULE = """<RULE><PREAMB><SUBJECT>A rule</SUBJECT></PREAMB><SUPLINF>
<REGTEXT TITLE="{title}" PART="{part}">{body}</REGTEXT></SUPLINF>
<FRDOC>[FR Doc. 2025-00001 Filed 1-2-25; 8:45 am]</FRDOC></RULE>"""
PART = """<DIV5 N="{part}" TYPE="PART"><HEAD>PART {part}—A PART</HEAD>
<AUTH><HED>Authority:</HED><PSPACE>50 U.S.C. 4801.</PSPACE></AUTH>{body}</DIV5>"""


def rule(*body, title=15, part=744):
    """Return a Federal Register document with one REGTEXT of these pieces of XML."""
    text = RULE.format(title=title, part=part, body="".join(body))
    return parse(text.encode(), source="rule.xml")


def amdpar(text):
    """Return one instruction."""
    return f"<AMDPAR>{text}</AMDPAR>"


def section(number, heading, *paragraphs):
    """Return a section as a rule shows it; `***` is a row of asterisks, `<…` is XML."""
    shown = "".join(_shown(each) for each in paragraphs)
    return f"<SECTION><SECTNO>§ {number}</SECTNO><SUBJECT>{heading}</SUBJECT>{shown}</SECTION>"


def _shown(paragraph):
    if paragraph == "***":
        return "<STARS/>"
    return paragraph if paragraph.startswith("<") else f"<P>{paragraph}</P>"


def cfr(*sections, title=15, part=744, version="2025-01-01"):
    """Return a part of the eCFR with sections given as (number, heading, paragraph, …)."""
    body = "".join(
        f'<DIV8 N="§ {number}" TYPE="SECTION"><HEAD>§ {number} {heading}</HEAD>'
        + "".join(each if each.startswith("<") else f"<P>{each}</P>" for each in paragraphs)
        + "</DIV8>"
        for number, heading, *paragraphs in sections
    )
    text = PART.format(part=part, body=body)
    return parse(
        text.encode(), source="part.xml", work=f"/us/cfr/t{title}/p{part}", version=version
    )


def lines(document, within=""):
    """Return the provisions of a document as `path | own text`, part and authority left out."""
    work = document.work
    return [
        f"{each.path.removeprefix(work)} | {each.own_text}"
        for each in document.provisions()
        if each.path.removeprefix(work).startswith(within or "/s")
    ]
