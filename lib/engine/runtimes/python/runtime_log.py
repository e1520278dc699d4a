"""What a function logs and how its failures are told, in AWS's text and JSON forms."""

import json
import logging
import os
import struct
import time
import traceback


own_folder = os.path.dirname(os.path.abspath(__file__))


class Fault(Exception):
    """A failure of the runtime itself, by AWS's name."""

    def __init__(self, error_type, message, frames=None):
        super().__init__(message)
        self.error_type = error_type
        self.frames = frames


# Python has no level below DEBUG: TRACE means the same, as on AWS.
LEVELS = {"TRACE": 10, "DEBUG": 10, "INFO": 20, "WARN": 30, "ERROR": 40, "FATAL": 50}
LEVEL_BITS = {10: 0x08, 20: 0x0C, 30: 0x10, 40: 0x14, 50: 0x18}
STANDARD_MEMBERS = set(vars(logging.makeLogRecord({}))) | {"aws_request_id", "message", "asctime"}

current_request_id = None


class LogHandler(logging.Handler):
    """Writes each record as one framed event to the log file descriptor."""

    def __init__(self, descriptor, as_json):
        super().__init__()
        self.descriptor = descriptor
        self.as_json = as_json

    def emit(self, record):
        record.aws_request_id = current_request_id or ""
        self.write(whole_level(record.levelno), self.format(record), record.created)

    def write(self, level, message, seconds):
        body = message.encode("utf-8", "replace")
        kind = (0xA55A0002 if self.as_json else 0xA55A0003) | LEVEL_BITS.get(level, 0)
        frame = struct.pack(">IIq", kind, len(body), int(seconds * 1_000_000)) + body
        while frame:
            frame = frame[os.write(self.descriptor, frame) :]


def whole_level(number):
    """Levels in between count as the one below."""
    return min(50, max(0, number)) // 10 * 10


class JsonFormatter(logging.Formatter):
    def format(self, record):
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "timestamp": f"{moment}.{int(record.msecs):03d}Z",
            "level": logging.getLevelName(whole_level(record.levelno)),
            "message": record.getMessage(),
            "logger": record.name,
        }
        if record.stack_info:
            line["stackTrace"] = record.stack_info
        if record.exc_info and record.exc_info[0]:
            line["errorType"] = record.exc_info[0].__name__
            line["errorMessage"] = str(record.exc_info[1])
            line["stackTrace"] = traceback.format_tb(record.exc_info[2])
            line["location"] = f"{record.pathname}:{record.funcName}:{record.lineno}"
        line["requestId"] = record.aws_request_id
        for name, value in vars(record).items():
            if name not in STANDARD_MEMBERS and name not in line:
                line[name] = value
        return json.dumps(line, default=str, ensure_ascii=False) + "\n"


def install_logging():
    as_json = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
    handler = LogHandler(int(os.environ.pop("_LAMBDA_TELEMETRY_LOG_FD")), as_json)
    if as_json:
        handler.setFormatter(JsonFormatter())
        logging.getLogger().setLevel(LEVELS.get(os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO"), 20))
    else:
        text = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
        formatter = logging.Formatter(text, "%Y-%m-%dT%H:%M:%S")
        formatter.converter = time.gmtime
        handler.setFormatter(formatter)
    logging.getLogger().addHandler(handler)
    return handler


def failure_of(error, request_id):
    """The body of an error answer."""
    if isinstance(error, Fault):
        error_type, frames = error.error_type, error.frames or []
    else:
        error_type = type(error).__name__
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if not frame.filename.startswith(own_folder)]
        frames = [line for line in frames if not line.filename.startswith("<frozen importlib")]
        frames = traceback.format_list(frames)
    return {
        "errorMessage": str(error),
        "errorType": error_type,
        "requestId": request_id or "",
        "stackTrace": frames,
    }


def log_failure(log, failure):
    if log.as_json:
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
        line = {"timestamp": f"{moment}Z", "log_level": "ERROR", **failure}
        return log.write(logging.ERROR, to_json(line), time.time())
    text = f"[ERROR] {failure['errorType']}"
    if failure["errorMessage"]:
        text += f": {failure['errorMessage']}"
    if failure["stackTrace"]:
        # Leading blanks would be trimmed in the log views; AWS writes them as no-break spaces.
        rows = "".join(failure["stackTrace"]).rstrip("\n").split("\n")
        shown = (row.replace(" ", "\u00a0", len(row) - len(row.lstrip(" "))) for row in rows)
        text += "\nTraceback (most recent call last):\n" + "\n".join(shown)
    log.write(logging.ERROR, text + "\n", time.time())


def to_json(value):
    return json.dumps(value, ensure_ascii=False, default=refuse_to_encode)


def refuse_to_encode(value):
    # Decimals come out of DynamoDB; AWS's encoder writes them as numbers.
    if type(value).__name__ == "Decimal":
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
