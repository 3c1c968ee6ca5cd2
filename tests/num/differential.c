/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evaluates lines of operations in reverse Polish notation and prints what they give, so that another implementation of
 * exact numbers can be held against num/. One line in, one line out; numbers are reset after each line.
 *
 *   NUMBER      pushed                       + - * /    of the two topmost
 *   hN          shifted by N places          n          negated
 *   c           the two compared: -1, 0, 1   MODE       the second rounded to a multiple of the topmost; "half-up", "floor"…
 *   =           printed as it is             q          printed as a ratio in lowest terms
 *   sL,M        printed with at least L and at most M places
 *   pN          apportion: the stack holds N weights, the total, the unit; prints all shares
 *
 * A failed operation prints the name of its status and ends the line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num/round.h"

#define STACK_MAX 256

static trf_numbers *pool;
static trf_number stack[STACK_MAX];
static size_t depth;

static const char *status_name(tariff_status status)
{
    switch (status) {
    case TARIFF_OK: return "OK";
    case TARIFF_EINVAL: return "EINVAL";
    case TARIFF_ERANGE: return "ERANGE";
    case TARIFF_ENOMEM: return "ENOMEM";
    case TARIFF_ELIMIT: return "ELIMIT";
    default: return "?";
    }
}

static void need(size_t count)
{
    if (depth < count) {
        fputs("differential: too few values on the stack\n", stderr);
        exit(99);
    }
}

static tariff_status apportion(size_t count, trf_buffer *out)
{
    trf_number shares[STACK_MAX];
    tariff_status status;
    size_t i;

    need(count + 2);
    status = trf_number_apportion(pool, stack[depth - 2], stack + depth - 2 - count, count, stack[depth - 1], shares);
    depth -= count + 2;
    for (i = 0; i < count && status == TARIFF_OK; i++) {
        trf_buffer_char(out, ' ');
        status = trf_number_print(pool, shares[i], out);
    }
    return status;
}

/* Where words of one size can do the same, they give the same. */
static void check_small(bool done, trf_small small, tariff_status status, trf_number number)
{
    if (done && (status != TARIFF_OK || number.scale != small.scale ||
                 trf_number_compare(pool, number, trf_number_of_small(small)) != 0)) {
        fputs("differential: a word gives another result\n", stderr);
        exit(99);
    }
}

static tariff_status binary(char operation)
{
    trf_number a, b, *top;
    trf_small x = {0, 0}, y = {0, 0}, small = {0, 0};
    tariff_status status;
    bool both, done = false;

    need(2);
    b = stack[--depth];
    top = &stack[depth - 1];
    a = *top;
    both = trf_number_to_small(a, &x) && trf_number_to_small(b, &y);
    switch (operation) {
    case '+':
        status = trf_number_add(pool, a, b, top);
        done = both && trf_small_add(x, y, &small);
        break;
    case '-':
        status = trf_number_subtract(pool, a, b, top);
        done = both && trf_small_subtract(x, y, &small);
        break;
    case '*':
        status = trf_number_multiply(pool, a, b, top);
        done = both && trf_small_multiply(x, y, &small);
        break;
    default: return trf_number_divide(pool, a, b, top);
    }
    check_small(done, small, status, *top);
    return status;
}

static tariff_status compare(void)
{
    trf_number a, b;
    trf_small x, y;
    int order, small;

    need(2);
    b = stack[--depth];
    a = stack[depth - 1];
    order = trf_number_compare(pool, a, b);
    if (trf_number_to_small(a, &x) && trf_number_to_small(b, &y) && trf_small_compare(x, y, &small) && small != order) {
        fputs("differential: words compare otherwise\n", stderr);
        exit(99);
    }
    stack[depth - 1] = trf_number_of(order);
    return TARIFF_OK;
}

static tariff_status rounded(trf_rounding mode)
{
    trf_number a, unit, *top;
    trf_small x = {0, 0}, small = {0, 0};
    tariff_status status;
    bool done;

    need(2);
    unit = stack[--depth];
    top = &stack[depth - 1];
    a = *top;
    status = trf_number_round(pool, a, mode, unit, top);
    done = mode != TRF_ROUND_NONE && unit.big == 0 && unit.coefficient == 1 && trf_number_to_small(a, &x) &&
           trf_small_round(x, mode, unit.scale, &small);
    check_small(done, small, status, *top);
    return status;
}

static tariff_status step(const char *token, size_t size, trf_buffer *out)
{
    trf_slice text = trf_slice_of(token, size);
    trf_rounding mode;
    trf_number *top = depth > 0 ? &stack[depth - 1] : NULL;
    char *end;

    if ((token[0] >= '0' && token[0] <= '9') || (token[0] == '-' && size > 1)) {
        if (depth == STACK_MAX) {
            fputs("differential: too many values on the stack\n", stderr);
            exit(99);
        }
        return trf_number_parse(pool, text, &stack[depth++]);
    }
    if (size == 1 && strchr("+-*/", token[0]) != NULL)
        return binary(token[0]);
    if (token[0] == 'p')
        return apportion((size_t)strtol(token + 1, &end, 10), out);
    need(1);
    if (trf_rounding_of_name(text, &mode))
        return rounded(mode);
    switch (token[0]) {
    case 'h': return trf_number_shift(pool, *top, (int)strtol(token + 1, &end, 10), top);
    case 'n': return trf_number_negate(pool, *top, top);
    case 'c': return compare();
    case '=': trf_buffer_char(out, ' '); return trf_number_print(pool, *top, out);
    case 'q': trf_buffer_char(out, ' '); return trf_number_print_ratio(pool, *top, out);
    case 's': {
        unsigned least = (unsigned)strtol(token + 1, &end, 10), most = (unsigned)strtol(end + 1, &end, 10);

        trf_buffer_char(out, ' ');
        return trf_number_format(pool, *top, least, most, out);
    }
    default: fprintf(stderr, "differential: unknown operation '%.*s'\n", (int)size, token); exit(99);
    }
}

int main(void)
{
    static char line[1 << 16];
    trf_buffer out;

    pool = trf_numbers_new(&trf_alloc_default);
    if (pool == NULL)
        return 99;
    trf_buffer_init(&out, &trf_alloc_default, 0);
    while (fgets(line, sizeof line, stdin) != NULL) {
        const char *at = line;
        tariff_status status = TARIFF_OK;

        depth = 0;
        while (status == TARIFF_OK && *at != '\0' && *at != '\n') {
            size_t size = strcspn(at, " \n");

            status = step(at, size, &out);
            at += size;
            at += *at == ' ';
        }
        if (status != TARIFF_OK) {
            trf_buffer_char(&out, ' ');
            trf_buffer_text(&out, status_name(status));
        }
        trf_buffer_char(&out, '\n');
        if (out.failed || fwrite(out.data, 1, out.size, stdout) != out.size)
            return 99;
        trf_buffer_clear(&out);
        trf_numbers_reset(pool);
    }
    fprintf(stderr, "%llu operations went to GMP\n", (unsigned long long)trf_numbers_falls(pool));
    trf_buffer_done(&out);
    trf_numbers_free(pool);
    return ferror(stdin) || fflush(stdout) != 0 ? 99 : 0;
}
