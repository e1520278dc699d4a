"""The Python runtime of the local engine: what stands between the Lambda Runtime API and a handler.

It is started before it is needed: everything is loaded, then one line on standard input says which
function it is to be. It runs on any Python from 3.8 and needs no package.
"""

import importlib
import json
import logging
import os
import sys
import time

import encode_json
import runtime_log
from lambda_context import LambdaContext
from runtime_channel import RuntimeChannel
from runtime_log import Fault, failure_of, install_logging, log_failure


def load_handler(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{name}': {error}") from error
    try:
        if module_name.split(".")[0] in sys.builtin_module_names:
            message = f"Cannot use built-in module {module_name} as a handler module"
            raise Fault("Runtime.BuiltInModuleConflict", message)
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from error
    except SyntaxError as error:
        frame = f'  File "{error.filename}" Line {error.lineno}\n    {error.text}'
        message = f"Syntax error in module '{module_name}': {error}"
        raise Fault("Runtime.UserCodeSyntaxError", message, [frame]) from error
    try:
        return getattr(module, function_name)
    except AttributeError as error:
        message = f"Handler '{function_name}' missing on module '{module_name}'"
        raise Fault("Runtime.HandlerNotFound", message) from error


UNHANDLED = (
    "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. However, in rare"
    " cases, a Lambda runtime update can cause unexpected function behavior. For functions using managed runtimes,"
    " runtime updates can be triggered by a function change, or can be applied automatically. To determine if the"
    " runtime has been updated, check the runtime version in the INIT_START log entry. If this error correlates with a"
    " change in the runtime version, you may be able to mitigate this error by temporarily rolling back to the previous"
    " runtime version. For more information, see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html"
)


def run_function(task_root, import_paths):
    sink = install_logging()
    runtime = RuntimeChannel(5)
    sys.path[:1] = [task_root, *import_paths]
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        failure = failure_of(error, None)
        logging.warning(UNHANDLED)
        log_failure(sink, failure)
        runtime.init_error(failure)
        sys.exit(1)
    headers, body = runtime.next()
    while True:
        request_id = runtime_log.current_request_id = headers["lambda-runtime-aws-request-id"]
        runtime_log.current_tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        if headers.get("lambda-runtime-trace-id"):
            os.environ["_X_AMZN_TRACE_ID"] = headers["lambda-runtime-trace-id"]
        else:
            os.environ.pop("_X_AMZN_TRACE_ID", None)
        try:
            context = LambdaContext(headers)
            event = decode_event(body)
            result = handler(event, context)
            answer, content_type = encode_result(result)
        except Exception as error:
            failure = failure_of(error, request_id)
            log_failure(sink, failure)
            sys.stdout.flush()
            runtime.error(failure)
            headers, body = runtime.next()
        else:
            sys.stdout.flush()
            headers, body = runtime.response_then_next(answer, content_type)


def decode_event(body):
    try:
        return json.loads(body)
    except Exception as error:
        raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from error


def encode_result(result):
    if isinstance(result, bytes):
        return result, "application/unknown"
    try:
        return encode_json.encode(result).encode("utf-8"), "application/json"
    except Exception as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from error


def main():
    text = sys.stdin.buffer.read()
    if not text:
        return
    assignment = json.loads(text)
    if "environment" in assignment:
        os.environ.clear()
        os.environ.update(assignment["environment"])
    time.tzset()
    os.chdir(assignment["workingDir"])
    # A function may have modules of these names itself.
    for name in ("encode_json", "lambda_context", "runtime_channel", "runtime_log"):
        del sys.modules[name]
    run_function(assignment["workingDir"], assignment["importPaths"])


main()
