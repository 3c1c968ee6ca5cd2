#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Goods brought to Northern Ireland: routes, when nothing is owed, and which of two tariffs counts, by law and as programs have it.
. "$TARIFF_SRCDIR/tests/cli/common.sh"
test -f "$TARIFF_BUILDDIR/default.tariff" || { echo "routes.sh: no default image was built"; exit 77; }

: >"$err"
ask() { printf '%s\t{"tariff":"XI",%s}\n' "$1" "$2" | "$TARIFF_BUILDDIR/tests/cli/call" "$TARIFF_BUILDDIR/default.tariff" >"$out"; }
# goes DESTINATION ORIGIN EXPECTED [MEMBERS]
goes() {
    ask route "\"destination\":\"$1\",\"origin\":\"$2\"${4:+,$4}"
    says "$3"
}
facts() { printf '"facts":{%s}' "$1"; }

# Five routes; two of them are free whatever the goods. An origin within the Union is known by the members of its area on the day.
goes UK XI 'ok	{"route":"ni_to_gb","free":true,"composition_asked":false,"no_duty":true,"compared":false'
goes XI IE 'ok	{"route":"eu_to_ni","free":true'
goes XI EU '"route":"eu_to_ni"'
goes XI HR '"route":"eu_to_ni"' '"date":"2024-01-01"'
goes XI BR '"route":"row_to_ni","free":false,"composition_asked":true'
goes XI GB '"route":"gb_to_ni","free":false,"composition_asked":true'
goes UK FR '"route":"row_to_gb","free":false,"composition_asked":false'
goes XI XI '"route":null'
goes US BR '"route":null'

# By law an answer that depends on what is not said is open, and names it; the other behaviour takes it for a no.
goes XI GB 'incomplete	{"route":"gb_to_ni","free":false,"composition_asked":true,"no_duty":null'
says '"needs":["zero_mfn_duty"]'
goes XI GB 'ok	{"route":"gb_to_ni","free":false,"composition_asked":true,"no_duty":false,"compared":false' '"policy":"reference"'
goes XI GB '"no_duty":true' "$(facts '"certificate_of_origin":true')"
goes XI GB '"no_duty":true' "$(facts '"zero_mfn_duty":true,"trade_defence":false')"
no='"zero_mfn_duty":false,"certificate_of_origin":"no","trade_defence":false'
goes XI GB '"no_duty":false' "$(facts "$no,\"trader_scheme\":false")"
goes XI GB '"no_duty":true' "$(facts "$no,\"trader_scheme\":true,\"final_use\":true,\"planned_processing\":\"without_any_processing\"")"
goes XI GB '"no_duty":false' "$(facts "$no,\"trader_scheme\":true,\"final_use\":true,\"planned_processing\":\"commercial_purposes\",\"annual_turnover_below_limit\":false")"
goes XI GB '"no_duty":true' "$(facts "$no,\"trader_scheme\":true,\"final_use\":true,\"planned_processing\":\"commercial_purposes\",\"annual_turnover_below_limit\":true")"
# A small turnover alone, without authorisation, is enough for the other behaviour only.
goes XI GB '"no_duty":false' "$(facts "$no,\"trader_scheme\":false,\"annual_turnover_below_limit\":true")"
goes XI GB '"no_duty":true' "\"policy\":\"reference\",$(facts "$no,\"trader_scheme\":false,\"annual_turnover_below_limit\":true")"
# From elsewhere the tariffs are compared for authorised traders; trade remedies keep the other behaviour from it, not the law.
yes='"zero_mfn_duty":false,"trader_scheme":true,"final_use":true,"planned_processing":"commercial_processing"'
goes XI BR '"no_duty":false,"compared":true' "$(facts "$yes,\"trade_defence\":true")"
goes XI BR '"no_duty":false,"compared":false' "\"policy\":\"reference\",$(facts "$yes,\"trade_defence\":true")"
goes XI BR '"compared":true' "\"policy\":\"reference\",$(facts "$yes,\"trade_defence\":false")"
goes XI BR '"compared":false' "$(facts '"trader_scheme":"no"')"
goes XI BR 'invalid	facts.trader_scheme' "$(facts '"trader_scheme":"perhaps"')"
goes XI BR 'invalid	facts.colour' "$(facts '"colour":"red"')"

# The scheme of the day: another one, with another limit, from 30 September 2023.
ask route '"date":"2023-09-29"'
says '"scheme":{"id":"UKTS","name":"UK Trader Scheme","turnover_limit":"500000","currency":"GBP","formatted":"£500,000"'
ask route '"date":"2023-09-30"'
says '"name":"UK Internal Market Scheme","turnover_limit":"2000000","currency":"GBP","formatted":"£2,000,000"'
ask route '"date":"2020-12-31"'
grep -q scheme "$out" && fail "there was no scheme in 2020"

# One assessment over both tariffs. Roasted coffee owes 6 % in the UK and 7.5 % in the Union, 60 and 75 of 1,000: less than 3 per cent
# apart, so an authorised importer owes the UK's; who is not authorised the Union's; who does not say, one of the two.
owes() {
    printf 'assess\t{"tariff":"XI","date":"2026-01-15","items":[{"code":"%s","origin":"%s","customs_value":"1000"%s}]%s}\n' "$@" |
        "$TARIFF_BUILDDIR/tests/cli/call" "$TARIFF_BUILDDIR/default.tariff" >"$out"
}
authorised=',"facts":{"trader_scheme":true,"final_use":true,"planned_processing":"without_any_processing"}'
owes 0901210000 BR "$authorised" ''
says '"tariffs":{"route":"row_to_ni","compared":true,"counts":"UK","duties":[{"tariff":"UK","duty":"60.00"},{"tariff":"EU","duty":"75.00"}]'
says '"totals":{"customs_value":"1000.00","duty":"60.00","taxes":"0.00"'
owes 0901210000 BR ',"facts":{"trader_scheme":false}' ''
says '"counts":"EU"'
says '"duty":"75.00","taxes":"0.00","fees":"0.00","security":"0.00","payable":"75.00"'
owes 0901210000 BR '' ''
says 'incomplete	{"status":"incomplete"'
says '"range":{"min":"60.00","max":"75.00","decided_by":"fact:trader_scheme"}'
# Cigarettes owe 50 % in the UK and 57.6 % in the Union: at risk for everybody, and VAT at 20 % is on 1,576.
owes 2402209000 US "$authorised" ''
says '"counts":"EU"'
says '"duty":"576.00","taxes":"315.20","fees":"0.00","total":"891.20"'
# From the Union, and from Great Britain to an authorised importer, nothing is owed but VAT; else the Union's duty.
owes 6109100010 IE '' ''
says '"route":"eu_to_ni","compared":false,"counts":"none"'
says '"duty":"0.00","taxes":"200.00"'
owes 6109100010 CN "$authorised"',"export_country":"GB"' ''
says '"route":"gb_to_ni","compared":false,"counts":"none"'
owes 6109100010 CN ',"export_country":"GB","facts":{"trader_scheme":false,"certificate_of_origin":false}' ''
says '"route":"gb_to_ni","compared":false,"counts":"EU"'
says '"duty":"120.00","taxes":"224.00"'
# The duty of both is 120, so nobody has to say who imports; goods that a Union remedy is on show it to the other behaviour.
owes 6109100010 CN '' ''
says 'ok	{"status":"complete"'
owes 6109100010 CN '' ',"policies":{"route":"reference"}'
says 'ok	{"status":"complete"'
owes 6109100010 CN '' ',"policies":{"route":"guess"}'
says "invalid	policies.route 'guess': no such behaviour in the profile XI"

# choose VALUE UK EU TARIFF POLICY: the tariff whose duty counts
o() { printf '{"category":"%s","amount":"%s"}' "$1" "$2"; }
options() { ask route.options "\"customs_value\":\"$1\",\"base\":\"mfn\",\"policy\":\"$5\",\"first\":{\"tariff\":\"UK\",\"options\":[$2]},\"second\":{\"tariff\":\"EU\",\"options\":[$3]}"; says "ok	{\"options\":[$4]}"; }
r() { printf '{"tariff":"%s","category":"%s","amount":"%s"}' "$1" "$2" "$3"; }
choose() {
    local amount=$2
    test "$4" = UK || amount=$3
    options "$1" "$(o mfn "$2")" "$(o mfn "$3")" "$(r "$4" mfn "$amount")" "$5"
}
# 3 % of 1,000.00 is 30.00: a difference of 30.00 is at risk by law, and not for the other behaviour.
choose 1000 20 50 EU law
choose 1000 20 50 UK reference
choose 1000 20 49.99 UK law
# A lower duty of the Union leaves the goods not at risk; the other behaviour does not look at the sign.
choose 1000 50 10 UK law
choose 1000 50 10 EU reference
# 3 % of 33.50 is 1.005, which only the other behaviour rounds, to 1.01.
choose 33.50 0 1.01 EU law
choose 33.50 0 1.01 UK reference
# A preference is compared with the cheapest one of the Union, else with its third-country duty; what only the Union has comes last.
options 1000 "$(o preference 0),$(o mfn 60)" "$(o mfn 65),$(o preference 80),$(o preference 10),$(o quota 0)" \
    "$(r UK preference 0),$(r UK mfn 60),$(r EU quota 0)" law
options 1000 "$(o mfn 60),$(o preference 0)" "$(o mfn 65)" "$(r UK mfn 60)" reference
options 1000 '' "$(o mfn 65)" "$(r EU mfn 65)" law
exit $failed
