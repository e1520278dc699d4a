"""Takes card payments. The card is really checked; the provider behind it is made up and fails now and then.

Two kinds of "no" are told apart here, as they should be in any function:
- the customer's mistake is a normal answer ({"status": "declined"}): the function did its work;
- a provider that does not answer is an exception: it counts as an error in CloudWatch, and a caller that invoked
  the function asynchronously gets it retried by Lambda.
"""

import json
import os
import random
import time
import uuid

FAILURE_RATE = float(os.environ.get("FAILURE_RATE", "0.08"))
CURRENCIES = {"EUR", "GBP", "USD"}


class ProviderUnavailable(Exception):
    """The name of an exception is the errorType that Lambda reports."""


def handler(event, context):
    problem = find_problem(event)
    if problem:
        print(json.dumps({"status": "declined", "problem": problem}))
        return {"status": "declined", "problem": problem}
    reference = charge(event["amountCents"], event["currency"])
    # Never log a whole card number.
    print(json.dumps({"status": "paid", "card": "..." + event["card"][-4:], "reference": reference}))
    return {"status": "paid", "reference": reference, "requestId": context.aws_request_id}


def find_problem(event):
    """What is wrong with a payment, or None."""
    card = str(event.get("card", ""))
    if not (card.isdigit() and 12 <= len(card) <= 19 and passes_luhn(card)):
        return "The card number is not valid"
    if not isinstance(event.get("amountCents"), int) or event["amountCents"] < 1:
        return "The amount must be a whole number of cents"
    if event.get("currency") not in CURRENCIES:
        return "The currency must be one of " + ", ".join(sorted(CURRENCIES))
    return None


def passes_luhn(card):
    """The check digit of every card number: it catches one wrong digit and most swapped ones."""
    total = 0
    for place, digit in enumerate(reversed(card)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def charge(amount_cents, currency):
    """Stands for a call to a payment provider: takes a while, and sometimes does not work."""
    time.sleep(random.uniform(0.05, 0.25))
    if random.random() < FAILURE_RATE:
        raise ProviderUnavailable(f"The provider did not confirm {amount_cents} {currency}")
    return str(uuid.uuid4())
