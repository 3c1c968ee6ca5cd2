#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What conditions are shown as, and how a measure's conditions can be met, by what the shipped profiles say of codes.
. "$TARIFF_SRCDIR/tests/cli/common.sh"
test -f "$TARIFF_BUILDDIR/default.tariff" || { echo "conditions.sh: no default image was built"; exit 77; }

: >"$err"
# ask METHOD REQUEST: the reply, with its status before it, in $out
ask() {
    printf '%s\t%s\n' "$1" "$2" | "$TARIFF_BUILDDIR/tests/cli/call" "$TARIFF_BUILDDIR/default.tariff" >"$out" || fail "$1: no answer"
}
row() { ask condition "{\"tariff\":\"$1\",$2}"; }

# The first class that holds: an amount, then a refusal, then what the document is.
row UK '"code":"B","action":"06","amount":"5","unit":"KGM","certificate":"Y999"'
says '"class":"threshold"'
row UK '"code":"B","action":"06","certificate":"Y999"'
says '"class":"negative","polarity":"negative","effect":"not-released","applies":false,"stops":false'
row UK '"code":"B","action":"26","certificate":"Y999"'
says '"class":"exemption","polarity":"positive","effect":"applies","applies":true'
row UK '"code":"B","action":"26","certificate":"N853"'
says '"class":"document"'
row UK '"code":"B","action":"26","certificate":"999L"'
says '"class":"unknown"'
says '"waived":true'
row UK '"code":"B","action":"26","certificate":"C084"'
says '"class":"unknown"'
says '"waived":false'
row UK '"code":"B","action":"26"'
says '"class":"unknown"'
# The Union knows no waiver: there the same letters are a document as any other.
row EU '"code":"B","action":"26","certificate":"999L"'
says '"class":"document"'
says '"waived":false'

# Shown as a relief, yet the measure does not apply; a subheading that is not allowed ends the declaration; the unknown is no yes.
row UK '"action":"07"'
says '"polarity":"positive","effect":"not-applies","applies":false,"stops":false'
row UK '"action":"08"'
says '"polarity":"negative","effect":"not-released","applies":false,"stops":true'
row UK '"action":"ZZ"'
says '"polarity":null,"effect":null,"applies":false,"stops":false'

# Money is a price, per mass under V an entry price; else what the unit measures.
row UK '"code":"V","amount":"55.1","money":"EUR","unit":"DTN"'
says '"threshold":"eps","operator":"=>","comparison":">="'
row UK '"code":"V","amount":"55.1","money":"EUR","unit":"HLT"'
says '"threshold":"price"'
row UK '"code":"L","amount":"78.72","money":"EUR","unit":"DTN"'
says '"threshold":"price","operator":">","comparison":">="'
row UK '"code":"E","amount":"20","unit":"TNE"'
says '"threshold":"weight","operator":"=<","comparison":"<="'
row UK '"code":"F","amount":"2","unit":"LTR"'
says '"threshold":"volume","operator":"=>","comparison":">="'
row UK '"code":"X","amount":"15","unit":"ASV"'
says '"threshold":"percentage_abv","operator":">","comparison":">"'
row UK '"code":"A","certificate":"D008"'
says '"threshold":null,"operator":null,"comparison":null'
row UK '"operator":"<"'
says '"operator":"<","comparison":"<"'
row UK '"operator":"~"'
says 'invalid'

# Each code a group, each row a way; the refusal that asks for nothing is not shown, nor is the waiver; action 08 is.
ways() { ask condition.permutations "{\"tariff\":\"UK\",\"conditions\":[$1]}"; says "$2"; }
r() { printf '{"id":"%s","code":"%s","action":"%s"%s}' "$1" "$2" "$3" "${4:+,$4}"; }
d() { printf '"certificate":"%s"' "$1"; }
ways "$(r a B 29 "$(d N853)"),$(r b B 29 "$(d 999L)"),$(r c B 09),$(r d E 24 '"amount":"30","unit":"KGM"'),$(r e E 08)" \
    '{"groups":[{"condition_code":"B","permutations":[["a"]]},{"condition_code":"E","permutations":[["d"],["e"]]}]}'
# A document under two codes meets both. The rest: one row of each code, 2 × 2, the last code changing first.
ways "$(r a B 29 "$(d Y900)"),$(r b B 29 "$(d C100)"),$(r c B 29 "$(d C200)"),$(r d B 09),$(r e C 29 "$(d Y900)"),$(r f C 29 "$(d C300)"),$(r g C 29 '"amount":"5","unit":"KGM"'),$(r h C 09)" \
    '{"groups":[{"condition_code":"n/a","permutations":[["a"],["b","f"],["b","g"],["c","f"],["c","g"]]}]}'
# What is asked for more than once: documents before exemptions before thresholds. The same amount is the same however written.
ways "$(r a E 24 '"amount":"30","unit":"KGM"'),$(r b E 24 "$(d Y900)"),$(r c E 24 "$(d C100)"),$(r d I 24 '"amount":"30.0","unit":"KGM"'),$(r e I 24 "$(d Y900)"),$(r f I 24 "$(d C100)")" \
    '{"groups":[{"condition_code":"n/a","permutations":[["c"],["b"],["a"]]}]}'
ways '' '{"groups":[]}'
ways '{"id":"a","action":"29"}' 'invalid'
ways '{"id":"a","code":"B","sort":"29"}' 'invalid'

# The same of a measure of the image, whose rows stand in another order.
cat >"$work/own.xml" <<'XML'
<tariff-data xmlns="urn:libtariff:tariff:1" version="1">
 <tariff id="EU" zone="Europe/Brussels" currency="EUR" lang="en">
  <goods-nomenclature lang="en" from="2020-01-01"><line code="9900000000" suffix="80" indent="0"><text>Goods</text></line></goods-nomenclature>
  <measure-types><measure-type id="410" series="B" movement="import"/></measure-types>
  <measures>
   <measure sid="-7" type="410" code="9900000000" area="1011" from="2020-01-01">
    <condition code="Y" sequence="1" action="29" certificate="Y900"/><condition code="Y" sequence="2" action="09"/>
    <condition code="B" sequence="2" action="29" certificate="C678"/><condition code="B" sequence="1" action="29" certificate="N853"/>
    <condition code="B" sequence="3" action="09"/>
   </measure>
  </measures>
 </tariff>
</tariff-data>
XML
"$tariff" compile -o "$work/own.tariff" "$TARIFF_SRCDIR"/data/reference/*.xml "$TARIFF_SRCDIR/data/profiles/eu.xml" "$work/own.xml" >/dev/null 2>&1
of_measure() { printf 'condition.permutations\t{"tariff":"EU","measure":"%s"}\n' "$1" | "$TARIFF_BUILDDIR/tests/cli/call" "$work/own.tariff" >"$out"; says "$2"; }
of_measure -7 '{"groups":[{"condition_code":"B","permutations":[["B/1"],["B/2"]]},{"condition_code":"Y","permutations":[["Y/1"]]}]}'
of_measure 7 'invalid	measure'
ways_of_nothing() { ask condition.permutations '{"tariff":"UK"}'; says 'invalid	conditions'; }
ways_of_nothing
exit $failed
