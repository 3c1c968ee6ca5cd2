# SPDX-License-Identifier: Apache-2.0
# The tests. To add a unit test: write tests/unit/test_NAME.c (tests/unit/unit.h says how) and put one line into UNIT_TESTS.
# To add a script: put it into SCRIPT_TESTS; it runs with the environment below and exits 0 passed, 77 skipped, 99 cannot run.

if HAVE_CHECK
UNIT_TESTS = \
    tests/unit/test_base \
    tests/unit/test_expr \
    tests/unit/test_expr_bounds \
    tests/unit/test_hierarchy \
    tests/unit/test_image \
    tests/unit/test_io \
    tests/unit/test_json \
    tests/unit/test_markup \
    tests/unit/test_model \
    tests/unit/test_num \
    tests/unit/test_num_narrow \
    tests/unit/test_rate \
    tests/unit/test_trace
if SEARCH
UNIT_TESTS += \
    tests/unit/test_analysis \
    tests/unit/test_words
endif
if INGEST
UNIT_TESTS += \
    tests/unit/test_agreements \
    tests/unit/test_api \
    tests/unit/test_assess \
    tests/unit/test_cases \
    tests/unit/test_compile \
    tests/unit/test_draw \
    tests/unit/test_entry \
    tests/unit/test_explain \
    tests/unit/test_export \
    tests/unit/test_lookup \
    tests/unit/test_native \
    tests/unit/test_profiles \
    tests/unit/test_provisions \
    tests/unit/test_published \
    tests/unit/test_quota \
    tests/unit/test_rules \
    tests/unit/test_snapshot \
    tests/unit/test_tables \
    tests/unit/test_taric3 \
    tests/unit/test_usitc \
    tests/unit/test_xml
if SEARCH
UNIT_TESTS += \
    tests/unit/test_classify \
    tests/unit/test_train
endif
endif
endif

SCRIPT_TESTS = \
    tests/cli/assess.sh \
    tests/cli/compare.sh \
    tests/cli/composition.sh \
    tests/cli/conditions.sh \
    tests/cli/conformance.sh \
    tests/cli/declarations.py \
    tests/cli/determinism.sh \
    tests/cli/door.py \
    tests/cli/hostile.py \
    tests/cli/preferences.sh \
    tests/cli/program.sh \
    tests/cli/properties.py \
    tests/cli/published.py \
    tests/cli/quota.sh \
    tests/cli/routes.sh \
    tests/cli/stream.py \
    tests/cli/tables.py \
    tests/cli/transmissions.py \
    tests/cli/world.sh \
    tests/data/agreements.py \
    tests/data/correlation.py \
    tests/data/descriptions.py \
    tests/data/notes.py \
    tests/data/structure.py \
    tests/expr/evaluate.py \
    tests/expr/rates_reference.py \
    tests/expr/us_cells.py \
    tests/num/differential.py \
    tests/schema/validate.sh

# TARIC3 readings against expat's.
if INGEST
SCRIPT_TESTS += tests/taric3/differential.py
check_PROGRAMS += tests/taric3/dump
tests_taric3_dump_SOURCES = tests/taric3/dump.c
endif

# The JSON door as a filter, for the examples of its documentation.
check_PROGRAMS += tests/cli/call
tests_cli_call_SOURCES = tests/cli/call.c
tests_cli_call_LDADD = libtariff/libtariff.la
tests_cli_call_LDFLAGS = $(AM_LDFLAGS) -static

# Calls of the system that fail, under every public function; images that are damaged; images exchanged under threads.
if INGEST
SCRIPT_TESTS += tests/torture/corrupt.sh tests/torture/swap.sh tests/torture/torture.sh
check_PROGRAMS += tests/torture/corrupt tests/torture/swap tests/torture/torture
tests_torture_corrupt_SOURCES = tests/torture/corrupt.c
tests_torture_swap_SOURCES = tests/torture/swap.c
tests_torture_swap_LDADD = libtariff/libtariff.la -lpthread
tests_torture_torture_SOURCES = tests/torture/fault.c tests/torture/fault.h tests/torture/scenario.c tests/torture/scenario.h \
    tests/torture/torture.c
tests_torture_torture_LDADD = libtariff/libtariff.la -lpthread -ldl
endif

check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS) $(SCRIPT_TESTS)
# Programs without a _LDADD of their own: unit tests see the internal names.
LDADD = libtariff/libtariffcore.la $(CHECK_LIBS) $(BENCH_LIBS) $(FUZZ_LIBS) -lpthread -lm

# Every rate cell of the US schedule; what is not read stands in doc/us-unresolved.md.
check_PROGRAMS += tests/expr/read_texts
tests_expr_read_texts_SOURCES = tests/expr/read_texts.c

# Duty expressions against Python's fractions.
check_PROGRAMS += tests/expr/evaluate_lines
tests_expr_evaluate_lines_SOURCES = tests/expr/evaluate_lines.c

# Exact numbers against Python's, with 128-bit integers and with the 64-bit fallback of hosts without them.
check_PROGRAMS += tests/num/differential tests/num/differential-narrow
tests_num_differential_SOURCES = tests/num/differential.c
tests_num_differential_narrow_SOURCES = tests/num/differential.c \
    libtariff/base/alloc.c libtariff/base/arena.c libtariff/base/buffer.c libtariff/base/error.c libtariff/base/utf8.c \
    libtariff/num/apportion.c libtariff/num/natural.c libtariff/num/number.c libtariff/num/rational.c \
    libtariff/num/round.c libtariff/num/wide.c
tests_num_differential_narrow_CPPFLAGS = $(AM_CPPFLAGS) -DTRF_WIDE_NARROW
tests_num_differential_narrow_LDADD = $(GMP_LIBS)

# The unit tests of numbers with that fallback.
tests_unit_test_num_narrow_SOURCES = tests/unit/test_num.c tests/unit/unit.h \
    libtariff/base/alloc.c libtariff/base/arena.c libtariff/base/buffer.c libtariff/base/error.c libtariff/base/utf8.c \
    libtariff/num/apportion.c libtariff/num/money.c libtariff/num/natural.c libtariff/num/number.c \
    libtariff/num/quantity.c libtariff/num/rational.c libtariff/num/round.c libtariff/num/unit.c libtariff/num/wide.c
tests_unit_test_num_narrow_CPPFLAGS = $(AM_CPPFLAGS) -DTRF_WIDE_NARROW
tests_unit_test_num_narrow_LDADD = $(CHECK_LIBS) $(GMP_LIBS) -lpthread -lm

TEST_EXTENSIONS = .sh .py
SH_LOG_COMPILER = bash
PY_LOG_COMPILER = $(PYTHON3)
TARIFF_TEST_ENVIRONMENT = \
    TARIFF_SHARED="$${TARIFF_SHARED:-$(abs_top_srcdir)/../shared}"; export TARIFF_SHARED; \
    TARIFF_SRCDIR="$(abs_top_srcdir)"; export TARIFF_SRCDIR; \
    TARIFF_BUILDDIR="$(abs_top_builddir)"; export TARIFF_BUILDDIR; \
    PYTHONDONTWRITEBYTECODE=1; export PYTHONDONTWRITEBYTECODE; \
    unset TARIFF_IMAGE;
AM_TESTS_ENVIRONMENT = $(TARIFF_TEST_ENVIRONMENT)

# The names of what was skipped stand at the end of `make check'.
check-local: check-TESTS
if !HAVE_CHECK
	@echo "make check: the unit tests need Check and jansson (Debian: check libjansson-dev), then configure again" >&2; exit 1
endif
	@$(SHELL) $(top_srcdir)/build-aux/skipped $(TEST_LOGS)

.PHONY: check-unit
# The unit tests alone.
check-unit:
	$(MAKE) check TESTS="$(UNIT_TESTS)"

.PHONY: check-threads
# The unit tests, and those scripts under which more than one thread runs: what a thread sanitizer can say something about.
# Images are changed at one byte in 29.
check-threads:
	CK_TIMEOUT_MULTIPLIER=30 TARIFF_SPREAD=29 $(MAKE) check check_PROGRAMS="$(UNIT_TESTS) tests/torture/swap" \
	    TESTS="$(UNIT_TESTS) tests/cli/assess.sh tests/doc/examples.sh tests/torture/swap.sh"

.PHONY: check-shared
# For those who have the shared data: a skipped test is a failed one.
check-shared:
	$(MAKE) check
	@$(SHELL) $(top_srcdir)/build-aux/skipped --fail $(TEST_LOGS)
