#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The same bytes of images, exports and answers whatever the locale of the host, its user, folder, zone, mask of files and number of
# threads. The host is tests/cli/call, which calls setlocale().
. "$TARIFF_SRCDIR/tests/cli/common.sh"
call=$work/call # where another user finds it
cp "$TARIFF_BUILDDIR/tests/cli/call" "$call"
"$tariff" compile --quiet -o "$work/probe.tariff" "$work/own.xml" 2>"$err" >"$out" || {
    grep -q 'reads no XML' "$err" && { echo "determinism.sh: this build reads no XML"; exit 77; }
    fail "the probe is not compiled"
}
mkdir "$work/one" "$work/two"
chmod 755 "$work"
cp "$TARIFF_SRCDIR/tests/data/assess.xml" "$TARIFF_SRCDIR/tests/data/native/sample.xml" "$work/one"
chmod 777 "$work/one"
cp -R "$work/one" "$work/two/other folder"
chmod 777 "$work/two/other folder"

cat >"$work/questions" <<'JSON'
info	{}
tree	{"tariff":"T","date":"2024-03-05"}
show	{"tariff":"T","code":"9900400000","date":"2024-03-05"}
measures	{"tariff":"T","code":"9900300000","origin":"CN","date":"2024-03-05"}
assess	{"tariff":"T","date":"2024-07-05","explain":true,"dispositions":true,"items":[{"code":"9900950000","origin":"BR","price":"1234.56","quantities":[{"unit":"KGM","quantity":"250.5"}]},{"code":"9900970000","origin":"CN","price":"70.07","quantities":[{"unit":"KGM","quantity":"3"}]}]}
assess	{"tariff":"T","date":"2024-07-05","format":"text","explain":true,"items":[{"code":"9900200000","origin":"CN","price":"1234.56","quantities":[{"unit":"KGM","quantity":"250.5"}]}]}
exchange.rate	{"tariff":"T","currency":"GBP","base":"EUR","date":"2024-03-05"}
rate.parse	{"text":"9.00 % MAX 0.35 GBP / kg"}
rate.parse	{"text":"4,5 % + 1.25 EUR / 100 KG/NET"}
rate.eval	{"text":"9.75 %","value":"1234.56","currency":"EUR","round":"half-up:0.01"}
text.format	{"text":"I i İ ı |Ä ß &ge; 1,5"}
text.analyse	{"text":"I i İ ı Äpfel ß 1,5 kg 棉针织T恤","lang":"tr"}
text.normalise	{"text":"I i İ ı, NOT Ä"}
money.format	{"amounts":["1234.5"],"currency":"EUR"}
nonsense	{"text":"1,5"}
JSON

# all FOLDER COMMAND…: image, export and answers, made in the folder by the command that it is run under.
all() {
    local folder=$1
    shift
    (cd "$folder" && rm -f image export answers written && {
        echo 'compile	{"inputs":["assess.xml","sample.xml"],"output":"image"}' | "$@" "$call" | sed 's/"seconds":"*[0-9.]*"*//'
    } >written && "$@" "$call" image <"$work/questions" >answers && echo 'export	{"format":"native","output":"export"}' |
        "$@" "$call" image >>written) 2>"$err" || fail "cannot be made: $*"
    cat "$folder/image" "$folder/export" "$folder/written" "$folder/answers" >"$work/found"
}
same() {
    cmp -s "$work/found" "$work/first" || fail "other bytes: $1"
    compared=$((compared + 1))
}
compared=0
all "$work/one" env LC_ALL=C
cp "$work/found" "$work/first"
test "$(grep -c '^ok\|^incomplete\|^negative' "$work/one/answers")" = 14 || fail "a question has no answer: $(cut -c1-100 "$work/one/answers")"
all "$work/one" env LC_ALL=C
same "a second time"
all "$work/two/other folder" env LC_ALL=C
same "another folder"
all "$work/one" env TZ=Pacific/Kiritimati HOME=/nonexistent LANG=xx COLUMNS=7
same "another environment"
mask=$(umask)
umask 077
all "$work/one" env LC_ALL=C
umask "$mask"
same "another mask of files"

# Locales of Debian's sources are compiled here, since few machines have them.
skipped=
for locale in C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8; do
    if ! LC_ALL=$locale locale charmap 2>/dev/null | grep -q UTF-8; then
        mkdir -p "$work/locales"
        localedef -i "${locale%.*}" -f UTF-8 "$work/locales/$locale" >/dev/null 2>&1
        LOCPATH=$work/locales LC_ALL=$locale locale charmap 2>/dev/null | grep -q UTF-8 || { skipped="$skipped $locale"; continue; }
        all "$work/one" env LOCPATH="$work/locales" LC_ALL=$locale
    else
        all "$work/one" env LC_ALL=$locale
    fi
    same "$locale"
done
test -z "$skipped" || echo "SKIP: determinism.sh: no locale$skipped and no source to compile one from"
if test "$(id -u)" = 0 && setpriv --reuid=65534 --regid=65534 --clear-groups test -x "$call" 2>/dev/null; then
    rm -f "$work/one/"{image,export,written,answers}
    all "$work/one" setpriv --reuid=65534 --regid=65534 --clear-groups
    same "another user"
else
    echo "SKIP: determinism.sh: another user cannot be taken here"
fi

# Threads: many declarations, in the order of their input.
for i in $(seq 1 200); do
    echo '{"id":"'"$i"'","tariff":"T","date":"2024-07-05","items":[{"code":"9900200000","origin":"BR","price":"'"$i"'.37","quantities":[{"unit":"KGM","quantity":"'"$i"'"}]}]}'
done >"$work/many.jsonl"
for jobs in 1 2 8; do
    "$tariff" assess --image "$work/one/image" --jobs $jobs "$work/many.jsonl" >"$work/jobs.$jobs" 2>"$err" || test $? = 1 || fail "--jobs $jobs"
    cmp "$work/jobs.1" "$work/jobs.$jobs" || fail "--jobs $jobs gives other bytes"
    "$tariff" compile --quiet --jobs $jobs -o "$work/jobs.tariff" "$work/one/assess.xml" "$work/one/sample.xml" 2>"$err" >"$out"
    cmp "$work/jobs.tariff" "$work/one/image" || fail "compile --jobs $jobs gives other bytes"
done
test "$(wc -l <"$work/jobs.1")" = 200 || fail "an answer to each of 200 declarations"
echo "compared $compared times"
exit $failed
