#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Images exchanged under eight threads: 2,000 times, or as often as TARIFF_SWAPS says.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
timeout 3000 "$TARIFF_BUILDDIR/tests/torture/swap" "${TARIFF_SWAPS-2000}" "$TARIFF_SRCDIR"
