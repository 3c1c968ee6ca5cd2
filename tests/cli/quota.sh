#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# quota allocate: who gets what, and when a quota is critical, by the policies of the shipped profiles.
. "$TARIFF_SRCDIR/tests/cli/common.sh"
test -f "$TARIFF_BUILDDIR/default.tariff" || { echo "quota.sh: no default image was built"; exit 77; }

# ask TARIFF DATE DEFINITION REQUESTS [MEMBERS]
ask() {
    printf '{"tariff":"%s","date":"%s","definition":{%s},"requests":[%s]%s}' "$1" "$2" "$3" "$4" "${5-}" >"$work/in.json"
    run 0 quota allocate "$work/in.json" --image "$TARIFF_BUILDDIR/default.tariff" --format json
}
gets() { grep -q "\"id\":\"$1\",[^}]*\"allocated\":\"$2\",[^}]*\"state\":\"$3\"" "$out" || fail "$1: expected $2, $3"; }
r() { printf '{"id":"%s","date":"%s","quantity":"%s"}' "$1" "$2" "$3"; }

# Earlier days are served in full: 700,000 of 1,000,000; the next day asks 600,000 of 300,000 left, one half each; then nothing is left.
ask EU 2026-03-10 '"volume":"1000000"' "$(r D 2026-03-11 50000),$(r B 2026-03-10 400000),$(r A 2026-03-09 700000),$(r C 2026-03-10 200000)"
gets A 700000 allocated
gets B 200000 partly
gets C 100000 partly
gets D 0 none
says '"balance":"0","critical":true,"critical_reason":"used","critical_since":"2026-03-10"'
# Two thirds of 600,000, 500,000, 400,000: whole kilograms by the largest remainder. The order of the requests changes nothing.
ask EU 2026-03-10 '"volume":"1000000"' "$(r A 2026-03-10 600000),$(r B 2026-03-10 500000),$(r C 2026-03-10 400000)"
gets A 400000 partly
gets B 333333 partly
gets C 266667 partly
says '"coefficient":"2/3"'
cp "$out" "$work/first"
ask EU 2026-03-10 '"volume":"1000000"' "$(r C 2026-03-10 400000),$(r A 2026-03-10 600000),$(r B 2026-03-10 500000)"
cmp -s "$out" "$work/first" || fail "another order of the requests gave another answer"
# A share is never more than what was asked, and what is below a whole unit stays: 0.4 and 3 of 2.5.
ask EU 2026-03-10 '"volume":"2.5"' "$(r A 2026-03-10 0.4),$(r B 2026-03-10 3)"
gets A 0 none
gets B 2 partly
says '"balance":"0.5"'
# A quota of which more was asked than was left is exhausted: what is below a unit goes to no later day.
ask EU 2026-03-10 '"volume":"2.5"' "$(r A 2026-03-10 3),$(r B 2026-03-11 0.5)"
gets A 2 partly
gets B 0 none
says '"balance":"0.5"'
# Without that, a quantity below a unit is served in full.
ask EU 2026-03-10 '"volume":"2.5"' "$(r A 2026-03-10 2),$(r B 2026-03-11 0.5)"
gets B 0.5 allocated
# Requests that count for one day are served together, whatever lies between them: B is before the period.
for id in B D; do
    ask EU 2025-01-02 '"volume":"100","from":"2025-01-02"' "$(r A 2025-01-02 80),$(r $id 2025-01-01 5),$(r C 2025-01-03 80)"
    gets A 50 partly
    gets C 50 partly
    gets $id 0 outside
done

# The first three days of January: the third, or the fourth where one of them is on a weekend; in the UK the next working day.
deemed() { ask "$1" "$2" '"volume":"10"' "$(r A "$2" 1)"; says "\"deemed\":\"$3\""; }
deemed EU 2025-01-01 2025-01-03
deemed EU 2026-01-01 2026-01-04
deemed EU 2027-01-03 2027-01-04
deemed EU 2030-01-02 2030-01-03
deemed EU 2026-01-04 2026-01-04
deemed UK 2026-01-02 2026-01-05
deemed UK 2027-01-01 2027-01-04
deemed UK 2030-01-01 2030-01-03
deemed UK 2022-01-01 2022-01-04 # Monday the third was a holiday

# Not before the second working day in the EU, the first in the UK: on Wednesday 11 March, Monday's and Tuesday's requests.
ask EU 2026-03-11 '"volume":"10"' "$(r A 2026-03-09 1),$(r B 2026-03-10 1)" ',"on":"2026-03-11"'
gets A 1 allocated
gets B 0 pending
ask UK 2026-03-11 '"volume":"10"' "$(r A 2026-03-09 1),$(r B 2026-03-10 1)" ',"on":"2026-03-11"'
gets B 1 allocated
# Over a weekend: on Monday the 9th, Thursday's are served in the EU.
ask EU 2026-03-09 '"volume":"10"' "$(r A 2026-03-05 1),$(r B 2026-03-06 1)" ',"on":"2026-03-09"'
gets A 1 allocated
gets B 0 pending

# Critical: from nine tenths; open for less than three months; without an equal quota before; outside the period nothing is served.
ask EU 2026-03-10 '"volume":"1000000","balance":"100000","equivalent_before":true' ''
says '"critical":true,"critical_reason":"used"'
ask EU 2026-03-10 '"volume":"1000000","used":"900000","equivalent_before":true' ''
says '"balance":"100000","critical":true,"critical_reason":"used"'
ask EU 2026-03-10 '"volume":"1000000","balance":"100001","equivalent_before":true' ''
says '"critical":false'
ask EU 2026-03-10 '"volume":"1000000","from":"2026-01-01","to":"2026-03-20","equivalent_before":true' ''
says '"critical_reason":"short_period"'
ask EU 2026-03-10 '"volume":"1000000","from":"2026-01-01","to":"2026-03-31","equivalent_before":true' ''
says '"critical":false'
ask EU 2026-03-10 '"volume":"1000000","from":"2026-01-01","to":"2026-12-31","equivalent_before":false' ''
says '"critical_reason":"no_precedent"'
ask EU 2026-03-10 '"volume":"1000000","from":"2026-01-01","to":"2026-12-31"' "$(r A 2025-12-31 5)"
says '"critical_reason":"precedent_unknown"'
gets A 0 outside
ask EU 2026-03-10 '"volume":"1000000","from":"2026-01-01","to":"2026-12-31"' '' ',"policy":"first-come-without-precedent"'
says '"critical":false'

# By time: the earlier moment first, one moment pro rata.
ask US 2026-03-10 '"volume":"100"' '{"id":"B","date":"2026-03-10","time":"2026-03-10T08:30:00-05:00","quantity":"60"},{"id":"A","date":"2026-03-10","time":"2026-03-10T08:31:00-05:00","quantity":"60"}'
gets B 60 allocated
gets A 40 partly

# Moments, not texts: 09:00 in New York is before 08:30 in Los Angeles; half a second is later; one moment may be written in two ways.
moment() { printf '{"id":"%s","date":"2026-03-10","time":"2026-03-10T%s","quantity":"%s"}' "$1" "$2" "$3"; }
ask US 2026-03-10 '"volume":"100"' "$(moment A 08:30:00-08:00 100),$(moment B 09:00:00-05:00 100)"
gets B 100 allocated
gets A 0 none
ask US 2026-03-10 '"volume":"100"' "$(moment A 09:00:00.5Z 100),$(moment B 09:00:00Z 100)"
gets B 100 allocated
ask US 2026-03-10 '"volume":"100"' "$(moment A 09:00:00-05:00 80),$(moment B 14:00:00Z 80)"
gets A 50 partly
gets B 50 partly
# A day before or after in another zone changes nothing in the order of moments.
ask US 2026-03-10 '"volume":"100"' "$(moment A 23:30:00-10:00 100),"'{"id":"B","date":"2026-03-11","time":"2026-03-11T00:30:00-05:00","quantity":"100"}'
gets B 100 allocated
# The order number that was given stands in the reply.
ask EU 2026-03-10 '"order_number":"090001","volume":"1"' ''
says '"order_number":"090001"'

# Bad input names its field.
bad() { printf '%s' "$1" >"$work/in.json"; run 3 quota allocate "$work/in.json" --image "$TARIFF_BUILDDIR/default.tariff"; complains "$2"; }
bad '{"tariff":"EU","date":"2026-03-10","definition":{"volume":"1","balance":"2"},"requests":[]}' 'above the volume'
bad '{"tariff":"EU","date":"2026-03-10","definition":{"volume":"1","used":"2"},"requests":[]}' 'above the volume'
bad '{"tariff":"EU","date":"2026-03-10","definition":{"volume":"1","used":"1","balance":"0"},"requests":[]}' 'instead of balance'
bad '{"tariff":"EU","date":"2026-03-10","definition":{"volume":"-1"},"requests":[]}' 'below zero'
bad '{"tariff":"EU","date":"2026-03-10","definition":{"volume":"1"},"requests":[{"id":"A","date":"2026-03-10","quantity":"1"},{"id":"A","date":"2026-03-10","quantity":"1"}]}' "two with the id 'A'"
bad '{"tariff":"EU","date":"2026-03-10","definition":{"volume":"1"},"requests":[{"id":"A","date":"2026-03-10","quantity":"-1"}]}' 'below zero'
bad '{"tariff":"EU","date":"2026-03-10","policy":"none","definition":{"volume":"1"},"requests":[]}' 'no quota policy'
bad '{"tariff":"EU","date":"2026-03-10","definition":{},"requests":[]}' 'balance'
bad '{"tariff":"US","date":"2026-03-10","definition":{"volume":"1"},"requests":[{"id":"A","date":"2026-03-10","time":"banana","quantity":"1"}]}' 'requests[0].time'
bad '{"tariff":"EU","date":"2026-03-10","definition":{"volume":"1"},"requests":[{"id":"A","date":"2026-03-10","time":"2026-03-10T09:00:00","quantity":"1"}]}' 'requests[0].time'
bad '{"tariff":"EU","date":"2026-03-10","definition":{"volume":"1","from":"2026-03-10","to":"2026-03-09"},"requests":[]}' 'definition.to'
bad 'no JSON' 'JSON'
# The table for people: a reason alone is no state.
printf '{"tariff":"EU","date":"2026-03-10","definition":{"volume":"100"},"requests":[]}' >"$work/in.json"
run 0 quota allocate "$work/in.json" --image "$TARIFF_BUILDDIR/default.tariff"
says 'balance 100, critical: not known (precedent_unknown)'
printf '{"tariff":"EU","date":"2026-03-10","definition":{"volume":"100","balance":"5"},"requests":[]}' >"$work/in.json"
run 0 quota allocate "$work/in.json" --image "$TARIFF_BUILDDIR/default.tariff"
says 'balance 5, critical: used'
run 2 quota
run 2 quota draw x

# The state of a quota: own XML tells balances and periods, a transmission the other events. 100 less 60 is 40 from 1 March, 5 from 1
# April; blocked in May, suspended in the second half of May, exhausted on 2 June though still suspended.
sed 's|<goods-nomenclature|<quotas><order-number id="050001" sid="1" from="2026-01-01"><definition sid="7" from="2026-01-01" to="2026-12-31" volume="100" unit="KGM">\
<blocking sid="1" from="2026-05-01" to="2026-05-31" type="1"/><suspension sid="1" from="2026-05-15" to="2026-06-30"/>\
<balance time="2026-04-01T10:00:00" old="40" new="5" imported="95" last-import="2026-03-30"/>\
<balance time="2026-03-01T10:00:00" old="100" new="40" imported="60"/></definition></order-number>\
<order-number id="054001" sid="2" from="2026-01-01"><definition sid="8" from="2026-01-01" volume="9" unit="KGM"/></order-number></quotas>&|' "$work/own.xml" >"$work/quota.xml"
event() {
    printf '<oub:record><oub:transaction.id>1</oub:transaction.id><oub:record.code>375</oub:record.code><oub:subrecord.code>%s</oub:subrecord.code>' "$1"
    printf '<oub:record.sequence.number>1</oub:record.sequence.number><oub:update.type>3</oub:update.type><oub:quota.%s.event>' "$2"
    printf '<oub:quota.definition.sid>%s</oub:quota.definition.sid><oub:occurrence.timestamp>%s</oub:occurrence.timestamp>%s' "$3" "$4" "$5"
    printf '</oub:quota.%s.event></oub:record>' "$2"
}
{
    printf '<env:envelope xmlns="urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0" xmlns:env="urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0" id="1"><env:transaction id="1">'
    printf '<env:app.message id="1"><oub:transmission xmlns:oub="urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0">'
    event 15 exhaustion 7 2026-06-02T10:00:00 '<oub:exhaustion.date>2026-06-01</oub:exhaustion.date>'
    event 10 critical 7 2026-04-01T10:00:01 '<oub:critical.state>Y</oub:critical.state>'
    event 20 reopening 7 2026-07-02T10:00:00 '<oub:reopening.date>2026-07-01</oub:reopening.date>'
    event 10 critical 7 2026-07-02T10:00:01 '<oub:critical.state>N</oub:critical.state>'
    event 10 critical 99 2026-04-02T10:00:00 '<oub:critical.state>Y</oub:critical.state>'
    event 0 balance 99 2026-04-02T10:00:00 '<oub:old.balance>10.5</oub:old.balance><oub:new.balance>12</oub:new.balance><oub:imported.amount>8</oub:imported.amount>'
    printf '</oub:transmission></env:app.message></env:transaction></env:envelope>'
} >"$work/day.xml"
run 1 compile "$work/quota.xml" --tariff AA "$work/day.xml" --output "$work/quota.tariff"
complains "quota definition '99' is in no input"
state() { run 0 quota show 050001 --image "$work/quota.tariff" --date "$1" --format json; says "\"status\":\"$2\""; says "\"balance\":\"$3\""; says "\"critical\":$4"; }
state 2026-02-28 open 100 false
state 2026-03-01 open 40 false
state 2026-04-01 critical 5 true
state 2026-05-14 blocked 5 true
state 2026-05-31 suspended 5 true
state 2026-06-01 suspended 5 true
state 2026-06-02 exhausted 5 true
state 2026-07-02 open 5 false
says '"account":{"events":2,"opening":"100","closing":"5","closed_at":"2026-04-01T10:00:00","drawn":"95","imported":"95","volumes":["100"]}'
# Unblocked on 10 May and unsuspended on 20 May, before the last days of both periods: what was known on a day before stays as it was.
{
    printf '<env:envelope xmlns="urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0" xmlns:env="urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0" id="2"><env:transaction id="2">'
    printf '<env:app.message id="2"><oub:transmission xmlns:oub="urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0">'
    event 5 unblocking 7 2026-05-10T10:00:00 '<oub:unblocking.date>2026-05-10</oub:unblocking.date>'
    event 25 unsuspension 7 2026-05-20T10:00:00 '<oub:unsuspension.date>2026-05-20</oub:unsuspension.date>'
    printf '</oub:transmission></env:app.message></env:transaction></env:envelope>'
} >"$work/later.xml"
run 1 compile "$work/quota.xml" --tariff AA "$work/day.xml" "$work/later.xml" --output "$work/quota.tariff"
state 2026-05-09 blocked 5 true
state 2026-05-10 critical 5 true
state 2026-05-19 suspended 5 true
state 2026-05-20 critical 5 true
state 2026-06-02 exhausted 5 true
run 1 quota show 050001 --image "$work/quota.tariff" --date 2027-01-01
says 'no definition holds'
run 0 quota show 054001 --image "$work/quota.tariff" --date 2026-03-01 --format json
says '"licensed":true'
grep -q definition "$out" && fail "a licensed quota has a definition"
run 0 quota show 050001 --image "$work/quota.tariff" --date 2026-04-01
says '050001: critical, balance 5 KGM, critical'
run 2 quota show 059999 --image "$work/quota.tariff"
complains 'order_number'

# A policy that says what this version does not know is refused by name, never taken for something else.
policy() {
    sed 's|<tariff id="AA"|<profile id="AA" currency="EUR"><quota-policy id="p" '"$1"'</quota-policy></profile>&|' "$work/own.xml" >"$work/policy.xml"
    run 0 compile "$work/policy.xml" --output "$work/policy.tariff"
    printf '{"tariff":"AA","date":"2026-03-10","definition":{"volume":"1"},"requests":[{"id":"A","date":"2026-03-10","time":"2026-03-10T09:00:00Z","quantity":"1"}]}' >"$work/in.json"
    "$tariff" quota allocate "$work/in.json" --image "$work/policy.tariff" >"$out" 2>"$err"
    local code=$?
    if test "$2"; then
        test $code -ne 0 || fail "policy '$1' was taken"
        complains "$2"
    else
        test $code -eq 0 || fail "policy '$1' was refused: $(cat "$err")"
    fi
}
policy 'order="date" precedent="no"><deemed first="--12-29" last="--12-31" becomes="--12-29"/>' ''
policy 'order="date"><deemed first="--12-29" last="--01-02" becomes="--01-02"/>' 'last'
policy 'order="date"><deemed first="--02-28" last="--02-29" becomes="--03-01"/>' 'every year'
policy 'order="time"><deemed first="--01-01" last="--01-03" becomes="--01-03"/>' 'by date'
policy 'order="date" precedent="true">' 'yes or no'
policy 'order="date" from="2026-3-1">' 'from'
policy 'order="date" to="tomorrow">' 'to'
exit $failed
