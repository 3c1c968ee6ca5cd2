/* SPDX-License-Identifier: Apache-2.0 */
#include "num/unit.h"

static const trf_slice names[] = {
    {"mass", 4},    {"volume", 6},  {"length", 6},         {"area", 4},  {"count", 5}, {"item", 4},
    {"energy", 6},  {"alcohol", 7}, {"radioactivity", 13}, {"money", 5}, {"time", 4},  {"power", 5},
    {"tonnage", 7}, {"sugar", 5},   {"carrying", 8},       {"other", 5},
};

_Static_assert(sizeof names / sizeof names[0] == TRF_DIMENSIONS, "a name for each dimension");
_Static_assert(TRF_DIMENSION_COUNT_OF == TRF_DIMENSIONS, "an exponent for each dimension");

trf_slice trf_dimension_name(trf_dimension dimension)
{
    return (unsigned)dimension < TRF_DIMENSIONS ? names[dimension] : TRF_SLICE_EMPTY;
}

bool trf_dimension_of_name(trf_slice name, trf_dimension *out)
{
    size_t i;

    for (i = 0; i < TRF_DIMENSIONS; i++) {
        if (trf_slice_equal(name, names[i])) {
            *out = (trf_dimension)i;
            return true;
        }
    }
    return false;
}

bool trf_unit_read_dimensions(trf_slice text, int8_t exponents[TRF_DIMENSIONS])
{
    int8_t read[TRF_DIMENSIONS] = {0};
    int8_t sign = 1;
    size_t start = 0, i;

    for (i = 0; text.size > 0 && i <= text.size; i++) {
        trf_dimension dimension;

        if (i < text.size && text.data[i] != '*' && text.data[i] != '/')
            continue;
        if (!trf_dimension_of_name(trf_slice_of(text.data + start, i - start), &dimension))
            return false;
        if (read[dimension] == INT8_MAX || read[dimension] == -INT8_MAX)
            return false;
        read[dimension] = (int8_t)(read[dimension] + sign);
        sign = i < text.size && text.data[i] == '/' ? -1 : 1;
        start = i + 1;
    }
    memcpy(exponents, read, sizeof read);
    return true;
}

trf_unit_vector trf_unit_one(void)
{
    return (trf_unit_vector){{0}, trf_number_of(1), TRF_SLICE_EMPTY};
}

bool trf_unit_same_dimensions(const trf_unit_vector *a, const trf_unit_vector *b)
{
    return memcmp(a->exponents, b->exponents, sizeof a->exponents) == 0;
}

bool trf_unit_convertible(const trf_unit_vector *a, const trf_unit_vector *b)
{
    return trf_unit_same_dimensions(a, b) && trf_slice_equal(a->qualifier, b->qualifier);
}

bool trf_unit_equal(trf_numbers *pool, const trf_unit_vector *a, const trf_unit_vector *b)
{
    return trf_unit_convertible(a, b) && trf_number_compare(pool, a->factor, b->factor) == 0;
}

/* ---- messages ---- */
static void describe_side(const trf_unit_vector *unit, int sign, trf_buffer *out)
{
    bool first = true;
    unsigned i;

    for (i = 0; i < TRF_DIMENSIONS; i++) {
        int power = sign * unit->exponents[i];

        if (power <= 0)
            continue;
        if (!first)
            trf_buffer_char(out, ' ');
        first = false;
        trf_buffer_slice(out, names[i]);
        if (power > 1) {
            trf_buffer_char(out, '^');
            trf_buffer_unsigned(out, (uint64_t)power, 1);
        }
    }
}

void trf_unit_describe(const trf_unit_vector *unit, trf_buffer *out)
{
    bool above = false, below = false;
    unsigned i;

    for (i = 0; i < TRF_DIMENSIONS; i++) {
        above = above || unit->exponents[i] > 0;
        below = below || unit->exponents[i] < 0;
    }
    if (!above)
        trf_buffer_text(out, "number");
    describe_side(unit, 1, out);
    if (below)
        trf_buffer_text(out, " / ");
    describe_side(unit, -1, out);
    if (unit->qualifier.size > 0) {
        trf_buffer_text(out, " '");
        trf_buffer_slice(out, unit->qualifier);
        trf_buffer_char(out, '\'');
    }
}

static tariff_status fail_between(trf_numbers *pool, const trf_unit_vector *a, const trf_unit_vector *b, tariff_status status,
                                  const char *format, tariff_error **error)
{
    const trf_alloc *alloc = trf_numbers_alloc(pool);
    trf_buffer left, right;

    trf_buffer_init(&left, alloc, 256);
    trf_buffer_init(&right, alloc, 256);
    trf_unit_describe(a, &left);
    trf_unit_describe(b, &right);
    status = trf_fail(error, alloc, status, format, trf_buffer_view(&left), trf_buffer_view(&right));
    trf_buffer_done(&left);
    trf_buffer_done(&right);
    return status;
}

/* ---- arithmetic ---- */
static tariff_status combine(trf_numbers *pool, const trf_unit_vector *a, const trf_unit_vector *b, bool divide,
                             trf_unit_vector *out, tariff_error **error)
{
    trf_unit_vector unit = *a;
    bool measures = false;
    tariff_status status;
    unsigned i;

    if (a->qualifier.size > 0 && b->qualifier.size > 0 && !trf_slice_equal(a->qualifier, b->qualifier))
        return fail_between(pool, a, b, TARIFF_EINVAL, "units %S and %S: different qualifiers (expected the same, or one)",
                            error);
    for (i = 0; i < TRF_DIMENSIONS; i++) {
        int power = divide ? a->exponents[i] - b->exponents[i] : a->exponents[i] + b->exponents[i];

        if (power > INT8_MAX || power < -INT8_MAX)
            return fail_between(pool, a, b, TARIFF_ERANGE, "units %S and %S: exponent too large (expected at most 127)", error);
        unit.exponents[i] = (int8_t)power;
        measures = measures || (power != 0 && i != TRF_DIMENSION_MONEY);
    }
    if (unit.qualifier.size == 0)
        unit.qualifier = b->qualifier;
    if (!measures || (divide && a->qualifier.size > 0 && b->qualifier.size > 0))
        unit.qualifier = TRF_SLICE_EMPTY;
    status = divide ? trf_number_divide(pool, a->factor, b->factor, &unit.factor)
                    : trf_number_multiply(pool, a->factor, b->factor, &unit.factor);
    if (status == TARIFF_ENOMEM)
        return trf_fail_memory(error);
    if (status < 0)
        return fail_between(pool, a, b, status, "units %S and %S: factor has no exact value (expected factors above zero)",
                            error);
    *out = unit;
    return TARIFF_OK;
}

tariff_status trf_unit_multiply(trf_numbers *pool, const trf_unit_vector *a, const trf_unit_vector *b, trf_unit_vector *out,
                                tariff_error **error)
{
    return combine(pool, a, b, false, out, error);
}

tariff_status trf_unit_divide(trf_numbers *pool, const trf_unit_vector *a, const trf_unit_vector *b, trf_unit_vector *out,
                              tariff_error **error)
{
    return combine(pool, a, b, true, out, error);
}

tariff_status trf_unit_convert(trf_numbers *pool, trf_number value, const trf_unit_vector *from, const trf_unit_vector *to,
                               trf_number *out, tariff_error **error)
{
    trf_number converted = value;
    tariff_status status = TARIFF_OK;

    if (!trf_unit_same_dimensions(from, to))
        return fail_between(pool, from, to, TARIFF_EINVAL,
                            "quantity of %S: not one of %S (expected a declared fact that relates them)", error);
    if (!trf_slice_equal(from->qualifier, to->qualifier))
        return fail_between(pool, from, to, TARIFF_EINVAL,
                            "quantity of %S: not one of %S (expected the same qualifier, or a declared fact)", error);
    if (trf_number_compare(pool, from->factor, to->factor) != 0) {
        status = trf_number_multiply(pool, value, from->factor, &converted);
        if (status == TARIFF_OK)
            status = trf_number_divide(pool, converted, to->factor, &converted);
    }
    if (status == TARIFF_ENOMEM)
        return trf_fail_memory(error);
    if (status < 0)
        return fail_between(pool, from, to, status, "quantity of %S: has no exact value as one of %S (expected fewer digits)",
                            error);
    *out = converted;
    return TARIFF_OK;
}
