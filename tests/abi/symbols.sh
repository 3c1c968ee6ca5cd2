#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The names that libtariff.so exports are those of tests/abi/symbols.expected, and each is declared in a public header.
set -eu
shared=$TARIFF_BUILDDIR/libtariff/.libs/libtariff.so
if ! test -e "$shared"; then
    echo "this build has no shared library"
    exit 77
fi
sum=0
found=$(nm -D --defined-only "$shared" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | LC_ALL=C sort)
if ! diff <(grep -v '^#' "$TARIFF_SRCDIR/tests/abi/symbols.expected") <(printf '%s\n' "$found" | grep . || true); then
    echo "exports differ from tests/abi/symbols.expected (make update-symbols writes it anew, when the change is meant)"
    sum=1
fi
declared=$(awk -f "$TARIFF_SRCDIR/build-aux/symbols.awk" "$TARIFF_SRCDIR"/include/tariff/*.h | LC_ALL=C sort)
if ! diff <(printf '%s\n' "$declared" | grep . || true) <(printf '%s\n' "$found" | grep . || true); then
    echo "names declared TARIFF_API (left) and exported ones (right) differ"
    sum=1
fi
exit $sum
