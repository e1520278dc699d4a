"""The Python runtime of the local engine: what stands between the Lambda Runtime API and a handler.

It is started before it is needed: everything is loaded, then one line on standard input says which
function it is to be. It runs on any Python from 3.8 and needs no package.
"""

import importlib
import json
import os
import struct
import subprocess
import sys
import time

import runtime_log
from runtime_log import Fault, failure_of, install_logging, log_failure, to_json


class Runtime:
    """The runtime's side of its channel to the engine (lib/engine/runtime-api/channel.ts)."""

    def __init__(self, descriptor):
        self.descriptor = descriptor
        os.set_inheritable(descriptor, False)

    def next(self):
        self.write(frame(b"N"))
        return self.event()

    def response_then_next(self, request_id, body):
        """Answers an invocation and waits for the next one."""
        self.write(frame(b"R", b"", body) + frame(b"N"))
        return self.event()

    def error(self, failure):
        self.failed(b"E", failure)

    def init_error(self, failure):
        self.failed(b"I", failure)

    def failed(self, kind, failure):
        error_type = failure["errorType"].encode("utf-8", "replace")
        self.write(frame(kind, error_type, to_json(failure).encode()))

    def event(self):
        received = self.read(65536)
        while len(received) < 8:
            received += self.read(65536)
        head_bytes, body_bytes = struct.unpack_from(">II", received)
        missing = 8 + head_bytes + body_bytes - len(received)
        if missing > 0:
            pieces = [received]
            while missing > 0:
                pieces.append(self.read(missing))
                missing -= len(pieces[-1])
            received = b"".join(pieces)
        body_at = 8 + head_bytes
        return json.loads(received[8:body_at]), received[body_at:]

    def read(self, most):
        piece = os.read(self.descriptor, most)
        if not piece:
            raise RuntimeError("the engine is gone")
        return piece

    def write(self, text):
        while text:
            text = text[os.write(self.descriptor, text) :]


def frame(kind, head=b"", body=b""):
    """One letter, the lengths of head and body, then both."""
    return struct.pack(">cII", kind, len(head), len(body)) + head + body


class CognitoIdentity:
    __slots__ = ["cognito_identity_id", "cognito_identity_pool_id"]


class Client:
    __slots__ = ["installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"]


class ClientContext:
    __slots__ = ["custom", "env", "client"]


class LambdaContext:
    """What a handler gets as its second argument."""

    def __init__(self, headers):
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers["lambda-runtime-invoked-function-arn"]
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.client_context = client_context(headers.get("lambda-runtime-client-context"))
        self.identity = cognito_identity(headers.get("lambda-runtime-cognito-identity"))
        self._epoch_deadline_time_in_ms = int(headers["lambda-runtime-deadline-ms"])

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
    given = json.loads(text)
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
    log = install_logging()
    runtime = Runtime(4)
    sys.path[0] = task_root
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        failure = failure_of(error, None)
        log_failure(log, failure)
        runtime.init_error(failure)
        sys.exit(1)
    headers, body = runtime.next()
    while True:
        request_id = runtime_log.current_request_id = headers["lambda-runtime-aws-request-id"]
        if headers.get("lambda-runtime-trace-id"):
            os.environ["_X_AMZN_TRACE_ID"] = headers["lambda-runtime-trace-id"]
        else:
            os.environ.pop("_X_AMZN_TRACE_ID", None)
        try:
            result = handler(json.loads(body), LambdaContext(headers))
            answer = encode_result(result)
        except Exception as error:
            failure = failure_of(error, request_id)
            log_failure(log, failure)
            sys.stdout.flush()
            runtime.error(failure)
            headers, body = runtime.next()
        else:
            sys.stdout.flush()
            headers, body = runtime.response_then_next(request_id, answer)


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
