/* SPDX-License-Identifier: Apache-2.0 */
/* rate.format, rate.parse, rate.zero */
#include "api/rate.h"
#include "expr/print.h"

/* ---- rate.format ---- */

/* Appends with a printer and puts it as a member. */
static void put_printed(trf_json_writer *reply, const char *name, trf_buffer *text)
{
    if (text->failed)
        reply->out->failed = true;
    trf_json_member_text(reply, name, trf_buffer_view(text));
    trf_buffer_clear(text);
}

/* A unit that is compounded with a discount has a form of its own. */
static bool has_discount(trf_slice code)
{
    const trf_vocabulary *words = &trf_vocabulary_default;

    for (uint32_t i = 0; i < words->unit_count; i++)
        for (unsigned p = 0; trf_slice_equal(words->units[i].code, code) && p < 3; p++)
            if (words->units[i].parts[p] != TRF_VOCABULARY_NONE &&
                trf_slice_is(words->units[words->units[i].parts[p]].kind, "discount"))
                return true;
    return false;
}

tariff_status trf_method_rate_format(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    const trf_vocabulary *words = &trf_vocabulary_default;
    trf_component *components = NULL;
    const trf_json *list = NULL;
    size_t count = 0;
    trf_buffer text;
    int resolved = 0;
    unsigned flags;
    tariff_status status = trf_json_array(request, "components", true, &list, door->alloc, error);

    if (status >= 0)
        status = trf_json_flag(request, "resolved", false, &resolved, door->alloc, error);
    if (status >= 0)
        status = trf_rate_read_components(door, list, &components, &count, error);
    if (status < 0)
        return status;
    flags = resolved ? TRF_COMPONENTS_AS_GIVEN : 0u;
    trf_buffer_init(&text, door->alloc, 0);
    trf_json_begin_object(reply);
    trf_components_print(components, count, words, flags, TRF_STYLE_BASE, &text);
    put_printed(reply, "base", &text);
    trf_components_print(components, count, words, flags, TRF_STYLE_VERBOSE, &text);
    put_printed(reply, "verbose", &text);
    if (count == 1 && components[0].amount.known) {
        trf_amount_print(&components[0].amount, &text);
        put_printed(reply, "amount_text", &text);
        if (components[0].unit.size && has_discount(components[0].unit)) {
            trf_component_print_discount(&components[0], words, &text);
            put_printed(reply, "spq_text", &text);
        }
    }
    trf_json_end_object(reply);
    trf_buffer_done(&text);
    return TARIFF_OK;
}

/* ---- rate.zero ---- */

tariff_status trf_method_rate_zero(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_component *components = NULL;
    const trf_json *list = NULL;
    size_t count = 0;
    tariff_status status = trf_json_array(request, "components", true, &list, door->alloc, error);

    if (status >= 0)
        status = trf_rate_read_components(door, list, &components, &count, error);
    if (status < 0)
        return status;
    trf_json_begin_object(reply);
    trf_json_member_flag(reply, "zero",
                         count == 1 && components[0].amount.known && components[0].amount.coefficient == 0 &&
                             components[0].amount.numerator == 0);
    trf_json_end_object(reply);
    return TARIFF_OK;
}

/* ---- rate.parse ---- */

/* Amounts of one currency put into another, as an authority does that publishes in its own. */
typedef struct conversion {
    trf_slice from, to;
    trf_number rate;
    trf_rounding_policy round;
} conversion;

static tariff_status read_conversion(trf_door *door, const trf_json *request, conversion *out, tariff_error **error)
{
    const trf_json *object = NULL;
    tariff_status status = trf_json_object(request, "convert", false, &object, door->alloc, error);

    memset(out, 0, sizeof *out);
    if (status < 0 || !object)
        return status;
    status = trf_json_only(object, "from to rate round", door->alloc, error);
    if (status >= 0)
        status = trf_json_text(object, "from", true, &out->from, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(object, "to", true, &out->to, door->alloc, error);
    if (status >= 0)
        status = trf_rate_read_number(door, object, "rate", true, &out->rate, error);
    if (status >= 0)
        status = trf_rate_read_rounding(door, object, "round", &out->round, error);
    return status;
}

static tariff_status convert_node(trf_door *door, const conversion *how, trf_expr *node, unsigned depth, tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    if (node->number.known && trf_slice_equal(node->money, how->from)) {
        trf_number amount;
        trf_buffer text;

        trf_buffer_init(&text, door->alloc, 0);
        status = trf_expr_number_value(door->numbers, &node->number, &amount);
        if (status >= 0)
            status = trf_number_multiply(door->numbers, amount, how->rate, &amount);
        if (status >= 0)
            status = trf_rounding_policy_apply(door->numbers, how->round, amount, &amount);
        if (status >= 0)
            status = trf_number_print(door->numbers, amount, &text);
        if (status < 0)
            status = trf_fail(error, door->alloc, status, "convert: an amount that cannot be computed");
        else if (text.failed)
            status = trf_fail_memory(error);
        else if (!trf_expr_number_read(trf_buffer_view(&text), &node->number))
            status = trf_fail(error, door->alloc, TARIFF_ERANGE, "convert: an amount of more than 18 digits (name a rounding)");
        trf_buffer_done(&text);
        node->money = how->to;
    }
    for (trf_expr *child = node->first; child && status >= 0 && depth < TRF_EXPR_DEPTH_MAX; child = child->next)
        status = convert_node(door, how, child, depth + 1, error);
    return status;
}

static tariff_status put_components(trf_door *door, const trf_vocabulary *words, const trf_expr *tree, bool first_only,
                                    trf_json_writer *reply, trf_buffer *scratch, bool *said, tariff_error **error)
{
    trf_component *components = NULL;
    size_t count = 0;
    tariff_status status = TARIFF_OK;

    *said = true;
    if (tree)
        status = trf_expr_to_components(door->arena, words, tree, &components, &count);
    if (status == TARIFF_ENOMEM)
        return trf_fail_memory(error);
    if (status == TARIFF_NEGATIVE) {
        *said = false;
        return TARIFF_OK;
    }
    if (status < 0)
        return trf_fail(error, door->alloc, status, "text: its components cannot be told");
    if (first_only) {
        trf_json_name(reply, "component");
        if (count)
            trf_rate_put_component(reply, &components[0], scratch);
        else
            trf_json_put_null(reply);
        return TARIFF_OK;
    }
    trf_json_name(reply, "components");
    trf_json_begin_array(reply);
    for (size_t i = 0; i < count; i++)
        trf_rate_put_component(reply, &components[i], scratch);
    trf_json_end_array(reply);
    return TARIFF_OK;
}

static tariff_status put_conditions(trf_door *door, const trf_vocabulary *words, const trf_expr *tree, trf_json_writer *reply,
                                    trf_buffer *scratch, tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    trf_json_name(reply, "conditions");
    trf_json_begin_array(reply);
    for (const trf_expr *node = tree ? tree->first : NULL; node && status >= 0; node = node->next) {
        bool said;

        trf_json_begin_object(reply);
        if (node->text.size)
            trf_json_member_text(reply, "condition_code", node->text);
        else
            trf_json_member_null(reply, "condition_code");
        if (node->codes.size)
            trf_json_member_text(reply, "certificate", node->codes);
        else
            trf_json_member_null(reply, "certificate");
        if (node->id.size)
            trf_json_member_text(reply, "action_code", node->id);
        else
            trf_json_member_null(reply, "action_code");
        status = put_components(door, words, node->first, true, reply, scratch, &said, error);
        if (status >= 0)
            status = put_components(door, words, node->first, false, reply, scratch, &said, error);
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
    return status;
}

static const char *month_name(unsigned month)
{
    static const char names[12][4] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};

    return month >= 1 && month <= 12 ? names[month - 1] : "";
}

static void put_seasons(const trf_vocabulary *words, uint32_t grammar, const trf_expr *tree, trf_json_writer *reply,
                        trf_buffer *scratch)
{
    trf_json_name(reply, "seasons");
    trf_json_begin_array(reply);
    for (const trf_expr *node = tree ? tree->first : NULL; node; node = node->next) {
        trf_json_begin_object(reply);
        trf_buffer_clear(scratch);
        if (node->first && trf_expr_print(node->first, words, grammar, TRF_STYLE_CANONICAL, scratch) == TARIFF_OK)
            trf_json_member_text(reply, "rate", trf_buffer_view(scratch));
        trf_buffer_clear(scratch);
        if (node->first && node->first->op == TRF_EXPR_PERCENT) {
            trf_expr_number_print(&node->first->number, scratch);
            trf_json_member_text(reply, "percent", trf_buffer_view(scratch));
        }
        if (node->season.from_day)
            trf_json_member_integer(reply, "start_day", node->season.from_day);
        trf_json_member_integer(reply, "start_month", node->season.from_month);
        if (node->season.to_day)
            trf_json_member_integer(reply, "end_day", node->season.to_day);
        trf_json_member_integer(reply, "end_month", node->season.to_month);
        trf_json_member_string(reply, "from_month", month_name(node->season.from_month));
        trf_json_member_string(reply, "to_month", month_name(node->season.to_month));
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
}

static tariff_status put_reading(trf_door *door, const trf_vocabulary *words, uint32_t grammar, const trf_expr_reading *reading,
                                 bool converted, trf_json_writer *reply, trf_buffer *scratch, tariff_error **error)
{
    const trf_expr *tree = reading->tree;
    bool said = true;
    tariff_status status = TARIFF_OK;

    trf_json_begin_object(reply);
    trf_json_member_string(reply, "status", "parsed");
    if (grammar == TRF_GRAMMAR_CONDITION || (tree && tree->op == TRF_EXPR_CONDITIONS))
        status = put_conditions(door, words, tree, reply, scratch, error);
    else if (grammar == TRF_GRAMMAR_SEASON || (tree && tree->op == TRF_EXPR_SEASONS))
        put_seasons(words, grammar, tree, reply, scratch);
    else
        status = put_components(door, words, tree, false, reply, scratch, &said, error);
    if (status < 0)
        return status;
    if (!converted) {
        trf_json_member_text(reply, "canonical", reading->canonical);
        trf_json_member_flag(reply, "as_canonical", reading->as_canonical);
    }
    if (tree && (!said || grammar == TRF_GRAMMAR_US)) {
        trf_json_name(reply, "tree");
        trf_rate_put_tree(reply, tree, scratch);
    }
    trf_json_end_object(reply);
    return TARIFF_OK;
}

tariff_status trf_method_rate_parse(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_vocabulary_builder *builder = NULL;
    const trf_vocabulary *words;
    trf_expr_reading reading;
    uint32_t grammar = TRF_GRAMMAR_NONE;
    conversion how;
    trf_buffer scratch;
    tariff_status status = read_conversion(door, request, &how, error);

    trf_buffer_init(&scratch, door->alloc, 0);
    if (status >= 0)
        status = trf_rate_read_grammar(door, request, &grammar, error);
    if (status >= 0)
        status = trf_rate_read_vocabulary(door, request, &builder, &words, error);
    if (status >= 0)
        status = trf_rate_read_text(door, request, words, &reading, error);
    if (status == TARIFF_NEGATIVE) {
        trf_json_begin_object(reply);
        trf_json_member_string(reply, "status", "unresolved");
        trf_json_name(reply, "components");
        trf_json_begin_array(reply);
        trf_json_end_array(reply);
        trf_json_name(reply, "fault");
        trf_rate_put_fault(reply, &reading.fault);
        trf_json_end_object(reply);
    } else if (status >= 0) {
        if (how.from.size && reading.tree)
            status = convert_node(door, &how, reading.tree, 0, error);
        if (status >= 0)
            status = put_reading(door, words, grammar, &reading, how.from.size != 0, reply, &scratch, error);
    }
    trf_vocabulary_builder_free(builder);
    trf_buffer_done(&scratch);
    return status;
}
