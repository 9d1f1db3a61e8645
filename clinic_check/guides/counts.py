"""What the page on how this was made counts, from the content itself."""

from dataclasses import asdict, dataclass

from clinic_check.checklist.catalogue import Catalogue
from clinic_check.guides.pages import Guides


@dataclass(frozen=True)
class Counts:
    """The counts, and the days in words of YYYY-MM-DD.

    `checked` are the sources that a person compared at the issuer's own page, `key` the key
    questions, `asked` the questions that people ask, `half` and `most` school grades.
    """

    sources: int
    confirmed: int
    unconfirmed: int
    checked: int
    questions: int
    key: int
    findings: int
    serious: int
    asked: int
    read: str
    half: int
    most: int


def count(catalogue: Catalogue, guides: Guides) -> Counts:
    """Count today's content."""
    confirmed = sum(source.confirmed for source in catalogue.sources)
    return Counts(
        sources=len(catalogue.sources),
        confirmed=confirmed,
        unconfirmed=len(catalogue.sources) - confirmed,
        checked=sum(bool(source.checked) for source in catalogue.sources),
        questions=len(catalogue.questions),
        key=sum(question.key for question in catalogue.questions),
        findings=len(catalogue.findings),
        serious=sum(finding.weight == "serious" for finding in catalogue.findings),
        asked=len(guides.questions.questions),
        read=catalogue.read,
        half=guides.method.reading.half,
        most=guides.method.reading.most,
    )


def told(counts: Counts, words: str, read: str) -> str:
    """Put the counts into a text; `read` is the day of reading as it is written for people."""
    return words.format_map({**asdict(counts), "read": read})
