#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The preference code under which a measure is claimed, by the rules of the shipped profiles. First digit: what is claimed (1 nothing
# preferential, 2 the generalised scheme, 3 an agreement, 4 a customs union); the other two: how (00 plain, 10 suspension, 20 quota,
# each with end use or a certificate of special nature).
. "$TARIFF_SRCDIR/tests/cli/common.sh"
test -f "$TARIFF_BUILDDIR/default.tariff" || { echo "preferences.sh: no default image was built"; exit 77; }

: >"$err"
# code TARIFF TYPE CODE [MEMBERS]
code() {
    printf 'preference_code\t{"tariff":"%s","measure_type":"%s"%s}\n' "$1" "$2" "${4:+,$4}" |
        "$TARIFF_BUILDDIR/tests/cli/call" "$TARIFF_BUILDDIR/default.tariff" >"$out"
    says "$3"
}
is() { code "$1" "$2" "ok	{\"code\":\"$3\"" "${4-}"; }
use='"documents":["C990","N990"]'
special='"documents":["A007"]'

for tariff in UK EU; do
    is $tariff 103 100
    is $tariff 103 140 '"goods_types":["103","464"]'
    is $tariff 103 150 '"goods_documents":["A007"]'
    is $tariff 105 140 "$special"
    is $tariff 106 400
    is $tariff 112 110 '"documents":["C990"]'
    is $tariff 112 115 "$use"
    is $tariff 119 119
    is $tariff 122 120
    is $tariff 122 123 "$use"
    is $tariff 122 125 '"documents":["N990","A007"]'
    is $tariff 141 315 "$use"
    is $tariff 142 300 '"area":"CL"'
    is $tariff 142 340 "\"area\":\"CL\",$use"
    is $tariff 142 200 '"area":"2020"'
    is $tariff 142 240 "\"area\":\"2020\",$use"
    is $tariff 143 320 '"area":"CL"'
    is $tariff 143 325 "\"area\":\"CL\",$special"
    is $tariff 143 223 "\"area\":\"2005\",$use"
    is $tariff 145 340
    is $tariff 145 240 '"circumstances":["generalised-preferences"]'
    is $tariff 146 323
    code $tariff 695 'not_found	{"code":null}'
    code $tariff 465 'not_found	{"code":null}' "$use"
done
# The United Kingdom's own scheme for developing countries is a generalised one; in the Union's tariff that area is any other.
is UK 142 200 '"area":"1062"'
is EU 142 300 '"area":"1062"'
exit $failed
