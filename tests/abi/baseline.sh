#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the shared library shows is compatible with the recorded baseline; additions are. `make abi-baseline` records it anew.
set -eu
cd "$TARIFF_BUILDDIR"
command -v abidiff >/dev/null || { echo "baseline.sh: abidiff is not installed (Debian: abigail-tools)"; exit 77; }
grep -q '^SAN_CFLAGS = *$' Makefile || { echo "baseline.sh: not with a sanitizer's library"; exit 77; }
readelf -h libtariff/.libs/libtariff.so | grep -q 'X86-64' || { echo "baseline.sh: the baseline is of x86-64"; exit 77; }
readelf -S libtariff/.libs/libtariff.so | grep -q '\.debug_info' || { echo "baseline.sh: built without debug information"; exit 77; }
make -s abi-check
