#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The package as a host finds it: what `make install` puts where, every example built through pkg-config against that copy and run,
# and a CMake project that finds the library.
set -eu
cd "$TARIFF_BUILDDIR"
command -v pkg-config >/dev/null || { echo "installed.sh: pkg-config is not installed"; exit 77; }
grep -q 'SAN_CFLAGS = *$' Makefile || { echo "installed.sh: not with a sanitizer's library"; exit 77; }
folder=$(mktemp -d "${TMPDIR:-/tmp}/tariff-installed.XXXXXX")
trap 'rm -rf "$folder"' EXIT
make -s install DESTDIR="$folder/root" >"$folder/install.log" 2>&1 || { cat "$folder/install.log"; exit 1; }
prefix=$(sed -n 's/^prefix=//p' libtariff/libtariff.pc)
libdir=$(sed -n 's/^libdir=//p' libtariff/libtariff.pc); libdir=${libdir#"\${exec_prefix}"}; libdir=${libdir#"$prefix"}
mv "$folder/root$prefix" "$folder/moved"
installed=$folder/moved

# The files, one a line; version numbers of the shared library and what only some builds have are left out.
(cd "$installed" && find . -type f -o -type l) | sed -e 's|^\./||' -e 's|\.so\..*|.so|' | LC_ALL=C sort -u >"$folder/files"
if ! diff <(grep -v "^#" "$TARIFF_SRCDIR/tests/abi/installed.expected") "$folder/files"; then
    echo "installed.sh: what is installed differs from tests/abi/installed.expected"
    exit 1
fi

# Each command that runs has a page of the manual and is completed.
for name in $("$installed/bin/tariff" help | sed -n '/(later)/d; s/^  \([a-z-]*\) .*/\1/p' | grep -v '^-'); do
    if ! test -f "$installed/share/man/man1/tariff-$name.1" ||
        ! grep -q "^        $name)" "$installed/share/bash-completion/completions/tariff"; then
        echo "installed.sh: no page of the manual, or no completion, for '$name' (tools/local.mk lists them)"
        exit 1
    fi
done

flags=$(PKG_CONFIG_PATH=$installed$libdir/pkgconfig pkg-config --define-variable=prefix="$installed" --cflags --libs libtariff)
export LD_LIBRARY_PATH=$installed$libdir
for source in "$TARIFF_SRCDIR"/examples/*.c; do
    name=$(basename "$source" .c)
    # shellcheck disable=SC2086 # words
    ${CC:-cc} -std=c99 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Werror "$source" $flags -pthread -o "$folder/$name"
done
image=$installed/share/libtariff/default.tariff
test -f "$image" || image=$(find "$installed/share" -name default.tariff)
fail() { echo "installed.sh: $1"; exit 1; }
says() { # says WORDS COMMAND...
    words=$1; shift
    reply=$("$@" 2>&1) || { printf '%s\n' "$reply"; fail "$1: exit status"; }
    grep -q -e "$words" <<<"$reply" || { printf '%s\n' "$reply"; fail "$1: expected '$words'"; }
}
# 9 % of 1000.00 = 90.00; 250 kg at 1.50 per 100 kg = 3.75; sum 93.75.
says '"amount":"93.75"' "$folder/evaluate" \
    '{"text":"9.00 % + 1.50 EUR / 100 kg","value":"1000.00","currency":"EUR","quantities":[{"unit":"KGM","quantity":"250"}]}'
says 'goods can be declared' "$folder/lookup" "$image" UK 6109100010 2026-01-15
# 12 % of 1200.00 = 144.00; VAT 20 % of 1344.00 = 268.80.
says 'total 412.80' "$folder/quote" "$image" UK 6109100010 CN 1200.00 GBP 2026-01-15
says '"expression":"4.70 %"' "$folder/own_xml"
"$folder/quote" "$image" UK 6109 CN x GBP 2026-01-15 >/dev/null 2>&1 && fail "quote: a price that is no number did not fail"

# What the help says can be typed in the folder of the data: an image of one's own.
(cd "$(dirname "$image")" && test -f examples/quota.json &&
    "$installed/bin/tariff" compile --quiet -o "$folder/own.tariff" data/reference/*.xml data/profiles/uk.xml data/tariffs/uk-sample.xml &&
    "$installed/bin/tariff" assess --image "$folder/own.tariff" examples/declarations.jsonl >"$folder/assessed" || test $? = 1) ||
    fail "compile in the folder of the installed data"
grep -q '"payable":"412.80"' "$folder/assessed" || fail "assess over an image made of the installed data"

# An update: a new text for one code, read after what the image keeps.
cp "$image" "$folder/my.tariff"
cat >"$folder/today.xml" <<'X'
<tariff-data xmlns="urn:libtariff:tariff:1" version="1"><tariff id="UK"><descriptions lang="en">
<description code="6109100010" from="2026-02-01">Knitted cotton T-shirts, as of today</description></descriptions></tariff></tariff-data>
X
"$folder/update" "$folder/my.tariff" "$folder/today.xml" UK >/dev/null
says 'as of today' "$folder/lookup" "$folder/my.tariff" UK 6109100010 2026-02-15
says '8 threads, 200 swaps' "$folder/swap" "$image" "$folder/my.tariff" UK 6109100010 2026-01-15

if command -v cmake >/dev/null; then
    mkdir "$folder/host"
    cat >"$folder/host/CMakeLists.txt" <<X
cmake_minimum_required(VERSION 3.13)
project(host C)
find_package(tariff 0.1 REQUIRED)
add_executable(lookup "$TARIFF_SRCDIR/examples/lookup.c")
target_link_libraries(lookup PRIVATE tariff::tariff)
X
    cmake -S "$folder/host" -B "$folder/host/build" -DCMAKE_PREFIX_PATH="$installed" >"$folder/cmake.log" 2>&1 &&
        cmake --build "$folder/host/build" >>"$folder/cmake.log" 2>&1 || { cat "$folder/cmake.log"; fail "the CMake project"; }
    says 'goods can be declared' "$folder/host/build/lookup" "$image" UK 6109100010 2026-01-15
else
    echo "installed.sh: cmake is not installed; the CMake project was not built"
fi
