# SPDX-License-Identifier: CC0-1.0
# What the library ships, and the default image made of it.

# Words of duty texts: also the source of the built-in vocabulary (libtariff/local.mk).
EXTRA_DIST += \
    data/reference/duty-expressions.xml \
    data/reference/monetary-units.xml \
    data/reference/units.xml \
    data/vocabulary.py
