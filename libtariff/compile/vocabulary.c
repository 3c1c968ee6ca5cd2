/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of duty texts: the built-in ones first, in their order, then what the model knows beyond them. Bytecode names units
 * and currencies by their place here, and the image keeps the same order, so that it can be read without the library's own
 * tables.
 */
#include "compile/build.h"

typedef struct words {
    trf_build *build;
    trf_numbers *numbers;
    trf_buffer print;
} words;

/** A text that stays where it is, whatever the pool does. */
static trf_slice stay(trf_build *build, trf_str id)
{
    trf_slice copy = id ? trf_arena_copy(&build->lasting, trf_build_get(build, id)) : TRF_SLICE_EMPTY;

    if (id && !copy.data)
        build->failed = true;
    return copy;
}

static trf_str number_text(words *w, trf_number number)
{
    if (number.coefficient == 0 && number.big == 0)
        return 0;
    trf_buffer_clear(&w->print);
    if (trf_number_print(w->numbers, number, &w->print) < 0 || w->print.failed) {
        w->build->failed = true;
        return 0;
    }
    return trf_build_text(w->build, trf_buffer_view(&w->print));
}

static trf_number number_of(words *w, trf_slice text)
{
    trf_number number = trf_number_of(0);

    if (text.size && trf_number_parse(w->numbers, text, &number) < 0)
        number = trf_number_of(0);
    return number;
}

/* ---- units ---- */

static void write_unit(words *w, const trf_unit *unit)
{
    trf_build *build = w->build;
    trf_unit_record *record = trf_build_add(build, TRF_SECTION_UNIT);

    if (!record || !trf_vocabulary_add_unit(build->vocabulary_builder, unit, NULL)) {
        build->failed = true;
        return;
    }
    record->code = trf_build_text(build, unit->code);
    record->qualifier = trf_build_text(build, unit->qualifier);
    record->asked_in = trf_build_text(build, unit->asked_in);
    record->kind = trf_build_text(build, unit->kind);
    record->compound_of = trf_build_text(build, unit->compound_of);
    record->expansion = trf_build_text(build, unit->expansion);
    record->abbreviation = trf_build_text(build, unit->abbreviation);
    record->rec20 = trf_build_text(build, unit->rec20);
    record->multiplier = number_text(w, unit->multiplier);
    record->factor = number_text(w, unit->factor);
    record->dimensions = trf_build_text(build, unit->dimensions);
    record->start = unit->from;
    record->end = unit->to;
}

static void write_name(words *w, trf_slice name, uint32_t unit, uint32_t notations)
{
    trf_build *build = w->build;
    trf_unit_name_record *record = trf_build_add(build, TRF_SECTION_UNIT_NAME);

    if (!record || !trf_vocabulary_add_name(build->vocabulary_builder, name, unit, notations)) {
        build->failed = true;
        return;
    }
    record->name = trf_build_text(build, name);
    record->unit = unit + 1;
    record->flags = notations;
}

/** Whether a conversion says another thing of a unit than what is known of it; what it leaves out it does not deny. */
static bool contradicts(words *w, const trf_unit_record *known, const trf_value *conversion)
{
    static const struct {
        uint32_t field;
        size_t text;
        bool number;
    } said[] = {{TRF_F_measurement_conversion_asked_in, offsetof(trf_unit_record, asked_in), false},
                {TRF_F_measurement_conversion_compound_of, offsetof(trf_unit_record, compound_of), false},
                {TRF_F_measurement_conversion_dimensions, offsetof(trf_unit_record, dimensions), false},
                {TRF_F_measurement_conversion_multiplier, offsetof(trf_unit_record, multiplier), true},
                {TRF_F_measurement_conversion_factor, offsetof(trf_unit_record, factor), true}};

    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        trf_slice text = trf_build_get(w->build, trf_build_value(w->build, conversion[said[i].field]));
        trf_str there;

        memcpy(&there, (const uint8_t *)known + said[i].text, sizeof there);
        if (text.size == 0)
            continue;
        if (said[i].number ? trf_number_compare(w->numbers, number_of(w, text), number_of(w, trf_build_get(w->build, there))) != 0
                           : !trf_slice_equal(text, trf_build_get(w->build, there)))
            return true;
    }
    return false;
}

/** A unit of the model that is not there yet, with what its conversion says. */
static void model_unit(words *w, trf_str code, trf_str qualifier, const trf_value *conversion, const trf_row_source *source,
                       trf_day start, trf_day end)
{
    trf_build *build = w->build;
    trf_unit unit = {.from = start, .to = end};

    if (code == 0)
        return;
    for (uint32_t i = 1; i < trf_build_count(build, TRF_SECTION_UNIT); i++) {
        const trf_unit_record *known = trf_build_at(build, TRF_SECTION_UNIT, i);

        if (known->code != code || known->qualifier != qualifier)
            continue;
        if (conversion && contradicts(w, known, conversion))
            trf_model_report(build->model, source, "unit-redefined", TRF_SLICE("measurement.conversion"),
                             "unit '%S%s%S' has another meaning already, which stays: give this one a code of its own",
                             trf_build_get(build, code), qualifier ? " " : "", trf_build_get(build, qualifier));
        return;
    }
    unit.code = stay(build, code);
    unit.qualifier = stay(build, qualifier);
    if (conversion) {
        unit.asked_in = stay(build, trf_build_value(build, conversion[TRF_F_measurement_conversion_asked_in]));
        unit.kind = stay(build, trf_build_value(build, conversion[TRF_F_measurement_conversion_kind]));
        unit.compound_of = stay(build, trf_build_value(build, conversion[TRF_F_measurement_conversion_compound_of]));
        unit.dimensions = stay(build, trf_build_value(build, conversion[TRF_F_measurement_conversion_dimensions]));
        unit.expansion = stay(build, trf_build_value(build, conversion[TRF_F_measurement_conversion_expansion]));
        unit.rec20 = stay(build, trf_build_value(build, conversion[TRF_F_measurement_conversion_rec20_code]));
        unit.multiplier = number_of(w, stay(build, trf_build_value(build, conversion[TRF_F_measurement_conversion_multiplier])));
        unit.factor = number_of(w, stay(build, trf_build_value(build, conversion[TRF_F_measurement_conversion_factor])));
    }
    if (unit.asked_in.size == 0 && unit.compound_of.size == 0) {
        char key[64];
        size_t size = 0;

        if (unit.code.size + unit.qualifier.size <= sizeof key) {
            memcpy(key, unit.code.data, unit.code.size);
            size = unit.code.size;
            if (unit.qualifier.size)
                memcpy(key + size, unit.qualifier.data, unit.qualifier.size);
            size += unit.qualifier.size;
        }
        unit.asked_in = stay(build, trf_build_text(build, trf_slice_of(key, size)));
        unit.multiplier = trf_number_of(1);
    }
    write_unit(w, &unit);
}

static void units(words *w)
{
    trf_build *build = w->build;
    const trf_vocabulary *known = &trf_vocabulary_default;

    if (!trf_build_add(build, TRF_SECTION_UNIT)) /* the null record */
        build->failed = true;
    for (uint32_t i = 0; i < known->unit_count; i++)
        write_unit(w, &known->units[i]);
    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_measurement_conversion); i++) {
        const trf_value *row = trf_current(build, TRF_KIND_measurement_conversion, i);

        model_unit(w, trf_build_value(build, row[TRF_F_measurement_conversion_measurement_unit_code]),
                   trf_build_value(build, row[TRF_F_measurement_conversion_measurement_unit_qualifier_code]), row,
                   trf_current_source(build, TRF_KIND_measurement_conversion, i), TRF_DATE_NONE, TRF_DATE_OPEN);
    }
    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_measurement_unit); i++) {
        const trf_value *row = trf_current(build, TRF_KIND_measurement_unit, i);

        model_unit(w, trf_build_value(build, row[TRF_F_measurement_unit_measurement_unit_code]), 0, NULL, NULL,
                   trf_build_day(row[TRF_F_measurement_unit_validity_start_date], TRF_DATE_NONE),
                   trf_build_day(row[TRF_F_measurement_unit_validity_end_date], TRF_DATE_OPEN));
    }
    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_measurement); i++) {
        const trf_value *row = trf_current(build, TRF_KIND_measurement, i);

        model_unit(w, trf_build_value(build, row[TRF_F_measurement_measurement_unit_code]),
                   trf_build_value(build, row[TRF_F_measurement_measurement_unit_qualifier_code]), NULL, NULL,
                   trf_build_day(row[TRF_F_measurement_validity_start_date], TRF_DATE_NONE),
                   trf_build_day(row[TRF_F_measurement_validity_end_date], TRF_DATE_OPEN));
    }
}

/** Place of a unit among all; UINT32_MAX. */
static uint32_t unit_place(const trf_build *build, trf_str code, trf_str qualifier)
{
    for (uint32_t i = 1; i < trf_build_count(build, TRF_SECTION_UNIT); i++) {
        const trf_unit_record *unit = trf_build_at(build, TRF_SECTION_UNIT, i);

        if (unit->code == code && unit->qualifier == qualifier)
            return i - 1;
    }
    return UINT32_MAX;
}

static void names(words *w)
{
    trf_build *build = w->build;
    const trf_vocabulary *known = &trf_vocabulary_default;

    for (uint32_t i = 0; i < known->name_count; i++)
        write_name(w, known->names[i].name, known->names[i].unit, known->names[i].notations);
    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_measurement_abbreviation); i++) {
        const trf_value *row = trf_current(build, TRF_KIND_measurement_abbreviation, i);
        trf_str name = trf_build_value(build, row[TRF_F_measurement_abbreviation_abbreviation]);
        trf_slice notation = trf_build_get(build, trf_build_value(build, row[TRF_F_measurement_abbreviation_notation]));
        uint32_t unit = unit_place(build, trf_build_value(build, row[TRF_F_measurement_abbreviation_measurement_unit_code]),
                                   trf_build_value(build, row[TRF_F_measurement_abbreviation_measurement_unit_qualifier_code]));
        uint32_t notations = trf_slice_is(notation, "us")      ? TRF_NOTATION_US
                             : trf_slice_is(notation, "cet")   ? TRF_NOTATION_CET
                             : trf_slice_is(notation, "taric") ? TRF_NOTATION_TARIC
                                                               : TRF_NOTATION_TARIC | TRF_NOTATION_CET;
        bool there = unit == UINT32_MAX;

        for (uint32_t n = 0; n < trf_build_count(build, TRF_SECTION_UNIT_NAME) && !there; n++) {
            const trf_unit_name_record *other = trf_build_at(build, TRF_SECTION_UNIT_NAME, n);

            there = other->name == name && other->unit == unit + 1 && (other->flags & notations) == notations;
        }
        if (!there)
            write_name(w, stay(build, name), unit, notations);
    }
}

/* ---- qualifiers, currencies, duty expressions ---- */

static void write_qualifier(words *w, const trf_qualifier *qualifier)
{
    trf_qualifier_record *record = trf_build_add(w->build, TRF_SECTION_QUALIFIER);

    if (!record || !trf_vocabulary_add_qualifier(w->build->vocabulary_builder, qualifier)) {
        w->build->failed = true;
        return;
    }
    record->code = trf_build_text(w->build, qualifier->code);
    record->abbreviation = trf_build_text(w->build, qualifier->abbreviation);
    record->aliases = trf_build_text(w->build, qualifier->aliases);
    record->start = qualifier->from;
    record->end = qualifier->to;
}

static void qualifiers(words *w)
{
    trf_build *build = w->build;

    for (uint32_t i = 0; i < trf_vocabulary_default.qualifier_count; i++)
        write_qualifier(w, &trf_vocabulary_default.qualifiers[i]);
    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_measurement_unit_qualifier); i++) {
        const trf_value *row = trf_current(build, TRF_KIND_measurement_unit_qualifier, i);
        trf_str code = trf_build_value(build, row[TRF_F_measurement_unit_qualifier_measurement_unit_qualifier_code]);
        trf_qualifier made;
        bool there = false;

        for (uint32_t q = 0; q < trf_build_count(build, TRF_SECTION_QUALIFIER) && !there; q++)
            there = ((const trf_qualifier_record *)trf_build_at(build, TRF_SECTION_QUALIFIER, q))->code == code;
        if (there)
            continue;
        made.code = stay(build, code);
        made.abbreviation = stay(build, trf_build_value(build, row[TRF_F_measurement_unit_qualifier_abbreviation]));
        made.aliases = stay(build, trf_build_value(build, row[TRF_F_measurement_unit_qualifier_aliases]));
        made.from = trf_build_day(row[TRF_F_measurement_unit_qualifier_validity_start_date], TRF_DATE_NONE);
        made.to = trf_build_day(row[TRF_F_measurement_unit_qualifier_validity_end_date], TRF_DATE_OPEN);
        write_qualifier(w, &made);
    }
}

static void write_currency(words *w, const trf_currency *currency)
{
    trf_currency_record *record = trf_build_add(w->build, TRF_SECTION_CURRENCY);

    if (!record || !trf_vocabulary_add_currency(w->build->vocabulary_builder, currency, NULL)) {
        w->build->failed = true;
        return;
    }
    record->code = trf_build_text(w->build, currency->code);
    record->minor = (uint8_t)currency->minor_unit;
    record->start = currency->from;
    record->end = currency->to;
    record->symbol = trf_build_text(w->build, currency->symbol);
    record->shown = trf_build_text(w->build, currency->shown);
    record->minor_symbol = trf_build_text(w->build, currency->minor_symbol);
    record->minor_name = trf_build_text(w->build, currency->minor_name);
}

static void currencies(words *w)
{
    trf_build *build = w->build;

    if (!trf_build_add(build, TRF_SECTION_CURRENCY)) /* the null record */
        build->failed = true;
    for (uint32_t i = 0; i < trf_vocabulary_default.currency_count; i++)
        write_currency(w, &trf_vocabulary_default.currencies[i]);
    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_monetary_unit); i++) {
        const trf_value *row = trf_current(build, TRF_KIND_monetary_unit, i);
        trf_str code = trf_build_value(build, row[TRF_F_monetary_unit_monetary_unit_code]);
        trf_currency made = {0};
        bool there = false;

        for (uint32_t c = 1; c < trf_build_count(build, TRF_SECTION_CURRENCY) && !there; c++)
            there = ((const trf_currency_record *)trf_build_at(build, TRF_SECTION_CURRENCY, c))->code == code;
        if (there)
            continue;
        made.code = stay(build, code);
        made.symbol = stay(build, trf_build_value(build, row[TRF_F_monetary_unit_symbol]));
        made.shown = stay(build, trf_build_value(build, row[TRF_F_monetary_unit_shown]));
        made.minor_symbol = stay(build, trf_build_value(build, row[TRF_F_monetary_unit_minor_symbol]));
        made.minor_name = stay(build, trf_build_value(build, row[TRF_F_monetary_unit_minor_name]));
        made.minor_unit = trf_build_int(build, row[TRF_F_monetary_unit_minor_unit], 2);
        made.from = trf_build_day(row[TRF_F_monetary_unit_validity_start_date], TRF_DATE_NONE);
        made.to = trf_build_day(row[TRF_F_monetary_unit_validity_end_date], TRF_DATE_OPEN);
        write_currency(w, &made);
    }
}

static void write_duty_expression(words *w, const trf_duty_expression_entry *entry)
{
    trf_duty_expression_record *record = trf_build_add(w->build, TRF_SECTION_DUTY_EXPRESSION);

    if (!record || !trf_vocabulary_add_duty_expression(w->build->vocabulary_builder, entry)) {
        w->build->failed = true;
        return;
    }
    record->id = trf_build_text(w->build, entry->id);
    record->abbreviation = trf_build_text(w->build, entry->abbreviation);
    record->aliases = trf_build_text(w->build, entry->aliases);
    record->meaning = entry->meaning;
    record->amount = entry->amount;
    record->money = entry->money;
    record->unit = entry->unit;
    record->start = entry->from;
    record->end = entry->to;
}

static void duty_expressions(words *w)
{
    trf_build *build = w->build;

    for (uint32_t i = 0; i < trf_vocabulary_default.duty_expression_count; i++)
        write_duty_expression(w, &trf_vocabulary_default.duty_expressions[i]);
    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_duty_expression); i++) {
        const trf_value *row = trf_current(build, TRF_KIND_duty_expression, i);
        trf_str id = trf_build_value(build, row[TRF_F_duty_expression_duty_expression_id]);
        trf_duty_expression_entry made = {0};
        bool there = false;

        for (uint32_t d = 0; d < trf_build_count(build, TRF_SECTION_DUTY_EXPRESSION) && !there; d++)
            there = ((const trf_duty_expression_record *)trf_build_at(build, TRF_SECTION_DUTY_EXPRESSION, d))->id == id;
        if (there)
            continue;
        made.id = stay(build, id);
        made.abbreviation = stay(build, trf_build_value(build, row[TRF_F_duty_expression_abbreviation]));
        made.aliases = stay(build, trf_build_value(build, row[TRF_F_duty_expression_aliases]));
        made.meaning = trf_duty_meaning_of(made.id);
        made.amount = (uint8_t)trf_build_int(build, row[TRF_F_duty_expression_duty_amount_applicability_code], TRF_PERMITTED);
        made.money = (uint8_t)trf_build_int(build, row[TRF_F_duty_expression_monetary_unit_applicability_code], TRF_PERMITTED);
        made.unit = (uint8_t)trf_build_int(build, row[TRF_F_duty_expression_measurement_unit_applicability_code], TRF_PERMITTED);
        made.from = trf_build_day(row[TRF_F_duty_expression_validity_start_date], TRF_DATE_NONE);
        made.to = trf_build_day(row[TRF_F_duty_expression_validity_end_date], TRF_DATE_OPEN);
        write_duty_expression(w, &made);
    }
}

tariff_status trf_build_vocabulary(trf_build *build)
{
    words w = {.build = build};
    tariff_status status = TARIFF_OK;

    trf_buffer_init(&w.print, build->alloc, 0);
    w.numbers = trf_numbers_new(build->alloc);
    build->vocabulary_builder = trf_vocabulary_builder_new(build->alloc);
    if (!w.numbers || !build->vocabulary_builder) {
        status = trf_fail_memory(build->error);
        goto done;
    }
    units(&w);
    names(&w);
    qualifiers(&w);
    currencies(&w);
    duty_expressions(&w);
    build->vocabulary = trf_vocabulary_seal(build->vocabulary_builder);
    if (!build->vocabulary || build->failed)
        status = trf_fail_memory(build->error);
done:
    trf_buffer_done(&w.print);
    trf_numbers_free(w.numbers);
    return status;
}
