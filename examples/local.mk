# SPDX-License-Identifier: Apache-2.0
# Examples use the public headers and the shared library as a host would; make check builds and runs them.
EXTRA_PROGRAMS += examples/evaluate
examples_evaluate_LDADD = libtariff/libtariff.la
CLEANFILES += examples/evaluate
