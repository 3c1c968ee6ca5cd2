# SPDX-License-Identifier: Apache-2.0
# Targets beside `make check'. Each says what it needs where that is missing; none is needed to build.

# Lints -----------------------------------------------------------------------------------------------------------------------
LINT_TESTS = \
    tests/lint/adapters.py \
    tests/lint/cases.py \
    tests/lint/codes.py \
    tests/lint/docs.py \
    tests/lint/form.py \
    tests/lint/layers.py \
    tests/lint/paths.py \
    tests/lint/rules.py \
    tests/lint/selftest.py \
    tests/lint/spdx.py \
    tests/lint/words.py

# What the shared library shows and takes; with the lints, part of `make check'.
ABI_TESTS = \
    tests/abi/baseline.sh \
    tests/abi/headers.sh \
    tests/abi/installed.sh \
    tests/abi/imports.py \
    tests/abi/layout.py \
    tests/abi/symbols.sh

TESTS += $(LINT_TESTS) $(ABI_TESTS) tests/bench/goals.py tests/doc/blocks.py tests/doc/examples.sh

.PHONY: lint
# Needs python3; shellcheck and clang-format say more where they are installed.
lint:
	@$(TARIFF_TEST_ENVIRONMENT) failed=; \
	for lint in $(LINT_TESTS); do \
	    $(PYTHON3) $(top_srcdir)/$$lint; status=$$?; \
	    test $$status = 0 || test $$status = 77 || failed="$$failed $$lint"; \
	done; \
	if command -v shellcheck >/dev/null; then \
	    (cd $(top_srcdir) && shellcheck -S warning bootstrap setup .ci/run build-aux/manifest build-aux/skipped \
	        build-aux/check-full build-aux/libraries32 build-aux/reader-answers tests/abi/*.sh) || failed="$$failed shellcheck"; \
	else echo "lint: shellcheck is not installed; scripts were not looked at"; fi; \
	if test -n "$$failed"; then echo "lint: failed:$$failed" >&2; exit 1; fi; echo "lint: clean"

# What the library ships ------------------------------------------------------------------------------------------------------
# The first four need no outside data and are part of `make check'.
DATA_TESTS = \
    tests/data/structure.py \
    tests/data/descriptions.py \
    tests/data/notes.py \
    tests/data/correlation.py \
    tests/data/codeset.py \
    tests/data/own_wording.py \
    tests/data/retrieval.py

.PHONY: check-data
# Needs python3 and the shared data; about six minutes. Its figures stand in doc/data-quality.md.
check-data:
	@$(TARIFF_TEST_ENVIRONMENT) failed=; skipped=; \
	for test in $(DATA_TESTS); do \
	    echo "== $$test"; $(PYTHON3) $(top_srcdir)/$$test; status=$$?; \
	    test $$status != 77 || skipped="$$skipped $$test"; \
	    test $$status = 0 || test $$status = 77 || failed="$$failed $$test"; \
	done; \
	test -z "$$skipped" || echo "check-data: skipped:$$skipped"; \
	if test -n "$$failed"; then echo "check-data: failed:$$failed" >&2; exit 1; fi; echo "check-data: passed"

# The JSON door and the names of the API -----------------------------------------------------------------------------------------
.PHONY: binding-functions json-schemas unit-spellings
# One name a line: what a binding has to offer.
binding-functions:
	@$(AWK) -f $(top_srcdir)/build-aux/symbols.awk $(tariffinclude_HEADERS:%=$(top_srcdir)/%)
# Writes data/schema/json anew, where methods were changed on purpose.
json-schemas: tools/tariff$(EXEEXT)
	tools/tariff$(EXEEXT) introspect --format json >introspection.tmp
	$(PYTHON3) $(top_srcdir)/build-aux/json-schemas introspection.tmp $(top_srcdir)/data/schema/json; rm -f introspection.tmp

# Writes doc/units.md anew, where units were changed on purpose.
unit-spellings:
	$(PYTHON3) $(top_srcdir)/build-aux/unit-spellings $(top_srcdir)/data/reference/units.xml $(top_srcdir)/doc/units.md

# Exports ---------------------------------------------------------------------------------------------------------------------
.PHONY: update-symbols abi-check abi-baseline
update-symbols: libtariff/libtariff.la
	{ echo '# SPDX-License-Identifier: Apache-2.0'; \
	  $(AWK) -f $(top_srcdir)/build-aux/symbols.awk $(tariffinclude_HEADERS:%=$(top_srcdir)/%); } >$(top_srcdir)/tests/abi/symbols.expected
	TARIFF_SRCDIR="$(abs_top_srcdir)" $(PYTHON3) $(top_srcdir)/tests/abi/layout.py --update

ABIDW = abidw --no-corpus-path --no-comp-dir-path --no-show-locs --headers-dir $(top_srcdir)/include --drop-private-types --exported-interfaces-only
abi-baseline: libtariff/libtariff.la
	@command -v abidw >/dev/null || { echo "abi-baseline: needs abidw (Debian: abigail-tools)" >&2; exit 1; }
	$(ABIDW) libtariff/.libs/libtariff.so | \
	    sed -e "s| path='$(abs_top_srcdir)/| path='|" -e "1a<!-- SPDX-License-Identifier: Apache-2.0 -->" >$@.tmp
	mv $@.tmp $(top_srcdir)/tests/abi/libtariff.abi
abi-check: libtariff/libtariff.la
	@command -v abidiff >/dev/null || { echo "abi-check: needs abidiff (Debian: abigail-tools)" >&2; exit 1; }
	@test -f $(top_srcdir)/tests/abi/libtariff.abi || { echo "abi-check: no baseline; make abi-baseline writes one" >&2; exit 1; }
	abidiff --headers-dir2 $(top_srcdir)/include --drop-private-types --no-added-syms \
	    $(top_srcdir)/tests/abi/libtariff.abi libtariff/.libs/libtariff.so
	@echo "abi-check: compatible with the baseline"

# Benchmarks ------------------------------------------------------------------------------------------------------------------
# To add one: write tests/bench/NAME.c over bench.h, list tests/bench/NAME here, and give it its sources:
#     tests_bench_NAME_SOURCES = tests/bench/NAME.c $(BENCH_HARNESS)
# Peers are looked for when the target runs: BENCH_CPPFLAGS then has -DHAVE_SQLITE3, -DHAVE_JANSSON, BENCH_LIBS their libraries.
BENCH_HARNESS = tests/bench/allocations.c tests/bench/bench.c tests/bench/bench.h tests/bench/goals.def
BENCHMARKS = \
    tests/bench/bench_evaluate
if INGEST
BENCHMARKS += \
    tests/bench/bench_assess \
    tests/bench/bench_json \
    tests/bench/bench_load \
    tests/bench/bench_open \
    tests/bench/bench_select
endif
EXTRA_PROGRAMS += $(BENCHMARKS)
tests_bench_bench_assess_SOURCES = tests/bench/bench_assess.c tests/bench/floor.c tests/bench/floor.h \
    tests/bench/generate_tariff.c tests/bench/generate_tariff.h $(BENCH_HARNESS)
tests_bench_bench_evaluate_SOURCES = tests/bench/bench_evaluate.c tests/bench/peer_mpq.c tests/bench/peer_mpq.h $(BENCH_HARNESS)
tests_bench_bench_json_SOURCES = tests/bench/bench_json.c tests/bench/peer_jansson.c tests/bench/peer_jansson.h \
    tests/bench/generate_tariff.c tests/bench/generate_tariff.h $(BENCH_HARNESS)
tests_bench_bench_load_SOURCES = tests/bench/bench_load.c tests/bench/generate_taric3.c tests/bench/generate_taric3.h \
    tests/bench/peer_sax.c tests/bench/peer_sax.h $(BENCH_HARNESS)
tests_bench_bench_open_SOURCES = tests/bench/bench_open.c $(BENCH_HARNESS)
tests_bench_bench_select_SOURCES = tests/bench/bench_select.c tests/bench/generate_tariff.c tests/bench/generate_tariff.h \
    tests/bench/peer_sqlite.c tests/bench/peer_sqlite.h $(BENCH_HARNESS)
# Not a line of bench.json: a table of what operations on numbers cost (doc/numbers.md).
EXTRA_PROGRAMS += tests/bench/micro_numbers
tests_bench_micro_numbers_SOURCES = tests/bench/micro_numbers.c tests/bench/peer_mpq.c tests/bench/peer_mpq.h
CLEANFILES += tests/bench/micro_numbers

.PHONY: bench
# make bench [BENCH=name,name]: writes bench.json; lines not measured keep their last figures. Needs python3.
bench: all
	@flags=; libs=; \
	if $(PKG_CONFIG) --exists sqlite3; then \
	    flags="$$flags -DHAVE_SQLITE3 `$(PKG_CONFIG) --cflags sqlite3`"; libs="$$libs `$(PKG_CONFIG) --libs sqlite3`"; \
	else echo "bench: sqlite3 is not installed (Debian: libsqlite3-dev); lines with that peer say so"; fi; \
	if $(PKG_CONFIG) --exists jansson; then \
	    flags="$$flags -DHAVE_JANSSON `$(PKG_CONFIG) --cflags jansson`"; libs="$$libs `$(PKG_CONFIG) --libs jansson`"; \
	else echo "bench: jansson is not installed (Debian: libjansson-dev); lines with that peer say so"; fi; \
	$(MAKE) $(AM_MAKEFLAGS) BENCH_CPPFLAGS="$$flags" BENCH_LIBS="$$libs" bench-run
.PHONY: bench-run
bench-run: $(BENCHMARKS)
	@rm -f bench.lines; failed=; $(TARIFF_TEST_ENVIRONMENT) \
	BENCH="$(BENCH)"; BENCH_OUT="$(abs_builddir)/bench.lines"; export BENCH BENCH_OUT; \
	for program in $(BENCHMARKS); do ./$$program || failed="$$failed $$program"; done; \
	$(PYTHON3) $(top_srcdir)/build-aux/bench-merge bench.json bench.lines || failed="$$failed bench-merge"; rm -f bench.lines; \
	if test -n "$$failed"; then echo "bench: failed:$$failed" >&2; exit 1; fi
CLEANFILES += $(BENCHMARKS) bench.lines
DISTCLEANFILES += bench.json

# Fuzzing ---------------------------------------------------------------------------------------------------------------------
# To add a target: write tests/fuzz/fuzz_NAME.c with LLVMFuzzerTestOneInput, list it here and among the replay_NAME below, and put
# samples below tests/fuzz/corpus/NAME.
FUZZERS = \
    tests/fuzz/fuzz_analysis \
    tests/fuzz/fuzz_evaluate \
    tests/fuzz/fuzz_inflate \
    tests/fuzz/fuzz_markup \
    tests/fuzz/fuzz_number
if INGEST
FUZZERS += \
    tests/fuzz/fuzz_agreement \
    tests/fuzz/fuzz_api \
    tests/fuzz/fuzz_circabc \
    tests/fuzz/fuzz_compile \
    tests/fuzz/fuzz_image \
    tests/fuzz/fuzz_json \
    tests/fuzz/fuzz_native \
    tests/fuzz/fuzz_norway \
    tests/fuzz/fuzz_rate \
    tests/fuzz/fuzz_taric3 \
    tests/fuzz/fuzz_uk_csv \
    tests/fuzz/fuzz_uk_origin \
    tests/fuzz/fuzz_us_scope \
    tests/fuzz/fuzz_usitc \
    tests/fuzz/fuzz_xml
endif
EXTRA_PROGRAMS += $(FUZZERS)
FUZZ_SECONDS = 60

# The same without a fuzzer, for `make check' (tests/fuzz/replay.sh).
if INGEST
TESTS += tests/fuzz/replay.sh
check_PROGRAMS += \
    tests/fuzz/replay_agreement \
    tests/fuzz/replay_analysis \
    tests/fuzz/replay_api \
    tests/fuzz/replay_circabc \
    tests/fuzz/replay_compile \
    tests/fuzz/replay_evaluate \
    tests/fuzz/replay_image \
    tests/fuzz/replay_inflate \
    tests/fuzz/replay_json \
    tests/fuzz/replay_markup \
    tests/fuzz/replay_native \
    tests/fuzz/replay_norway \
    tests/fuzz/replay_number \
    tests/fuzz/replay_rate \
    tests/fuzz/replay_taric3 \
    tests/fuzz/replay_uk_csv \
    tests/fuzz/replay_uk_origin \
    tests/fuzz/replay_us_scope \
    tests/fuzz/replay_usitc \
    tests/fuzz/replay_xml
tests_fuzz_replay_agreement_SOURCES = tests/fuzz/fuzz_agreement.c tests/fuzz/replay.c
tests_fuzz_replay_analysis_SOURCES = tests/fuzz/fuzz_analysis.c tests/fuzz/replay.c
tests_fuzz_replay_api_SOURCES = tests/fuzz/fuzz_api.c tests/fuzz/replay.c
tests_fuzz_replay_circabc_SOURCES = tests/fuzz/fuzz_circabc.c tests/fuzz/replay.c
tests_fuzz_replay_compile_SOURCES = tests/fuzz/fuzz_compile.c tests/fuzz/replay.c
tests_fuzz_replay_evaluate_SOURCES = tests/fuzz/fuzz_evaluate.c tests/fuzz/replay.c
tests_fuzz_replay_image_SOURCES = tests/fuzz/fuzz_image.c tests/fuzz/replay.c
tests_fuzz_replay_inflate_SOURCES = tests/fuzz/fuzz_inflate.c tests/fuzz/replay.c
tests_fuzz_replay_json_SOURCES = tests/fuzz/fuzz_json.c tests/fuzz/replay.c
tests_fuzz_replay_markup_SOURCES = tests/fuzz/fuzz_markup.c tests/fuzz/replay.c
tests_fuzz_replay_native_SOURCES = tests/fuzz/fuzz_native.c tests/fuzz/replay.c
tests_fuzz_replay_norway_SOURCES = tests/fuzz/fuzz_norway.c tests/fuzz/replay.c
tests_fuzz_replay_number_SOURCES = tests/fuzz/fuzz_number.c tests/fuzz/replay.c
tests_fuzz_replay_rate_SOURCES = tests/fuzz/fuzz_rate.c tests/fuzz/replay.c
tests_fuzz_replay_taric3_SOURCES = tests/fuzz/fuzz_taric3.c tests/fuzz/replay.c
tests_fuzz_replay_uk_csv_SOURCES = tests/fuzz/fuzz_uk_csv.c tests/fuzz/replay.c
tests_fuzz_replay_uk_origin_SOURCES = tests/fuzz/fuzz_uk_origin.c tests/fuzz/replay.c
tests_fuzz_replay_us_scope_SOURCES = tests/fuzz/fuzz_us_scope.c tests/fuzz/replay.c
tests_fuzz_replay_usitc_SOURCES = tests/fuzz/fuzz_usitc.c tests/fuzz/replay.c
tests_fuzz_replay_xml_SOURCES = tests/fuzz/fuzz_xml.c tests/fuzz/replay.c
endif

.PHONY: fuzz fuzz-run
# make fuzz [FUZZ_SECONDS=60] [FUZZ=fuzz_NAME]: libFuzzer with ASan and UBSan in a build tree of its own. Needs clang with its runtime.
fuzz:
	@command -v clang >/dev/null || { echo "fuzz: needs clang (Debian: clang, libclang-rt-dev)" >&2; exit 1; }
	@test -n "$(FUZZERS)" || { echo "fuzz: no targets are listed in tests/targets.mk" >&2; exit 1; }
	@$(MKDIR_P) fuzz-build && cd fuzz-build && \
	    { test -f Makefile || $(abs_top_srcdir)/configure -q CC=clang CFLAGS="-g -O1" --disable-shared \
	        --enable-sanitizers=address,undefined,fuzzer-no-link; } && \
	    $(MAKE) $(AM_MAKEFLAGS) FUZZ_LIBS=-fsanitize=fuzzer FUZZ_SECONDS=$(FUZZ_SECONDS) FUZZ="$(FUZZ)" fuzz-run
# Seeds of XML are the samples of the tests, those of images are compiled from them.
fuzz-run: $(FUZZERS) all
	@$(MKDIR_P) corpus-made/xml corpus-made/image; \
	for sample in $(top_srcdir)/tests/data/*/*.xml; do \
	    test -f "$$sample" || continue; name=`basename $$sample .xml`; cp "$$sample" corpus-made/xml/; \
	    test ! -x tools/tariff || tools/tariff compile --tariff T -o corpus-made/image/$$name.tariff "$$sample" >/dev/null 2>&1 || true; \
	done
	@failed=; for program in $(FUZZERS); do \
	    name=$${program##*/fuzz_}; \
	    case " $(FUZZ) " in "  "|*" fuzz_$$name "*) ;; *) continue;; esac; \
	    $(MKDIR_P) corpus/$$name; \
	    seeds=; for seed in $(abs_top_srcdir)/tests/fuzz/corpus/$$name corpus-made/$$name; do \
	        if test -d "$$seed"; then seeds="$$seeds $$seed"; fi; done; \
	    echo "fuzz: $$name for $(FUZZ_SECONDS) s"; \
	    ./$$program -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=2048 -max_len=65536 -print_final_stats=1 \
	        -artifact_prefix=$$name- corpus/$$name $$seeds >fuzz-$$name.log 2>&1 || { failed="$$failed $$name"; tail -n 40 fuzz-$$name.log; }; \
	    grep -E 'stat::number_of_executed_units|DONE' fuzz-$$name.log || true; \
	done; if test -n "$$failed"; then echo "fuzz: failed:$$failed" >&2; exit 1; fi; echo "fuzz: clean"

# Coverage --------------------------------------------------------------------------------------------------------------------
.PHONY: coverage
# Builds and tests with --coverage in a build tree of its own; figures for libtariff/ in coverage-build/coverage.txt. Needs gcovr.
coverage:
	@command -v gcovr >/dev/null || { echo "coverage: needs gcovr (Debian: gcovr)" >&2; exit 1; }
	@$(MKDIR_P) coverage-build && cd coverage-build && \
	    { test -f Makefile || $(abs_top_srcdir)/configure -q --enable-coverage --disable-shared CFLAGS="-g -O0"; } && \
	    find . -name '*.gcda' -delete && $(MAKE) $(AM_MAKEFLAGS) all && \
    { $(MAKE) $(AM_MAKEFLAGS) check || echo "coverage: a test failed; the figures are of what ran" >&2; } && \
	    gcovr --root $(abs_top_srcdir) --filter $(abs_top_srcdir)/libtariff/ --object-directory . --print-summary \
	        --txt coverage.txt --xml coverage.xml && \
	    tail -n 3 coverage.txt

# Everything ------------------------------------------------------------------------------------------------------------------
.PHONY: check-full
# The long tests: check, lints, ASan+UBSan, clang, all torture, TSan, valgrind, 32 bits, a minute of fuzzing a target. Needs clang and
# valgrind; CHECK_FULL="threads valgrind" runs these parts alone.
check-full: all
	@$(TARIFF_TEST_ENVIRONMENT) $(SHELL) $(top_srcdir)/build-aux/check-full $(abs_top_srcdir) $(FUZZ_SECONDS)

.PHONY: check-valgrind
# Every unit test program under memcheck, one on each processor, each test in the program's own process, images changed at one byte
# in 29. Needs valgrind, and what gcc built: valgrind 3.19 cannot read the debug information of clang 14.
check-valgrind: $(UNIT_TESTS)
	@command -v valgrind >/dev/null || { echo "check-valgrind: needs valgrind (Debian: valgrind)" >&2; exit 1; }
	@$(TARIFF_TEST_ENVIRONMENT) CK_FORK=no; CK_TIMEOUT_MULTIPLIER=30; TARIFF_SPREAD=29; \
	export CK_FORK CK_TIMEOUT_MULTIPLIER TARIFF_SPREAD; \
	printf '%s\n' $(UNIT_TESTS) | xargs -n 1 -P `getconf _NPROCESSORS_ONLN` $(SHELL) -c '$(LIBTOOL) --quiet --mode=execute \
	    valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite $$0 >$$0.valgrind.txt 2>&1; \
	    status=$$?; test $$status = 0 || test $$status = 77 || { echo "$$0 failed:"; tail -n 40 $$0.valgrind.txt; exit 1; }' || \
	    { echo "check-valgrind: failed" >&2; exit 1; }; \
	echo "check-valgrind: clean"

.PHONY: doc
# The reference of the headers, without a warning. Needs doxygen.
doc:
	@command -v $(DOXYGEN) >/dev/null || { echo "doc: needs doxygen (Debian: doxygen)" >&2; exit 1; }
	$(MKDIR_P) doc/api
	$(DOXYGEN) doc/Doxyfile

clean-local:
	rm -rf fuzz-build coverage-build check-full-build doc/api tests/unit/*.valgrind.txt
