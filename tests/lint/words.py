#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lint: words that have no place in the library: floating point, clock, environment, locale, ending the process, stdio, state of
a thread. Comments and literals may use them."""
import re
import sys

import source

ANYWHERE = """
    double float long_double
    strtod strtof strtold atof atoi atol atoll strtol strtoll strtoul strtoull
    localtime localtime_r gmtime gmtime_r mktime strftime strptime clock_gettime gettimeofday time_t
    getenv secure_getenv setenv putenv unsetenv
    setlocale newlocale uselocale localeconv
    abort exit _exit _Exit quick_exit atexit assert
    printf fprintf sprintf snprintf dprintf asprintf vprintf vfprintf vsprintf vsnprintf vasprintf vdprintf
    scanf fscanf sscanf puts fputs putchar putc fputc perror getline getdelim fgets gets
    FILE fopen fdopen freopen fclose fread fwrite fflush fseek ftell fseeko ftello tmpfile popen stdin stdout stderr
    _Thread_local __thread thread_local
    strcpy strcat strtok rand srand random longjmp setjmp alloca
    tolower toupper isalpha isdigit isspace isalnum isupper islower ispunct isxdigit
    xmlCleanupParser xmlMemSetup xmlInitParser xmlSetGenericErrorFunc xmlReadFile mp_set_memory_functions u_cleanup json_set_alloc_funcs
    XML_PARSE_NOENT XML_PARSE_DTDLOAD XML_PARSE_HUGE
    TODO FIXME XXX HACK
""".split()
# Only as a call: the words are names of other things too.
CALLED = ["time", "clock", "signal", "raise", "system", "remove", "getc", "getchar"]

WORD = re.compile(r"\b(?:%s)\b|\b(?:%s)(?=\s*\()" % ("|".join(ANYWHERE), "|".join(CALLED)))
# Unfinished work is not hidden in comments either.
MARK = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")


def check(name, text):
    code = source.without(text)
    for match in WORD.finditer(code):
        before = code[: match.start()].rstrip()
        if before.endswith((".", "->")):
            continue
        yield source.line_of(text, match.start()), "'%s' has no place in the library" % match.group(0)
    for match in MARK.finditer(text):
        yield source.line_of(text, match.start()), "'%s': unfinished work goes into an issue" % match.group(0)


def wanted(name):
    return name.endswith((".c", ".h", ".def")) and name.startswith(("libtariff/", "include/"))


if __name__ == "__main__":
    sys.exit(source.run(check, wanted))
