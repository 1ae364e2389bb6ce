"""The saved web page, the text with tab tables, and the Welsh paper."""

from __future__ import annotations

from corpus.maker.record import Record, Source
from corpus.maker.story import NORTHMOOR, NORTHMOOR_LATER, find
from corpus.maker.tables import Table, detail, monthly_summary


def write_page(record: Record) -> None:
    """Minutes as a meeting system serves them and a browser saves them: Word markup, windows-1252."""
    source = Source("08_minutes_item.html", "saved web page of minutes", "Northmoor Borough Council",
                    "2022/23 Q3", "Word markup in windows-1252, bullets of a symbol font, layout table")  # fmt: skip
    q3 = {m.no: m.over(6, 8) for m in NORTHMOOR_LATER}
    december = {m.no: m.months[8] for m in NORTHMOOR_LATER}
    wrong = record.plant(
        source.file,
        f"Health assessments were up to date for {december['3.6'].text} of children looked after at the end of December",
        f"{december['3.6'].text} is for education plans; health is {december['3.5'].text}",
        "value of a neighbouring row",
    )
    items = [
        f"The front door had received {q3['1.1'].text} contacts in the quarter",
        f"{q3['1.2'].text} of them had a decision within one working day – below the target of 95%",
        wrong,
        f"There were {december['3.1'].text} children looked after, a rate of {december['3.2'].text} per 10,000",
        "Nine children had been adopted since April, which was two fewer than at the same time last year",
    ]
    dot = ("<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>"
           "<span style='font-family:Symbol'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp;"
           "</span></span><![endif]>")  # fmt: skip
    listed = "\n".join(f"{dot}<span>{item}</span></p>" for item in items)
    page = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html><head><title>Agenda item - Children&amp;#8217;s Services Quarter 3 - Northmoor Borough Council</title>
<style>p.MsoNormal {{margin:0cm}} .mgHide {{display:none}}</style><script>var mgItem = 4410;</script></head>
<body><div id="header">Northmoor Borough Council</div><div class="mgHide">Skip to 1 content</div>
<ul id="breadcrumbs"><li>Home</li><li>Committees</li></ul>
<div id="content"><h1 class="mgMainTitleTxt">Agenda item</h1>
<p class="mgAgendaItemTitle">Children’s Services performance – Quarter 3 2022/23</p>
<p>Meeting of Children and Families Scrutiny Panel, Wednesday, 15th February, 2023 2.00 p.m. (Item 31.)</p>
<h2 class="mgSubTitleTxt">Minutes:</h2>
<table class="mgLayout" role="presentation"><tr><td>31.</td><td>
<p class=MsoNormal>The Head of Performance presented the position at the end of Quarter 3 of 2022/23
(October to December 2022):&nbsp;</p><p class=MsoNormal>&nbsp;</p>
{listed}
<p class=MsoNormal>In reply to a question it was said that there were 19 agency social workers.</p>
<p class=MsoNormal><b>Resolved:</b> That the report be noted.</p>
</td></tr></table>
<h2>Supporting documents:</h2><ul><li><a href="s4410.pdf">Report, item 31. PDF 212 KB</a></li></ul></div>
<div id="footer">Page 1 of 1</div></body></html>
"""
    record.path(source).write_bytes(page.encode("cp1252"))


def write_tabs(record: Record) -> None:
    """What a converter makes of the November pack: tables as lines with tabs, side labels lost."""
    source = Source("10_pack_as_text.txt", "text with tab-separated tables", "Northmoor Borough Council",
                    "November 2022", "three-level head broken over lines, empty cells, monthly tables")  # fmt: skip
    summary = monthly_summary(NORTHMOOR, 7)
    contacts = detail([find(NORTHMOOR, "1.1"), find(NORTHMOOR, "1.3")], 7)
    timely = detail([find(NORTHMOOR, "1.5")], 7)
    of = find(NORTHMOOR, "1.5").months[7]
    text = f"""CHILDREN AND FAMILIES SCRUTINY PANEL

Page 4

Children's Services scorecard - as at month end: November 2022

{_lines(summary)}

Page 5

CONTACT AND REFERRAL

DEFINITION A contact is any request for a service to the front door.

{_lines(contacts)}

ASSESSMENT

PERFORMANCE ANALYSIS In November {of.text} of assessments were completed within 45 working days ({of.n} of {of.m}).

{_lines(timely)}
"""
    record.path(source).write_text(text, encoding="utf-8", newline="\n")
    facts = [known for table in (summary, contacts, timely) for known in table.facts()]
    record.truth(source.file, ((None, known) for known in facts))


def _lines(table: Table) -> str:
    """Rows as lines; a merged cell's text stands at its first place, side labels are cut short."""
    rows = []
    for row in table.rows:
        texts = [
            box.text.title()[:6].upper() if box and box.rotated else box.text if box else "" for box in row
        ]
        rows.append("\t".join(texts))
    return "\n".join(rows)


def write_welsh(record: Record) -> None:
    """A paper of a Welsh council, partly in Welsh, with public accountability measures."""
    source = Source("16_welsh_cabinet.txt", "numbered report, bilingual", "Glanrafon County Council",
                    "2018/19 Q3", "PAM codes, Welsh headings, years against quarters")  # fmt: skip
    wrong = record.plant(
        source.file,
        "PAM/030 - 63.4% of municipal waste was reused, recycled or composted, above the target of 64%.",
        "63.4% is below 64%",
        "value against the target the sentence states",
    )
    text = f"""CYNGOR SIR GLANRAFON / GLANRAFON COUNTY COUNCIL

CABINET - 12 FEBRUARY 2019

Adroddiad Perfformiad Chwarter 3 2018/19 / Performance Report Quarter 3 2018/19

1. Crynodeb / Summary

1.1 Of the 24 measures with a target, 15 were on target at the end of Quarter 3.

2. Amgylchedd / Environment

2.1 {wrong}

2.2 PAM/010 - 95.1% of highways inspected were of a high or acceptable standard of cleanliness (94.2% in
Quarter 3 2017/18).

2.3 PAM/035 - It took 1.9 days on average to clear a fly-tip, down from 2.4 days in the same quarter last year.

3. Gwasanaethau Cymdeithasol / Social Services

3.1 PAM/028 - 88.6% of assessments for children were completed within the statutory timescale (382 of 431).

3.2 PAM/029 - Nine of the 148 children looked after (6.1%) had moved three or more times, compared with 8.2% in
Wales.

4. Tai / Housing

4.1 PAM/012 - Homelessness was prevented for 61% of households at risk, a rise of 3 percentage points on Quarter 2.

Tudalen 14
"""
    record.path(source).write_text(text, encoding="utf-8", newline="\n")
