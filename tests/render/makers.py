"""A small invented site: two bills, a rule and a CFR part, four gaps; every feature once.

Loaded by file name from the conftests of tests/render and tests/site.
"""

from datetime import UTC, date, datetime
from hashlib import sha256

from msgspec import structs

from tracker.amend.execution.execute import execute
from tracker.amend.outcome import AsAmended, OnBase
from tracker.amend.values import Find, Instruction, Target
from tracker.amend.witnesses import witness
from tracker.model import (
    Action,
    Change,
    ChangeSet,
    Document,
    Facts,
    Mark,
    Provision,
    Record,
    Side,
    digest_of,
)
from tracker.render import data as d

HR = "/us/bill/119/hr/9901"
S = "/us/bill/119/s/9902"
FR = "/us/fr/2025-99001"
CFR = "/us/cfr/t15/p799"


def prov(path, level, num="", heading="", content="", children=(), **more):
    """Return a provision with its digest."""
    chapeau, tail = more.pop("chapeau", ""), more.pop("continuation", "")
    own = (heading, chapeau, content, tail)
    return Provision(
        path=path,
        level=level,
        num=num,
        heading=heading,
        chapeau=chapeau,
        content=content,
        continuation=tail,
        children=tuple(children),
        digest=digest_of(own, tuple(children)),
        **more,
    )


def record(work, version, label, published=None, **more):
    """Return a record whose hash stands for its name."""
    return Record(
        work=work,
        version=version,
        label=label,
        url=f"https://www.govinfo.gov/sample{work}/{version}.xml",
        content_type="application/xml",
        sha256=sha256(f"{work}@{version}".encode()).hexdigest(),
        size=4242,
        retrieved_at=datetime(2026, 11, 23, 6, 30, tzinfo=UTC),
        origin="sample",
        fetcher="tracker 0.1",
        published=published,
        **more,
    )


def document(work, version, title, children, fmt="bill-dtd"):
    """Return a document over its top provisions."""
    return Document(
        work=work,
        version=version,
        format=fmt,
        title=title,
        root=prov(work, "document", children=children),
    )


DEF_OLD = (
    "The term “remote access” means access to an item subject to the jurisdiction of the United "
    "States by a foreign person through a network connection from a location other than where the "
    "item is physically located; or any other form of access specified by regulation."
)
DEF_NEW = (
    "The term “remote access” means access, on a purposeful, knowing, reckless, or negligent "
    "basis, to an item subject to the jurisdiction of the United States under this Act by a "
    "foreign person through a network connection from a location other than where the item is "
    "physically located, if the Secretary determines that the use could pose a serious risk."
)
DEF_WORDS = (
    ("equal", "The term “remote access” means access"),
    ("insert", ", on a purposeful, knowing, reckless, or negligent basis,"),
    ("equal", " to an item subject to the jurisdiction of the United States "),
    ("insert", "under this Act "),
    (
        "equal",
        (
            "by a foreign person through a network connection from a location other than where "
            "the item is physically located"
        ),
    ),
    ("delete", "; or any other form of access specified by regulation"),
    ("insert", ", if the Secretary determines that the use could pose a serious risk"),
    ("equal", "."),
)


def _definition(text):
    start = text.index("remote access")
    cite = "United States"
    return prov(
        f"{HR}/s2/1/q/15",
        "paragraph",
        "(15)",
        "Remote access",
        text,
        quoted=True,
        marks=(
            Mark("term", "content", start, start + len("remote access"), "remote access"),
            Mark("ref", "content", text.index(cite), text.index(cite) + 6, "/us/usc/t50/s4801"),
        ),
    )


def hr_ih():
    """Return the House bill as introduced."""
    return document(
        HR,
        "ih",
        "A bill to provide for control of remote access of items, and for other purposes.",
        [
            prov(
                f"{HR}/s1",
                "section",
                "SEC. 1.",
                "Short title",
                "This Act may be cited as the “Sample Remote Access Act”.",
            ),
            prov(
                f"{HR}/s2",
                "section",
                "SEC. 2.",
                "Control of remote access of items",
                chapeau="The Export Control Reform Act of 2018 is amended as follows:",
                children=[
                    prov(
                        f"{HR}/s2/1",
                        "paragraph",
                        "(1)",
                        chapeau="In section 1742 (50 U.S.C. "
                        "4801), by adding at the end the following:",
                        children=[_definition(DEF_OLD)],
                    ),
                    prov(
                        f"{HR}/s2/2",
                        "paragraph",
                        "(2)",
                        content="In section 1752, by inserting “remote access of” after “export,”.",
                    ),
                    prov(
                        f"{HR}/s2/3",
                        "paragraph",
                        "(3)",
                        content="In section 1753, by striking "
                        "“items” and inserting “items and access”.",
                    ),
                    prov(
                        f"{HR}/s2/4",
                        "paragraph",
                        "(4)",
                        content="In section 1754, by inserting "
                        "“or remotely access” after “export”.",
                    ),
                    prov(
                        f"{HR}/s2/5",
                        "paragraph",
                        "(5)",
                        content="In section 1760, by inserting "
                        "“remote access” after “reexport” each place it appears.",
                    ),
                    prov(
                        f"{HR}/s2/6",
                        "paragraph",
                        "(6)",
                        content="In section 1761, in subsection (a)(5).",
                    ),
                ],
            ),
        ],
    )


def hr_eh():
    """Return the House bill as engrossed: a definition rewritten, a section added, one moved."""
    old = hr_ih().root.children
    second = old[1]
    items = list(second.children)
    items[0] = structs.replace(items[0], children=(_definition(DEF_NEW),))
    moved = structs.replace(items.pop(5), path=f"{HR}/s3/b", level="subsection", num="(b)")
    inserted = prov(
        f"{HR}/s2/2",
        "paragraph",
        "(2)",
        content="In section 1751, by striking “may” and inserting “shall”.",
    )
    later = [
        structs.replace(item, num=f"({n})", path=f"{HR}/s2/{n}")
        for n, item in enumerate(items[1:], 3)
    ]
    third = prov(
        f"{HR}/s3",
        "section",
        "SEC. 3.",
        "Consultation with Congress",
        children=[
            prov(
                f"{HR}/s3/a",
                "subsection",
                "(a)",
                "In general",
                "The Secretary shall keep the committees fully and currently informed.",
            ),
            moved,
        ],
    )
    return document(
        HR,
        "eh",
        "An Act to provide for control of remote access of items, and for other purposes.",
        [old[0], structs.replace(second, children=(items[0], inserted, *later)), third],
    )


def hr_changes():
    """Return the changes from introduced to engrossed."""
    old = {p.path: p for p in hr_ih().provisions()}
    new = {p.path: p for p in hr_eh().provisions()}
    same = lambda a, b=None: Change("unchanged", old[a], new[b or a])  # noqa: E731 - terse table
    changes = [
        same(f"{HR}/s1"),
        same(f"{HR}/s2"),
        same(f"{HR}/s2/1"),
        Change(
            "modified",
            old[f"{HR}/s2/1/q/15"],
            new[f"{HR}/s2/1/q/15"],
            significance="substantive",
            types=("definition", "knowledge"),
            words=(("equal", "Remote access "), *DEF_WORDS),
        ),
        Change("inserted", None, new[f"{HR}/s2/2"], significance="substantive", types=("modal",)),
        *(
            Change("redesignated", old[f"{HR}/s2/{n}"], new[f"{HR}/s2/{n + 1}"], redesignated=True)
            for n in range(2, 6)
        ),
        Change("inserted", None, new[f"{HR}/s3"], significance="substantive"),
        Change("inserted", None, new[f"{HR}/s3/a"], significance="substantive"),
        Change(
            "moved",
            old[f"{HR}/s2/6"],
            new[f"{HR}/s3/b"],
            moved=True,
            redesignated=True,
            significance="editorial",
        ),
    ]
    return ChangeSet(Side(HR, "ih"), Side(HR, "eh"), tuple(changes))


def senate():
    """Return the companion."""
    text = (
        "The term “remote access” means access to an item on the Commerce Control List by a "
        "foreign person of concern through a cloud infrastructure service."
    )
    start = text.index("remote access")
    return document(
        S,
        "is",
        "A bill to provide for control of remote access to items.",
        [
            prov(f"{S}/s1", "section", "SEC. 1.", "Short title", "Sample."),
            prov(
                f"{S}/s2",
                "section",
                "SEC. 2.",
                "Definitions",
                text,
                marks=(Mark("term", "content", start, start + 13, "remote access"),),
            ),
        ],
    )


def cfr(version):
    """Return the part at a date; thirty sections that do not change, one that does."""
    limit = "4,800" if version < "2025-06" else "21,000"
    sections = [
        prov(
            f"{CFR}/s799.{n}",
            "section",
            f"§ 799.{n}",
            f"Sample section {n}",
            f"Each person subject to this part shall keep a record numbered {n}.",
        )
        for n in range(1, 31)
    ]
    sections.append(
        prov(
            f"{CFR}/s799.31",
            "section",
            "§ 799.31",
            "Threshold",
            f"Items with a total processing performance of {limit} or more require a license.",
        )
    )
    return document(CFR, version, "PART 799: SAMPLE CONTROLS", sections, "cfr-xml")


def cfr_changes():
    """Return the one change of the part."""
    old, new = cfr("2025-01-01"), cfr("2025-12-30")
    changes = [
        Change("unchanged", a, b)
        for a, b in zip(old.root.children[:-1], new.root.children[:-1], strict=True)
    ]
    changes.append(
        Change(
            "modified",
            old.root.children[-1],
            new.root.children[-1],
            significance="substantive",
            types=("number",),
            words=(
                ("equal", "Threshold Items with a total processing performance of "),
                ("delete", "4,800"),
                ("insert", "21,000"),
                ("equal", " or more require a license."),
            ),
        )
    )
    return ChangeSet(Side(CFR, "2025-01-01"), Side(CFR, "2025-12-30"), tuple(changes))


def as_amended():
    """Return the House bill carried out on the part: two orders done, one not, one divergence."""
    base = cfr("2025-01-01")
    orders = (
        _order(1, f"{CFR}/s799.31", "in section 799.31, by striking “4,800”", "4,800", "9,999"),
        _order(2, f"{CFR}/s799.3", "in section 799.3, by striking “record”", "record", "ledger"),
        _order(
            3, f"{CFR}/s799.4", "in section 799.4, by striking “<b>boat</b>”", "<b>boat</b>", ""
        ),
    )
    amended = execute(base, orders)
    records = _records()
    on_base = OnBase(records[0], amended, records[1], witness(amended, cfr("2025-12-30")))
    bill = record(HR, "eh", "Engrossed in House", date(2026, 1, 12))
    return AsAmended(bill, "Sample Act", amended.ledger, (on_base,))


def _order(number, target, words, old, new):
    """Return an order to strike words, and to insert others where there are any."""
    action = "substitute" if new else "delete"
    return Instruction(
        number, f"{HR}/s2/1", words, action, Target(target), find=Find(old), text=new
    )


def _records():
    """Return the records of the part's two versions."""
    return (
        record(CFR, "2025-01-01", "In force on 2025-01-01", date(2025, 1, 1)),
        record(CFR, "2025-12-30", "In force on 2025-12-30", date(2025, 12, 30)),
    )


def companion_changes():
    """Return the House definition beside the Senate's."""
    a = next(p for p in hr_eh().provisions() if p.path.endswith("/q/15"))
    b = senate().root.children[1]
    words = (("delete", a.own_text), ("insert", b.own_text))
    changes = (Change("modified", a, b, significance="substantive", words=words),)
    return ChangeSet(Side(HR, "eh"), Side(S, "is"), changes)


GAPS = (
    d.GapView(
        "G01",
        "export-definition",
        "Remote use is not an export",
        "원격 접속은 ‘수출’이 아니다",
        claim="Logging in to a controlled chip is no export, reexport or transfer.",
        claim_ko="통제 대상 칩에 접속하는 것은 수출이나 이전에 해당하지 않습니다.",
        passage="현행 무역법은 물리적 상품, 소프트웨어, 기술의 직접 수출이나 이전만 규제합니다.",
        letters=("a", "l"),
        legal_test="A defined term that covers access over a network, beside export and reexport.",
        legal_test_ko="네트워크를 통한 접속을 수출과 나란히 정의하는 조문이 있는가.",
        prose="## Why it matters\n\nA chip that never crosses a border is *not* shipped.",
        prose_ko="## 왜 중요한가\n\n국경을 넘지 않는 칩은 선적되지 않습니다.",
    ),
    d.GapView(
        "G02",
        "statutory-authority",
        "No power over access as a service",
        "서비스로서의 접속을 규제할 권한이 없다",
        claim="The statute gives no express power.",
    ),
    d.GapView(
        "G04",
        "kyc-duty",
        "No duty to know the customer",
        "고객확인 의무 부재",
        claim="Cloud providers need not identify foreign customers.",
    ),
    d.GapView(
        "G09",
        "sub-threshold-chips",
        "Chips just under the line",
        "기준선 바로 아래의 칩",
        claim="Weaker chips and better software suffice.",
    ),
    d.GapView(
        "N1",
        "allies",
        "Allies and dialogue",
        "동맹 공조와 대화",
        scored=False,
        claim="Context only.",
    ),
)


def cells():
    """Return effects for each version."""
    evidence = d.Evidence(f"{HR}/s2/1/q/15", "eh", DEF_NEW[:90], "defines remote access")
    return (
        d.Cell(
            "G01",
            HR,
            "ih",
            "closes",
            (d.Evidence(f"{HR}/s2/1/q/15", "ih", DEF_OLD[:90], "defines remote access"),),
        ),
        d.Cell("G01", HR, "eh", "closes", (evidence,)),
        d.Cell("G02", HR, "ih", "silent"),
        d.Cell(
            "G02",
            HR,
            "eh",
            "authorises",
            (d.Evidence(f"{HR}/s2/2", "eh", "striking “may” and inserting “shall”"),),
        ),
        d.Cell("G04", HR, "eh", "silent"),
        d.Cell("G09", HR, "eh", "not-assessed"),
        d.Cell(
            "G01",
            S,
            "is",
            "partial",
            (d.Evidence(f"{S}/s2", "is", "an item on the Commerce Control List"),),
            basis="curated",
            computed="closes",
            rationale="Only listed items and countries.",
            author="counsel",
            judged_on=date(2026, 11, 2),
        ),
        d.Cell("G01", CFR, "2025-01-01", "silent"),
        d.Cell(
            "G09",
            CFR,
            "2025-01-01",
            "closes",
            (d.Evidence(f"{CFR}/s799.31", "2025-01-01", "performance of 4,800 or more"),),
        ),
        d.Cell(
            "G09",
            CFR,
            "2025-12-30",
            "widens",
            (d.Evidence(f"{CFR}/s799.31", "2025-12-30", "performance of 21,000 or more"),),
        ),
        d.Cell(
            "G04",
            FR,
            "2025-09-30",
            "closes",
            (d.Evidence(f"{FR}/p1", "2025-09-30", "shall verify the identity"),),
        ),
    )


def site_data():
    """Return the whole invented site."""
    hr_records = (
        record(HR, "ih", "Introduced in House", date(2025, 4, 7)),
        record(HR, "eh", "Engrossed in House", date(2026, 1, 12)),
    )
    cfr_records = tuple(
        record(CFR, v, f"In force on {v}", date.fromisoformat(v))
        for v in ("2025-01-01", "2025-12-30")
    )
    s_record = record(S, "is", "Introduced in Senate", date(2025, 12, 17))
    fr_record = record(
        FR, "2025-09-30", "Final rule", date(2025, 9, 30), effective=date(2025, 9, 29)
    )
    rule = document(
        FR,
        "2025-09-30",
        "Sample Rule on Affiliates",
        [
            prov(
                f"{FR}/p1",
                "paragraph",
                "",
                "",
                "Each provider shall verify the identity of a foreign customer.",
            )
        ],
        "fr-xml",
    )
    works = (
        d.WorkView(
            HR,
            (d.VersionView.of(hr_records[0], hr_ih()), d.VersionView.of(hr_records[1], hr_eh())),
            Facts(
                HR,
                "bill",
                "A bill to provide for control of remote access of items.",
                "Sample Remote Access Act",
                "H.R. 9901 (119th)",
                sponsor="Rep. Sample",
                cosponsors=4,
                introduced=date(2025, 4, 7),
                stage="passed-house",
                companions=(S,),
                url="https://www.congress.gov/bill/119th-congress/house-bill/9901",
                actions=(
                    Action(date(2026, 1, 12), "Passed the House under suspension.", "passed"),
                    Action(date(2025, 4, 9), "Ordered to be reported.", "reported"),
                    Action(date(2025, 4, 7), "Introduced in House.", "introduced"),
                ),
            ),
            d.Force(
                "passed-one-chamber",
                "The House passed it; the Senate has not acted.",
                date(2026, 1, 12),
                date(2027, 1, 3),
            ),
            (
                d.Force("pending", "", date(2025, 4, 7), date(2026, 1, 12)),
                d.Force("passed-one-chamber", "", date(2026, 1, 12), date(2027, 1, 3)),
            ),
            amends=("/us/usc/t50/s4801", "/us/usc/t50/s4812/a/3"),
            sample=True,
        ),
        d.WorkView(
            S,
            (d.VersionView.of(s_record, senate()),),
            Facts(S, "bill", "", "Sample Senate Act", "S. 9902 (119th)", stage="introduced"),
            d.Force("pending"),
            sample=True,
        ),
        d.WorkView(
            FR,
            (d.VersionView.of(fr_record, rule),),
            Facts(
                FR,
                "rule",
                "Sample Rule on Affiliates",
                citation="90 FR 99001",
                published=date(2025, 9, 30),
                effective=date(2025, 9, 29),
                agencies=("Bureau of Samples",),
                rins=("0694-ZZ99",),
            ),
            d.Force("stayed", "Stayed for a year.", date(2025, 11, 10), date(2026, 12, 9)),
            sample=True,
        ),
        d.WorkView(
            CFR,
            (
                d.VersionView.of(cfr_records[0], cfr("2025-01-01")),
                d.VersionView.of(cfr_records[1], cfr("2025-12-30")),
            ),
            Facts(CFR, "cfr", "Sample controls", citation="15 CFR part 799"),
            d.Force("in-force", since=date(2025, 1, 1)),
            sample=True,
        ),
    )
    return d.SiteData(
        subject="remote access to export-controlled computing",
        as_of=date(2026, 11, 23),
        works=works,
        comparisons=(
            d.ComparisonView.of(*hr_records, hr_changes()),
            d.ComparisonView.of(*cfr_records, cfr_changes()),
            d.ComparisonView.of(hr_records[1], s_record, companion_changes(), "companion"),
        ),
        amendments=(
            d.AmendmentView(
                record(HR, "eh", "Engrossed in House", date(2026, 1, 12)),
                "amendment of the sample",
                as_amended,
                lambda: (d.GapTurn("G01", CFR, "silent", "closes", "A reason.", f"{CFR}/s799.31"),),
            ),
        ),
        collisions=(
            d.Collision(
                "same-words", f"{CFR}/s799.31", "4,800", False, ((HR, "eh", (1,)), (S, "is", (4,)))
            ),
            d.Collision(
                "same-designator",
                "/us/usc/t50/s1799A",
                "",
                True,
                ((HR, "eh", (9,)), (S, "is", (5,))),
            ),
        ),
        gaps=GAPS,
        cells=cells(),
        events=(
            d.GapEvent("G01", date(2025, 4, 7), HR, "ih", "closes", force="pending"),
            d.GapEvent("G01", date(2025, 12, 17), S, "is", "partial", force="pending"),
            d.GapEvent(
                "G01", date(2026, 1, 12), HR, "eh", "closes", "closes", "passed-one-chamber"
            ),
        ),
        notes=(d.NoteView(f"{HR}/s2/1/q/15", "eh", "changed", "The mental state is new.", "G01"),),
        clock=(
            d.ClockItem("Annual report was due.", date(2026, 8, 19), source="Sample source"),
            d.ClockItem(
                "The stay of the rule ends; it applies again by default.",
                date(2026, 12, 9),
                FR,
                "https://www.federalregister.gov/d/2025-99001",
            ),
            d.ClockItem("The Congress ends; every pending bill dies.", date(2027, 1, 3), HR),
            d.ClockItem("Comment period of a draft rule.", verified=False),
        ),
        claims=(
            d.ArticleClaim(
                "a",
                "Trade law reaches only direct export.",
                "직접 수출만 규제한다.",
                ("G01", "G02"),
                "Still true for chips.",
            ),
        ),
        statements=(
            d.Statement("G01", {"open": "Access is not an export.", "closed": "Access is one."}),
            d.Statement("G02", {"closed": "There is power over access."}),
        ),
        misreports=(
            d.Misreport("It passed by voice vote.", "The vote was recorded.", "Journal", HR),
            d.Misreport(
                "The rule was rescinded.", "It is still codified.", "https://www.gao.gov/x"
            ),
        ),
        actors=(
            d.Actor(
                "A cloud provider",
                (
                    d.Question("Is access an export?", "G01"),
                    d.Question("Must it know its customers?", "G04"),
                    d.Question("Asked of a gap that is not there?", "G99"),
                ),
            ),
        ),
        sample=True,
        accuracy=(d.Measure("Clause alignment, planted edits", "not measured on the sample"),),
        files=(("feeds/119hr9901.xml", b"<feed xmlns='http://www.w3.org/2005/Atom'/>\n"),),
    )
