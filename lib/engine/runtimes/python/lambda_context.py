"""What a handler gets as its second argument."""

import json
import logging
import os
import sys
import time

from runtime_log import Fault

W3C_FIELDS = ("traceparent", "tracestate", "baggage")


class LambdaContext:
    def __init__(self, headers):
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers["lambda-runtime-invoked-function-arn"]
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        given = parsed(headers.get("lambda-runtime-client-context"), "Client Context")
        self._w3c_fields = take_w3c(given)
        self.client_context = made(ClientContext, given)
        if self.client_context is not None:
            self.client_context.client = made(Client, self.client_context.client)
        identity = parsed(headers.get("lambda-runtime-cognito-identity"), "Cognito Identity") or {}
        self.identity = CognitoIdentity()
        self.identity.cognito_identity_id = identity.get("cognitoIdentityId")
        self.identity.cognito_identity_pool_id = identity.get("cognitoIdentityPoolId")
        self._epoch_deadline_time_in_ms = int(headers["lambda-runtime-deadline-ms"])

    def get_remaining_time_in_millis(self):
        return max(self._epoch_deadline_time_in_ms - int(time.time() * 1000), 0)

    def w3c(self):
        """Trace fields travel in the client context; a handler gets them here alone."""
        return dict(self._w3c_fields)

    def log(self, message):
        for handler in logging.getLogger().handlers:
            if hasattr(handler, "log_sink"):
                return handler.log_sink.log(str(message))
        sys.stdout.write(str(message))

    def __repr__(self):
        return shown(self, [name for name in vars(self) if not name.startswith("_")])


class Slotted:
    __slots__ = []

    def __repr__(self):
        return shown(self, self.__slots__)


class CognitoIdentity(Slotted):
    __slots__ = ["cognito_identity_id", "cognito_identity_pool_id"]


class Client(Slotted):
    __slots__ = ["installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"]


class ClientContext(Slotted):
    __slots__ = ["custom", "env", "client"]


def shown(thing, names):
    return f"{type(thing).__name__}([{','.join(f'{name}={getattr(thing, name)}' for name in names)}])"


def made(kind, members):
    if members is None:
        return None
    thing = kind()
    for name in kind.__slots__:
        setattr(thing, name, members.get(name))
    return thing


def take_w3c(given):
    fields = given.pop("w3c", None) if isinstance(given, dict) else None
    if not isinstance(fields, dict):
        return {}
    return {name: fields[name] for name in W3C_FIELDS if isinstance(fields.get(name), str)}


def parsed(header, name):
    if not header:
        return None
    try:
        return json.loads(header)
    except Exception as error:
        raise Fault("Runtime.LambdaContextUnmarshalError", f"Unable to parse {name} JSON: {error}") from error
