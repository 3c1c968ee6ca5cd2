/* SPDX-License-Identifier: Apache-2.0 */
/* rate.eval */
#include "api/money.h"
#include "api/rate.h"
#include "base/intern.h"
#include "expr/print.h"
#include "snapshot/profile.h"

enum { TEXTS_MOST = 10000 };

/* Kept between the calls of a session. */
typedef struct keep {
    trf_facts *facts;
    trf_intern texts;
    trf_buffer code;
} keep;

typedef struct evaluation {
    trf_door *door;
    keep *kept;
    const trf_vocabulary *words;
    const trf_json *rates;  /* exchange_rates */
    const trf_json *claims; /* NULL: not said */
    trf_number each;
    bool each_unit;
    trf_number value;
    bool has_value;
    trf_slice currency;
    trf_rate_policy policy;
    bool has_policy;
    uint32_t *units; /* reporting_units, to classify the rate by; NULL: not said */
    uint32_t unit_count;
    bool by_columns; /* a rate of a schedule that has types of rates */
} evaluation;

static void free_kept(void *data, const trf_alloc *alloc)
{
    keep *kept = data;

    trf_facts_free(kept->facts);
    trf_intern_done(&kept->texts);
    trf_buffer_done(&kept->code);
    trf_alloc_free(alloc, kept, sizeof *kept);
}

static tariff_status take_kept(trf_door *door, keep **out, tariff_error **error)
{
    trf_session_slot *slot = &door->session->slots[TRF_SLOT_RATE];
    keep *kept = slot->data;

    if (kept && kept->texts.count > TEXTS_MOST) {
        free_kept(kept, door->alloc);
        *slot = (trf_session_slot){NULL, NULL};
        kept = NULL;
    }
    if (!kept) {
        kept = trf_alloc_zero(door->alloc, sizeof *kept);
        if (!kept)
            return trf_fail_memory(error);
        trf_buffer_init(&kept->code, door->alloc, 0);
        kept->facts = trf_facts_new(door->alloc, &trf_vocabulary_default);
        if (!kept->facts || !trf_intern_init(&kept->texts, door->alloc, door->context->hash_seed)) {
            free_kept(kept, door->alloc);
            return trf_fail_memory(error);
        }
        *slot = (trf_session_slot){kept, free_kept};
    }
    trf_facts_reset(kept->facts);
    trf_facts_set_keyed_as_asked(kept->facts, true);
    trf_buffer_clear(&kept->code);
    *out = kept;
    return TARIFF_OK;
}

/* ---- what the expression may ask for ---- */

static tariff_status exchange(void *user, uint32_t currency, trf_exchange *out)
{
    const evaluation *e = user;
    trf_slice code = e->words->currencies[currency].code;

    for (const trf_json *rate = e->rates ? e->rates->first : NULL; rate; rate = rate->next) {
        const trf_json *text = trf_json_get(rate, "rate");

        if (!text || !trf_slice_equal(trf_json_get(rate, "currency")->text, code))
            continue;
        memset(out, 0, sizeof *out);
        out->rule = TRF_TRACE_REF(TRF_RULE_FIELD, 0);
        return trf_number_parse(e->door->numbers, text->text, &out->factor);
    }
    return TARIFF_NOT_FOUND;
}

/* With one of every unit, a basis in words is the goods themselves. */
static tariff_status basis(void *user, uint32_t text, trf_number *out, uint32_t *node)
{
    const evaluation *e = user;

    (void)text;
    (void)node;
    if (!e->each_unit || !e->has_value)
        return TARIFF_NOT_FOUND;
    *out = e->value;
    return TARIFF_OK;
}

static tariff_status content(void *user, uint32_t unit, uint32_t text, trf_number *out, uint32_t *node)
{
    const evaluation *e = user;

    (void)unit;
    (void)text;
    (void)node;
    if (!e->each_unit)
        return TARIFF_NOT_FOUND;
    *out = e->each;
    return TARIFF_OK;
}

static int claimed(void *user, uint32_t programmes)
{
    const evaluation *e = user;
    trf_slice list = trf_intern_get(&e->kept->texts, programmes);

    if (!e->claims)
        return -1;
    for (const trf_json *claim = e->claims->first; claim; claim = claim->next)
        if (trf_words_have(list, claim->text))
            return 1;
    return 0;
}

/* Units that the expression names and the quantities given do not reach. */
static void set_each(evaluation *e, const trf_expr *node, unsigned depth)
{
    uint32_t unit = node->unit.size ? trf_vocabulary_unit(e->words, node->unit, node->qualifier) : TRF_VOCABULARY_NONE, node_of,
             missing;
    trf_number quantity;

    if (unit != TRF_VOCABULARY_NONE &&
        trf_facts_quantity(e->kept->facts, e->door->numbers, NULL, unit, &quantity, &node_of, &missing) == TARIFF_NOT_FOUND)
        trf_facts_set_quantity(e->kept->facts, unit, e->each, TRF_TRACE_NONE);
    for (const trf_expr *child = node->first; child && depth < TRF_EXPR_DEPTH_MAX; child = child->next)
        set_each(e, child, depth + 1);
}

/* ---- the request ---- */

static tariff_status read_value(trf_door *door, const trf_json *request, evaluation *e, tariff_error **error)
{
    const trf_json *parts = NULL;
    tariff_status status = trf_json_array(request, "values", false, &parts, door->alloc, error);

    e->value = trf_number_of(0);
    e->has_value = parts != NULL || trf_json_get(request, "value");
    if (status >= 0)
        status = trf_rate_read_number(door, request, "value", false, &e->value, error);
    for (const trf_json *part = parts ? parts->first : NULL; part && status >= 0; part = part->next) {
        trf_number number;

        if (!trf_json_is_decimal(part->text))
            return trf_json_fail(part, NULL, door->alloc, error, "not a decimal");
        status = trf_number_parse(door->numbers, part->text, &number);
        if (status >= 0)
            status = trf_number_add(door->numbers, e->value, number, &e->value);
        if (status < 0)
            return trf_json_fail(part, NULL, door->alloc, error, "a number with too many digits");
    }
    if (status >= 0 && e->has_value)
        trf_facts_set_value(e->kept->facts, e->value, TRF_TRACE_NONE);
    return status;
}

static tariff_status read_currency(trf_door *door, const trf_json *request, evaluation *e, tariff_error **error)
{
    uint32_t currency;
    tariff_status status = trf_json_text(request, "currency", false, &e->currency, door->alloc, error);

    if (status < 0 || e->currency.size == 0)
        return status;
    currency = trf_vocabulary_currency(e->words, e->currency);
    if (currency == TRF_VOCABULARY_NONE)
        return trf_json_fail(request, "currency", door->alloc, error, "not a currency that is known");
    trf_facts_set_currency(e->kept->facts, currency);
    return TARIFF_OK;
}

static tariff_status read_quantities(trf_door *door, const trf_json *request, evaluation *e, tariff_error **error)
{
    const trf_json *list = NULL;
    tariff_status status = trf_json_array(request, "quantities", false, &list, door->alloc, error);

    for (const trf_json *item = list ? list->first : NULL; item && status >= 0; item = item->next) {
        trf_slice key = TRF_SLICE_EMPTY;
        trf_number quantity;
        uint32_t unit;

        if (item->type != TRF_JSON_OBJECT)
            return trf_json_fail(item, NULL, door->alloc, error, "expected an object");
        status = trf_json_only(item, "unit quantity", door->alloc, error);
        if (status >= 0)
            status = trf_json_text(item, "unit", true, &key, door->alloc, error);
        if (status >= 0)
            status = trf_rate_read_number(door, item, "quantity", true, &quantity, error);
        if (status < 0)
            return status;
        unit = trf_vocabulary_unit_declared(e->words, key);
        if (unit == TRF_VOCABULARY_NONE)
            return trf_json_fail(item, "unit", door->alloc, error, "not a unit that is known");
        trf_facts_set_quantity(e->kept->facts, unit, quantity, TRF_TRACE_NONE);
    }
    return status;
}

static tariff_status read_rates(trf_door *door, const trf_json *request, evaluation *e, tariff_error **error)
{
    tariff_status status = trf_json_array(request, "exchange_rates", false, &e->rates, door->alloc, error);

    for (const trf_json *item = e->rates ? e->rates->first : NULL; item && status >= 0; item = item->next) {
        trf_slice currency;
        trf_number rate;

        if (item->type != TRF_JSON_OBJECT)
            return trf_json_fail(item, NULL, door->alloc, error, "expected an object");
        status = trf_json_only(item, "currency rate", door->alloc, error);
        if (status >= 0)
            status = trf_json_text(item, "currency", true, &currency, door->alloc, error);
        if (status >= 0)
            status = trf_rate_read_number(door, item, "rate", true, &rate, error);
    }
    return status;
}

/* Units in which quantities are reported, in their order. */
static tariff_status read_reporting(trf_door *door, const trf_json *request, evaluation *e, tariff_error **error)
{
    const trf_json *list = NULL, *grammar = trf_json_get(request, "grammar");
    tariff_status status = trf_json_array(request, "reporting_units", false, &list, door->alloc, error);

    e->by_columns = grammar && grammar->type == TRF_JSON_STRING && trf_slice_is(grammar->text, "us");
    if (status < 0 || !list)
        return status;
    e->units = trf_arena_take(door->arena, (list->count + 1) * sizeof *e->units);
    if (!e->units)
        return trf_fail_memory(error);
    for (const trf_json *item = list->first; item; item = item->next)
        e->units[e->unit_count++] = trf_vocabulary_unit_declared(e->words, item->text);
    return TARIFF_OK;
}

/* Indexes of the units in a list of keys. */
static tariff_status unit_list(trf_door *door, const trf_vocabulary *words, trf_slice keys, const uint32_t **out, uint32_t *count,
                               tariff_error **error)
{
    uint32_t *units = trf_arena_take(door->arena, (keys.size / 2 + 1) * sizeof *units);

    if (!units)
        return trf_fail_memory(error);
    *count = 0;
    for (size_t at = 0; at < keys.size;) {
        size_t end = at;
        uint32_t unit;

        while (end < keys.size && keys.data[end] != ' ')
            end++;
        unit = trf_vocabulary_unit_key(words, trf_slice_of(keys.data + at, end - at));
        if (unit != TRF_VOCABULARY_NONE)
            units[(*count)++] = unit;
        at = end + 1;
    }
    *out = units;
    return TARIFF_OK;
}

/* Rounding by name: what the profile of a tariff does to a charge. */
static tariff_status read_policy(trf_door *door, const trf_json *request, evaluation *e, tariff_error **error)
{
    const trf_profile_round_record *round;
    trf_slice name = TRF_SLICE_EMPTY;
    uint32_t tariff, profile, policy;
    trf_date date;
    tariff_status status = trf_json_text(request, "policy", false, &name, door->alloc, error);

    if (status < 0 || name.size == 0)
        return status;
    if (!door->snapshot)
        return trf_json_fail(request, "policy", door->alloc, error,
                             "needs a session over a snapshot with the profile of a tariff");
    status = trf_door_tariff(door, request, false, &tariff, error);
    if (status >= 0)
        status = trf_door_date(door, request, false, &date, error);
    if (status < 0)
        return status;
    profile = trf_profile_find(door->snapshot, tariff, date);
    policy = profile == TRF_PROFILE_NONE ? TRF_PROFILE_NONE
                                         : trf_profile_policy_find(door->snapshot, trf_snapshot_profile(door->snapshot, profile),
                                                                   TRF_POLICY_ROUNDING, name, date);
    if (policy == TRF_PROFILE_NONE)
        return trf_json_fail(request, "policy", door->alloc, error, "no rounding of this name in the profile of the tariff");
    round = trf_profile_round_find(door->snapshot, policy, TRF_SLICE("charge"));
    status = trf_number_of_words(door->numbers, round->words, round->scale, &e->policy.unit);
    if (status < 0)
        return trf_fail(error, door->alloc, TARIFF_EIMAGE, "profile: a rounding without a sound unit");
    e->policy.mode = (trf_rounding)round->mode;
    e->policy.single_mode = (trf_rounding)round->alone_mode;
    e->policy.step_mode = (trf_rounding)round->step_mode;
    status =
        unit_list(door, e->words, trf_door_text(door, round->alone), &e->policy.single_units, &e->policy.single_count, error);
    if (status >= 0)
        status = unit_list(door, e->words, trf_door_text(door, round->step), &e->policy.step_units, &e->policy.step_count, error);
    e->has_policy = true;
    return status;
}

static tariff_status read_facts(trf_door *door, const trf_json *request, evaluation *e, tariff_error **error)
{
    trf_rounding_policy round = {0};
    trf_date date;
    tariff_status status = read_currency(door, request, e, error);

    if (status >= 0)
        status = read_value(door, request, e, error);
    if (status >= 0)
        status = read_quantities(door, request, e, error);
    if (status >= 0)
        status = read_rates(door, request, e, error);
    if (status >= 0)
        status = read_reporting(door, request, e, error);
    if (status >= 0)
        status = trf_json_array(request, "claims", false, &e->claims, door->alloc, error);
    if (status >= 0)
        status = trf_door_date(door, request, false, &date, error);
    if (status < 0)
        return status;
    if (date != TRF_DATE_NONE)
        trf_facts_set_date(e->kept->facts, date);
    e->each_unit = trf_json_get(request, "each_unit") != NULL;
    status = trf_rate_read_number(door, request, "each_unit", false, &e->each, error);
    if (status >= 0)
        status = read_policy(door, request, e, error);
    if (status >= 0)
        status = trf_rate_read_rounding(door, request, "round", &round, error);
    if (status >= 0 && round.mode != TRF_ROUND_NONE) {
        if (e->has_policy)
            return trf_json_fail(request, "round", door->alloc, error, "stands beside policy (expected one of them)");
        e->policy.mode = round.mode;
        e->policy.unit = round.unit;
        e->has_policy = true;
    }
    return status;
}

/* The tree of the request's text or components; NEGATIVE with a fault where there is none. */
static tariff_status read_tree(trf_door *door, const trf_json *request, const evaluation *e, trf_expr **tree,
                               trf_expr_fault *fault, trf_slice *canonical, tariff_error **error)
{
    const trf_json *list = trf_json_get(request, "components");
    trf_component *components = NULL;
    trf_expr_reading reading;
    size_t count = 0;
    int resolved = 0;
    tariff_status status;

    if ((list != NULL) == (trf_json_get(request, "text") != NULL))
        return trf_json_fail(request, "text", door->alloc, error, "expected either text or components");
    if (!list) {
        status = trf_rate_read_text(door, request, e->words, &reading, error);
        *tree = reading.tree;
        *fault = reading.fault;
        *canonical = reading.canonical;
        return status;
    }
    status = trf_rate_read_components(door, list, &components, &count, error);
    if (status >= 0)
        status = trf_json_flag(request, "resolved", false, &resolved, door->alloc, error);
    if (status < 0)
        return status;
    status =
        trf_expr_from_components(door->arena, e->words, components, count, resolved ? TRF_COMPONENTS_AS_GIVEN : 0u, tree, fault);
    return status == TARIFF_ENOMEM ? trf_fail_memory(error) : status;
}

/* ---- the reply ---- */

static const char *need_name(unsigned kind)
{
    static const char *const names[] = {"none",    "value", "quantity", "content", "basis",     "exchange",
                                        "degrees", "claim", "date",     "season",  "component", "reference"};

    return kind < sizeof names / sizeof names[0] ? names[kind] : "unknown";
}

static void put_needs(const evaluation *e, const trf_rate_result *result, trf_json_writer *reply)
{
    trf_json_name(reply, "needs");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < result->need_count && i < TRF_RATE_NEEDS_MAX; i++) {
        const trf_need *need = &result->needs[i];

        trf_json_begin_object(reply);
        trf_json_member_string(reply, "kind", need_name(need->kind));
        if (need->kind == TRF_NEED_EXCHANGE && need->unit < e->words->currency_count) {
            trf_json_member_text(reply, "currency", e->words->currencies[need->unit].code);
        } else if (need->unit < e->words->unit_count) {
            const trf_unit *unit = &e->words->units[need->unit];
            char key[32];

            if (unit->code.size + unit->qualifier.size <= sizeof key) {
                memcpy(key, unit->code.data, unit->code.size);
                if (unit->qualifier.size)
                    memcpy(key + unit->code.size, unit->qualifier.data, unit->qualifier.size);
                trf_json_member_text(reply, "unit", trf_slice_of(key, unit->code.size + unit->qualifier.size));
            }
        }
        if (need->text != TRF_VOCABULARY_NONE)
            trf_json_member_text_if(reply, "text", trf_intern_get(&e->kept->texts, need->text));
        if (need->kind == TRF_NEED_REFERENCE && need->codes != TRF_VOCABULARY_NONE)
            trf_json_member_text_if(reply, "codes", trf_intern_get(&e->kept->texts, need->codes));
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
}

static tariff_status put_result(trf_door *door, const evaluation *e, const trf_rate_result *result, trf_json_writer *reply,
                                tariff_error **error)
{
    trf_buffer text;
    tariff_status status = trf_rate_put_number(
        door, reply, "amount", result->amount, e->policy.mode == TRF_ROUND_NONE ? 0 : TRF_PLACES_KEPT, error);

    if (status >= 0)
        status = trf_rate_put_number(door, reply, "unrounded", result->unrounded, 0, error);
    if (status < 0)
        return status;
    trf_buffer_init(&text, door->alloc, 0);
    if (!trf_number_is_decimal(door->numbers, result->unrounded, 18)) {
        status = trf_number_print_ratio(door->numbers, result->unrounded, &text);
        trf_json_member_text(reply, "ratio", trf_buffer_view(&text));
        trf_buffer_clear(&text);
    }
    if (status >= 0 && e->currency.size) {
        status = trf_money_show(door->numbers, e->words, e->currency, result->amount, &text);
        trf_json_member_text(reply, "formatted", trf_buffer_view(&text));
        trf_json_member_text(reply, "currency", e->currency);
    }
    if (status < 0 || text.failed)
        status = trf_fail_memory(error);
    trf_buffer_done(&text);
    return status;
}

static void put_unresolved(const trf_expr_fault *fault, trf_json_writer *reply)
{
    trf_json_member_string(reply, "status", "unresolved");
    trf_json_name(reply, "fault");
    trf_rate_put_fault(reply, fault);
}

static tariff_status evaluate(trf_door *door, evaluation *e, const trf_expr *tree, trf_slice canonical, trf_json_writer *reply,
                              tariff_error **error)
{
    const trf_fact_source source = {e, exchange, basis, content, NULL, NULL, claimed};
    trf_code_vocabulary named = {e->words, &e->kept->texts};
    trf_code_names names;
    trf_expr_fault fault = {0};
    trf_rate_result result;
    trf_slice code;
    tariff_status status;

    trf_code_names_of(&named, &names);
    trf_json_begin_object(reply);
    status = trf_expr_encode(tree, e->words, &names, &e->kept->code, &fault);
    if (status == TARIFF_NEGATIVE) {
        put_unresolved(&fault, reply);
        trf_json_end_object(reply);
        return TARIFF_INCOMPLETE;
    }
    if (status < 0)
        return trf_fail(error, door->alloc, status, "expression: too long to be computed");
    if (e->kept->code.failed)
        return trf_fail_memory(error);
    code = trf_buffer_view(&e->kept->code);
    trf_facts_set_source(e->kept->facts, &source);
    if (e->each_unit) {
        set_each(e, tree, 0);
        trf_facts_set_degrees(e->kept->facts, e->each, TRF_TRACE_NONE);
    }
    status = trf_rate_evaluate(code.data, code.size, e->kept->facts, door->numbers, NULL, e->has_policy ? &e->policy : NULL, 0, 0,
                               &result);
    trf_facts_set_source(e->kept->facts, NULL);
    if (status == TARIFF_ENOMEM)
        return trf_fail_memory(error);
    if (status < 0)
        return trf_fail(error, door->alloc, status, "expression: an amount with too many digits");
    trf_json_member_string(reply, "status", status == TARIFF_INCOMPLETE ? "incomplete" : "complete");
    if (status == TARIFF_INCOMPLETE) {
        put_needs(e, &result, reply);
    } else {
        tariff_status put = put_result(door, e, &result, reply, error);

        if (put < 0)
            return put;
    }
    trf_json_member_text_if(reply, "canonical", canonical);
    if (e->by_columns)
        trf_json_member_string(reply, "rate_type", trf_rate_type(e->words, tree, e->units, e->unit_count));
    trf_json_end_object(reply);
    return status;
}

tariff_status trf_method_rate_eval(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    evaluation e = {.door = door, .words = &trf_vocabulary_default};
    trf_slice canonical = TRF_SLICE_EMPTY;
    trf_expr_fault fault = {0};
    trf_expr *tree = NULL;
    tariff_status status = take_kept(door, &e.kept, error);

    if (status >= 0)
        status = read_facts(door, request, &e, error);
    if (status >= 0)
        status = read_tree(door, request, &e, &tree, &fault, &canonical, error);
    if (status < 0)
        return status;
    if (status == TARIFF_NEGATIVE || !tree) {
        trf_json_begin_object(reply);
        put_unresolved(&fault, reply);
        trf_json_end_object(reply);
        return TARIFF_INCOMPLETE;
    }
    return evaluate(door, &e, tree, canonical, reply, error);
}
