#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every public function says in its comment who may call it from which thread, since when it is there, and every status that it
returns has a @retval."""
import re
import sys

import source

FUNCTION = re.compile(r"(/\*\*(?:(?!\*/).)*\*/)?\s*\bTARIFF_API\b([^;{]*?)\b(tariff_\w+)\s*\(", re.S)


def check(name, text):
    for match in FUNCTION.finditer(text):
        comment, result, function = match.group(1) or "", match.group(2), match.group(3)
        line = source.line_of(text, match.start(3))
        for part in ("@par Threads", "@since"):
            if part not in comment:
                yield line, "%s: no %s in its comment" % (function, part)
        if "tariff_status" in result and "@retval" not in comment and "@return" not in comment:
            yield line, "%s: neither @retval nor @return in its comment" % function


if __name__ == "__main__":
    sys.exit(source.run(check, lambda name: name.startswith("include/") and name.endswith(".h")))
