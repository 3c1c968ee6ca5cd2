# SPDX-License-Identifier: Apache-2.0
# Bindings. Each has its tests beside it; `make check` runs those whose language is there.
BINDING_TESTS = bindings/python/tests/test_binding.py
TESTS += $(BINDING_TESTS)

.PHONY: python-api
# Writes the raw layer of the Python binding anew, where the API was changed on purpose.
python-api: tools/tariff$(EXEEXT)
	tools/tariff$(EXEEXT) introspect --format json >introspection.tmp
	$(PYTHON3) $(top_srcdir)/build-aux/python-api introspection.tmp $(top_srcdir)/bindings/python/libtariff/_api.py; \
	    rm -f introspection.tmp
