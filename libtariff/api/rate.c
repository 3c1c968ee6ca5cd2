/* SPDX-License-Identifier: Apache-2.0 */
#include "api/rate.h"

/* ---- reading ---- */

static tariff_status read_amount(trf_door *door, const trf_json *item, trf_component *out, tariff_error **error)
{
    trf_slice text = TRF_SLICE_EMPTY;
    tariff_status status = trf_json_decimal(item, "duty_amount", false, &text, door->alloc, error);

    if (status < 0 || text.size == 0)
        return status;
    if (!trf_expr_number_read(text, &out->amount))
        return trf_json_fail(item, "duty_amount", door->alloc, error,
                             "not a duty amount (expected at most 18 digits, not negative)");
    return TARIFF_OK;
}

static tariff_status read_component(trf_door *door, const trf_json *item, trf_component *out, tariff_error **error)
{
    static const char known[] =
        "duty_expression_id duty_amount monetary_unit_code measurement_unit_code measurement_unit_qualifier_code";
    tariff_status status;

    *out = (trf_component){.id = TRF_SLICE_EMPTY};
    if (item->type != TRF_JSON_OBJECT)
        return trf_json_fail(item, NULL, door->alloc, error, "expected an object");
    status = trf_json_only(item, known, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(item, "duty_expression_id", true, &out->id, door->alloc, error);
    if (status >= 0)
        status = read_amount(door, item, out, error);
    if (status >= 0)
        status = trf_json_text(item, "monetary_unit_code", false, &out->money, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(item, "measurement_unit_code", false, &out->unit, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(item, "measurement_unit_qualifier_code", false, &out->qualifier, door->alloc, error);
    return status;
}

tariff_status trf_rate_read_components(trf_door *door, const trf_json *list, trf_component **components, size_t *count,
                                       tariff_error **error)
{
    trf_component *own;
    size_t made = 0;

    if (list->count > TRF_EXPR_COMPONENTS_MAX)
        return trf_json_fail(list, NULL, door->alloc, error, "too many components");
    own = trf_arena_zero(door->arena, (list->count + 1) * sizeof *own);
    if (!own)
        return trf_fail_memory(error);
    for (const trf_json *item = list->first; item; item = item->next) {
        tariff_status status = read_component(door, item, &own[made++], error);

        if (status < 0)
            return status;
    }
    *components = own;
    *count = made;
    return TARIFF_OK;
}

tariff_status trf_rate_read_number(trf_door *door, const trf_json *object, const char *name, bool required, trf_number *out,
                                   tariff_error **error)
{
    trf_slice text = TRF_SLICE_EMPTY;
    tariff_status status = trf_json_decimal(object, name, required, &text, door->alloc, error);

    if (status < 0 || text.size == 0)
        return status;
    status = trf_number_parse(door->numbers, text, out);
    return status < 0 ? trf_json_fail(object, name, door->alloc, error,
                                      "not a decimal of at most 38 digits before and 18 after the point")
                      : status;
}

tariff_status trf_rate_read_rounding(trf_door *door, const trf_json *object, const char *name, trf_rounding_policy *out,
                                     tariff_error **error)
{
    trf_slice text = TRF_SLICE_EMPTY;
    tariff_status status = trf_json_text(object, name, false, &text, door->alloc, error);

    if (status < 0 || text.size == 0)
        return status;
    status = trf_rounding_policy_parse(door->numbers, text, out);
    return status < 0 ? trf_json_fail(object, name, door->alloc, error, "not a rounding (expected MODE:UNIT, as in half-up:0.01)")
                      : status;
}

/* ---- vocabularies ---- */

static bool read_applicability(trf_slice text, uint8_t *out)
{
    if (text.size == 0 || trf_slice_is(text, "permitted"))
        *out = TRF_PERMITTED;
    else if (trf_slice_is(text, "mandatory"))
        *out = TRF_MANDATORY;
    else if (trf_slice_is(text, "not permitted"))
        *out = TRF_NOT_PERMITTED;
    else
        return false;
    return true;
}

static tariff_status read_applicabilities(trf_door *door, const trf_json *item, trf_duty_expression_entry *entry,
                                          tariff_error **error)
{
    static const char *const names[] = {"amount", "money", "unit"};
    uint8_t *const targets[] = {&entry->amount, &entry->money, &entry->unit};

    for (unsigned i = 0; i < 3; i++) {
        trf_slice text = TRF_SLICE_EMPTY;
        tariff_status status = trf_json_text(item, names[i], false, &text, door->alloc, error);

        if (status < 0)
            return status;
        if (!read_applicability(text, targets[i]))
            return trf_json_fail(item, names[i], door->alloc, error, "expected mandatory, permitted or not permitted");
    }
    return TARIFF_OK;
}

static tariff_status read_duty_expression(trf_door *door, const trf_json *item, trf_vocabulary_builder *builder,
                                          tariff_error **error)
{
    trf_duty_expression_entry entry = {.from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    tariff_status status = trf_json_only(item, "id abbreviation aliases amount money unit", door->alloc, error);

    if (status >= 0)
        status = trf_json_text(item, "id", true, &entry.id, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(item, "abbreviation", false, &entry.abbreviation, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(item, "aliases", false, &entry.aliases, door->alloc, error);
    if (status >= 0)
        status = read_applicabilities(door, item, &entry, error);
    if (status < 0)
        return status;
    entry.meaning = trf_duty_meaning_of(entry.id);
    return trf_vocabulary_add_duty_expression(builder, &entry) ? TARIFF_OK : trf_fail_memory(error);
}

static tariff_status read_unit(trf_door *door, const trf_json *item, trf_vocabulary_builder *builder, tariff_error **error)
{
    trf_unit unit = {.multiplier = trf_number_of(1), .from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    tariff_status status = trf_json_only(item, "code qualifier abbreviation", door->alloc, error);

    if (status >= 0)
        status = trf_json_text(item, "code", true, &unit.code, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(item, "qualifier", false, &unit.qualifier, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(item, "abbreviation", false, &unit.abbreviation, door->alloc, error);
    if (status < 0)
        return status;
    return trf_vocabulary_add_unit(builder, &unit, NULL) ? TARIFF_OK : trf_fail_memory(error);
}

static tariff_status read_qualifier(trf_door *door, const trf_json *item, trf_vocabulary_builder *builder, tariff_error **error)
{
    trf_qualifier qualifier = {.from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    tariff_status status = trf_json_only(item, "code abbreviation aliases", door->alloc, error);

    if (status >= 0)
        status = trf_json_text(item, "code", true, &qualifier.code, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(item, "abbreviation", false, &qualifier.abbreviation, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(item, "aliases", false, &qualifier.aliases, door->alloc, error);
    if (status < 0)
        return status;
    return trf_vocabulary_add_qualifier(builder, &qualifier) ? TARIFF_OK : trf_fail_memory(error);
}

static tariff_status read_currency(trf_door *door, const trf_json *item, trf_vocabulary_builder *builder, tariff_error **error)
{
    trf_currency currency = {.minor_unit = 2, .from = TRF_DATE_NONE, .to = TRF_DATE_OPEN};
    tariff_status status = trf_json_item_text(item, &currency.code, door->alloc, error);

    if (status < 0)
        return status;
    return trf_vocabulary_add_currency(builder, &currency, NULL) ? TARIFF_OK : trf_fail_memory(error);
}

typedef tariff_status (*read_entry)(trf_door *door, const trf_json *item, trf_vocabulary_builder *builder, tariff_error **error);

static tariff_status read_entries(trf_door *door, const trf_json *words, const char *name, bool objects, read_entry read,
                                  trf_vocabulary_builder *builder, tariff_error **error)
{
    const trf_json *list = NULL;
    tariff_status status = trf_json_array(words, name, false, &list, door->alloc, error);

    for (const trf_json *item = list ? list->first : NULL; item && status >= 0; item = item->next) {
        if (objects && item->type != TRF_JSON_OBJECT)
            return trf_json_fail(item, NULL, door->alloc, error, "expected an object");
        status = read(door, item, builder, error);
    }
    return status;
}

tariff_status trf_rate_read_vocabulary(trf_door *door, const trf_json *request, trf_vocabulary_builder **builder,
                                       const trf_vocabulary **vocabulary, tariff_error **error)
{
    const trf_json *words = trf_json_get(request, "vocabulary");
    trf_vocabulary_builder *own;
    tariff_status status;

    *builder = NULL;
    *vocabulary = &trf_vocabulary_default;
    if (!words)
        return TARIFF_OK;
    own = trf_vocabulary_builder_new(door->alloc);
    if (!own)
        return trf_fail_memory(error);
    status = trf_json_only(words, "duty_expressions monetary_units measurement_units qualifiers", door->alloc, error);
    if (status >= 0)
        status = read_entries(door, words, "duty_expressions", true, read_duty_expression, own, error);
    if (status >= 0)
        status = read_entries(door, words, "monetary_units", false, read_currency, own, error);
    if (status >= 0)
        status = read_entries(door, words, "measurement_units", true, read_unit, own, error);
    if (status >= 0)
        status = read_entries(door, words, "qualifiers", true, read_qualifier, own, error);
    if (status >= 0) {
        *vocabulary = trf_vocabulary_seal(own);
        if (!*vocabulary)
            status = trf_fail_memory(error);
    }
    if (status < 0) {
        trf_vocabulary_builder_free(own);
        *vocabulary = &trf_vocabulary_default;
        return status;
    }
    *builder = own;
    return TARIFF_OK;
}

/* ---- texts ---- */

tariff_status trf_rate_read_grammar(trf_door *door, const trf_json *request, uint32_t *grammar, tariff_error **error)
{
    trf_slice name = TRF_SLICE("taric");
    tariff_status status = trf_json_text(request, "grammar", false, &name, door->alloc, error);

    if (status < 0)
        return status;
    *grammar = trf_grammar_of(name);
    return *grammar == TRF_GRAMMAR_NONE
               ? trf_json_fail(request, "grammar", door->alloc, error, "expected taric, cet, us, condition or season")
               : TARIFF_OK;
}

tariff_status trf_rate_read_text(trf_door *door, const trf_json *request, const trf_vocabulary *vocabulary,
                                 trf_expr_reading *reading, tariff_error **error)
{
    trf_expr_reader reader = {.vocabulary = vocabulary, .arena = door->arena};
    trf_slice text = TRF_SLICE_EMPTY;
    int bare = 0, single = 0;
    tariff_status status = trf_json_text(request, "text", true, &text, door->alloc, error);

    if (status >= 0)
        status = trf_rate_read_grammar(door, request, &reader.grammar, error);
    if (status >= 0)
        status = trf_door_date(door, request, false, &reader.date, error);
    if (status >= 0)
        status = trf_json_flag(request, "bare_number_is_percent", false, &bare, door->alloc, error);
    if (status >= 0)
        status = trf_json_flag(request, "single", false, &single, door->alloc, error);
    if (status < 0)
        return status;
    reader.flags = (bare ? TRF_READ_BARE_PERCENT : 0u) | (single ? TRF_READ_SINGLE : 0u);
    memset(reading, 0, sizeof *reading);
    status = trf_expr_read(&reader, text, reading);
    return status == TARIFF_ENOMEM ? trf_fail_memory(error) : status;
}

/* ---- printing ---- */

tariff_status trf_rate_put_number(trf_door *door, trf_json_writer *reply, const char *name, trf_number number, unsigned least,
                                  tariff_error **error)
{
    trf_buffer text;
    tariff_status status;

    trf_buffer_init(&text, door->alloc, 0);
    status = least == TRF_PLACES_KEPT ? trf_number_print(door->numbers, number, &text)
                                      : trf_number_format(door->numbers, number, least, TRF_SCALE_MAX, &text);
    if (status >= 0 && text.failed)
        status = trf_fail_memory(error);
    else if (status < 0)
        status = trf_fail(error, door->alloc, status, "%s: a number that cannot be printed", name);
    else
        trf_json_member_text(reply, name, trf_buffer_view(&text));
    trf_buffer_done(&text);
    return status;
}

/* The members are always there, so that a reader need not ask whether they are. */
static void put_text_or_null(trf_json_writer *reply, const char *name, trf_slice text)
{
    if (text.size)
        trf_json_member_text(reply, name, text);
    else
        trf_json_member_null(reply, name);
}

static trf_slice print_amount(const trf_expr_number *number, trf_buffer *scratch)
{
    trf_buffer_clear(scratch);
    if (number->known)
        trf_expr_number_print(number, scratch);
    return trf_buffer_view(scratch);
}

void trf_rate_put_component(trf_json_writer *reply, const trf_component *component, trf_buffer *scratch)
{
    trf_json_begin_object(reply);
    trf_json_member_text(reply, "duty_expression_id", component->id);
    put_text_or_null(reply, "duty_amount", print_amount(&component->amount, scratch));
    put_text_or_null(reply, "monetary_unit_code", component->money);
    put_text_or_null(reply, "measurement_unit_code", component->unit);
    put_text_or_null(reply, "measurement_unit_qualifier_code", component->qualifier);
    trf_json_end_object(reply);
}

void trf_rate_put_fault(trf_json_writer *reply, const trf_expr_fault *fault)
{
    trf_json_begin_object(reply);
    trf_json_member_text(reply, "name", fault->name);
    trf_json_member_text(reply, "stage", fault->stage);
    trf_json_member_text(reply, "text", fault->text);
    trf_json_member_text_if(reply, "hint", fault->hint);
    trf_json_member_integer(reply, "position", fault->position);
    trf_json_end_object(reply);
}

static const char *op_name(unsigned op)
{
    static const char *const names[] = {NULL,      "free",      "percent", "money",      "sum",      "at-least",
                                        "at-most", "component", "unit",    "reference",  "sliding",  "choice",
                                        "claim",   "seasons",   "season",  "conditions", "condition"};

    return op < sizeof names / sizeof names[0] && names[op] ? names[op] : "unknown";
}

static const char *reference_name(unsigned kind)
{
    static const char *const names[] = {NULL,      "no-change",   "applicable",      "lines",
                                        "see",     "see-note",    "such-subheading", "article",
                                        "absence", "set-highest", "programme",       "duty-upon"};

    return kind < sizeof names / sizeof names[0] ? names[kind] : "unknown";
}

static void put_season(trf_json_writer *reply, trf_season season)
{
    if (season.from_day)
        trf_json_member_integer(reply, "start_day", season.from_day);
    trf_json_member_integer(reply, "start_month", season.from_month);
    if (season.to_day)
        trf_json_member_integer(reply, "end_day", season.to_day);
    trf_json_member_integer(reply, "end_month", season.to_month);
}

static void put_node(trf_json_writer *reply, const trf_expr *node, trf_buffer *scratch, unsigned depth)
{
    trf_json_begin_object(reply);
    trf_json_member_string(reply, "op", op_name(node->op));
    if (node->minus)
        trf_json_member_flag(reply, "minus", true);
    trf_json_member_text_if(reply, "number", print_amount(&node->number, scratch));
    trf_json_member_text_if(reply, "id", node->id);
    trf_json_member_text_if(reply, "money", node->money);
    trf_json_member_text_if(reply, "unit", node->unit);
    trf_json_member_text_if(reply, "qualifier", node->qualifier);
    trf_json_member_text_if(reply, "basis", node->basis);
    if (node->reference)
        trf_json_member_string(reply, "reference", reference_name(node->reference));
    trf_json_member_text_if(reply, "text", node->text);
    trf_json_member_text_if(reply, "codes", node->codes);
    if (node->op == TRF_EXPR_SEASON)
        put_season(reply, node->season);
    if (node->first && depth < TRF_EXPR_DEPTH_MAX) {
        trf_json_name(reply, "parts");
        trf_json_begin_array(reply);
        for (const trf_expr *child = node->first; child; child = child->next)
            put_node(reply, child, scratch, depth + 1);
        trf_json_end_array(reply);
    }
    trf_json_end_object(reply);
}

void trf_rate_put_tree(trf_json_writer *reply, const trf_expr *tree, trf_buffer *scratch)
{
    put_node(reply, tree, scratch, 0);
}
