"""The Python runtime of the local engine: what stands between the Lambda Runtime API and a handler.

It is started before it is needed: everything is loaded, then one line on standard input says which
function it is to be. It runs on any Python from 3.8 and needs no package.
"""

import http.client
import importlib
import json
import logging
import os
import struct
import subprocess
import sys
import time
import traceback


class Runtime:
    """One kept-alive connection to the Runtime API."""

    def __init__(self, address):
        self.connection = http.client.HTTPConnection(address)

    def call(self, method, path, body=None, headers=None):
        self.connection.request(method, "/2018-06-01/runtime" + path, body, headers or {})
        answer = self.connection.getresponse()
        return answer, answer.read()

    def next(self):
        answer, body = self.call("GET", "/invocation/next")
        if answer.status != 200:
            raise RuntimeError(f"the Runtime API answered {answer.status} to next")
        return answer.headers, body

    def response(self, request_id, body):
        self.call(
            "POST",
            f"/invocation/{request_id}/response",
            body,
            {"Content-Type": "application/json"},
        )

    def error(self, path, failure):
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Function-Error-Type": failure["errorType"].encode("ascii", "replace").decode(),
        }
        self.call("POST", path, to_json(failure).encode(), headers)


class Fault(Exception):
    """A failure of the runtime itself, by AWS's name."""

    def __init__(self, error_type, message, frames=None):
        super().__init__(message)
        self.error_type = error_type
        self.frames = frames


class CognitoIdentity:
    __slots__ = ["cognito_identity_id", "cognito_identity_pool_id"]


class Client:
    __slots__ = ["installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"]


class ClientContext:
    __slots__ = ["custom", "env", "client"]


class LambdaContext:
    """What a handler gets as its second argument."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.tenant_id = headers.get("Lambda-Runtime-Aws-Tenant-Id")
        self.client_context = client_context(headers.get("Lambda-Runtime-Client-Context"))
        self.identity = cognito_identity(headers.get("Lambda-Runtime-Cognito-Identity"))
        self._epoch_deadline_time_in_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(int(self._epoch_deadline_time_in_ms - time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        members = ",".join(f"{name}={value}" for name, value in sorted(vars(self).items()))
        return f"{type(self).__name__}([{members}])"


def client_context(text):
    if text is None:
        return None
    given = json.loads(text.encode("latin-1").decode("utf-8"))
    context = ClientContext()
    context.custom = given.get("custom")
    context.env = given.get("env")
    context.client = None
    if given.get("client"):
        context.client = Client()
        for name in Client.__slots__:
            setattr(context.client, name, given["client"].get(name))
    return context


def cognito_identity(text):
    given = json.loads(text) if text else {}
    identity = CognitoIdentity()
    identity.cognito_identity_id = given.get("cognitoIdentityId")
    identity.cognito_identity_pool_id = given.get("cognitoIdentityPoolId")
    return identity


# --- logging ---------------------------------------------------------------------------------------

LEVELS = {"TRACE": 5, "DEBUG": 10, "INFO": 20, "WARN": 30, "ERROR": 40, "FATAL": 50}
LEVEL_BITS = {"TRACE": 0x04, "DEBUG": 0x08, "INFO": 0x0C, "WARN": 0x10, "ERROR": 0x14, "FATAL": 0x18}
NAME_OF_LEVEL = {"WARNING": "WARN", "CRITICAL": "FATAL", "NOTSET": "TRACE"}
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
        level = NAME_OF_LEVEL.get(record.levelname, record.levelname)
        self.write(level, self.format(record), record.created)

    def write(self, level, message, seconds):
        body = message.encode("utf-8", "replace")
        kind = (0xA55A0002 if self.as_json else 0xA55A0003) | LEVEL_BITS.get(level, 0)
        frame = struct.pack(">IIq", kind, len(body), int(seconds * 1_000_000)) + body
        while frame:
            frame = frame[os.write(self.descriptor, frame) :]


class JsonFormatter(logging.Formatter):
    def format(self, record):
        moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line = {
            "timestamp": f"{moment}Z",
            "level": NAME_OF_LEVEL.get(record.levelname, record.levelname),
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
        if record.aws_request_id:
            line["requestId"] = record.aws_request_id
        for name, value in vars(record).items():
            if name not in STANDARD_MEMBERS and name not in line:
                line[name] = value
        return json.dumps(line, default=str, ensure_ascii=False)


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


# --- failures --------------------------------------------------------------------------------------


def failure_of(error, request_id):
    """The body of an error answer."""
    if isinstance(error, Fault):
        error_type, frames = error.error_type, error.frames or []
    else:
        error_type = type(error).__name__
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename != __file__]
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
        return log.write("ERROR", to_json(line), time.time())
    text = f"[ERROR] {failure['errorType']}"
    if failure["errorMessage"]:
        text += f": {failure['errorMessage']}"
    if failure["stackTrace"]:
        # Leading blanks would be trimmed in the log views; AWS writes them as no-break spaces.
        rows = "".join(failure["stackTrace"]).rstrip("\n").split("\n")
        shown = (row.replace(" ", "\u00a0", len(row) - len(row.lstrip(" "))) for row in rows)
        text += "\nTraceback (most recent call last):\n" + "\n".join(shown)
    log.write("ERROR", text + "\n", time.time())


def to_json(value):
    return json.dumps(value, ensure_ascii=False, default=refuse_to_encode)


def refuse_to_encode(value):
    # Decimals come out of DynamoDB; AWS's encoder writes them as numbers.
    if type(value).__name__ == "Decimal":
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


# --- the handler -----------------------------------------------------------------------------------


def load_handler(name):
    module_name, dot, function_name = name.rpartition(".")
    if not dot or not module_name:
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    module_name = module_name.replace("/", ".")
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault("Runtime.BuiltInModuleConflict", f"Cannot use built-in module {module_name} as a handler module")
    try:
        module = importlib.import_module(module_name)
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from error
    except SyntaxError as error:
        frame = f'  File "{error.filename}" Line {error.lineno}\n    {error.text or ""}'
        message = f"Syntax error in module '{module_name}': {error}"
        raise Fault("Runtime.UserCodeSyntaxError", message, [frame]) from error
    handler = getattr(module, function_name, None)
    if handler is None:
        raise Fault("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return handler


def run_function(task_root):
    global current_request_id
    log = install_logging()
    runtime = Runtime(os.environ["AWS_LAMBDA_RUNTIME_API"])
    sys.path[0] = task_root
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        failure = failure_of(error, None)
        log_failure(log, failure)
        runtime.error("/init/error", failure)
        sys.exit(1)
    while True:
        headers, body = runtime.next()
        request_id = current_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        if headers.get("Lambda-Runtime-Trace-Id"):
            os.environ["_X_AMZN_TRACE_ID"] = headers["Lambda-Runtime-Trace-Id"]
        else:
            os.environ.pop("_X_AMZN_TRACE_ID", None)
        try:
            result = handler(json.loads(body), LambdaContext(headers))
            answer = encode_result(result)
        except Exception as error:
            failure = failure_of(error, request_id)
            log_failure(log, failure)
            sys.stdout.flush()
            runtime.error(f"/invocation/{request_id}/error", failure)
        else:
            sys.stdout.flush()
            runtime.response(request_id, answer)


def encode_result(result):
    try:
        return to_json(result).encode("utf-8")
    except Exception as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def main():
    text = sys.stdin.buffer.read()
    if not text:
        return
    assignment = json.loads(text)
    for command in assignment["mounts"]:
        subprocess.run(command, check=True)
    os.environ.clear()
    os.environ.update(assignment["environment"])
    time.tzset()
    os.chdir(assignment["workingDir"])
    run_function(assignment["workingDir"])


main()
