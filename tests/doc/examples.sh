#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The examples run and say what their comments promise.
set -eu
cd "$TARIFF_BUILDDIR"
make -s examples/evaluate examples/lookup examples/own_xml examples/quote examples/swap examples/update
# 9 % of 1000.00 = 90.00; 250 kg at 1.50 per 100 kg = 3.75; sum 93.75.
reply=$(examples/evaluate '{"text":"9.00 % + 1.50 EUR / 100 kg","value":"1000.00","currency":"EUR","quantities":[{"unit":"KGM","quantity":"250"}]}')
printf '%s\n' "$reply"
if ! grep -q '"amount":"93.75"' <<<"$reply"; then
    echo "examples/evaluate: expected an amount of 93.75"
    exit 1
fi
if examples/evaluate '{"text":3}' 2>&1; then
    echo "examples/evaluate: a request of the wrong form did not fail"
    exit 1
fi
