# SPDX-License-Identifier: Apache-2.0
# The programs. They include public headers only and are linked so that they run from the build tree as they are.

bin_PROGRAMS += tools/tariff
tools_tariff_SOURCES = \
    tools/cli.h \
    tools/conformance/evaluation.c \
    tools/conformance/exchange.c \
    tools/conformance/geography.c \
    tools/conformance/import.c \
    tools/conformance/nomenclature.c \
    tools/conformance/rates.c \
    tools/conformance/rates.h \
    tools/conformance/run.c \
    tools/conformance/run.h \
    tools/conformance/table.c \
    tools/conformance/table.h \
    tools/conformance/texts.c \
    tools/conformance/trial.c \
    tools/conformance/units.c \
    tools/conformance/xml.h \
    tools/data.c \
    tools/json.c \
    tools/json.h \
    tools/look.c \
    tools/options.c \
    tools/options.h \
    tools/print.c \
    tools/quote.c \
    tools/rate.c \
    tools/session.c \
    tools/tariff.c \
    tools/text.c \
    tools/text.h
tools_tariff_CPPFLAGS = -I$(top_srcdir)/include -I$(top_srcdir)/tools -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 \
    -DTARIFF_INSTALLED_IMAGE='"$(pkgdatadir)/default.tariff"'
tools_tariff_LDADD = libtariff/libtariff.la
tools_tariff_LDFLAGS = $(AM_LDFLAGS) -static
