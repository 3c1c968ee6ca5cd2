/* SPDX-License-Identifier: Apache-2.0 */
/* Exceptions from the schedules of an agreement: lines that are left out, or have another category or base rate. */
#include "compile/staging.h"

/**
 * Whether a code lies under one of a list of codes and ranges of codes: "0203 0701-0714". Which codes a section of the
 * nomenclature holds ("s4") is not known here: `section` is said of it.
 */
static bool under(trf_slice codes, trf_slice code, bool section)
{
    for (size_t at = 0; at < codes.size;) {
        size_t end = at, dash;
        trf_slice first, last;

        while (end < codes.size && codes.data[end] != ' ')
            end++;
        for (dash = at; dash < end && codes.data[dash] != '-'; dash++)
            ;
        first = trf_slice_of(codes.data + at, dash - at);
        last = dash < end ? trf_slice_of(codes.data + dash + 1, end - dash - 1) : first;
        if (first.size && first.data[0] == 's' && section)
            return true;
        if (first.size && last.size && code.size >= first.size && code.size >= last.size &&
            memcmp(code.data, first.data, first.size) >= 0 && memcmp(code.data, last.data, last.size) <= 0)
            return true;
        at = end + 1;
    }
    return false;
}

static bool same_or_none(const trf_staging *s, const trf_schedule *sc, uint32_t exception, const char *side)
{
    trf_slice wanted = trf_staging_attribute(s, exception, side);

    return wanted.size == 0 || trf_slice_equal(wanted, trf_staging_attribute(s, sc->node, side));
}

/** The exception that a line falls under; TRF_NODE_NONE. */
static uint32_t exception_of(const trf_staging *s, const trf_schedule *sc, trf_slice code)
{
    for (uint32_t e = trf_staging_next(s, trf_staging_node(s, sc->agreement)->first_child, "exception"); e != TRF_NODE_NONE;
         e = trf_staging_next(s, trf_staging_node(s, e)->next, "exception"))
        if (under(trf_staging_attribute(s, e, "codes"), code, true) &&
            !under(trf_staging_attribute(s, e, "except"), code, false) && same_or_none(s, sc, e, "importer") &&
            same_or_none(s, sc, e, "exporter"))
            return e;
    return TRF_NODE_NONE;
}

bool trf_schedule_keeps(const trf_staging *s, const trf_schedule *sc, uint32_t line, trf_slice *category, trf_slice *base,
                        trf_slice *grammar)
{
    uint32_t exception = exception_of(s, sc, trf_staging_attribute(s, line, "code"));
    trf_slice kind;

    if (exception == TRF_NODE_NONE)
        return true;
    kind = trf_staging_attribute(s, exception, "kind");
    if (trf_slice_is(kind, "other-category") && trf_staging_attribute(s, exception, "category").size) {
        *category = trf_staging_text(s, exception, "category");
        return true;
    }
    if (trf_slice_is(kind, "other-base") && trf_staging_attribute(s, exception, "duty").size) {
        *base = trf_staging_text(s, exception, "duty");
        *grammar = trf_staging_text(s, exception, "grammar");
        return true;
    }
    if (!trf_slice_is(kind, "excluded"))
        trf_staging_report(s, exception, "exception of kind '%S' makes no measures; the lines under it have no preference", kind);
    return false;
}
