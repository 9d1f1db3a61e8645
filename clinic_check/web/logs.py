"""The log of a served copy: a line of JSON for each fault, and never what a person typed."""

import datetime
import json
import logging

OURS = "clinic_check"


class JsonLine(logging.Formatter):
    """Writes a record as one line of JSON.

    Our own messages are written out: they hold no answer, and tests search them for one. A
    library's message could quote a request, so only its place in the code and the kind of
    error are told. No traceback either: it could show what a person typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        when = datetime.datetime.fromtimestamp(record.created, tz=datetime.UTC)
        line = {
            "time": when.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        if record.name.split(".")[0] == OURS:
            line["said"] = record.getMessage()
            for name in ("fault", "endpoint"):
                if name in record.__dict__:
                    line[name] = str(record.__dict__[name])
        else:
            line["place"] = f"{record.module}:{record.lineno}"
            if record.exc_info and record.exc_info[0]:
                line["fault"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


def write_json_lines() -> None:
    """Write warnings and errors of the whole process to standard error, a line of JSON each."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLine())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a record that can't be written would be printed in full
