# SPDX-License-Identifier: Apache-2.0
# Examples use the public headers and the shared library as a host would; make check builds and runs them, and builds them once
# more against an installed copy (tests/doc/installed.sh).
example_names = evaluate lookup own_xml quote swap update
EXTRA_PROGRAMS += examples/evaluate examples/lookup examples/own_xml examples/quote examples/swap examples/update
examples_evaluate_LDADD = libtariff/libtariff.la
examples_lookup_LDADD = libtariff/libtariff.la
examples_own_xml_LDADD = libtariff/libtariff.la
examples_quote_LDADD = libtariff/libtariff.la
examples_swap_LDADD = libtariff/libtariff.la -lpthread
examples_update_LDADD = libtariff/libtariff.la
CLEANFILES += $(example_names:%=examples/%)

# Installed as sources: with the data beside the image.
nobase_dist_pkgdata_DATA += \
    examples/declarations.jsonl \
    examples/evaluate.c \
    examples/lookup.c \
    examples/own_xml.c \
    examples/quota.json \
    examples/quote.c \
    examples/swap.c \
    examples/update.c
