# SPDX-License-Identifier: Apache-2.0
# The library. Each module lists its files in alphabetical order, one a line; modules stand in the order of their layers.
# Everything is compiled once into libtariffcore, which the tests link (internal names included) and libtariff exports from.

noinst_LTLIBRARIES += libtariff/libtariffcore.la
libtariff_libtariffcore_la_LIBADD = $(TARIFF_LIBS)
libtariff_libtariffcore_la_SOURCES =

# base
libtariff_libtariffcore_la_SOURCES += \
    libtariff/base/alloc.c \
    libtariff/base/arena.c \
    libtariff/base/buffer.c \
    libtariff/base/date.c \
    libtariff/base/error.c \
    libtariff/base/instant.c \
    libtariff/base/intern.c \
    libtariff/base/sort.c \
    libtariff/base/utf8.c

# num
libtariff_libtariffcore_la_SOURCES += \
    libtariff/num/apportion.c \
    libtariff/num/logarithm.c \
    libtariff/num/money.c \
    libtariff/num/natural.c \
    libtariff/num/number.c \
    libtariff/num/quantity.c \
    libtariff/num/rational.c \
    libtariff/num/round.c \
    libtariff/num/unit.c \
    libtariff/num/wide.c

# text
libtariff_libtariffcore_la_SOURCES += \
    libtariff/text/markup.c
if SEARCH
libtariff_libtariffcore_la_SOURCES += \
    libtariff/text/analyser.c \
    libtariff/text/analysis.c \
    libtariff/text/character.c \
    libtariff/text/compound.c \
    libtariff/text/feature.c \
    libtariff/text/fold.c \
    libtariff/text/known.c \
    libtariff/text/language.c \
    libtariff/text/measurement.c \
    libtariff/text/negation.c \
    libtariff/text/pattern.c \
    libtariff/text/reach.c \
    libtariff/text/rules.c \
    libtariff/text/segment.c \
    libtariff/text/stem.c \
    libtariff/text/unspaced.c

# The shipped rules of texts, made of the XML that is shipped.
BUILT_SOURCES += libtariff/text/rules.inc
CLEANFILES += libtariff/text/rules.inc
libtariff/text/rules.lo: libtariff/text/rules.inc
libtariff/text/rules.inc: data/text_rules.py $(text_rules)
	@$(MKDIR_P) libtariff/text
	$(AM_V_GEN)$(PYTHON3) $(top_srcdir)/data/text_rules.py $(text_rules:%=$(top_srcdir)/%) >$@.tmp && mv $@.tmp $@
endif

# json
libtariff_libtariffcore_la_SOURCES += \
    libtariff/json/json.c \
    libtariff/json/scan.c \
    libtariff/json/writer.c

# io
libtariff_libtariffcore_la_SOURCES += \
    libtariff/io/ahead.c \
    libtariff/io/atomic.c \
    libtariff/io/cause.c \
    libtariff/io/descriptor.c \
    libtariff/io/file.c \
    libtariff/io/inflate.c \
    libtariff/io/zip.c

if INGEST
libtariff_libtariffcore_la_SOURCES += \
    libtariff/io/archive.c
endif

# model
libtariff_libtariffcore_la_SOURCES += \
    libtariff/model/findings.c \
    libtariff/model/hierarchy.c \
    libtariff/model/kinds.c \
    libtariff/model/model.c \
    libtariff/model/records.c \
    libtariff/model/settle.c \
    libtariff/model/tree.c

# expr
libtariff_libtariffcore_la_SOURCES += \
    libtariff/expr/bytecode.c \
    libtariff/expr/components.c \
    libtariff/expr/cursor.c \
    libtariff/expr/print.c \
    libtariff/expr/read.c \
    libtariff/expr/read_cet.c \
    libtariff/expr/read_condition.c \
    libtariff/expr/read_taric.c \
    libtariff/expr/read_us.c \
    libtariff/expr/tree.c \
    libtariff/expr/us_reference.c \
    libtariff/expr/vocabulary.c

# The built-in vocabulary of duty texts, made of the XML that is shipped.
BUILT_SOURCES += libtariff/expr/vocabulary.inc
CLEANFILES += libtariff/expr/vocabulary.inc
libtariff/expr/vocabulary.lo: libtariff/expr/vocabulary.inc
libtariff/expr/vocabulary.inc: data/vocabulary.py data/reference/duty-expressions.xml data/reference/monetary-units.xml \
    data/reference/units.xml
	@$(MKDIR_P) libtariff/expr
	$(AM_V_GEN)$(PYTHON3) $(top_srcdir)/data/vocabulary.py $(top_srcdir)/data/reference >$@.tmp && mv $@.tmp $@

# image
libtariff_libtariffcore_la_SOURCES += \
    libtariff/image/digest.c \
    libtariff/image/record.c \
    libtariff/image/role.c \
    libtariff/image/writer.c

# ingest, rules, compile, train
if INGEST
libtariff_libtariffcore_la_SOURCES += \
    libtariff/ingest/circabc.c \
    libtariff/ingest/csv.c \
    libtariff/ingest/detect.c \
    libtariff/ingest/encoding.c \
    libtariff/ingest/formats.c \
    libtariff/ingest/ingest.c \
    libtariff/ingest/line_table.c \
    libtariff/ingest/member.c \
    libtariff/ingest/native_elements.c \
    libtariff/ingest/native_index.c \
    libtariff/ingest/native_lists.c \
    libtariff/ingest/native_measures.c \
    libtariff/ingest/native_nomenclature.c \
    libtariff/ingest/native_read.c \
    libtariff/ingest/native_tree.c \
    libtariff/ingest/native_write.c \
    libtariff/ingest/native_write_parts.c \
    libtariff/ingest/native_write_tree.c \
    libtariff/ingest/norway.c \
    libtariff/ingest/published.c \
    libtariff/ingest/taric3.c \
    libtariff/ingest/taric3_write.c \
    libtariff/ingest/uk_csv.c \
    libtariff/ingest/uk_origin.c \
    libtariff/ingest/us_scope.c \
    libtariff/ingest/usitc.c \
    libtariff/ingest/usitc_csv.c \
    libtariff/ingest/usitc_json.c \
    libtariff/ingest/usitc_records.c \
    libtariff/ingest/workbook.c \
    libtariff/ingest/xml.c \
    libtariff/ingest/xml_write.c \
    libtariff/rules/areas.c \
    libtariff/rules/check.c \
    libtariff/rules/clashes.c \
    libtariff/rules/footnotes.c \
    libtariff/rules/measures.c \
    libtariff/rules/nomenclature.c \
    libtariff/rules/quotas.c \
    libtariff/rules/regulations.c \
    libtariff/rules/shapes.c \
    libtariff/rules/tree.c \
    libtariff/compile/agreement.c \
    libtariff/compile/agreement_quota.c \
    libtariff/compile/build.c \
    libtariff/compile/compile.c \
    libtariff/compile/derive.c \
    libtariff/compile/exception.c \
    libtariff/compile/expressions.c \
    libtariff/compile/geography.c \
    libtariff/compile/labels.c \
    libtariff/compile/measures.c \
    libtariff/compile/nomenclature.c \
    libtariff/compile/profile.c \
    libtariff/compile/profile_element.c \
    libtariff/compile/profile_reader.c \
    libtariff/compile/profile_relief.c \
    libtariff/compile/proof.c \
    libtariff/compile/provisions.c \
    libtariff/compile/published.c \
    libtariff/compile/quotas.c \
    libtariff/compile/registry.c \
    libtariff/compile/restore.c \
    libtariff/compile/staged_rate.c \
    libtariff/compile/staging.c \
    libtariff/compile/tables.c \
    libtariff/compile/vocabulary.c
if SEARCH
libtariff_libtariffcore_la_SOURCES += \
    libtariff/compile/search.c \
    libtariff/compile/search_lexicon.c \
    libtariff/compile/search_vague.c \
    libtariff/compile/search_words.c
endif
endif

# train
if SEARCH
libtariff_libtariffcore_la_SOURCES += \
    libtariff/train/calibrate.c \
    libtariff/train/learner.c \
    libtariff/train/overlay.c \
    libtariff/train/truth.c
endif

# snapshot
libtariff_libtariffcore_la_SOURCES += \
    libtariff/snapshot/clock.c \
    libtariff/snapshot/element.c \
    libtariff/snapshot/open.c \
    libtariff/snapshot/profile.c \
    libtariff/snapshot/snapshot.c \
    libtariff/snapshot/verify.c

# nomenclature
libtariff_libtariffcore_la_SOURCES += \
    libtariff/nomenclature/nomenclature.c

# geography
libtariff_libtariffcore_la_SOURCES += \
    libtariff/geography/geography.c

# trace
libtariff_libtariffcore_la_SOURCES += \
    libtariff/trace/trace.c

# rate
libtariff_libtariffcore_la_SOURCES += \
    libtariff/rate/evaluate.c \
    libtariff/rate/facts.c \
    libtariff/rate/fast.c \
    libtariff/rate/vocabulary.c

# measure
libtariff_libtariffcore_la_SOURCES += \
    libtariff/measure/composition.c \
    libtariff/measure/condition.c \
    libtariff/measure/condition_view.c \
    libtariff/measure/preference.c \
    libtariff/measure/quota.c \
    libtariff/measure/route.c \
    libtariff/measure/selection.c

# classify
if SEARCH
libtariff_libtariffcore_la_SOURCES += \
    libtariff/classify/accuracy.c \
    libtariff/classify/classes.c \
    libtariff/classify/classify.c \
    libtariff/classify/learned.c \
    libtariff/classify/query.c \
    libtariff/classify/rank.c \
    libtariff/classify/reason.c \
    libtariff/classify/repair.c \
    libtariff/classify/retrieve.c \
    libtariff/classify/vague.c \
    libtariff/classify/vintage.c
endif

# assess
libtariff_libtariffcore_la_SOURCES += \
    libtariff/assess/agreement.c \
    libtariff/assess/assess.c \
    libtariff/assess/bounds.c \
    libtariff/assess/choice.c \
    libtariff/assess/claim.c \
    libtariff/assess/component.c \
    libtariff/assess/copy.c \
    libtariff/assess/disposition.c \
    libtariff/assess/draw.c \
    libtariff/assess/draw.h \
    libtariff/assess/entry.c \
    libtariff/assess/exchange.c \
    libtariff/assess/needs.c \
    libtariff/assess/outcome.c \
    libtariff/assess/part.c \
    libtariff/assess/plan.c \
    libtariff/assess/programme.c \
    libtariff/assess/relation.c \
    libtariff/assess/relief.c \
    libtariff/assess/rounding.c \
    libtariff/assess/routes.c \
    libtariff/assess/security.c \
    libtariff/assess/step.c \
    libtariff/assess/value.c

# quota
libtariff_libtariffcore_la_SOURCES += \
    libtariff/quota/allocate.c \
    libtariff/quota/allocate.h \
    libtariff/quota/policy.c \
    libtariff/quota/policy.h

# explain
libtariff_libtariffcore_la_SOURCES += \
    libtariff/explain/json.c \
    libtariff/explain/message.c \
    libtariff/explain/text.c \
    libtariff/explain/word.c

# api
libtariff_libtariffcore_la_SOURCES += \
    libtariff/api/assess.c \
    libtariff/api/build.c \
    libtariff/api/context.c \
    libtariff/api/declaration.c \
    libtariff/api/door.c \
    libtariff/api/introspect.c \
    libtariff/api/json_assess.c \
    libtariff/api/json_classify.c \
    libtariff/api/json_compare.c \
    libtariff/api/json_composition.c \
    libtariff/api/json_condition.c \
    libtariff/api/json_declaration.c \
    libtariff/api/json_eval.c \
    libtariff/api/json_evaluate.c \
    libtariff/api/json_export.c \
    libtariff/api/json_files.c \
    libtariff/api/json_geography.c \
    libtariff/api/json_money.c \
    libtariff/api/json_nomenclature.c \
    libtariff/api/json_preference.c \
    libtariff/api/json_quota.c \
    libtariff/api/json_quota_state.c \
    libtariff/api/json_rate.c \
    libtariff/api/json_records.c \
    libtariff/api/json_route.c \
    libtariff/api/json_text.c \
    libtariff/api/json_train.c \
    libtariff/api/json_unit.c \
    libtariff/api/json_words.c \
    libtariff/api/nomenclature.c \
    libtariff/api/rate.c \
    libtariff/api/rate_type.c \
    libtariff/api/session.c \
    libtariff/api/snapshot.c

# The public API as data, out of the headers.
BUILT_SOURCES += libtariff/api/introspect.inc
CLEANFILES += libtariff/api/introspect.inc
libtariff/api/introspect.lo: libtariff/api/introspect.inc
libtariff/api/introspect.inc: $(tariffinclude_HEADERS) build-aux/introspect.awk
	@$(MKDIR_P) libtariff/api
	$(AM_V_GEN)$(AWK) -f $(top_srcdir)/build-aux/introspect.awk $(tariffinclude_HEADERS:%=$(top_srcdir)/%) >$@.tmp && mv $@.tmp $@

lib_LTLIBRARIES += libtariff/libtariff.la
libtariff_libtariff_la_SOURCES =
libtariff_libtariff_la_LIBADD = libtariff/libtariffcore.la
libtariff_libtariff_la_LDFLAGS = $(AM_LDFLAGS) -no-undefined -version-info $(TARIFF_LT_VERSION)
if VERSION_SCRIPT
libtariff_libtariff_la_LDFLAGS += -Wl,--version-script=libtariff/libtariff.map
EXTRA_libtariff_libtariff_la_DEPENDENCIES = libtariff/libtariff.map
endif

# The public headers; every function marked TARIFF_API in them is exported.
include_HEADERS = include/tariff.h
tariffincludedir = $(includedir)/tariff
tariffinclude_HEADERS = \
    include/tariff/assess.h \
    include/tariff/build.h \
    include/tariff/context.h \
    include/tariff/nomenclature.h \
    include/tariff/session.h \
    include/tariff/snapshot.h \
    include/tariff/status.h \
    include/tariff/version.h

libtariff/libtariff.map: $(tariffinclude_HEADERS) build-aux/symbols.awk
	@$(MKDIR_P) libtariff
	$(AM_V_GEN)$(AWK) -v map=TARIFF_0.1 -f $(top_srcdir)/build-aux/symbols.awk $(tariffinclude_HEADERS:%=$(top_srcdir)/%) >$@.tmp && mv $@.tmp $@
CLEANFILES += libtariff/libtariff.map

pkgconfig_DATA = libtariff/libtariff.pc
cmakedir = $(libdir)/cmake/tariff
cmake_DATA = libtariff/tariff-config.cmake libtariff/tariff-config-version.cmake
