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

for id in UK EU; do
    is $id 103 100
    is $id 103 140 '"goods_types":["103","464"]'
    is $id 103 150 '"goods_documents":["A007"]'
    is $id 105 140 "$special"
    is $id 106 400
    is $id 112 110 '"documents":["C990"]'
    is $id 112 115 "$use"
    is $id 119 119
    is $id 122 120
    is $id 122 123 "$use"
    is $id 122 125 '"documents":["N990","A007"]'
    is $id 141 315 "$use"
    is $id 142 300 '"area":"CL"'
    is $id 142 340 "\"area\":\"CL\",$use"
    is $id 142 200 '"area":"2020"'
    is $id 142 240 "\"area\":\"2020\",$use"
    is $id 143 320 '"area":"CL"'
    is $id 143 325 "\"area\":\"CL\",$special"
    is $id 143 223 "\"area\":\"2005\",$use"
    is $id 145 340
    is $id 145 240 '"circumstances":["generalised-preferences"]'
    is $id 146 323
    code $id 695 'not_found	{"code":null}'
    code $id 465 'not_found	{"code":null}' "$use"
done
# The United Kingdom's own scheme for developing countries is a generalised one; in the Union's tariff that area is any other.
is UK 142 200 '"area":"1062"'
is EU 142 300 '"area":"1062"'

# What that does to a claim, over a tariff made up for this: 10 % for all; preferences of 5 % for a general scheme, of 6 % for one
# country; a plain suspension of 3 %, and one at nothing for end use.
cat >"$work/own.xml" <<'XML'
<tariff-data xmlns="urn:libtariff:tariff:1" version="1">
 <tariff id="EU" zone="Europe/Brussels" currency="EUR" lang="en">
  <geographical-areas><group id="2020"><member area="NG"/><member area="VN"/></group></geographical-areas>
  <goods-nomenclature lang="en" from="2020-01-01"><line code="9900000000" suffix="80" indent="0"><text>Goods</text></line></goods-nomenclature>
  <measure-types>
   <measure-type id="103" series="C" movement="import"/><measure-type id="142" series="C" movement="import"/>
   <measure-type id="112" series="C" movement="import"/><measure-type id="115" series="C" movement="import"/>
  </measure-types>
  <measures>
   <measure type="103" code="9900000000" area="1011" from="2020-01-01" duty="10.00 %" grammar="taric"/>
   <measure type="142" code="9900000000" area="2020" from="2020-01-01" duty="5.00 %" grammar="taric"/>
   <measure type="142" code="9900000000" area="VN" from="2020-01-01" duty="6.00 %" grammar="taric"/>
   <measure type="112" code="9900000000" area="1011" from="2020-01-01" duty="3.00 %" grammar="taric"/>
   <measure type="115" code="9900000000" area="1011" from="2020-01-01" duty="0.00 %" grammar="taric">
    <condition code="B" sequence="1" action="27" certificate="N990"/><condition code="B" sequence="2" action="07"/>
   </measure>
  </measures>
 </tariff>
</tariff-data>
XML
"$tariff" compile -o "$work/own.tariff" "$TARIFF_SRCDIR"/data/reference/*.xml "$TARIFF_SRCDIR/data/profiles/eu.xml" "$work/own.xml" >/dev/null 2>&1
# owes DUTY ORIGIN MEMBERS [OUTCOME]
owes() {
    printf 'assess\t{"tariff":"EU","date":"2024-03-01","items":[{"code":"9900000000","price":"1000","origin":"%s"%s}]}\n' "$2" "${3:+,$3}" |
        "$TARIFF_BUILDDIR/tests/cli/call" "$work/own.tariff" >"$out"
    says "\"duty\":\"$1\""
    test $# -lt 4 || says "\"code\":\"$4\""
}
owes 100.00 VN ''
owes 60.00 VN '"preference":"300","preferential_origin":"VN"'
owes 50.00 VN '"preference":"200","preferential_origin":"VN"'
owes 50.00 NG '"preference":"200","preferential_origin":"NG"'
owes 100.00 NG '"preference":"300","preferential_origin":"NG"' preference_not_eligible
owes 30.00 VN '"preference":"110"'
owes 0.00 VN '"preference":"115","documents":[{"code":"N990"}]'
owes 100.00 VN '"preference":"115"' document_missing
exit $failed
