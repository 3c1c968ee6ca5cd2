#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The case files of the shared data, as far as the program knows their kinds: everything passes.
. "$TARIFF_SRCDIR/tests/cli/common.sh"

cases=$TARIFF_SHARED/cases
test -d "$cases" || { echo "SKIP: conformance: no cases in the shared data"; exit 77; }
files=()
for kind in business-rules condition-classification condition-evaluation condition-permutations condition-requirement \
    description-format duty-evaluation duty-expression-format entry-price exchange-rate geography hierarchy hierarchy-full \
    meursing-lookup ni-routes preference-code quota quota-balance-chain rate-string-corpus rate-string-grammar taric3-import units; do
    files+=("$cases/taric-uk/$kind.dev.json")
done
run 0 conformance --failed --image "$TARIFF_BUILDDIR/default.tariff" --data "$cases" "${files[@]}" "$cases"/us-rates/*.dev.tsv \
    "$cases"/agreements/*.dev.tsv "$cases"/world/*.dev.json
grep -q " passed, 0 failed, " "$out" || fail "a case failed"
exit $failed
