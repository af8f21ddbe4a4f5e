#!/usr/bin/env bash
# Closes a month from an empty home, as a finance person would, and writes what was typed and what was said, word for word,
# to docs/month-end.md. Usage: rig/month-end.sh [FILE]
#
# Needs nothing but what ./tallygate needs; everything runs in a folder of its own, which is removed at the end.
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
page=$(realpath -m "${1:-$project/docs/month-end.md}")
place=$(mktemp -d)
export TALLYGATE_HOME=$place/.tallygate NO_COLOR=1
cd "$place"

before=$(date -u -d "$(date -u +%Y-%m-01) -2 month" +%Y-%m)
month=$(date -u -d "$(date -u +%Y-%m-01) -1 month" +%Y-%m)

finish() {
  "$project/tallygate" stop >/dev/null 2>&1 || true
  rm -rf "$place"
}
trap finish EXIT

say() { printf '%s\n' "$@" >>"$place/page"; }
# What is said names no folder of this machine.
plain() { sed -u "s#$place/##g; s#$project/##g"; }

# Runs a command that has to end with the code $1, and keeps it with what it says.
typed() {
  local expected=$1 code=0 shown
  shift
  printf -v shown ' %q' "$@"
  say '```' "\$ ./tallygate$shown"
  "$project/tallygate" "$@" >"$place/said" 2>&1 || code=$?
  plain <"$place/said" >>"$place/page"
  say '```' ''
  cat "$place/said" >&2
  if [ "$code" -ne "$expected" ]; then
    printf 'tallygate%s ended with %d (expected: %d)\n' "$shown" "$code" "$expected" >&2
    exit 1
  fi
}
shown_file() { say '```' "\$ cat $1" "$(cat "$1")" '```' ''; }
invoice_of() {
  "$project/tallygate" invoices list --customer "$1" --period "$2" --json | grep -o '"inv_[^"]*"' | tail -1 | tr -d '"'
}

cat >plan.yaml <<'YAML'
plan: team
name: Team
currency: USD
grace: 0h
corrections: at_once          # a difference is invoiced by itself
charges:
  - id: output
    meter: tokens_out
    per: 1_000_000
    price: {gpt-4o: 10.00, gpt-4o-mini: 0.60}
  - id: input                 # all models together
    meter: tokens_in
    per: 1_000_000
    graduated:
      - {up_to: 50_000_000, price: 2.50}
      - {price: 2.00}
  - {id: seat, flat: 49.00}
YAML
cat >customers.csv <<CSV
customer_id,name,email,plan,provider,from
acme,Acme Inc.,billing@acme.example,team,stripe,$before-01
borealis,Borealis Ltd.,billing@borealis.example,team,stripe,$before-01
cedar,Cedar GmbH,billing@cedar.example,team,stripe,$before-01
delta,Delta LLC,billing@delta.example,team,stripe,$month-01
CSV
cat >usage.csv <<CSV
event_id,customer_id,usage_time,model_id,tokens_in,tokens_out
req-1,acme,$before-08T09:00:00Z,gpt-4o,41000000,6200000
req-2,borealis,$before-12T14:30:00Z,gpt-4o-mini,8000000,2500000
req-3,cedar,$before-20T11:15:00Z,gpt-4o,1000000,300000
req-4,acme,$month-07T10:00:00Z,gpt-4o,38000000,5900000
req-5,acme,$month-21T16:45:00Z,gpt-4o-mini,19500000,4100000
req-6,borealis,$month-09T08:20:00Z,gpt-4o-mini,9100000,2750000
req-7,cedar,$month-11T13:05:00Z,gpt-4o,64000000,9900000
req-8,delta,$month-15T17:40:00Z,gpt-4o,2200000,410000
CSV
cat >late.csv <<CSV
customer_id,usage_time,model_id,tokens_in,tokens_out
acme,$month-30T23:10:00Z,gpt-4o,0,250000
CSV

"$project/tallygate" plans list >/dev/null 2>&1

say '# A month, closed' '' \
  "What a person types who closes a month, from an empty home, and what is said: a real run, on $(date -u +%Y-%m-%d), written" \
  'down by `rig/month-end.sh`. The provider is the local Stripe that comes with Tallygate.' '' \
  '## What there is' '' 'A plan, customers, and the usage of two months from files.' ''
shown_file plan.yaml
shown_file customers.csv
shown_file usage.csv
typed 0 plans apply plan.yaml
typed 0 customers import customers.csv
typed 0 import usage.csv --format csv --backfill

say '## The month before' '' 'It is billed without much ado, so that there is something to compare with.' ''
typed 0 batch bill --period "$before"
typed 0 batch deliver

say "## $month" '' \
  'Here drafts wait for a person, and a total above 100 USD that is more than four times that of the month before is parked:' '' \
  '```' '$ export TALLYGATE_BILLING_APPROVAL=true' \
  '$ export TALLYGATE_BILLING_GROWTH_MAX=300 TALLYGATE_BILLING_GROWTH_FLOOR="100 USD"' '```' ''
export TALLYGATE_BILLING_APPROVAL=true TALLYGATE_BILLING_GROWTH_MAX=300 TALLYGATE_BILLING_GROWTH_FLOOR="100 USD"
typed 0 month "$month"
say 'The last line is what to type next. First without writing anything, then for good. Exit code 2: done, and something waits for a' \
  'person.' ''
typed 2 batch bill --period "$month" --dry-run
shown_file reports/bill-dry-run-*.txt
typed 2 batch bill --period "$month"
typed 0 month "$month"
say 'One customer grew too fast for a machine to decide. The figures are right, so it is let through:' ''
typed 0 parked list
typed 0 parked waive "period-$month" --customer cedar
typed 0 batch bill --period "$month"

say '## Why a line is what it is' '' ''
typed 0 explain "$(invoice_of acme "$month")" 3 --events events.csv
shown_file events.csv
say 'Every line of the month, and every figure below it, is computed again from the events:' ''
typed 0 batch verify --period "$month"

say '## Approved and delivered' ''
typed 0 invoices approve --period "$month"
typed 0 invoices approve --period "$month" --all --by finance --note "compared with $before"
typed 0 batch deliver
typed 0 month "$month"

say '## An event that came late' '' \
  'It is recorded in its own period. The next bill makes the difference, by the same rule that made the first line; this plan' \
  'wants it at once.' ''
shown_file late.csv
typed 0 import late.csv --format csv --backfill
typed 0 month "$month"
typed 0 batch bill --period "$month"
typed 0 explain "$(invoice_of acme "$month" | sed 's/_P1$/_A1/')"
typed 0 invoices approve --period "$month" --all --by finance --note "late usage"
typed 0 batch deliver

say '## An event that should not have been' '' \
  "Acme's request of the 21st was a test of ours. It is voided: a new row takes it away, and nothing is edited. First only looked at:" ''
typed 0 usage void acme req-5 --dry-run
typed 0 usage void acme req-5
typed 0 batch bill --period "$month"
typed 0 explain "$(invoice_of acme "$month" | sed 's/_[PA][0-9]*$/_A2/')"
say 'The credit note becomes one of Stripe, on the invoice that it corrects: what is still owed comes down, and what was paid already, with a card since, is credit for the next invoices.' ''
typed 0 invoices approve --period "$month" --all --by finance --note "a test of ours"
typed 0 batch deliver
typed 0 invoices show "$(invoice_of acme "$month" | sed 's/_[PA][0-9]*$/_P1/')"

say '## For accounting' ''
typed 0 invoices export --period "$month" --csv lines.csv
say '```' '$ cut -d, -f1,4,5,6,9,12,13,16,17 lines.csv' "$(cut -d, -f1,4,5,6,9,12,13,16,17 lines.csv)" '```' '' \
  '[accounting.md](accounting.md) has the columns.' ''
say '## What came of it' '' \
  'Without a server nobody hears webhooks: the provider is asked, and then every book is compared, from the events to the money.' ''
typed 0 batch reconcile
typed 0 batch reconcile --period "$month"
typed 0 month "$month"

sed -i -e :a -e '/^\n*$/{$d;N;ba' -e '}' "$place/page"
mv "$place/page" "$page"
printf 'written to %s\n' "$page" >&2
