#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Images that are not as they were written: a spread of places; all of them with TARIFF_TORTURE=--all.
set -u
work=$(mktemp -d "$TARIFF_BUILDDIR/corrupt.XXXXXX") # a disk: a file of more than 4 GiB is made there, sparse
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
# shellcheck disable=SC2086 # none or one word
timeout 3000 "$TARIFF_BUILDDIR/tests/torture/corrupt" ${TARIFF_TORTURE-} "$TARIFF_SRCDIR"
