#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# assess: a line for a line in the order of the input, whatever the number of threads; errors in their place.
. "$TARIFF_SRCDIR/tests/cli/common.sh"
image=$TARIFF_BUILDDIR/default.tariff
test -f "$image" || { echo "assess.sh: no default image was built"; exit 77; }
lines=$TARIFF_SRCDIR/examples/declarations.jsonl

# 12 % of 1200.00 = 144.00, VAT 20 % of 1344.00 = 268.80; freight of 100.00 shared by value: 330.00 and 770.00; honey without a value.
run 1 assess --image "$image" "$lines"
silent
says '"id":"D1","status":"complete"'
says '"total":"412.80"'
says '"customs_value":"330.00"'
says '"id":"D3","status":"incomplete"'
test "$(grep -c . "$out")" = 3 || fail "three lines were expected"
run 0 assess --image "$image" --explain --dispositions <(head -1 "$lines")
says '"trace":'
says '"list":['

# What is not known is null, never zero: nothing without the rate of exchange; of honey without a value, what is paid.
says '"duty":"144.00","taxes":"268.80","fees":"0.00","total":"412.80"'
quoted=(quote 6109100010 --image "$image" --tariff UK --origin CN --date 2026-01-15)
run 1 "${quoted[@]}" --value "1200 EUR" --format json
says '"duty":null,"taxes":null,"fees":"0.00","total":null,"range":null'
says '"totals":{"duty":null,"taxes":null,"fees":"0.00","security":"0.00","payable":null,"by_settlement":{}}'
run 1 quote 9999999999 --image "$image" --tariff UK --origin CN --date 2026-01-15 --value "1200 GBP" --format json
says '"duty":null,"taxes":null,"fees":null,"total":null,"range":null'
says '"security":null,"payable":null'
# A code that a sample lacks says nothing of the goods; one that is not declared itself names those below it; a sample says it is one.
says '"status":"incomplete"'
says '"code":"code_not_found","effect":"none"'
run 1 quote 610910 --image "$image" --tariff UK --origin CN --date 2026-01-15 --value "1200 GBP" --format json
says '"status":"refused"'
says '{"code":"code_not_declarable","effect":"refused","needs":["code:6109100010","code:6109100090"]'
says '"code":"data_sample","effect":"none"'

# One item of two that is not certain: the sums of the whole are not.
echo '{"tariff":"UK","date":"2026-01-15","items":[{"code":"6109100010","origin":"CN","price":"1200"},{"code":"6109100010","origin":"CN","price":"5","currency":"USD"}]}' >"$work/two.jsonl"
run 1 assess --image "$image" "$work/two.jsonl"
says '"fees":"0.00","total":"412.80"'
says '"payable":null,"by_settlement":{"pay":null}'

# Errors stand in place, with the id where the line has one; blank lines have no answer.
{ echo '{"id":"X","tariff":"UK","date":"2026-01-15","items":[{"code":"6109100010","origin":"CN","price":"twelve"}]}'; echo; echo 'no JSON'
  head -1 "$lines"; echo '{}'; printf '{"id":"%01100000d"}\n' 7; } >"$work/mixed.jsonl"
run 1 assess --image "$image" "$work/mixed.jsonl"
test "$(grep -c . "$out")" = 5 || fail "five lines were expected"
sed -n 1p "$out" | grep -q '^{"id":"X","error":{"code":"invalid",.*"field":"items\[0\].price"}}$' || fail "line 1"
sed -n 2p "$out" | grep -q '^{"error":{' || fail "line 2"
sed -n 3p "$out" | grep -q '^{"id":"D1","status":"complete"' || fail "line 3"
sed -n 5p "$out" | grep -q '"code":"limit"' || fail "line 5: a line of more than a megabyte"

# What the options say stands for declarations that do not say it; two items under one number; a rate of exchange of nothing.
item='{"number":1,"code":"6109100010","origin":"CN","price":"1200"}'
echo "{\"items\":[$item]}" >"$work/short.jsonl"
run 0 assess --image "$image" --tariff UK --date 2026-01-15 "$work/short.jsonl"
says '"status":"complete","tariff":"UK","date":"2026-01-15"'
echo "{\"tariff\":\"UK\",\"date\":\"2026-01-15\",\"items\":[$item]}" >"$work/said.jsonl"
run 0 assess --image "$image" --tariff EU --date 2025-01-15 "$work/said.jsonl"
says '"tariff":"UK","date":"2026-01-15"'
run 1 assess --image "$image" "$work/short.jsonl"
says '"field":"date"'
echo "{\"tariff\":\"UK\",\"date\":\"2026-01-15\",\"items\":[$item,$item]}" >"$work/twice.jsonl"
run 1 assess --image "$image" "$work/twice.jsonl"
says 'items: two with the number 1'
run 2 "${quoted[@]}" --value "1200 GBP" --exchange-rate EUR=0
complains "more than zero"
run 2 "${quoted[@]}" --value "12345678901234567890123456789012345678901 GBP"
complains "more digits"
run 2 "${quoted[@]}" --value "1200 GBP" --quantity 5 --lang en
complains "option --quantity needs N UNIT"

# Many lines: the same bytes with one thread and with eight.
awk '{ line[NR] = $0 } END { for (i = 0; i < 3000; i++) { text = line[i % 3 + 1]; sub(/"id":"/, "&" i "-", text); print text } }' "$lines" >"$work/many.jsonl"
"$tariff" assess --image "$image" --jobs 1 "$work/many.jsonl" >"$work/one"
"$tariff" assess --image "$image" --jobs 8 "$work/many.jsonl" >"$work/eight"
cmp "$work/one" "$work/eight" || fail "--jobs 8 differs from --jobs 1"
test "$(grep -c . "$work/one")" = 3000 || fail "3000 lines were expected"
LC_ALL=C "$tariff" assess --image "$image" - <"$work/many.jsonl" | cmp - "$work/one" || fail "standard input differs from the file"

# Usage and bad input.
run 2 assess --jobs 0 "$lines"
complains "--jobs '0'"
run 2 assess --format csv "$lines"
run 4 assess --image "$image" "$work/absent"
echo nothing >"$work/bad"
run 3 assess --image "$image" "$work/bad"
complains "none of 1 lines is a JSON object"
run 0 assess --image "$image" /dev/null
# Who stops reading ends it quietly.
"$tariff" assess --image "$image" "$work/many.jsonl" 2>"$err" | head -1 >"$out"
silent

# What a rate takes of a part or of a content is asked for by its words, and declared by the same name: 10 x 0.44 + 6 % of 500, 200 kg of
# lead at 1.1 cents.
cat >"$work/parts.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<tariff-data xmlns="urn:libtariff:tariff:1" version="1">
 <tariff id="US" currency="USD" lang="en">
  <measure-types><measure-type id="general" movement="import" components="permitted" order-number="forbidden" origin-destination="origin"
    explosion="10" priority="1"><text>General</text></measure-type></measure-types>
  <goods-nomenclature>
   <line code="2607000000" indent="0"><text>Lead ores</text></line>
   <line code="9102000000" indent="0"><text>Watches</text></line>
  </goods-nomenclature>
  <measures>
  <measure type="general" area="1011" code="2607000000" duty="1.1¢/kg on lead content" grammar="us"/>
  <measure type="general" area="1011" code="9102000000" duty="44¢ each + 6% on the case" grammar="us"/>
  </measures>
 </tariff>
</tariff-data>
XML
"$tariff" compile --quiet -o "$work/parts.tariff" "$TARIFF_SRCDIR"/data/reference/*.xml "$TARIFF_SRCDIR/data/profiles/us.xml" \
    "$work/parts.xml" >"$out" 2>"$err" || test $? = 1 || fail "compile"
parts() {
    printf '{"tariff":"US","date":"2026-05-15","items":[{"code":"%s","origin":"NZ","customs_value":"1000"%s}]}\n' "$2" "$3" >"$work/parts.jsonl"
    run "$1" assess --image "$work/parts.tariff" "$work/parts.jsonl"
}
parts 1 2607000000 ''
says '"needs":["content:lead content"]'
parts 0 2607000000 ',"facts":{"content:lead content":"200"}'
says '"duty":"2.20"'
parts 1 9102000000 ',"quantities":[{"unit":"NAR","quantity":"10"}]'
says '"needs":["amount:case"]'
parts 0 9102000000 ',"quantities":[{"unit":"NAR","quantity":"10"}],"facts":{"amount:case":"500"}'
says '"duty":"34.40"'
parts 1 9102000000 ',"facts":{"amount:case":"-1"}'
says '"field":"items[0].facts"'

# Duty on gross mass, to the next 100 g: 99.95 kg are 100.0, and 22.12 francs each 2,212.00; each rounding names its own source.
if test -f "$TARIFF_BUILDDIR/default.tariff"; then
    run 0 quote 02013099 --image "$TARIFF_BUILDDIR/default.tariff" --tariff CH --origin CN --date 2026-01-15 --value "1000 CHF" --gross-mass 99.95
    says '22.12 CHF / GKG of 99.95 KGMG        2212.00  due'
    says '100  KGMG  [SR 632.10, Art. 2(3): weight up to the next 100 g]'
    # A profile that says nothing of proofs misses none; one that lists them does.
    run 0 quote 61091000 --image "$TARIFF_BUILDDIR/default.tariff" --tariff CH --origin DE --date 2023-06-15 --value "1000 CHF" \
        --gross-mass 10 --preference 300 --preferential-origin DE
    says 'customs-duty  0.00 % of 1000.00'
    grep -q "proof of the preferential origin" "$out" && fail "a proof is missed that no law asks for"
    run 0 quote 0901210000 --image "$TARIFF_BUILDDIR/default.tariff" --tariff UK --origin DE --date 2026-01-15 --value "1000 GBP" \
        --preference 300 --preferential-origin DE
    says 'No proof of the preferential origin is declared'
    run 0 quote 0901210000 --image "$TARIFF_BUILDDIR/default.tariff" --tariff UK --origin DE --date 2026-01-15 --value "1000 GBP" \
        --preference 300 --preferential-origin DE --document U116
    grep -q "proof of the preferential origin" "$out" && fail "the proof is there"
    # Codes may come with blanks around them; what nothing names is said; case is told as it is written.
    run 0 quote '0901210000 ' --image "$TARIFF_BUILDDIR/default.tariff" --tariff UK --origin 'BR ' --date 2026-01-15 --value "1000 GBP" \
        --document 'ZZZZ ' --document U116
    says 'Nothing in this data names the document, it has no effect: document:ZZZZ'
    grep -q U116 "$out" && fail "a document of the profile's own list is named as unknown"
    run 2 quote 0901210000 --image "$TARIFF_BUILDDIR/default.tariff" --tariff UK --origin br --date 2026-01-15 --value "1000 GBP"
    complains "no geographical area with this id on the date (expected 'BR')"
    echo '{"tariff":"uk","date":"2026-01-15","items":[{"code":"0901210000","origin":"BR","price":"1000"}]}' >"$work/case.jsonl"
    run 1 assess --image "$TARIFF_BUILDDIR/default.tariff" "$work/case.jsonl"
    says "tariff 'uk': not in this image (expected 'UK')"
    printf '0101,Live horses\n' >"$work/bare.csv"
    for format in usitc-csv uk-csv eu-circabc; do
        run 3 import $format "$work/bare.csv" -o "$work/bare.xml"
        complains "not in the header, a line that begins with '0101' (expected the names of columns: '"
    done
    # Under a profile that draws on two tariffs a quote is one over both.
    run 1 quote 0901210000 --image "$TARIFF_BUILDDIR/default.tariff" --tariff XI --origin BR --date 2026-01-15 --value "1000 GBP"
    says 'between 0.00 and 75.00'
fi
exit $failed
