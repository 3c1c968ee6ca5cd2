/* SPDX-License-Identifier: Apache-2.0 */
#include "rate/vocabulary.h"

static tariff_status number(const trf_snapshot *s, trf_numbers *pool, trf_str id, trf_number *out, const trf_alloc *alloc,
                            tariff_error **error)
{
    trf_slice text = trf_snapshot_text(s, id);

    *out = trf_number_of(0);
    if (text.size == 0)
        return TARIFF_OK;
    if (trf_number_parse(pool, text, out) < 0 || out->big)
        return trf_fail(error, alloc, TARIFF_EIMAGE, "image: factor '%S' of a measurement unit is not a decimal number", text);
    return TARIFF_OK;
}

static tariff_status units(const trf_snapshot *s, trf_vocabulary_builder *builder, trf_numbers *pool, const trf_alloc *alloc,
                           tariff_error **error)
{
    uint32_t count = trf_snapshot_unit_count(s), names = trf_snapshot_unit_name_count(s);
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 1; i < count && status >= 0; i++) {
        const trf_unit_record *record = trf_snapshot_unit(s, i);
        trf_unit unit = {0};

        unit.code = trf_snapshot_text(s, record->code);
        unit.qualifier = trf_snapshot_text(s, record->qualifier);
        unit.abbreviation = trf_snapshot_text(s, record->abbreviation);
        unit.expansion = trf_snapshot_text(s, record->expansion);
        unit.asked_in = trf_snapshot_text(s, record->asked_in);
        unit.kind = trf_snapshot_text(s, record->kind);
        unit.compound_of = trf_snapshot_text(s, record->compound_of);
        unit.dimensions = trf_snapshot_text(s, record->dimensions);
        unit.rec20 = trf_snapshot_text(s, record->rec20);
        unit.from = record->start;
        unit.to = record->end;
        status = number(s, pool, record->multiplier, &unit.multiplier, alloc, error);
        if (status >= 0)
            status = number(s, pool, record->factor, &unit.factor, alloc, error);
        if (status >= 0 && !trf_vocabulary_add_unit(builder, &unit, NULL))
            status = trf_fail_memory(error);
    }
    for (uint32_t i = 0; i < names && status >= 0; i++) {
        const trf_unit_name_record *record = trf_snapshot_unit_name(s, i);

        if (record->unit && record->unit < count &&
            !trf_vocabulary_add_name(builder, trf_snapshot_text(s, record->name), record->unit - 1, record->flags))
            status = trf_fail_memory(error);
    }
    return status;
}

static tariff_status words(const trf_snapshot *s, trf_vocabulary_builder *builder, tariff_error **error)
{
    bool added = true;

    for (uint32_t i = 1; i < trf_snapshot_currency_count(s) && added; i++) {
        const trf_currency_record *record = trf_snapshot_currency(s, i);
        trf_currency currency = {0};

        currency.code = trf_snapshot_text(s, record->code);
        currency.symbol = trf_snapshot_text(s, record->symbol);
        currency.shown = trf_snapshot_text(s, record->shown);
        currency.minor_symbol = trf_snapshot_text(s, record->minor_symbol);
        currency.minor_name = trf_snapshot_text(s, record->minor_name);
        currency.minor_unit = record->minor;
        currency.from = record->start;
        currency.to = record->end;
        added = trf_vocabulary_add_currency(builder, &currency, NULL);
    }
    for (uint32_t i = 0; i < trf_snapshot_qualifier_count(s) && added; i++) {
        const trf_qualifier_record *record = trf_snapshot_qualifier(s, i);
        trf_qualifier qualifier = {0};

        qualifier.code = trf_snapshot_text(s, record->code);
        qualifier.abbreviation = trf_snapshot_text(s, record->abbreviation);
        qualifier.aliases = trf_snapshot_text(s, record->aliases);
        qualifier.from = record->start;
        qualifier.to = record->end;
        if (qualifier.code.size)
            added = trf_vocabulary_add_qualifier(builder, &qualifier);
    }
    for (uint32_t i = 0; i < trf_snapshot_duty_expression_count(s) && added; i++) {
        const trf_duty_expression_record *record = trf_snapshot_duty_expression(s, i);
        trf_duty_expression_entry entry = {0};

        entry.id = trf_snapshot_text(s, record->id);
        entry.abbreviation = trf_snapshot_text(s, record->abbreviation);
        entry.aliases = trf_snapshot_text(s, record->aliases);
        entry.meaning = (uint8_t)record->meaning;
        entry.amount = record->amount;
        entry.money = record->money;
        entry.unit = record->unit;
        entry.from = record->start;
        entry.to = record->end;
        if (entry.id.size)
            added = trf_vocabulary_add_duty_expression(builder, &entry);
    }
    return added ? TARIFF_OK : trf_fail_memory(error);
}

tariff_status trf_rate_vocabulary(const trf_snapshot *snapshot, const trf_alloc *alloc, trf_vocabulary_builder **builder,
                                  const trf_vocabulary **vocabulary, tariff_error **error)
{
    trf_numbers *pool = trf_numbers_new(alloc);
    trf_vocabulary_builder *own = trf_vocabulary_builder_new(alloc);
    const trf_vocabulary *sealed = NULL;
    tariff_status status = pool && own ? TARIFF_OK : trf_fail_memory(error);

    if (status >= 0)
        status = units(snapshot, own, pool, alloc, error);
    if (status >= 0)
        status = words(snapshot, own, error);
    if (status >= 0) {
        sealed = trf_vocabulary_seal(own);
        if (!sealed)
            status = trf_fail_memory(error);
    }
    trf_numbers_free(pool);
    if (status < 0) {
        trf_vocabulary_builder_free(own);
        return status;
    }
    *builder = own;
    *vocabulary = sealed;
    return TARIFF_OK;
}
