#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The lints find what they are for, and leave alone what is right."""
import sys

import adapters
import cases
import codes
import docs
import form
import layers
import paths
import rules
import spdx
import words

TMP = "/" + "tmp/x"
BAD = [
    (layers, "libtariff/num/a.c", '#include "image/layout.h"\n'),
    (layers, "libtariff/num/a.c", '#include "text/fold.h"\n'),
    (layers, "libtariff/measure/a.c", '#include "ingest/taric3.h"\n'),
    (layers, "libtariff/measure/a.c", '#include "model/model.h"\n'),
    (layers, "libtariff/expr/a.c", "#include <gmp.h>\n"),
    (layers, "libtariff/api/a.c", "#include <jansson.h>\n"),
    (layers, "libtariff/rules/a.c", "#  include <libxml/parser.h>\n"),
    (layers, "libtariff/base/a.c", "#include <stdio.h>\n"),
    (layers, "libtariff/misc/a.c", "int a;\n"),
    (layers, "tools/a.c", '#include "base/slice.h"\n'),
    (layers, "include/tariff/a.h", "#include <gmp.h>\n"),
    (words, "libtariff/num/a.c", "static double rate;\n"),
    (words, "libtariff/num/a.c", "int x = atoi(text);\n"),
    (words, "libtariff/num/a.c", "now = time (NULL);\n"),
    (words, "libtariff/num/a.c", "/* TODO */\n"),
    (words, "libtariff/num/a.c", "snprintf(a, 4, \"%u\", 1);\n"),
    (codes, "libtariff/assess/a.c", 'if (trf_slice_is(origin, "GB"))\n'),
    (codes, "libtariff/assess/a.c", 'const char *types[] = {"103", "142"};\n'),
    (codes, "libtariff/assess/a.c", 'x = "Y900";\n'),
    (codes, "libtariff/assess/a.c", 'x = "duty of the United Kingdom";\n'),
    (codes, "libtariff/assess/a.c", "if (measure->measure_type == 103)\n"),
    (codes, "libtariff/assess/a.c", "if (condition_code == 'B')\n"),
    (docs, "include/tariff/a.h", "/** What. @par Threads any */\nTARIFF_API void tariff_a(void);\n"),
    (docs, "include/tariff/a.h", "TARIFF_API void tariff_a(void);\n"),
    (docs, "include/tariff/a.h", "/** @par Threads any @since 0.1 */\nTARIFF_API tariff_status tariff_a(void);\n"),
    (spdx, "tools/a.c", "int a;\n"),
    (spdx, "data/a.xml", "<!-- SPDX-License-Identifier: " + "Apache-2.0 -->\n"),
    (spdx, "tools/a.c", "/* SPDX-License-Identifier: " + "MIT */\n"),
    (paths, "doc/a.md", "see " + TMP + "\n"),
    (paths, "doc/a.md", '"/ho' + 'me/somebody/x"\n'),
    (form, "tools/a.c", "int a; \n"),
    (form, "tools/a.c", "\tint a;\n"),
    (form, "tools/a.c", "x" * 131 + "\n"),
    (form, "tools/a.c", "int a;"),
    (rules, "doc/rules.md", "<!-- rules -->\nnone\n<!-- end of rules -->\n"),
    (adapters, "tools/conformance/a.c", "due = value * rate;\n"),
    (adapters, "tools/conformance/a.c", "due = value / 100;\n"),
    (adapters, "tools/conformance/a.c", 'if (is(code, "103"))\n'),
    (adapters, "tools/conformance/a.c", "if (start_date <= day)\n"),
    (adapters, "tools/conformance/a.c", "n = strtol(text, NULL, 10);\n"),
]
GOOD = [
    (layers, "libtariff/num/a.c", '#include <gmp.h>\n#include "number.h"\n#include "base/slice.h"\n#include "tariff/status.h"\n'),
    (layers, "libtariff/api/a.c", '#include "compile/compile.h"\n#include "assess/assess.h"\n'),
    (layers, "libtariff/compile/a.c", '#include "rules/rules.h"\n#include "model/model.h"\n'),
    (layers, "libtariff/num/a.c", '/* #include "image/layout.h" */\n'),
    (layers, "tools/a.c", "#include <stdio.h>\n#include <tariff/tariff.h>\n"),
    (words, "libtariff/num/a.c", '/* a double of it */ x = "exit"; time = node->time; a->printf = 1;\n'),
    (codes, "libtariff/assess/a.c", 'x = "kg"; y = "EUR"; /* "GB" */\n#include "US"\n'),
    (codes, "libtariff/assess/a.c", "if (measure->measure_type == type || measure_type != 0)\n"),
    (docs, "include/tariff/a.h", "/** @retval TARIFF_OK done @par Threads any @since 0.1 */\nTARIFF_API tariff_status tariff_a(void);\n"),
    (spdx, "tools/a.c", "/* SPDX-License-Identifier: Apache-2.0 */\n"),
    (spdx, "data/a.xml", '<?xml version="1.0"?>\n<!-- SPDX-License-Identifier: ' + "CC0-1.0 -->\n"),
    (paths, "doc/a.md", "../shared/x and $" + "{TMPDIR:-/t" + "mp} and https://example.org/work/x\n"),
    (form, "tools/a.c", "int a;\n"),
    (adapters, "tools/conformance/a.c", "char *text = calloc(n, 1); const char *const *p; x = y * sizeof *z; /* 3 * 4 */\n"),
]


def main():
    wrong = 0
    for lint, name, text in BAD:
        if not list(lint.check(name, text)):
            print("%s did not find: %s: %r" % (lint.__name__, name, text))
            wrong += 1
    for lint, name, text in GOOD:
        for line, what in lint.check(name, text):
            print("%s found in what is right: %s:%d: %s" % (lint.__name__, name, line, what))
            wrong += 1
    check = cases.checker({"un-XYZ9"})
    if len(list(check("doc/a.md", "case un-XYZ9 and cases/x/" + "y.dev.json\nun-XYZ9a\n"))) != 2:
        print("cases did not find exactly an id and a path")
        wrong += 1
    print("%d samples, %d wrong" % (len(BAD) + len(GOOD) + 1, wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
