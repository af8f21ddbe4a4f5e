"""What each customer owes for a trace, computed from the file and the price list alone, in decimal.

usage: trace_invoices.py TRACE.csv EXPANDED.csv SEED   prints {"customer": minor units, ...}

Line N of the trace (from 1, the header not counted) is used by customer N % 40 on model N % 3. Customers below 20 are
on plan "standard", the others on "by-model", as Tallygate ships them; all from before the trace, so that every fee is
whole. EXPANDED.csv is the same usage with customers of its own (their names begin with x), one row a line, shuffled.
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
RATES = {"input": {"small": "0.15", "large": "2.50"}, "output": {"small": "0.60", "large": "10.00"}}
PLACES = Decimal("0.000000000001")


def minor(amount):
    """Money in cents: 12 places, then rounded once, half-even."""
    exact = amount.quantize(PLACES, ROUND_HALF_EVEN)
    return int((exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN) * 100).to_integral_value())


def standard(rows):
    """100,000 tokens free, to a million at 0.020 per 1,000, then 0.015; and 20.00 a month."""
    tokens = sum(tokens_in + tokens_out for _, tokens_in, tokens_out in rows)
    second = min(max(tokens - 100_000, 0), 900_000)
    third = max(tokens - 1_000_000, 0)
    return minor((second * Decimal("0.020") + third * Decimal("0.015")) / 1000) + minor(Decimal("20.00"))


def by_model(rows):
    """Per million tokens, by group of models; each charge and group is a line of its own. Nothing was cached."""
    used = {}
    for model, tokens_in, tokens_out in rows:
        for charge, quantity in (("input", tokens_in), ("output", tokens_out)):
            key = (charge, GROUP[model])
            used[key] = used.get(key, 0) + quantity
    return sum(minor(q * Decimal(RATES[charge][group]) / 1_000_000) for (charge, group), q in used.items())


def main(trace, expanded, seed):
    usage = {}
    rows = []
    with open(trace, newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=1):
            customer, model = line % CUSTOMERS, MODELS[line % len(MODELS)]
            tokens = int(row["ContextTokens"]), int(row["GeneratedTokens"])
            usage.setdefault(customer, []).append((model, *tokens))
            rows.append([row["TIMESTAMP"], f"x{customer}", model, *tokens])
    random.Random(seed).shuffle(rows)
    with open(expanded, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["time", "customer", "model", "in", "out"])
        writer.writerows(rows)
    invoices = {str(c): (standard if c < CUSTOMERS // 2 else by_model)(rows) for c, rows in usage.items()}
    print(json.dumps(invoices, sort_keys=True))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
