"""Calls operations with botocore, as a judge of the wire: reads {endpoint, calls} from standard input and prints one
JSON line a call with what was sent and what was understood of the answer."""

import base64
import datetime
import json
import sys

import botocore
import botocore.config
import botocore.exceptions
import botocore.model
import botocore.session

EPOCH = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)


def sample(shape, depth=0, location=None):
    kind = shape.type_name
    if kind == "structure":
        # A global endpoint of EventBridge is an address of its own.
        names = [name for name in shape.members if name != "EndpointId"]
        if getattr(shape, "is_tagged_union", False):
            names = names[:1]
        return {
            name: sample(shape.members[name], depth + 1, shape.members[name].serialization.get("location"))
            for name in names
            if depth < 5 or name in shape.required_members
        }
    if kind == "list":
        return [sample(shape.member, depth + 1, location)] * max(1, shape.metadata.get("min", 0))
    if kind == "map":
        return {sample(shape.key, depth + 1): sample(shape.value, depth + 1)}
    if kind == "timestamp":
        return EPOCH
    if kind == "blob":
        return b"\x00\xff bytes"
    if kind in ("integer", "long"):
        return max(7, shape.metadata.get("min", 0))
    if kind in ("float", "double"):
        return max(0.5, shape.metadata.get("min", 0.5))
    if kind == "boolean":
        return True
    if shape.enum:
        return shape.enum[0]
    text = "plain text" if location == "header" else "gr\u00fcn <&> a+b%/:\"'"
    return text * (1 + shape.metadata.get("min", 0) // len(text))


def plain(value):
    if isinstance(value, datetime.datetime):
        return {"$time": value.timestamp()}
    if isinstance(value, (bytes, bytearray)):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if hasattr(value, "read"):
        return plain(value.read())
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return plain(next(iter(value)))
    return value


def missing(shape, value, path):
    """Members that the model knows and the answer lacks."""
    found = []
    if shape is None or value is None:
        return found
    if shape.type_name == "structure" and isinstance(value, dict) and "$time" not in value:
        if getattr(shape, "is_tagged_union", False):
            return found
        for name, member in shape.members.items():
            if name not in value:
                found.append(path + [name])
            else:
                found += missing(member, value[name], path + [name])
    elif shape.type_name == "list" and isinstance(value, list):
        for index, item in enumerate(value):
            found += missing(shape.member, item, path + [index])
    elif shape.type_name == "map" and isinstance(value, dict):
        for key, item in value.items():
            found += missing(shape.value, item, path + [key])
    return found


def main():
    session = botocore.session.get_session()
    request = json.load(sys.stdin)
    clients = {}
    chooses = hasattr(botocore.model.ServiceModel, "resolved_protocol")

    def client_for(service, access_key, protocol):
        if (service, access_key, protocol) not in clients:
            config = botocore.config.Config(retries={"max_attempts": 0}, inject_host_prefix=False)
            clients[service, access_key, protocol] = session.create_client(
                service,
                region_name="us-east-1",
                endpoint_url=request["endpoint"],
                aws_access_key_id=access_key,
                aws_secret_access_key="test",
                config=config,
            )
        return clients[service, access_key, protocol]

    for call in request["calls"]:
        if chooses:
            # A service that speaks several protocols is held to the one that is asked for.
            botocore.model.ServiceModel.resolved_protocol = call["protocol"]
        client = client_for(call["service"], call["accessKeyId"], call["protocol"])
        model = client.meta.service_model
        reply = {"key": call["key"]}
        spoken = model.metadata.get("protocols", [model.metadata["protocol"]])
        if call["operation"] not in model.operation_names or call["protocol"] not in (
            spoken if chooses else [model.metadata["protocol"]]
        ):
            print(json.dumps({**reply, "unknown": True}), flush=True)
            continue
        operation = model.operation_model(call["operation"])
        params = sample(operation.input_shape) if operation.input_shape else {}
        method = {name: python for python, name in client.meta.method_to_api_mapping.items()}[call["operation"]]
        try:
            output = getattr(client, method)(**params)
            metadata = output.pop("ResponseMetadata")
            reply["output"] = plain(output)
            reply["missing"] = missing(operation.output_shape, reply["output"], [])
            reply["requestId"] = metadata.get("RequestId")
        except botocore.exceptions.ClientError as error:
            reply["error"] = error.response["Error"]
            reply["requestId"] = error.response["ResponseMetadata"].get("RequestId")
            reply["status"] = error.response["ResponseMetadata"]["HTTPStatusCode"]
        except Exception as error:  # What botocore cannot read is what this is for.
            reply["problem"] = f"{type(error).__name__}: {error}"
        print(json.dumps({**reply, "params": plain(params)}), flush=True)


main()
