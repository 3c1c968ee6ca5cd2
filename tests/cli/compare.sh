#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# compare: every route for one goods item, cheapest first, with what each needs.
. "$TARIFF_SRCDIR/tests/cli/common.sh"
ref=$TARIFF_SRCDIR/data/reference
cat >"$work/routes.xml" <<'XML'
<tariff-data xmlns="urn:libtariff:tariff:1" version="1">
  <tariff id="AA" currency="EUR" zone="UTC" lang="en">
    <goods-nomenclature lang="en"><line code="0101000000" indent="0"><text>Horses</text></line></goods-nomenclature>
    <geographical-areas><country id="QA"/><country id="QB"/><group id="9001"><member area="QA"/></group><group id="1011"><member area="QA"/><member area="QB"/></group></geographical-areas>
    <measure-types>
      <measure-type id="103" series="C" movement="import"/><measure-type id="142" series="C" movement="import"/>
      <measure-type id="143" series="C" movement="import"/><measure-type id="112" series="C" movement="import"/>
    </measure-types>
    <certificate-types><certificate-type code="U"/></certificate-types>
    <certificates><certificate type="U" code="001"/><certificate type="U" code="002"/></certificates>
    <condition-codes><condition-code code="B"/></condition-codes>
    <actions><action code="27"/><action code="07"/></actions>
    <quotas><order-number id="090001" from="2020-01-01"/></quotas>
    <measures>
      <measure sid="1" type="103" code="0101000000" area="1011" from="2020-01-01" duty="10.00 %" grammar="taric"/>
      <measure sid="2" type="142" code="0101000000" area="9001" from="2020-01-01" to="2026-06-30" duty="4.00 %" grammar="taric">
        <condition code="B" sequence="1" action="27" certificate="U001"/><condition code="B" sequence="2" action="27" certificate="U002"/><condition code="B" sequence="3" action="07"/>
      </measure>
      <measure sid="3" type="142" code="0101000000" area="9001" from="2026-07-01" duty="2.00 %" grammar="taric"/>
      <measure sid="4" type="143" code="0101000000" area="9001" order-number="090001" from="2020-01-01" duty="1.00 %" grammar="taric"/>
      <measure sid="5" type="112" code="0101000000" area="1011" from="2020-01-01" duty="60.00 EUR / 100 kg" grammar="taric"/>
    </measures>
  </tariff>
  <profile id="AA" currency="EUR" zone="UTC">
    <valuation basis="CIF"/><preferences default="100"/>
    <policy aspect="conditions" name="law" behaviour="all-codes" default="yes"/>
    <group id="base" several="nearest"/><group id="pref" several="nearest"/><group id="quota" several="nearest"/><group id="susp" several="nearest"/>
    <charge id="duty" role="base-duty" total="duty"/>
    <measures types="103" role="base-duty" group="base" charge="duty"/>
    <measures types="142" role="preference" group="pref" charge="duty" claim="preference" preferences="300" place="preferential-origin"/>
    <measures types="143" role="quota" group="quota" charge="duty" claim="quota" preferences="320" place="preferential-origin"/>
    <measures types="112" role="suspension" group="susp" charge="duty" claim="preference" preferences="110"/>
    <relation kind="replaces" groups="pref quota susp" over="base"/>
    <actions ids="27" effect="applies"/><actions ids="07" effect="not-applies"/>
  </profile>
</tariff-data>
XML
run 0 compile -o "$work/routes.tariff" "$ref/duty-expressions.xml" "$ref/units.xml" "$ref/monetary-units.xml" "$work/routes.xml"
test -s "$work/routes.tariff" || { echo "compare.sh: no image"; exit 1; }
ask() { run 0 compare 0101000000 --image "$work/routes.tariff" --tariff AA --date 2026-01-15 --value "1000 EUR" --format json "$@"; }
line() { sed -n "${1}p" "$out" | grep -qF -- "$2" || fail "route $1 lacks '$2'"; }

# 1 % in the quota, 4 % under the preference with one of two documents, 10 % without a claim; the suspension asks for a weight.
ask --origin QA
line 1 '"route":"quota","preference":"320","measure":"4","quota":"090001","expression":"1.00%","amount":"10.00","currency":"EUR","needs":["preferential_origin"'
line 2 '"route":"preference","preference":"300","measure":"2","expression":"4.00%","amount":"40.00"'
line 2 '"document:U001"'
line 2 '"later":{"from":"2026-07-01","expression":"2.00%"}'
line 3 '"route":"third-country","amount":"100.00","currency":"EUR","needs":[]'
line 4 '"route":"suspension","preference":"110","measure":"5"'
line 4 '"amount":null'
line 4 '"quantity:KGM"'
test "$(wc -l <"$out")" = 4 || fail "expected four routes"
grep -q 'U002' "$out" && fail "one document of two that stand for each other is enough"
# What is declared is not asked for again.
ask --origin QA --document U002 --net-mass 100
line 2 '"amount":"40.00"'
grep -q '"document:U00' "$out" && fail "a document that is there is asked for"
line 3 '"route":"suspension","preference":"110","measure":"5","expression":"60.00 EUR / 100 kg","amount":"60.00"'
# An origin outside the agreement has no preference.
ask --origin QB
test "$(wc -l <"$out")" = 2 || fail "expected the suspension and the route without a claim"
line 1 '"route":"third-country"'
# People get a table, and a code that is not there is the answer no.
run 0 compare 0101000000 --image "$work/routes.tariff" --tariff AA --date 2026-01-15 --value "1000 EUR" --origin QA
says 'amount'
says 'third-country'
run 1 compare 0102000000 --image "$work/routes.tariff" --tariff AA --date 2026-01-15 --value "1000 EUR" --origin QA
run 2 compare 0101000000 --image "$work/routes.tariff" --tariff AA --value "1000 EUR"
exit $failed
