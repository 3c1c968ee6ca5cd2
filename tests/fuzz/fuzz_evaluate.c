/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytecode from anywhere: what the check lets through can be evaluated, gives the same with and without a record, and the
 * record computes again. The first bytes choose the facts, the rest is a program.
 */
#include <stdlib.h>

#include "rate/evaluate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static tariff_status exchange(void *user, uint32_t currency, trf_exchange *out)
{
    (void)user;
    *out = (trf_exchange){.factor = trf_number_scaled(86431, 5), .divisor = trf_number_of(currency & 1 ? 3 : 1)};
    return TARIFF_OK;
}

static int claimed(void *user, uint32_t programmes)
{
    (void)user;
    return (int)(programmes & 1);
}

static void say(trf_facts *facts, const uint8_t *choice)
{
    static const trf_fact_source source = {.exchange = exchange, .claimed = claimed};
    const trf_vocabulary *words = trf_facts_vocabulary(facts);

    trf_facts_set_source(facts, &source);
    trf_facts_set_currency(facts, choice[0] % words->currency_count);
    if (choice[1] & 1)
        trf_facts_set_value(facts, trf_number_scaled((int64_t)choice[2] * 1000003, choice[1] % 7), TRF_TRACE_NONE);
    if (choice[1] & 2)
        trf_facts_set_quantity(facts, choice[3] % words->unit_count, trf_number_scaled(choice[4], choice[1] % 5),
                               TRF_TRACE_NONE);
    if (choice[1] & 4)
        trf_facts_set_quantity(facts, choice[5] % words->unit_count, trf_number_of(choice[6]), TRF_TRACE_NONE);
    if (choice[1] & 8)
        trf_facts_set_degrees(facts, trf_number_of(choice[7]), TRF_TRACE_NONE);
    if (choice[1] & 16)
        trf_facts_set_date(facts, 20000 + choice[7]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static trf_facts *facts;
    static trf_numbers *pool;
    trf_code_bounds bounds = {16, trf_vocabulary_default.unit_count, trf_vocabulary_default.currency_count};
    trf_rate_policy policy = {.mode = TRF_ROUND_HALF_UP, .unit = trf_number_scaled(1, 2)};
    trf_rate_result plain, traced;
    trf_trace trace;
    uint32_t node;
    tariff_status status;

    if (!facts) {
        facts = trf_facts_new(&trf_alloc_default, NULL);
        pool = trf_numbers_new(&trf_alloc_default);
    }
    if (size < 8 || trf_expr_check(data + 8, size - 8, &bounds, NULL, &trf_alloc_default) != TARIFF_OK)
        return 0;
    trf_facts_reset(facts);
    trf_numbers_reset(pool);
    say(facts, data);
    trf_trace_init(&trace, &trf_alloc_default);
    status = trf_rate_evaluate(data + 8, size - 8, facts, pool, NULL, &policy, 0, 0, &plain);
    if (trf_rate_evaluate(data + 8, size - 8, facts, pool, &trace, &policy, 0, 0, &traced) != status)
        abort();
    if (status == TARIFF_OK && (trf_number_compare(pool, plain.amount, traced.amount) != 0 ||
                                trf_trace_check(&trace, pool, traced.node, &node) != TARIFF_OK))
        abort();
    trf_trace_done(&trace);
    return 0;
}
