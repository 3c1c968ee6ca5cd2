#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Declarations that explain law, each with the data that it needs and the part of the assessment that follows: tests/cases/world.
. "$TARIFF_SRCDIR/tests/cli/common.sh"

run 0 conformance --failed --image "$TARIFF_BUILDDIR/default.tariff" "$TARIFF_SRCDIR"/tests/cases/world/*.json
grep -q " passed, 0 failed, 0 skipped" "$out" || fail "a case failed"
exit $failed
