# SPDX-License-Identifier: CC0-1.0
# What the library ships, and the default image made of it.

# Words of duty texts: also the source of the built-in vocabulary (libtariff/local.mk).
EXTRA_DIST += \
    data/reference/duty-expressions.xml \
    data/reference/monetary-units.xml \
    data/reference/units.xml \
    data/vocabulary.py

# The default image: everything below, in this order.
default_image_inputs = \
    data/reference/duty-expressions.xml \
    data/reference/monetary-units.xml \
    data/reference/units.xml \
    data/reference/areas.xml \
    data/reference/documents.xml \
    data/reference/incoterms.xml \
    data/hs2022/hs2022.xml \
    data/hs2022/correlation/hs2012-hs2017.xml \
    data/hs2022/correlation/hs2017-hs2022.xml \
    data/hs2022/en/section-01.xml \
    data/hs2022/en/section-02.xml \
    data/hs2022/en/section-03.xml \
    data/hs2022/en/section-04.xml \
    data/hs2022/en/section-05.xml \
    data/hs2022/en/section-06.xml \
    data/hs2022/en/section-07.xml \
    data/hs2022/en/section-08.xml \
    data/hs2022/en/section-09.xml \
    data/hs2022/en/section-10.xml \
    data/hs2022/en/section-11.xml \
    data/hs2022/en/section-12.xml \
    data/hs2022/en/section-13.xml \
    data/hs2022/en/section-14.xml \
    data/hs2022/en/section-15.xml \
    data/hs2022/en/section-16.xml \
    data/hs2022/en/section-17.xml \
    data/hs2022/en/section-18.xml \
    data/hs2022/en/section-19.xml \
    data/hs2022/en/section-20.xml \
    data/hs2022/en/section-21.xml \
    data/hs2022/fr/section-01.xml \
    data/hs2022/fr/section-02.xml \
    data/hs2022/fr/section-03.xml \
    data/hs2022/fr/section-04.xml \
    data/hs2022/fr/section-05.xml \
    data/hs2022/fr/section-06.xml \
    data/hs2022/fr/section-07.xml \
    data/hs2022/fr/section-08.xml \
    data/hs2022/fr/section-09.xml \
    data/hs2022/fr/section-10.xml \
    data/hs2022/fr/section-11.xml \
    data/hs2022/fr/section-12.xml \
    data/hs2022/fr/section-13.xml \
    data/hs2022/fr/section-14.xml \
    data/hs2022/fr/section-15.xml \
    data/hs2022/fr/section-16.xml \
    data/hs2022/fr/section-17.xml \
    data/hs2022/fr/section-18.xml \
    data/hs2022/fr/section-19.xml \
    data/hs2022/fr/section-20.xml \
    data/hs2022/fr/section-21.xml \
    data/hs2022/es/section-01.xml \
    data/hs2022/es/section-02.xml \
    data/hs2022/es/section-03.xml \
    data/hs2022/es/section-04.xml \
    data/hs2022/es/section-05.xml \
    data/hs2022/es/section-06.xml \
    data/hs2022/es/section-07.xml \
    data/hs2022/es/section-08.xml \
    data/hs2022/es/section-09.xml \
    data/hs2022/es/section-10.xml \
    data/hs2022/es/section-11.xml \
    data/hs2022/es/section-12.xml \
    data/hs2022/es/section-13.xml \
    data/hs2022/es/section-14.xml \
    data/hs2022/es/section-15.xml \
    data/hs2022/es/section-16.xml \
    data/hs2022/es/section-17.xml \
    data/hs2022/es/section-18.xml \
    data/hs2022/es/section-19.xml \
    data/hs2022/es/section-20.xml \
    data/hs2022/es/section-21.xml \
    data/hs2022/de/section-01.xml \
    data/hs2022/de/section-02.xml \
    data/hs2022/de/section-03.xml \
    data/hs2022/de/section-04.xml \
    data/hs2022/de/section-05.xml \
    data/hs2022/de/section-06.xml \
    data/hs2022/de/section-07.xml \
    data/hs2022/de/section-08.xml \
    data/hs2022/de/section-09.xml \
    data/hs2022/de/section-10.xml \
    data/hs2022/de/section-11.xml \
    data/hs2022/de/section-12.xml \
    data/hs2022/de/section-13.xml \
    data/hs2022/de/section-14.xml \
    data/hs2022/de/section-15.xml \
    data/hs2022/de/section-16.xml \
    data/hs2022/de/section-17.xml \
    data/hs2022/de/section-18.xml \
    data/hs2022/de/section-19.xml \
    data/hs2022/de/section-20.xml \
    data/hs2022/de/section-21.xml \
    data/hs2022/zh-Hans/section-01.xml \
    data/hs2022/zh-Hans/section-02.xml \
    data/hs2022/zh-Hans/section-03.xml \
    data/hs2022/zh-Hans/section-04.xml \
    data/hs2022/zh-Hans/section-05.xml \
    data/hs2022/zh-Hans/section-06.xml \
    data/hs2022/zh-Hans/section-07.xml \
    data/hs2022/zh-Hans/section-08.xml \
    data/hs2022/zh-Hans/section-09.xml \
    data/hs2022/zh-Hans/section-10.xml \
    data/hs2022/zh-Hans/section-11.xml \
    data/hs2022/zh-Hans/section-12.xml \
    data/hs2022/zh-Hans/section-13.xml \
    data/hs2022/zh-Hans/section-14.xml \
    data/hs2022/zh-Hans/section-15.xml \
    data/hs2022/zh-Hans/section-16.xml \
    data/hs2022/zh-Hans/section-17.xml \
    data/hs2022/zh-Hans/section-18.xml \
    data/hs2022/zh-Hans/section-19.xml \
    data/hs2022/zh-Hans/section-20.xml \
    data/hs2022/zh-Hans/section-21.xml \
    data/hs2022/ru/section-01.xml \
    data/hs2022/ru/section-02.xml \
    data/hs2022/ru/section-03.xml \
    data/hs2022/ru/section-04.xml \
    data/hs2022/ru/section-05.xml \
    data/hs2022/ru/section-06.xml \
    data/hs2022/ru/section-07.xml \
    data/hs2022/ru/section-08.xml \
    data/hs2022/ru/section-09.xml \
    data/hs2022/ru/section-10.xml \
    data/hs2022/ru/section-11.xml \
    data/hs2022/ru/section-12.xml \
    data/hs2022/ru/section-13.xml \
    data/hs2022/ru/section-14.xml \
    data/hs2022/ru/section-15.xml \
    data/hs2022/ru/section-16.xml \
    data/hs2022/ru/section-17.xml \
    data/hs2022/ru/section-18.xml \
    data/hs2022/ru/section-19.xml \
    data/hs2022/ru/section-20.xml \
    data/hs2022/ru/section-21.xml \
    data/hs2022/vi/section-01.xml \
    data/hs2022/vi/section-02.xml \
    data/hs2022/vi/section-03.xml \
    data/hs2022/vi/section-04.xml \
    data/hs2022/vi/section-05.xml \
    data/hs2022/vi/section-06.xml \
    data/hs2022/vi/section-07.xml \
    data/hs2022/vi/section-08.xml \
    data/hs2022/vi/section-09.xml \
    data/hs2022/vi/section-10.xml \
    data/hs2022/vi/section-11.xml \
    data/hs2022/vi/section-12.xml \
    data/hs2022/vi/section-13.xml \
    data/hs2022/vi/section-14.xml \
    data/hs2022/vi/section-15.xml \
    data/hs2022/vi/section-16.xml \
    data/hs2022/vi/section-17.xml \
    data/hs2022/vi/section-18.xml \
    data/hs2022/vi/section-19.xml \
    data/hs2022/vi/section-20.xml \
    data/hs2022/vi/section-21.xml \
    data/hs2022/notes/gri.xml \
    data/hs2022/notes/section-01.xml \
    data/hs2022/notes/section-02.xml \
    data/hs2022/notes/section-03.xml \
    data/hs2022/notes/section-04.xml \
    data/hs2022/notes/section-05.xml \
    data/hs2022/notes/section-06.xml \
    data/hs2022/notes/section-07.xml \
    data/hs2022/notes/section-08.xml \
    data/hs2022/notes/section-09.xml \
    data/hs2022/notes/section-10.xml \
    data/hs2022/notes/section-11.xml \
    data/hs2022/notes/section-12.xml \
    data/hs2022/notes/section-13.xml \
    data/hs2022/notes/section-14.xml \
    data/hs2022/notes/section-15.xml \
    data/hs2022/notes/section-16.xml \
    data/hs2022/notes/section-17.xml \
    data/hs2022/notes/section-18.xml \
    data/hs2022/notes/section-19.xml \
    data/hs2022/notes/section-20.xml \
    data/hs2022/notes/section-21.xml \
    data/hs2022/notes/terms.xml \
    data/profiles/eu.xml \
    data/profiles/hs.xml \
    data/profiles/uk.xml \
    data/profiles/us.xml \
    data/profiles/wto.xml \
    data/tariffs/eu-sample.xml \
    data/tariffs/uk-sample.xml \
    data/tariffs/us-sample.xml
EXTRA_DIST += $(default_image_inputs)

if DEFAULT_IMAGE_GIVEN
default.tariff: $(DEFAULT_IMAGE)
	$(AM_V_GEN)cp $(DEFAULT_IMAGE) $@.tmp && mv $@.tmp $@
pkgdata_DATA = default.tariff
else
# A reader that reads no XML has no image of its own to make.
if INGEST
# Findings (exit 1) are no reason to have no image; `make check` has the list.
default.tariff: $(default_image_inputs) tools/tariff$(EXEEXT)
	$(AM_V_GEN)tools/tariff$(EXEEXT) compile --quiet -o $@ $(default_image_inputs:%=$(top_srcdir)/%) >default.log 2>&1 || \
	    { test $$? = 1 && test -s $@; } || { cat default.log; exit 1; }
pkgdata_DATA = default.tariff
endif
endif
CLEANFILES += default.tariff default.log
