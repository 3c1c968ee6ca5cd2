#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Every public header compiles alone as C99 and as C++11, and shows no type that hosts cannot rely on.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sum=0
cc=${CC:-cc}
cxx=${CXX:-c++}
for header in "$TARIFF_SRCDIR"/include/tariff/*.h; do
    name=tariff/$(basename "$header")
    printf '#include "%s"\n#include "%s"\nint main(void) { return 0; }\n' "$name" "$name" >"$folder/a.c"
    cp "$folder/a.c" "$folder/a.cc"
    if ! $cc -std=c99 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I"$TARIFF_SRCDIR/include" "$folder/a.c"; then
        echo "$name: does not compile alone as C99"
        sum=1
    fi
    if command -v "${cxx%% *}" >/dev/null &&
        ! $cxx -std=c++11 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I"$TARIFF_SRCDIR/include" "$folder/a.cc"; then
        echo "$name: does not compile alone as C++11"
        sum=1
    fi
    if $cc -fpreprocessed -dD -E -P "$header" 2>/dev/null | grep -nwE 'bool|_Bool|double|float|FILE|time_t|long|wchar_t|xml[A-Z]\w*|json_t|mp[zq]_t'; then
        echo "$name: a type that has no place in a public header"
        sum=1
    fi
done
exit $sum
