# SPDX-License-Identifier: Apache-2.0
# usage: awk -f symbols.awk [-v map=NODE] HEADER...
# Prints the names of the functions marked TARIFF_API in the public headers, sorted; with map as a linker version script of that node.
{ text = text $0 "\n" }
END {
    gsub(/\/\*([^*]|\*+[^*\/])*\*+\//, " ", text)
    gsub(/\n[ \t]*#[^\n]*/, "\n", text)
    count = split(text, piece, /TARIFF_API/)
    for (i = 2; i <= count; i++)
        if (match(piece[i], /tariff_[a-z0-9_]+[ \t\n]*\(/)) {
            name = substr(piece[i], RSTART, RLENGTH - 1)
            gsub(/[ \t\n]/, "", name)
            seen[name] = 1
        }
    n = 0
    for (name in seen)
        sorted[++n] = name
    for (i = 2; i <= n; i++) {
        name = sorted[i]
        for (j = i - 1; j > 0 && sorted[j] > name; j--)
            sorted[j + 1] = sorted[j]
        sorted[j + 1] = name
    }
    if (map != "")
        print map " {\n" (n ? "global:" : "")
    for (i = 1; i <= n; i++)
        print map != "" ? "    " sorted[i] ";" : sorted[i]
    if (map != "")
        print "local:\n    *;\n};"
}
