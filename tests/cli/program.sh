#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The program: exit statuses, formats, what goes to standard output and what to standard error.
. "$TARIFF_SRCDIR/tests/cli/common.sh"

# usage
run 2
run 2 fly
complains "no command 'fly'"
run 2 tree --colour red
complains "unknown option '--colour'"
run 2 tree --depth
run 2 show
run 2 show 0101 --format html
run 2 rate parse
run 2 diff a.tariff b.tariff
complains "later version"
run 0 help
says "compile"
run 0 help tree
says "--depth N"
run 0 tree --help
run 0 --version
says "tariff 0."
says "image layout $("$tariff" info --image "$TARIFF_BUILDDIR/default.tariff" --format json | grep -o '"layout":[0-9]*' | cut -d: -f2)"

# compile, verify, info
run 0 compile -o "$work/own.tariff" "$work/own.xml"
says "goods.nomenclature"
says "MB/s"
run 0 verify "$work/own.tariff"
says "sound"
run 0 info "$work/own.tariff"
says "AA"
run 0 info "$work/own.tariff" --format json
says '"inputs":[{"name":"own.xml"'
run 2 compile "$work/own.xml"
run 4 compile -o "$work/x.tariff" "$work/absent.xml"
run 3 compile -o "$work/x.tariff" "$TARIFF_SRCDIR/README.md"
printf 'HTS Number,Indent\n0101,0\n' >"$work/hts.csv"
run 3 compile -o "$work/x.tariff" "$work/hts.csv"
complains "looks like CSV: 'tariff import FORMAT"
printf '[{"htsno":"0101"}]' >"$work/hts.json"
run 3 compile -o "$work/x.tariff" "$work/hts.json"
complains "looks like JSON"
run 3 compile -o "$work/x.tariff" "$work/own.tariff"
complains "an image, made by compile out of XML"
run 2 info --jobs -1
run 2 info --jobs 99999999
complains "--jobs '99999999'"
test -e "$work/x.tariff" && fail "an image was written although its input could not be read"
printf '<?xml version="1.0"?>\n<!DOCTYPE a>\n<a/>' >"$work/dtd.xml"
run 3 compile -o "$work/x.tariff" "$work/dtd.xml"
head -c 5000 "$work/own.tariff" >"$work/cut.tariff"
run 3 verify "$work/cut.tariff"
run 3 tree --image "$work/cut.tariff" --date 2024-01-01
run 4 tree --image "$work/absent.tariff"
gzip -k "$work/own.xml"
run 0 compile --quiet -o "$work/packed.tariff" "$work/own.xml.gz"
silent
test -s "$out" && fail "--quiet still counts records"
if test -w /dev/full; then
    "$tariff" export --format native "$work/own.tariff" >/dev/full 2>"$err"
    test $? = 4 || fail "a full disk is not exit 4"
    complains "'standard output': cannot write: no space"
fi
run 0 help export
test "$(grep -c -- --format "$out")" = 3 || fail "--format stands twice among the options of export"

# looking
run 0 tree --image "$work/own.tariff" --date 2024-01-01 --format json
test "$(wc -l <"$out")" = 3 || fail "three lines are valid"
says '{"line":3,"parent":2,"code":"0101210000","suffix":"80","level":6,"indent":1,"description":"Pure-bred","declarable":true}'
silent
run 0 tree --image "$work/own.tariff" --format json
complains "date"
run 0 tree --image "$work/own.tariff" --date 2021-12-31 --format csv
says 'line,parent,code,suffix,level,indent,description,declarable'
says '"Horses, ""all"" kinds"'
run 0 tree 0101 --depth 0 --image "$work/own.tariff" --date 2024-01-01
test "$(wc -l <"$out")" = 1 || fail "depth 0 is the line alone"
run 0 show 0101.21.00.00 --image "$work/own.tariff" --date 2024-01-01 --format json
says '"ancestors":["0100000000","0101000000"]'
run 1 show 0101290000 --image "$work/own.tariff" --date 2024-01-01
complains "successors: 0101210000-80"
run 1 show 9999 --image "$work/own.tariff" --date 2024-01-01
complains "code '9999': not in this tariff"
run 1 tree 9999 --image "$work/own.tariff" --date 2024-01-01
complains "code '9999': not in this tariff"
run 1 tree 0101290000 --image "$work/own.tariff" --date 2024-01-01
complains "it ended on 2021-12-31; successors: 0101210000-80"
run 2 tree 0101 --image "$work/own.tariff" --date 2024-02-30
run 2 show 01x1 --image "$work/own.tariff" --date 2024-01-01

# a message speaks of the option that was given
sample=(--image "$TARIFF_BUILDDIR/default.tariff" --tariff UK --date 2026-01-15 --value "1000 GBP")
run 2 quote 6109100010 "${sample[@]}" --origin Q1
complains "--origin 'Q1'"
run 2 quote 6109100010 "${sample[@]}" --origin CN --net-mass x
complains "--net-mass 'x'"
run 2 quote 6109100010 "${sample[@]}" --origin CN --quantity x KGM
complains "--quantity 'x'"

run 2 quote 6109100010 "${sample[@]}" --origin EU
complains "--origin 'EU': is a group of countries"
run 2 quote 610910 "${sample[@]}" --tariff HS --origin CN
complains "tariff 'HS': it has no measures"
# goods are declared under the codes of a tariff that builds on the HS, never under its own
run 0 tree 0101 --image "$TARIFF_BUILDDIR/default.tariff" --tariff HS --format json
grep -q '"declarable":true' "$out" && fail "a line of the HS is declarable"
run 0 show 6109100010 --image "$TARIFF_BUILDDIR/default.tariff" --tariff UK --date 2026-01-15 --format json
says '"declarable":true'

# the image that is taken
TARIFF_IMAGE=$work/own.tariff "$tariff" info >"$out" 2>"$err" || fail "TARIFF_IMAGE is not taken"
says "$work/own.tariff"
TARIFF_IMAGE=$work/absent.tariff "$tariff" info --image "$work/own.tariff" >"$out" 2>"$err" || fail "--image comes first"

# rates
run 0 rate parse "9.00 % MAX 0.35 GBP / kg"
says "9.00% MAX 0.35 GBP / kg"
run 1 rate parse "9.00 apples"
run 2 rate parse ""
complains "the text is empty"
run 1 rate eval "6.6¢/kg + 5%" --grammar us --value 100 --quantity 3 KGM
complains "--currency is needed"
# 3 kg at 6.6 cents = 0.198 USD; 5 % of 100 = 5
run 0 rate eval "6.6¢/kg + 5%" --grammar us --value 100 --quantity 3 KGM --currency USD
says "5.198"
run 0 rate eval "10 % + 2 GBP / kg" --value 100 --quantity 3 KGM --currency GBP --format json
says '"amount":"16"'
run 1 rate eval "2 GBP / kg" --value 100 --currency GBP
says "needs quantity KGM"
run 0 rate eval "3.33 %" --value 10.15 --round half-up:0.01
says "0.34"
run 0 rate format '[{"duty_expression_id":"01","duty_amount":"9"}]'
says "9.00 %"
run 2 rate format '[{"duty_expression_id":"01","duty_amount":9.5}]'
run 0 introspect --format json
says '"name":"tariff_call_json"'
run 0 import --list
says "usitc-csv"

# case files
printf '{"kind":"units","cases":[{"id":"a","inputs":{"quantity":"2.5"},"expected":{"text":"2.50"}},%s%s]}' \
    '{"id":"b","inputs":{"quantity":"2.5"},"expected":{"text":"2.5"}},' '{"id":"c","inputs":{"quantity":"1","colour":"red"},"expected":{}}' >"$work/cases.json"
run 1 conformance "$work/cases.json"
says "ok a"
says "not ok b: expected"
says "not ok c: input 'colour' is not known"
says "1 passed, 2 failed, 0 skipped"
printf '{"kind":"tides","cases":[{"id":"a","inputs":{},"expected":{}},{"id":"b","use":"reading","inputs":{},"expected":{}}]}' >"$work/cases.json"
run 1 conformance "$work/cases.json"
says "skip b: reading"
says "0 passed, 1 failed, 1 skipped"
cp "$work/cases.json" "$work/again.json"
run 1 conformance "$TARIFF_SRCDIR/README.md" "$work/again.json"
says "not ok README.md: line 1"
says "0 passed, 2 failed, 1 skipped"
printf 'tide\theight\n1\t2\n' >"$work/tides.tsv"
run 1 conformance "$work/tides.tsv"
says "not ok tides.tsv: line 1"
run 4 conformance "$work/absent.json"

# export and update: the records of an image as XML again, and more of them
run 2 export
complains "--format native or --format taric3"
run 2 export --format csv "$work/own.tariff"
run 4 export --format native "$work/absent.tariff"
run 3 export --format native "$work/cut.tariff"
run 2 export --format native "$work/own.tariff" --tariff ZZ
complains "--tariff 'ZZ'"
run 4 export --format native "$work/own.tariff" -o "$work/absent/x.xml"
run 0 export --format native "$work/own.tariff"
says '<successor code="0101210000"'
complains "goods.nomenclature"
mv "$out" "$work/exported.xml"
run 0 compile --quiet -o "$work/exported.tariff" "$work/exported.xml"
run 0 export --quiet --format native "$work/exported.tariff" -o "$work/again.xml"
silent
cmp "$work/exported.xml" "$work/again.xml" || fail "what is exported twice differs"
run 1 export --format taric3 "$work/own.tariff" -o "$work/own.taric3.xml" --report "$work/left.jsonl"
complains "not-in-taric3: tariff: 1 records left out"
grep -q '"rule":"not-in-taric3"' "$work/left.jsonl" || fail "the report says nothing of what was left out"
# a record of TARIC3 without words for the tariff around it: the lines are there, and their texts
run 1 compile --quiet --tariff AA -o "$work/taric3.tariff" "$work/own.taric3.xml"
run 0 show 0101210000 --image "$work/taric3.tariff" --date 2024-01-01
says "Pure-bred"
run 2 update "$work/own.tariff" -o "$work/new.tariff"
run 2 update "$work/own.tariff" "$work/exported.xml"
run 4 update "$work/absent.tariff" "$work/exported.xml" -o "$work/new.tariff"
run 3 update "$work/own.tariff" "$work/dtd.xml" -o "$work/new.tariff"
test -e "$work/new.tariff" && fail "an image was written although its input could not be read"
sed 's/sid="4"/sid="5"/; s/Ended/Late/; s/0101290000/0102000000/' "$work/own.xml" >"$work/more.xml"
run 1 update "$work/own.tariff" "$work/more.xml" -o "$work/new.tariff"
complains "insert-of-existing-key"
run 1 compile --quiet -o "$work/full.tariff" "$work/own.xml" "$work/more.xml"
cmp "$work/new.tariff" "$work/full.tariff" || fail "an update gives other bytes than a full build"
run 1 update "$work/own.tariff" "$work/more.xml" -o "$work/strict.tariff" --strict
test -e "$work/strict.tariff" && fail "--strict wrote an image"
cp "$work/own.tariff" "$work/base.tariff"
run 1 update "$work/base.tariff" "$work/more.xml" -o "$work/base.tariff"
cmp "$work/base.tariff" "$work/full.tariff" || fail "an update in place of its base differs"

# import: tables that are not what they are said to be
run 2 import eu-excel "$work/hts.csv" -o "$work/x.xml"
complains "expected one of eu-circabc, norway-json, uk-csv"
run 3 import uk-csv "$work/hts.csv" -o "$work/x.xml"
complains "hts.csv:1: column 'SID': not in the header"
run 3 import eu-circabc "$work/own.xml.gz" -o "$work/x.xml"
complains "own.xml.gz:1: column 'Goods code': not in the header"
printf 'PK\003\004 and so on, but no archive at all' >"$work/no.xlsx"
run 3 import eu-circabc "$work/no.xlsx" -o "$work/x.xml"
complains "no.xlsx: archive: its directory is damaged or cut off"
test -e "$work/x.xml" && fail "XML was written although its input could not be read"
printf 'Goods code;Start date;End date;Language;Hier. Pos.;Indent;Description;Descr. start date\n%s\n%s\n' \
    '0101000000 80;01-01-1972;;EN;4;;Horses;01-01-1972' '0101210000 80;01-01-2012;;EN;6;- ;Pure-bred;01-01-2012' >"$work/en.csv"
sed 's/EN/FR/; s/Horses/Chevaux/; s/Pure-bred/De race pure/' "$work/en.csv" >"$work/fr.csv"
run 0 import eu-circabc "$work/en.csv" "$work/fr.csv" --valid-to 2030-12-31 -o "$work/cn.xml"
says "2 lines"
run 0 compile --quiet -o "$work/cn.tariff" "$work/cn.xml"
run 0 show 0101210000 --image "$work/cn.tariff" --date 2024-01-01 --lang fr --format json
says '"description":"De race pure"'
says '"valid_to":"2030-12-31"'
# languages as BCP 47 looks them up; what is not there is said
for tag in FR fr-CA fr-x-own; do
    run 0 show 0101210000 --image "$work/cn.tariff" --date 2024-01-01 --lang $tag --format json
    says '"description":"De race pure"'
    grep -q '"lang"' "$out" && fail "--lang $tag is told to be another language"
done
silent
run 0 show 0101210000 --image "$work/cn.tariff" --date 2024-01-01 --lang fr
says 'De race pure'
grep -q Pure-bred "$out" && fail "one language was asked for"
run 0 show 0101210000 --image "$work/cn.tariff" --date 2024-01-01 --lang sv
complains "language 'sv': no description in it, shown in en"
run 0 tree --image "$work/cn.tariff" --date 2024-01-01 --lang frr
complains "language 'frr': 2 of 2 descriptions are not in it (en)"
run 0 measures 6109100010 --image "$TARIFF_BUILDDIR/default.tariff" --tariff UK --origin CN --date 2026-01-15 --lang zh

# a reader that leaves, and a full device
( "$tariff" export --quiet --format native "$TARIFF_BUILDDIR/default.tariff"; echo $? >"$work/status" ) 2>"$err" | head -n 1 >/dev/null
silent
( "$tariff" tree --image "$work/own.tariff" --date 2024-01-01; echo $? >"$work/status" ) 2>"$err" | head -n 1 >/dev/null
silent
if test -w /dev/full; then
    "$tariff" tree --image "$work/own.tariff" --date 2024-01-01 >/dev/full 2>"$err"
    test $? = 4 || fail "a full device is no success"
fi
exit $failed
