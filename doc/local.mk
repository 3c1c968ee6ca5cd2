# SPDX-License-Identifier: Apache-2.0

nobase_dist_doc_DATA = \
    doc/abi.md \
    doc/architecture.md \
    doc/assessment.md \
    doc/classification.md \
    doc/data-quality.md \
    doc/expressions.md \
    doc/glossary.md \
    doc/image-format.md \
    doc/inputs.md \
    doc/json-door.md \
    doc/numbers.md \
    doc/operation.md \
    doc/performance.md \
    doc/profiles.md \
    doc/reliability.md \
    doc/rules.md \
    doc/schema.md \
    doc/training.md \
    doc/units.md \
    doc/us-unresolved.md
