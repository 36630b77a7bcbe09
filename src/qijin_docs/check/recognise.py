"""Facts → elements: the head, the title, the end of the main text, attachments, imprint, headings.

Goes from what is certain to what follows from it: masthead and document number are told by their own form,
the title by standing behind them, the rest by standing behind the title.
"""

from __future__ import annotations

from itertools import pairwise

from qijin_docs.check import signs
from qijin_docs.check.elements import HEADINGS, Attached, Elements, Form, HeadingAt, Kind
from qijin_docs.check.facts import Facts, Paragraph
from qijin_docs.check.recognise_head import head_of
from qijin_docs.check.recognise_imprint import imprint_of
from qijin_docs.check.report import Unverified
from qijin_docs.check.signs import compact
from qijin_docs.text.numerals import read_heading


def elements(facts: Facts) -> Elements:
    """What every paragraph of a document is."""
    return _Reading(facts).elements()


#: Rows of a table that holds nothing but 署名 and 成文日期.
_SMALL_TABLE = 4


class _Reading:
    """One document on its way from facts to elements."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._all = facts.paragraphs
        self._kinds = [
            Kind.BLANK if p.blank else Kind.TABLE if self._in_table(p) else Kind.UNKNOWN for p in self._all
        ]
        self._texts = [p.shown.strip() for p in self._all]
        self._uncertain: list[Unverified] = []

    def _in_table(self, paragraph: Paragraph) -> bool:
        # A page has no tables, only lines; what is smaller than 四号 is none of the text.
        return paragraph.in_table or (self._facts.kind == "pdf" and (paragraph.size or 32) < 26)

    def elements(self) -> Elements:
        """The steps, each resting on the ones before it."""
        form, after_head, unsure = head_of(self._all, self._texts, self._kinds)
        self._uncertain += unsure
        end = imprint_of(self._all, self._texts, self._kinds, after_head)
        attachments = self._labels(after_head, end)
        main_end = attachments[0] if attachments else end
        if form is Form.ORDER:
            title, body = "", after_head
        else:
            self._issue_of_minutes(form, after_head, main_end)
            title, body = self._title(after_head, main_end, form)
        genre = signs.genre_of(title)
        body = self._addressees(body, main_end, form)
        self._tail(body, main_end)
        attached = tuple(
            self._attachment(label, following) for label, following in pairwise([*attachments, end])
        )
        headings = tuple(self._body(body if title else after_head))
        signed = any(kind is Kind.SIGNATORY for kind in self._kinds) or any(
            signs.SIGNED in self._texts[i] for i, k in enumerate(self._kinds) if k is Kind.DOCUMENT_NUMBER
        )
        return Elements(
            self._facts,
            form,
            tuple(self._kinds),
            headings,
            attached,
            title,
            genre,
            signed or (genre in signs.UPWARD and form is not Form.PLAIN),
            tuple(self._uncertain),
        )

    def _reach(self, start: int, end: int, count: int) -> list[int]:
        return [i for i in range(start, end) if self._texts[i]][:count]

    def _labels(self, start: int, end: int) -> list[int]:
        labels = []
        for i in range(start, end):
            if self._all[i].in_table or not self._texts[i]:
                continue
            found = signs.LABEL.fullmatch(self._texts[i])
            own_page = self._all[i].page_break_before or self._only_blanks_to_break(i)
            listed = self._texts[i].endswith(("：", ":")) and not own_page
            bound = found is not None and not listed and (own_page or i > start)
            if bound or signs.FOREIGN_LABEL.fullmatch(self._texts[i]):
                labels.append(i)
                self._kinds[i] = Kind.ATTACHMENT_LABEL
        return labels

    def _only_blanks_to_break(self, index: int) -> bool:
        while index > 0:
            if self._all[index].page_break_before:
                return True
            index -= 1
            if self._texts[index]:
                return False
        return False

    def _issue_of_minutes(self, form: Form, start: int, end: int) -> None:
        """Mark the line 第3期 below the mark of minutes, which is no title."""
        marked = Kind.MASTHEAD in self._kinds and form in (Form.MINUTES, Form.PLAIN)
        for i in self._reach(start, end, 3) if marked else ():
            if signs.ISSUE_OF_MINUTES.fullmatch(self._texts[i]):
                self._kinds[i] = Kind.SUBTITLE

    def _title(self, start: int, end: int, form: Form) -> tuple[str, int]:
        """The title and the index behind it."""
        if Kind.ATTACHMENT_LABEL in self._kinds[start : start + 1]:  # an attachment sent by itself
            return "", start
        near = [i for i in self._reach(start, end, 6) if not self._all[i].in_table]
        near = [i for i in near if self._kinds[i] is Kind.UNKNOWN]
        centred = next((i for i in near if self._all[i].alignment == "center"), None)
        pushed = next((i for i in near[:2] if signs.is_title(self._all[i])), None)
        first = centred if pushed is None or (centred is not None and centred <= pushed) else pushed
        if first is None or any(len(self._texts[i]) > 60 for i in near if i < first):
            if form is not Form.MINUTES:  # their mark says what they are
                self._uncertain.append(Unverified("标题（7.3.1）", "没有找到居中的标题"))
            return "", start
        lines = [first]
        size = self._all[first].size
        for i in range(first + 1, end):
            if not self._texts[i]:
                continue
            paragraph = self._all[i]
            if paragraph.alignment != self._all[first].alignment or paragraph.in_table:
                break
            if first != centred and not (paragraph.size == size and (size or 0) >= signs.LARGE):
                break
            if paragraph.size == size and not signs.REMARK.fullmatch(self._texts[i]):
                lines.append(i)
            else:
                self._kinds[i] = Kind.SUBTITLE
        behind = max([*lines, *(i for i in range(first, end) if self._kinds[i] is Kind.SUBTITLE)]) + 1
        for i in lines:
            self._kinds[i] = Kind.TITLE
        return compact("".join(self._texts[i] for i in lines)), behind

    def _addressees(self, start: int, end: int, form: Form) -> int:
        for i in self._reach(start, end, 2):
            text, paragraph = self._texts[i], self._all[i]
            if (
                paragraph.in_table
                or len(text) > (200 if signs.indented(paragraph) else 600)
                or "。" in text
                or read_heading(text)
                or signs.NOTE.match(text)
            ):
                break
            plain = form is Form.PLAIN
            named = signs.ADDRESSED.search(text) and (
                not plain
                or signs.ORGAN_END.search(text.rstrip("：: "))
                or (len(text) < 30 and signs.PERSON_END.search(text.rstrip("：: ")))
            )
            unmarked = (
                not plain
                and signs.ORGAN_END.search(text.rstrip("，,；;、 "))
                and not signs.indented(paragraph)
            )
            if named or unmarked:
                self._kinds[i] = Kind.ADDRESSEES
                return i + 1
            break
        return start

    def _tail(self, start: int, end: int) -> None:
        """附件说明, 署名, 成文日期, 附注: read upwards from the end of the main text."""
        open_ = [i for i in range(start, end) if self._texts[i] and self._kinds[i] is Kind.UNKNOWN]
        dates = [i for i in open_[-8:] if signs.DATE.fullmatch(self._texts[i])]
        date = dates[-1] if dates else None
        if date is None:
            self._signed_in_table(start, end)
        if date is not None:
            self._kinds[date] = Kind.DATE
            for i in (i for i in open_ if i > date):
                if signs.REMARK.fullmatch(self._texts[i]):
                    self._kinds[i] = Kind.REMARK
            for i in reversed([i for i in open_ if i < date][-6:]):
                if not signs.is_signature(self._all[i]) or Kind.TABLE in self._kinds[i:date]:
                    break
                self._kinds[i] = Kind.SIGNATURE
        for i in open_:
            if self._kinds[i] is Kind.UNKNOWN and signs.NOTE.match(self._texts[i]):
                # “附件：” in the middle of the text would be a heading of something; it stands near the end.
                self._kinds[i] = Kind.ATTACHMENT_NOTE
                for k in (k for k in open_ if k > i):
                    # On a page a name that wraps is two lines, and nothing but the signature follows.
                    goes_on = self._facts.kind == "pdf" or signs.NOTE_MORE.match(self._texts[k])
                    if self._kinds[k] is not Kind.UNKNOWN or not goes_on:
                        break
                    self._kinds[k] = Kind.ATTACHMENT_NOTE
                break

    def _signed_in_table(self, start: int, end: int) -> None:
        """署名 and 成文日期 in the last cells of a small table, where that is how they were put to the right."""
        last = [i for i in range(start, end) if self._texts[i]][-4:]
        for above, i in pairwise(last):
            name, date = self._all[above], self._all[i]
            if not (date.in_table and name.table == date.table and signs.DATE.fullmatch(self._texts[i])):
                continue
            if signs.ORGAN_END.search(self._texts[above]) and date.row <= _SMALL_TABLE:
                self._kinds[above], self._kinds[i] = Kind.SIGNATURE, Kind.DATE

    def _attachment(self, label: int, end: int) -> Attached:
        found = signs.LABEL.fullmatch(self._texts[label]) or signs.FOREIGN_LABEL.fullmatch(self._texts[label])
        number = found[1] if found else None
        lines: list[int] = []
        for i in range(label + 1, end):
            if not self._texts[i]:
                continue
            paragraph = self._all[i]
            if paragraph.alignment != "center" or paragraph.in_table:
                break
            if lines and paragraph.size != self._all[lines[0]].size:
                self._kinds[i] = Kind.SUBTITLE
                continue
            lines.append(i)
        for i in lines:
            self._kinds[i] = Kind.ATTACHMENT_TITLE
        title = compact("".join(self._texts[i] for i in lines))
        return Attached(label, signs.whole(number), title, label, end - 1)

    def _body(self, start: int) -> list[HeadingAt]:
        headings = []
        for i in range(start, len(self._all)):
            if self._kinds[i] is not Kind.UNKNOWN:
                continue
            text = self._texts[i]
            if signs.ATTENDANCE.match(text):
                self._kinds[i] = Kind.ATTENDANCE
                continue
            if self._is_deep(i):
                self._uncertain.append(Unverified("缩进很深的行", "PDF 里分不清是名单、续行还是正文"))
                continue
            if self._is_caption(i):
                self._kinds[i] = Kind.CAPTION
                continue
            if signs.CONTENTS_LINE.search(text):
                self._kinds[i] = Kind.CONTENTS
                continue
            if signs.TABLE_NOTE.match(text) and Kind.TABLE in self._kinds[max(i - 2, 0) : i]:
                self._kinds[i] = Kind.TABLE
                continue
            self._kinds[i] = Kind.BODY
            heading = read_heading(text)
            if heading is None:
                continue
            alone = signs.stands_alone(heading.title)
            if alone:
                self._kinds[i] = HEADINGS[heading.level - 1]
            title = heading.title if alone else heading.title.split("。")[0]
            headings.append(HeadingAt(i, heading.level, heading.number, title.rstrip("。"), alone))
        return headings

    def _is_deep(self, index: int) -> bool:
        """Whether it is a line of a page that begins further in than a paragraph does."""
        lines = self._facts.lines_of(index) if self._facts.kind == "pdf" else ()
        return bool(lines) and self._all[index].alignment == "both" and lines[0].line.left > signs.DEEP

    def _is_caption(self, index: int) -> bool:
        paragraph = self._all[index]
        following = index + 1
        return (
            paragraph.alignment == "center"
            and len(self._texts[index]) <= 40
            and following < len(self._all)
            and self._all[following].in_table
        )
