# SPDX-License-Identifier: Apache-2.0
# The programs. They include public headers only and are linked so that they run from the build tree as they are.

bin_PROGRAMS += tools/tariff
tools_tariff_SOURCES = \
    tools/assess.c \
    tools/classify.c \
    tools/cli.h \
    tools/commands.c \
    tools/conformance/composition.c \
    tools/conformance/conditions.c \
    tools/conformance/conditions_shown.c \
    tools/conformance/declaration.c \
    tools/conformance/evaluation.c \
    tools/conformance/exchange.c \
    tools/conformance/facts.c \
    tools/conformance/facts.h \
    tools/conformance/geography.c \
    tools/conformance/import.c \
    tools/conformance/ladders.c \
    tools/conformance/measures.c \
    tools/conformance/measures.h \
    tools/conformance/nomenclature.c \
    tools/conformance/preferences.c \
    tools/conformance/quotas.c \
    tools/conformance/rates.c \
    tools/conformance/rates.h \
    tools/conformance/routes.c \
    tools/conformance/rules.c \
    tools/conformance/run.c \
    tools/conformance/run.h \
    tools/conformance/staging.c \
    tools/conformance/table.c \
    tools/conformance/table.h \
    tools/conformance/texts.c \
    tools/conformance/trial.c \
    tools/conformance/units.c \
    tools/conformance/world.c \
    tools/conformance/world.h \
    tools/conformance/world_currency.c \
    tools/conformance/world_fees.c \
    tools/conformance/world_low_value.c \
    tools/conformance/world_quota.c \
    tools/conformance/world_rates.c \
    tools/conformance/world_rounding.c \
    tools/conformance/world_valuation.c \
    tools/conformance/xml.h \
    tools/data.c \
    tools/export.c \
    tools/help.c \
    tools/json.c \
    tools/json.h \
    tools/lines.c \
    tools/lines.h \
    tools/look.c \
    tools/options.c \
    tools/options.h \
    tools/print.c \
    tools/quota.c \
    tools/quote.c \
    tools/rate.c \
    tools/session.c \
    tools/tariff.c \
    tools/text.c \
    tools/text.h
tools_tariff_CPPFLAGS = -I$(top_srcdir)/include -I$(top_srcdir)/tools -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 \
    -DTARIFF_INSTALLED_IMAGE='"$(pkgdatadir)/default.tariff"'
tools_tariff_LDADD = libtariff/libtariff.la -lpthread
tools_tariff_LDFLAGS = $(AM_LDFLAGS) -static

# The manual and completion, made from the table of the commands by the program itself; not in cross builds, where it cannot run.
man_commands = assess classify compare compile conformance evaluate export help import info introspect measures needs quota \
    quote rate show train tree update verify
if !CROSS_COMPILING
man_pages = tools/man/tariff.1 $(man_commands:%=tools/man/tariff-%.1)
nodist_man1_MANS = $(man_pages)
bashcompletiondir = $(datadir)/bash-completion/completions
nodist_bashcompletion_DATA = tools/completion/tariff
endif
tools/man/tariff.1: tools/tariff$(EXEEXT)
	@$(MKDIR_P) tools/man
	$(AM_V_GEN)tools/tariff$(EXEEXT) help --man >$@.tmp && mv $@.tmp $@
$(man_commands:%=tools/man/tariff-%.1): tools/tariff$(EXEEXT)
	@$(MKDIR_P) tools/man
	$(AM_V_GEN)name=$@; name=$${name##*/tariff-}; tools/tariff$(EXEEXT) help --man $${name%.1} >$@.tmp && mv $@.tmp $@
tools/completion/tariff: tools/tariff$(EXEEXT)
	@$(MKDIR_P) tools/completion
	$(AM_V_GEN)tools/tariff$(EXEEXT) help --completion >$@.tmp && mv $@.tmp $@
CLEANFILES += tools/man/*.1 tools/man/*.tmp tools/completion/tariff tools/completion/*.tmp
