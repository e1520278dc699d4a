"""JSON as AWS's runtime writes it: with simplejson, whose rules differ from those of Python's own `json`."""

import json

# Stands where a decimal's digits will be: no text of a user's holds it.
MARK = "lambdeck-decimal-7f1c0e5a"


def encode(value):
    """Named tuples are objects, bytes are text, decimals keep their digits, NaN is refused."""
    numbers = []
    encoder = json.JSONEncoder(
        ensure_ascii=False, allow_nan=False, check_circular=False, default=lambda rest: replacement(rest, numbers)
    )
    text = encoder.encode(plain(value, ()))
    if not numbers:
        return text
    parts = text.split(f'"{MARK}"')
    return parts[0] + "".join(number + part for number, part in zip(numbers, parts[1:]))


def replacement(value, numbers):
    if isinstance(value, bytes):
        return value.decode("utf-8")
    # By name: the module `decimal` is loaded only by functions that use it.
    if type(value).__name__ == "Decimal":
        if value.is_nan():
            raise ValueError("Out of range float values are not JSON compliant")
        numbers.append(str(value))
        return MARK
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def plain(value, parents):
    """The value with what `json` would take for something else made into what it is meant to be."""
    if isinstance(value, (str, int, float, bool, type(None))):
        return value
    if callable(getattr(value, "_asdict", None)) and not isinstance(value, type):
        value = value._asdict()
    if not isinstance(value, (dict, list, tuple)):
        return value
    if any(value is parent for parent in parents):
        raise ValueError("Circular reference detected")
    inner = (*parents, value)
    if isinstance(value, dict):
        return {key.decode("utf-8") if isinstance(key, bytes) else key: plain(item, inner) for key, item in value.items()}
    return [plain(item, inner) for item in value]
