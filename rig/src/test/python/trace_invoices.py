"""What each customer owes for a trace, computed from the file and the price list alone, in decimal.

usage: trace_invoices.py TRACE.csv EXPANDED.csv SEED ORDERS
prints {"plain": {"customer": minor units, ...}, "cached": {...}}

Line N of the trace (from 1, the header not counted) is used by customer N % 40 on model N % 3. Customers below 14 are
on plan "standard", those below 27 on "by-model", as Tallygate ships them, the others on "matrix", the test's own; all from
before the trace, so that every fee is whole. "plain" is the trace as it is. "cached" says of line N that N % 4 quarters of
its input were read from a cache; EXPANDED.csv has that usage ORDERS times, each time in another order and with customers
of its own: x0-7 is customer 7 of the first.
"""
import csv
import json
import random
import sys
from decimal import ROUND_HALF_EVEN, Decimal, getcontext

getcontext().prec = 60
CUSTOMERS = 40
MODELS = ["gpt-4o-mini", "gpt-4o-2024-08-06", "claude-haiku-3"]
GROUP = {"gpt-4o-mini": "small", "gpt-4o-2024-08-06": "large", "claude-haiku-3": "small"}
BY_MODEL = {
    "uncached": {"small": "0.15", "large": "2.50"},
    "cached": {"small": "0.075", "large": "1.25"},
    "output": {"small": "0.60", "large": "10.00"},
}
MATRIX = {
    "gpt-4o-mini": {"uncached": "0.15", "cached": "0.075", "output": "0.60"},
    "gpt-4o-2024-08-06": {"uncached": "2.50", "cached": "1.25", "output": "10.00"},
    "claude-haiku-3": {"uncached": "3.00", "cached": "0.30", "output": "15.00"},
}
PLACES = Decimal("0.000000000001")


def minor(amount):
    """Money in cents: 12 places, then rounded once, half-even."""
    exact = amount.quantize(PLACES, ROUND_HALF_EVEN)
    return int((exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN) * 100).to_integral_value())


def standard(rows):
    """100,000 tokens free, to a million at 0.020 per 1,000, then 0.015; and 20.00 a month."""
    tokens = sum(tokens_in + tokens_out for _, tokens_in, _, tokens_out in rows)
    second = min(max(tokens - 100_000, 0), 900_000)
    third = max(tokens - 1_000_000, 0)
    return minor((second * Decimal("0.020") + third * Decimal("0.015")) / 1000) + minor(Decimal("20.00"))


def quantities(rows, key_of):
    """Tokens by kind and key."""
    used = {}
    for model, tokens_in, cached, tokens_out in rows:
        for kind, quantity in (("uncached", tokens_in - cached), ("cached", cached), ("output", tokens_out)):
            key = (kind, key_of(model))
            used[key] = used.get(key, 0) + quantity
    return used


def by_model(rows):
    """Per million tokens, by group of models; each charge and group is a line of its own."""
    used = quantities(rows, GROUP.get)
    return sum(minor(q * Decimal(BY_MODEL[kind][group]) / 1_000_000) for (kind, group), q in used.items())


def matrix(rows):
    """Per million tokens, by model; each kind and model is a line of its own."""
    used = quantities(rows, lambda model: model)
    return sum(minor(q * Decimal(MATRIX[model][kind]) / 1_000_000) for (kind, model), q in used.items())


def plan_of(customer):
    return standard if customer < 14 else by_model if customer < 27 else matrix


def invoices(usage):
    by_customer = {}
    for customer, *row in usage:
        by_customer.setdefault(customer, []).append(row)
    return {str(customer): plan_of(customer)(rows) for customer, rows in by_customer.items()}


def main(trace, expanded, seed, orders):
    plain, cached, lines = [], [], []
    with open(trace, newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=1):
            customer, model = line % CUSTOMERS, MODELS[line % len(MODELS)]
            tokens_in, tokens_out = int(row["ContextTokens"]), int(row["GeneratedTokens"])
            read = tokens_in * (line % 4) // 4
            plain.append((customer, model, tokens_in, 0, tokens_out))
            cached.append((customer, model, tokens_in, read, tokens_out))
            lines.append((row["TIMESTAMP"], *cached[-1]))
    with open(expanded, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["time", "customer", "model", "in", "cached", "out"])
        for order in range(orders):
            random.Random(seed + order).shuffle(lines)
            writer.writerows((time, f"x{order}-{customer}", *rest) for time, customer, *rest in lines)
    print(json.dumps({"plain": invoices(plain), "cached": invoices(cached)}, sort_keys=True))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
