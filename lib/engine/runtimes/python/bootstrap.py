"""The Python runtime of the local engine: what stands between the Lambda Runtime API and a handler.

It is started before it is needed: everything is loaded, then one line on standard input says which
function it is to be. It runs on any Python from 3.8 and needs no package.
"""

import http.client
import importlib
import json
import os
import subprocess
import sys
import time

import runtime_log
from runtime_log import Fault, failure_of, install_logging, log_failure, to_json


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

    def response_then_next(self, request_id, body):
        """Answers an invocation and waits for the next one, in a single exchange."""
        path = f"/invocation/{request_id}/response/next"
        answer, event = self.call("POST", path, body, {"Content-Type": "application/json"})
        # Nothing can be done about an answer that is refused.
        return (answer.headers, event) if answer.status == 200 else self.next()

    def error(self, path, failure):
        headers = {
            "Content-Type": "application/json",
            "Lambda-Runtime-Function-Error-Type": failure["errorType"].encode("ascii", "replace").decode(),
        }
        self.call("POST", path, to_json(failure).encode(), headers)


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


def run_function(task_root, import_paths):
    log = install_logging()
    runtime = Runtime(os.environ["AWS_LAMBDA_RUNTIME_API"])
    sys.path[:1] = [task_root, *import_paths]
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        failure = failure_of(error, None)
        log_failure(log, failure)
        runtime.error("/init/error", failure)
        sys.exit(1)
    headers, body = runtime.next()
    while True:
        request_id = runtime_log.current_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
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
    if "environment" in assignment:
        os.environ.clear()
        os.environ.update(assignment["environment"])
    time.tzset()
    os.chdir(assignment["workingDir"])
    run_function(assignment["workingDir"], assignment["importPaths"])


main()
