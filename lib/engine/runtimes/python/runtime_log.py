"""What a function logs and how its failures are told, in AWS's text and JSON forms."""

import json
import logging
import os
import struct
import time
import traceback

import encode_json


class Fault(Exception):
    """A failure of the runtime itself, by AWS's name."""

    def __init__(self, error_type, message, frames=None):
        super().__init__(message)
        self.error_type = error_type
        self.frames = frames


LEVEL_BITS = {10: 0x08, 20: 0x0C, 30: 0x10, 40: 0x14, 50: 0x18}
STANDARD_MEMBERS = {
    "name", "msg", "args", "levelname", "levelno", "pathname", "filename", "module", "exc_info", "exc_text",
    "stack_info", "lineno", "funcName", "created", "msecs", "relativeCreated", "thread", "threadName",
    "processName", "process", "aws_request_id", "tenant_id",
}  # fmt: skip

current_request_id = None
current_tenant_id = None


class LogSink:
    """The descriptor that takes framed events: what is written at once is one event."""

    def __init__(self, descriptor, as_json):
        self.descriptor = descriptor
        self.as_json = as_json

    def log(self, message, level=0):
        body = message.encode("utf-8", "replace")
        kind = (0xA55A0002 if self.as_json else 0xA55A0003) | LEVEL_BITS.get(level, 0)
        frame = struct.pack(">IIq", kind, len(body), time.time_ns() // 1000) + body
        while frame:
            frame = frame[os.write(self.descriptor, frame) :]


class LambdaLoggerHandler(logging.Handler):
    def __init__(self, log_sink):
        super().__init__()
        self.log_sink = log_sink

    def emit(self, record):
        self.log_sink.log(self.format(record), whole_level(record.levelno))


class LambdaLoggerFilter(logging.Filter):
    def filter(self, record):
        record.aws_request_id = current_request_id or ""
        record.tenant_id = current_tenant_id
        return True


def whole_level(number):
    """Levels in between count as the one below."""
    return min(50, max(0, number)) // 10 * 10


class JsonFormatter(logging.Formatter):
    def format(self, record):
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        kind, error, trace = record.exc_info or (None, None, None)
        line = {
            "timestamp": f"{moment}.{int(record.msecs):03d}Z",
            "level": logging.getLevelName(whole_level(record.levelno)),
            "message": record.getMessage(),
            "logger": record.name,
            "stackTrace": traceback.format_tb(trace) if kind else None,
            "errorType": kind.__name__ if kind else None,
            "errorMessage": str(error) if kind else None,
            "requestId": getattr(record, "aws_request_id", None),
            "location": f"{record.pathname}:{record.funcName}:{record.lineno}" if kind else None,
            "tenantId": getattr(record, "tenant_id", None),
        }
        for name, value in vars(record).items():
            if name not in STANDARD_MEMBERS and name not in line:
                line[name] = value
        present = {name: value for name, value in line.items() if value is not None}
        return json.dumps(present, ensure_ascii=False) + "\n"


def install_logging():
    """Gives the root logger its handler; returns where the runtime itself logs."""
    logging.Formatter.converter = time.gmtime
    as_json = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
    sink = LogSink(int(os.environ.pop("_LAMBDA_TELEMETRY_LOG_FD")), as_json)
    handler = LambdaLoggerHandler(sink)
    if as_json:
        handler.setFormatter(JsonFormatter())
    else:
        text = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
        handler.setFormatter(logging.Formatter(text, "%Y-%m-%dT%H:%M:%S"))
    # Python has no level below DEBUG: TRACE means the same, as on AWS.
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper().replace("TRACE", "DEBUG")
    if isinstance(logging.getLevelName(level), int):
        logging.getLogger().setLevel(level)
    handler.addFilter(LambdaLoggerFilter())
    logging.getLogger().addHandler(handler)
    return sink


def failure_of(error, request_id):
    """The body of an error answer. The runtime's own frames come first in a trace and are left out."""
    if isinstance(error, Fault):
        error_type, frames = error.error_type, error.frames or []
    else:
        error_type = type(error).__name__
        steps = traceback.extract_tb(error.__traceback__)
        users = [at for at, step in enumerate(steps) if "/bootstrap.py" not in step.filename]
        frames = traceback.format_list(steps[users[0] :] if users else steps)
    return {
        "errorMessage": str(error),
        "errorType": error_type,
        "requestId": request_id or "",
        "stackTrace": frames,
    }


def log_failure(sink, failure):
    if sink.as_json:
        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        return sink.log(encode_json.encode({"timestamp": moment, "level": "ERROR", **failure}), logging.ERROR)
    text = f"[ERROR] {failure['errorType']}"
    if failure["errorMessage"]:
        text += f": {failure['errorMessage']}"
    rows = [text, "Traceback (most recent call last):"]
    for frame in failure["stackTrace"]:
        # Leading blanks would be trimmed in the log views; AWS writes them as no-break spaces.
        rows += [row.replace(" ", "\u00a0", len(row) - len(row.lstrip(" "))) for row in frame.splitlines()]
    sink.log("\n".join(rows), logging.ERROR)
