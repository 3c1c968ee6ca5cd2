#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Additional codes by composition: the Union's table for processed agricultural goods, at the ends of its ranges.
. "$TARIFF_SRCDIR/tests/cli/common.sh"
test -f "$TARIFF_BUILDDIR/default.tariff" || { echo "composition.sh: no default image was built"; exit 77; }

: >"$err"
ask() { printf 'composition\t{"tariff":"%s","facts":{%s}}\n' "$1" "$2" | "$TARIFF_BUILDDIR/tests/cli/call" "$TARIFF_BUILDDIR/default.tariff" >"$out"; }
# of STARCH SUCROSE FAT PROTEIN CODE: - leaves a fact out
of() {
    local list='' name values=("$1" "$2" "$3" "$4") i=0
    for name in starch_glucose_pct sucrose_invert_isoglucose_pct milk_fat_pct milk_protein_pct; do
        test "${values[$i]}" = - || list+="${list:+,}\"$name\":\"${values[$i]}\""
        i=$((i + 1))
    done
    ask EU "$list"
    says "$5"
}
gives() { of "$1" "$2" "$3" "$4" "ok	{\"table\":\"meursing\",\"additional_code\":\"7$5\",\"code\":\"$5\""; }

# Nothing of anything; then each fact at the last value of its first range and at the first value of the next.
gives 0 0 0 0 000
gives 4.9999 0 0 0 000
gives 5 0 0 0 005
gives 0 4.9999 0 0 000
gives 0 5 0 0 001
gives 0 0 1.4999 0 000
gives 0 0 1.5 0 100
gives 0 0 0 2.4999 000
gives 0 0 0 2.5 020
# 75 % of starch and more are in a corner of their own.
gives 74.99 5 0 0 016
gives 75 4.99 0 0 758
gives 75 5 0 0 759
# Milk chocolate: 7 % of milk fat, 6 % of milk proteins, 45 % of sugar, no starch.
gives 0 45 7 6 302
# From 40 % of milk fat on nobody asks for proteins; below, the answer depends on them.
gives 0 30 54.99 - 722
gives 0 0 99.9 - 780
of 0 30 39.99 - 'incomplete	{"table":"meursing","additional_code":null,"code":null,"needs":["milk_protein_pct"]'
of - 0 0 0 'incomplete	{"table":"meursing","additional_code":null,"code":null,"needs":["starch_glucose_pct"]'
# No goods are 80 % starch and 60 % milk proteins: the table has no code for them.
of 80 0 0 60 'negative	{"table":"meursing","additional_code":null'
# What cannot be a share is refused, and so is a fact that the profile does not have, and a tariff without such a table.
of 0 0 100.1 0 'invalid	facts.milk_fat_pct'
of -1 0 0 0 'invalid	facts.starch_glucose_pct'
ask EU '"gluten_pct":"1"'
says 'invalid	facts.gluten_pct'
ask UK ''
says 'invalid	tariff'
exit $failed
