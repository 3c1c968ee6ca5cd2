#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lint: law is data. No country, tariff, measure type, condition, action or certificate code stands in libtariff/ outside the
readers of ingest/, which hold the names that a publisher's format has."""
import re
import sys

import source

# ISO 3166-1 alpha-2, and the ids that tariffs use beside them.
COUNTRIES = set("""
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI
CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ
GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS
LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG
PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK
TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW UK EU XI XK XS XL XC TARIC HTS
""".split())
NAMES = re.compile(r"\b(United Kingdom|Great Britain|Northern Ireland|European Union|United States|China|Brazil|Japan|India|Canada|"
                   r"Australia|Norway|Switzerland|Korea|Turkey|Vietnam|Russia)\b")
# Certificate and document codes (C644, Y900, 9AAA), and measure type ids (103, 551) as literals of their own.
CERTIFICATE = re.compile(r"^[0-9A-Z][0-9]{3}$|^9[A-Z]{3}$")
MEASURE_TYPE = re.compile(r"^[0-9]{3}$")
COMPARED = re.compile(r"\b\w*(?:measure_type|measure_type_series|condition_code|action_code|certificate|area_id)\w*"
                      r"(?:\.\w+)?\s*[=!]=\s*(?:'[^']'|[2-9]\b|[1-9][0-9]+)")


def check(name, text):
    for line, inside in source.strings(text):
        if inside in COUNTRIES:
            yield line, "\"%s\": a country or tariff id is data (a profile, a record), not C" % inside
        elif NAMES.search(inside):
            yield line, "\"%s\": a country's name is data, not C" % inside
        elif CERTIFICATE.match(inside) or MEASURE_TYPE.match(inside):
            yield line, "\"%s\": looks like a measure type, certificate or additional code, which are data" % inside
    for match in COMPARED.finditer(source.without(text, strings=False)):
        yield source.line_of(text, match.start()), "'%s': a code is compared with a constant" % match.group(0)


def wanted(name):
    return name.endswith((".c", ".h", ".def")) and name.startswith("libtariff/") and not name.startswith("libtariff/ingest/")


if __name__ == "__main__":
    sys.exit(source.run(check, wanted))
