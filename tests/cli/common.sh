# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the tests of the program share: `run EXPECTED-STATUS ARGUMENT…` runs it, standard output in $out, standard error in $err.
set -u
tariff="$TARIFF_BUILDDIR/tools/tariff"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
out=$work/out
err=$work/err

fail() {
    echo "not as expected: $*"
    sed 's/^/    stdout: /' "$out" | head -5
    sed 's/^/    stderr: /' "$err" | head -5
    failed=1
}
run() {
    local wanted=$1 status
    shift
    "$tariff" "$@" >"$out" 2>"$err" </dev/null
    status=$?
    test $status = "$wanted" || fail "exit $status instead of $wanted: tariff $*"
}
says() { grep -qF -- "$1" "$out" || fail "standard output lacks '$1'"; }
complains() { grep -qF -- "$1" "$err" || fail "standard error lacks '$1'"; }
silent() { test -s "$err" && fail "standard error is not empty"; return 0; }

cat >"$work/own.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<tariff-data xmlns="urn:libtariff:tariff:1" version="1">
  <languages><language id="en"/></languages>
  <tariff id="AA" currency="EUR" lang="en">
    <goods-nomenclature lang="en">
      <line code="0100000000" suffix="80" indent="0" sid="1"><text>Live animals</text></line>
      <line code="0101000000" suffix="80" indent="0" sid="2"><text>Horses, "all" kinds</text></line>
      <line code="0101210000" suffix="80" indent="1" sid="3"><text>Pure-bred</text></line>
      <line code="0101290000" suffix="80" indent="1" sid="4" from="2020-01-01" to="2021-12-31"><text>Ended</text><successor code="0101210000" suffix="80"/></line>
    </goods-nomenclature>
  </tariff>
</tariff-data>
XML
