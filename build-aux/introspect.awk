# SPDX-License-Identifier: Apache-2.0
# usage: awk -f introspect.awk HEADER...
# The public API as data, out of the headers, which are its one table: JSON members "functions", "types", "constants" as pieces of C
# string literals, for libtariff/api/introspect.c.

function trim(s) { gsub(/^[ \t\n]+|[ \t\n]+$/, "", s); return s }
function plain(s) {
    gsub(/\n[ \t]*\*/, " ", s); gsub(/@[pc] /, "", s); gsub(/[ \t\n]+/, " ", s)
    return trim(s)
}
function quoted(s) { gsub(/\\/, "\\\\", s); gsub(/"/, "\\\"", s); return "\"" s "\"" }
function member(name, value) { return quoted(name) ":" quoted(value) }
# One piece: JSON text as a C string literal, split where it is long.
function piece(s,    part) {
    while (length(s) > 0) {
        part = substr(s, 1, 1000)
        s = substr(s, 1001)
        gsub(/\\/, "\\\\", part); gsub(/"/, "\\\"", part)
        print "    \"" part "\","
    }
}
# The text of a doc comment up to its first @word; leaves the rest in `tags`.
function described(comment,    at) {
    sub(/^[ \t\n]*\*?/, "", comment)
    at = match(comment, /@(param|retval|return|par|since)/)
    tags = at ? substr(comment, at) : ""
    return plain(at ? substr(comment, 1, at - 1) : comment)
}
# @param[in] name text … of the function at hand.
function read_tags(    count, i, words, tag, name) {
    split("", param_doc); split("", param_way)
    statuses = ""; returned = ""
    count = split(tags, words, /@/)
    for (i = 2; i <= count; i++) {
        tag = words[i]
        if (tag ~ /^param/) {
            way = tag; sub(/^param\[/, "", way); sub(/\].*/, "", way)
            sub(/^param\[[a-z,]*\][ \t]*/, "", tag)
            name = tag; sub(/[ \t\n].*/, "", name)
            sub(/^[^ \t\n]*/, "", tag)
            param_doc[name] = plain(tag); param_way[name] = way
        } else if (tag ~ /^retval/) {
            sub(/^retval[ \t]*/, "", tag)
            name = tag; sub(/[ \t\n].*/, "", name)
            sub(/^[^ \t\n]*/, "", tag)
            statuses = statuses (statuses == "" ? "" : ",") "{" member("name", name) "," member("doc", plain(tag)) "}"
        } else if (tag ~ /^return/) {
            sub(/^return[ \t]*/, "", tag)
            returned = plain(tag)
        } else if (tag ~ /^p /) {
            # @p inside a text: belongs to what came before
            if (statuses != "") {
                sub(/^p /, "", tag)
                sub(/"}$/, "", statuses)
                tag = plain(tag); gsub(/\\/, "\\\\", tag); gsub(/"/, "\\\"", tag)
                statuses = statuses (statuses ~ /:"$/ ? "" : " ") tag "\"}"
            }
        }
    }
}
function declared(text,    name, type) {
    text = plain(text)
    name = text; sub(/^.*[ *]/, "", name); sub(/\[.*/, "", name)
    type = text; sub(/\[.*/, "", type)
    type = trim(substr(type, 1, length(type) - length(name)))
    if (text ~ /\[/) { array = text; sub(/^[^[]*/, "", array); type = type array }
    declared_type = type
    return name
}
function put_function(text, comment,    open, head, name, result, arguments, count, i, args, list, doc) {
    sub(/^[ \t\n]*/, "", text); sub(/^TARIFF_CHECKED/, "", text)
    open = index(text, "(")
    head = plain(substr(text, 1, open - 1))
    name = declared(head); result = declared_type
    arguments = substr(text, open + 1); sub(/\)[^)]*$/, "", arguments)
    doc = described(comment); read_tags()
    count = plain(arguments) == "void" ? 0 : split(arguments, args, /,/)
    list = ""
    for (i = 1; i <= count; i++) {
        arg = declared(args[i])
        list = list (i > 1 ? "," : "") "{" member("name", arg) "," member("type", declared_type) "," \
            member("direction", param_way[arg]) "," member("doc", param_doc[arg]) "}"
    }
    functions[++function_count] = "{" member("name", name) "," member("header", header) "," member("result", result) "," \
        member("returns", returned) "," quoted("arguments") ":[" list "]," quoted("statuses") ":[" statuses "]," member("doc", doc) "}"
}
function put_struct(name, body, comment,    count, lines, i, list, line, doc, field) {
    count = split(body, lines, /\n/)
    list = ""
    for (i = 1; i <= count; i++) {
        line = lines[i]
        if (line !~ /;/) continue
        doc = line; if (!sub(/^.*\/\*\*</, "", doc)) doc = ""
        sub(/\*\/.*/, "", doc)
        sub(/;.*/, "", line)
        field = declared(line)
        list = list (list == "" ? "" : ",") "{" member("name", field) "," member("type", declared_type) "," member("doc", plain(doc)) "}"
    }
    types[++type_count] = "{" member("name", name) "," member("kind", "struct") "," member("header", header) "," quoted("fields") ":[" list "]," \
        member("doc", described(comment)) "}"
}
function read_header(text,    at, end, comment, rest, name, body, value, doc) {
    comment = ""
    while (length(text) > 0) {
        text = substr(text, match(text, /[^ \t\n]/) ? RSTART : length(text) + 1)
        if (text ~ /^\/\*\*[^<]/) {
            end = index(text, "*/")
            comment = substr(text, 4, end - 4)
            text = substr(text, end + 2)
        } else if (text ~ /^\/\*/) {
            text = substr(text, index(text, "*/") + 2)
        } else if (text ~ /^#[ \t]*define TARIFF_[A-Z0-9_]+ /) {
            rest = substr(text, 1, index(text, "\n") - 1)
            doc = ""
            if (match(rest, /\/\*\*</)) { doc = substr(rest, RSTART + 4); sub(/\*\/.*/, "", doc); rest = substr(rest, 1, RSTART - 1) }
            else if (comment != "") doc = comment
            sub(/^#[ \t]*define /, "", rest)
            name = rest; sub(/ .*/, "", name)
            value = rest; sub(/^[^ ]* /, "", value); value = trim(value); gsub(/[()u]/, "", value)
            if (value ~ /^-?[0-9]+$/)
                constants[++constant_count] = "{" member("name", name) "," quoted("value") ":" value "," member("doc", described(doc)) "}"
            while (match(text, /^[^\n]*\\\n/)) text = substr(text, RLENGTH + 1)
            text = substr(text, index(text, "\n") + 1)
            comment = ""
        } else if (text ~ /^#/) {
            while (match(text, /^[^\n]*\\\n/)) text = substr(text, RLENGTH + 1)
            end = index(text, "\n")
            text = end ? substr(text, end + 1) : ""
        } else if (text ~ /^TARIFF_API/) {
            end = index(text, ";")
            put_function(substr(text, 11, end - 11), comment)
            text = substr(text, end + 1); comment = ""
        } else if (text ~ /^typedef struct [a-z_]+ \{/) {
            end = index(text, "\n}")
            name = text; sub(/^typedef struct /, "", name); sub(/ .*/, "", name)
            put_struct(name, substr(text, 1, end), comment)
            text = substr(text, end + 2); text = substr(text, index(text, ";") + 1); comment = ""
        } else if (text ~ /^typedef/) {
            end = index(text, ";")
            body = substr(text, 1, end - 1)
            if (body ~ /^typedef struct/) { name = body; sub(/^.* /, "", name); kind = "handle"; value = "" }
            else if (body ~ /\(\*/) { name = body; sub(/^[^(]*\(\*/, "", name); sub(/\).*/, "", name); kind = "callback"; value = plain(body); sub(/^typedef /, "", value) }
            else { name = declared(substr(body, 8)); kind = "alias"; value = declared_type }
            types[++type_count] = "{" member("name", trim(name)) "," member("kind", kind) "," member("header", header) "," \
                (value == "" ? "" : member("type", value) ",") member("doc", described(comment)) "}"
            text = substr(text, end + 1); comment = ""
        } else {
            end = index(text, "\n")
            text = end ? substr(text, end + 1) : ""
        }
    }
}
FNR == 1 && NR > 1 { read_header(text); text = "" }
FNR == 1 { header = FILENAME; sub(/^.*include\//, "", header) }
{ text = text $0 "\n" }
END {
    read_header(text)
    print "/* Made by build-aux/introspect.awk out of the public headers. */"
    piece(quoted("functions") ":[")
    for (i = 1; i <= function_count; i++) piece(functions[i] (i < function_count ? "," : ""))
    piece("]," quoted("types") ":[")
    for (i = 1; i <= type_count; i++) piece(types[i] (i < type_count ? "," : ""))
    piece("]," quoted("constants") ":[")
    for (i = 1; i <= constant_count; i++) piece(constants[i] (i < constant_count ? "," : ""))
    piece("]")
}
