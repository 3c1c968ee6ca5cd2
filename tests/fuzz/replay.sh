#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Seeds of every fuzz target once more; and that no public function is without a target (tests/fuzz/functions.txt).
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
folder=$TARIFF_SRCDIR/tests/fuzz
failed=0

# Each function has a line, each line a function, and each target named there exists and calls the function.
grep -v '^#' "$folder/functions.txt" | cut -d' ' -f1 | LC_ALL=C sort >"$work/listed"
grep '^tariff_' "$TARIFF_SRCDIR/tests/abi/symbols.expected" | LC_ALL=C sort >"$work/public"
diff "$work/public" "$work/listed" || { echo "replay.sh: tests/fuzz/functions.txt and the public functions differ"; failed=1; }
while read -r function targets; do
    for target in $targets; do
        grep -qw "$function" "$folder/fuzz_$target.c" || { echo "replay.sh: fuzz_$target does not call $function"; failed=1; }
    done
    test -n "$targets" || { echo "replay.sh: $function has no target"; failed=1; }
done < <(grep -v '^#' "$folder/functions.txt")

tariff=$TARIFF_BUILDDIR/tools/tariff
for sample in "$TARIFF_SRCDIR/tests/data/native/sample.xml" "$TARIFF_SRCDIR/tests/data/assess.xml"; do
    "$tariff" compile --quiet -o "$work/$(basename "$sample").tariff" "$sample" >/dev/null 2>&1
done
for source in "$folder"/fuzz_*.c; do
    name=$(basename "$source" .c)
    test -x "$TARIFF_BUILDDIR/tests/fuzz/replay_${name#fuzz_}" || { echo "replay.sh: no replay_${name#fuzz_}"; failed=1; }
done
cd "$work" || exit 1
for program in "$TARIFF_BUILDDIR"/tests/fuzz/replay_*; do
    name=${program##*/replay_}
    case $name in *.*) continue ;; esac
    seeds=("$folder/corpus/$name"/*)
    case $name in
        image) seeds=("$work"/*.tariff) ;;
        xml) seeds+=("$TARIFF_SRCDIR"/tests/data/native/*.xml "$TARIFF_SRCDIR/tests/data/assess.xml") ;;
    esac
    test -e "${seeds[0]}" || seeds=("$TARIFF_SRCDIR"/tests/fuzz/corpus/*/*)
    printf '%s: ' "$name"
    timeout 300 "$program" "${seeds[@]}" || { echo "FAILED"; failed=1; }
done
exit $failed
