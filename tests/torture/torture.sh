#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Calls of the system failing under every public function; and that no public function is left out.
set -u
cd "$TARIFF_BUILDDIR" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
names=$(make -s binding-functions | grep '^tariff_' | LC_ALL=C sort)
"$TARIFF_BUILDDIR/tests/torture/torture" --functions . | LC_ALL=C sort -u >"$work/called"
if ! diff <(printf '%s\n' "$names") "$work/called"; then
    echo "torture.sh: public functions and those that scenarios call differ (tests/torture/scenario.c)"
    exit 1
fi
cd "$work" || exit 1
# shellcheck disable=SC2086 # none or one word
timeout 900 "$TARIFF_BUILDDIR/tests/torture/torture" ${TARIFF_TORTURE-} "$TARIFF_SRCDIR"
