#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every XML file that is shipped or made for tests is valid against data/schema/tariff.rng, and broken ones are not. Needs xmllint;
# jing, where it is there, is asked too.
set -u
root=${TARIFF_SRCDIR:-.}
schema=$root/data/schema/tariff.rng
command -v xmllint >/dev/null || { echo "SKIP: schema: xmllint is not installed (Debian: libxml2-utils)"; exit 77; }
failed=0

mapfile -t files < <(find "$root/data" "$root/tests/data" -name '*.xml' | sort)
native=()
for file in "${files[@]}"; do
    head -c 2000 "$file" | grep -q 'urn:libtariff:tariff:1' && native+=("$file")
done
if [ ${#native[@]} -eq 0 ]; then
    echo "schema: no XML of the own schema under $root/data" >&2
    exit 1
fi
report=$(xmllint --noout --relaxng "$schema" "${native[@]}" 2>&1) || { echo "$report" | grep -v ' validates$' | head -40; failed=1; }
if command -v jing >/dev/null; then
    jing "$schema" "${native[@]}" || failed=1
fi

# What must not pass: one fault each.
refuse() {
    if xmllint --noout --relaxng "$schema" - >/dev/null 2>&1 <<<"<tariff-data xmlns='urn:libtariff:tariff:1' version='1'>$1</tariff-data>"; then
        echo "schema: takes what it should not: $1" >&2
        failed=1
    fi
}
refuse "<measuress/>"
refuse "<languages><language id='en' colour='red'/></languages>"
refuse "<languages><language id='en' from='2026-02-30'/></languages>"
refuse "<tariff id='ZZ'><goods-nomenclature><line code='01.01' indent='0'/></goods-nomenclature></tariff>"
refuse "<tariff id='ZZ'><measures><measure code='0101' area='CN'/></measures></tariff>"
refuse "<notes><note id='hs2022/c01/legal/1' effect='forbid'/></notes>"
refuse "<notes><note id='hs2022/c01/legal/1' effect='exclude'><when><smells-like/></when></note></notes>"
refuse "<rules-of-origin id='x' vintage='hs2017'><rule codes='01'/></rules-of-origin>"
# Every element of the grammar is described.
for element in $(grep -oh '<element name="[a-z-]*"' "$schema" | sed 's/.*="//; s/"//' | sort -u); do
    grep -qE "[\`<]$element\b" "$root/doc/schema.md" || { echo "schema: <$element> is not described in doc/schema.md" >&2; failed=1; }
done
[ $failed = 0 ] && echo "schema: ${#native[@]} files are valid"
exit $failed
