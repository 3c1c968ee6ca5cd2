/* SPDX-License-Identifier: Apache-2.0 */
/* Elements of a profile to records; expressions to postfix steps. */
#include "compile/profile_reader.h"

#include "num/round.h"

/* ---- expressions ---- */
static tariff_status expression(trf_profile_builder *b, uint32_t node);

static tariff_status operands(trf_profile_builder *b, uint32_t node, unsigned *count)
{
    tariff_status status = TARIFF_OK;

    *count = 0;
    for (uint32_t child = trf_profile_node(b, node)->first_child; child != TRF_NODE_NONE && status >= 0;
         child = trf_profile_node(b, child)->next) {
        status = expression(b, child);
        (*count)++;
    }
    return status;
}

static tariff_status choose(trf_profile_builder *b, uint32_t node, trf_profile_step_record *step)
{
    tariff_status status = TARIFF_OK;
    unsigned count;

    for (uint32_t child = trf_profile_node(b, node)->first_child; child != TRF_NODE_NONE && status >= 0;
         child = trf_profile_node(b, child)->next) {
        if (trf_slice_is(trf_profile_name(b, child), "up-to")) {
            trf_profile_step_record limit = {0};

            limit.op = TRF_STEP_NUMBER;
            (void)trf_profile_number(b, child, trf_profile_attribute(b, child, "limit"), limit.words, &limit.scale);
            status = trf_profile_put(b, TRF_SECTION_PROFILE_STEP, &limit);
            step->count++;
        }
        if (status >= 0)
            status = operands(b, child, &count);
    }
    return status;
}

static tariff_status expression(trf_profile_builder *b, uint32_t node)
{
    static const struct {
        const char *name;
        uint8_t op;
    } operators[] = {{"sum", TRF_STEP_SUM},           {"difference", TRF_STEP_DIFFERENCE}, {"product", TRF_STEP_PRODUCT},
                     {"quotient", TRF_STEP_QUOTIENT}, {"percent", TRF_STEP_PERCENT},       {"inside", TRF_STEP_INSIDE},
                     {"min", TRF_STEP_MIN},           {"max", TRF_STEP_MAX}};
    trf_slice name = trf_profile_name(b, node), list, one;
    trf_profile_step_record step = {0};
    tariff_status status = TARIFF_OK;
    unsigned count = 0;
    trf_rounding mode;

    if (b->depth >= TRF_PROFILE_DEPTH_MAX)
        return trf_fail(b->error, b->out->alloc, TARIFF_ELIMIT, "profile expression '%S': deeper than %u elements", name,
                        (uint32_t)TRF_PROFILE_DEPTH_MAX);
    b->depth++;
    if (trf_slice_is(name, "number")) {
        step.op = TRF_STEP_NUMBER;
        (void)trf_profile_number(b, node, trf_profile_text(b, node), step.words, &step.scale);
    } else if (trf_slice_is(name, "named-amount")) {
        step.op = TRF_STEP_AMOUNT;
        status = trf_profile_attribute_id(b, node, "name", &step.text);
    } else if (trf_slice_is(name, "charges")) {
        step.op = TRF_STEP_CHARGES;
        list = trf_profile_attribute(b, node, "ids");
        while (trf_tree_next_word(&list, &one)) {
            unsigned charge = trf_profile_charge(b, one);

            if (charge == 255)
                trf_profile_report(b, node, "charge '%S': no charge of this id stands before this one in the programme", one);
            else
                step.mask |= UINT64_C(1) << charge;
        }
    } else if (trf_slice_is(name, "quantity")) {
        step.op = TRF_STEP_QUANTITY;
        status = trf_profile_attribute_id(b, node, "unit", &step.text);
    } else if (trf_slice_is(name, "fact-value")) {
        step.op = TRF_STEP_FACT;
        status = operands(b, node, &count);
        step.count = (uint16_t)count;
        if (status >= 0)
            status = trf_profile_attribute_id(b, node, "name", &step.text);
    } else if (trf_slice_is(name, "table-row")) {
        step.op = TRF_STEP_TABLE;
        status = trf_profile_attribute_id(b, node, "table", &step.text);
        if (status >= 0)
            status = trf_profile_attribute_id(b, node, "key", &step.key);
    } else if (trf_slice_is(name, "rounded")) {
        step.op = TRF_STEP_ROUND;
        status = operands(b, node, &count);
        if (!trf_rounding_of_name(trf_profile_attribute(b, node, "mode"), &mode))
            mode = TRF_ROUND_NONE;
        step.mode = (uint8_t)mode;
        (void)trf_profile_number(b, node, trf_profile_attribute(b, node, "unit"), step.words, &step.scale);
    } else if (trf_slice_is(name, "choose")) {
        step.op = TRF_STEP_CHOOSE;
        status = choose(b, node, &step);
    } else {
        for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
            if (trf_slice_is(name, operators[i].name))
                step.op = operators[i].op;
        }
        if (step.op == 0)
            trf_profile_report(b, node, "'%S': not an operator of profiles", name);
        else {
            status = operands(b, node, &count);
            step.count = (uint16_t)count;
        }
    }
    b->depth--;
    if (status < 0 || step.op == 0)
        return status;
    return trf_profile_put(b, TRF_SECTION_PROFILE_STEP, &step);
}

static tariff_status steps(trf_profile_builder *b, uint32_t node, uint32_t *first, uint32_t *count)
{
    unsigned operand_count;
    tariff_status status;

    *first = trf_profile_rows(b, TRF_SECTION_PROFILE_STEP)->count;
    status = operands(b, node, &operand_count);
    *count = trf_profile_rows(b, TRF_SECTION_PROFILE_STEP)->count - *first;
    if (operand_count != 1)
        trf_profile_report(b, node, "'%S': takes one expression", trf_profile_name(b, node));
    return status;
}

/* ---- elements ---- */
static tariff_status element_policy(trf_profile_builder *b, uint32_t node)
{
    static const char *const aspects[] = {"rounding", "conditions", "exchange", NULL};
    static const char *const behaviours[] = {"", "all-codes", "first-match", "in-period", "else-latest", NULL};
    trf_profile_policy_record policy = {0};
    tariff_status status;

    policy.aspect = (uint8_t)trf_profile_word(b, node, "aspect", aspects, 0);
    policy.behaviour = (uint8_t)trf_profile_word(b, node, "behaviour", behaviours, 0);
    if (trf_slice_is(trf_profile_attribute(b, node, "default"), "yes"))
        policy.flags |= TRF_POLICY_DEFAULT;
    if (trf_slice_is(trf_profile_attribute(b, node, "carry"), "exact"))
        policy.flags |= TRF_POLICY_CARRY_EXACT;
    trf_profile_period(b, node, &policy.start, &policy.end);
    policy.node = node + b->node_base;
    policy.first_round = trf_profile_rows(b, TRF_SECTION_PROFILE_ROUND)->count;
    status = trf_profile_attribute_id(b, node, "name", &policy.name);
    if (status >= 0)
        status = trf_profile_source_id(b, node, &policy.source);
    for (uint32_t child = trf_profile_node(b, node)->first_child; child != TRF_NODE_NONE && status >= 0;
         child = trf_profile_node(b, child)->next) {
        static const struct {
            const char *name;
            size_t at;
        } modes[] = {{"mode", offsetof(trf_profile_round_record, mode)},
                     {"alone-mode", offsetof(trf_profile_round_record, alone_mode)},
                     {"step-mode", offsetof(trf_profile_round_record, step_mode)}};
        trf_profile_round_record round = {0};
        trf_slice unit;
        trf_rounding mode;

        if (!trf_slice_is(trf_profile_name(b, child), "round"))
            continue;
        for (unsigned i = 0; i < 3; i++) {
            trf_slice name = trf_profile_attribute(b, child, modes[i].name);

            if (name.size && !trf_rounding_of_name(name, &mode))
                trf_profile_report(b, child, "'%S': not a rounding mode", name);
            else if (name.size)
                ((uint8_t *)&round)[modes[i].at] = (uint8_t)mode;
        }
        unit = trf_profile_attribute(b, child, "unit");
        if (!trf_profile_number(b, child, unit.size ? unit : TRF_SLICE("0.01"), round.words, &round.scale))
            continue;
        round.node = child + b->node_base;
        if (trf_slice_is(trf_profile_attribute(b, child, "algorithm"), "rate-groups"))
            round.flags |= TRF_PROFILE_ROUND_GROUPS;
        unit = trf_profile_attribute(b, child, "rate-up-to");
        if (unit.size && trf_profile_number(b, child, unit, round.limit, &round.limit_scale))
            round.flags |= TRF_PROFILE_ROUND_LIMIT;
        status = trf_profile_attribute_id(b, child, "at", &round.at);
        if (status >= 0)
            status = trf_profile_attribute_id(b, child, "alone", &round.alone);
        if (status >= 0)
            status = trf_profile_attribute_id(b, child, "step", &round.step);
        if (status >= 0)
            status = trf_profile_source_id(b, child, &round.source);
        if (status >= 0)
            status = trf_profile_put(b, TRF_SECTION_PROFILE_ROUND, &round);
        policy.round_count++;
    }
    return status < 0 ? status : trf_profile_put(b, TRF_SECTION_PROFILE_POLICY, &policy);
}

static tariff_status element_exchange(trf_profile_builder *b, uint32_t node)
{
    trf_profile_exchange_record exchange = {0};
    const struct {
        const char *name;
        trf_str *out;
    } texts[] = {{"use", &exchange.use},   {"authority", &exchange.authority}, {"purpose", &exchange.purpose},
                 {"date", &exchange.date}, {"base", &exchange.base},
                 {"against", &exchange.against}, {"published", &exchange.published}};
    static const char *const divisors[] = {"against", "own", NULL};
    trf_slice by = trf_profile_attribute(b, node, "by");
    tariff_status status = trf_profile_source_id(b, node, &exchange.source);

    exchange.divisor = (uint8_t)trf_profile_word(b, node, "divisor", divisors, TRF_DIVISOR_AGAINST);
    if (by.size)
        (void)trf_profile_number(b, node, by, exchange.words, &exchange.scale);

    trf_profile_period(b, node, &exchange.start, &exchange.end);
    exchange.node = node + b->node_base;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status >= 0; i++)
        status = trf_profile_attribute_id(b, node, texts[i].name, texts[i].out);
    return status < 0 ? status : trf_profile_put(b, TRF_SECTION_PROFILE_EXCHANGE, &exchange);
}

static tariff_status element_group(trf_profile_builder *b, uint32_t node)
{
    static const char *const several[] = {"nearest", "all", "lowest", "highest", NULL};
    unsigned place;
    tariff_status status = trf_profile_group(b, node, trf_profile_attribute(b, node, "id"), &place);
    trf_profile_group_record *group;

    if (status < 0)
        return status;
    group = (trf_profile_group_record *)(void *)trf_profile_rows(b, TRF_SECTION_PROFILE_GROUP)->records + b->profile.first_group +
            place;
    group->several = (uint8_t)trf_profile_word(b, node, "several", several, 0);
    group->node = node + b->node_base;
    return trf_profile_source_id(b, node, &group->source);
}

static tariff_status element_charge(trf_profile_builder *b, uint32_t node)
{
    static const char *const finality[] = {"final", "provisional", "estimated", NULL};
    trf_profile_charge_record charge = {0};
    const struct {
        const char *name;
        trf_str *out;
    } texts[] = {{"id", &charge.id},
                 {"official", &charge.official},
                 {"total", &charge.total},
                 {"settlement", &charge.settlement},
                 {"round", &charge.round},
                 {"list", &charge.list},
                 {"not-list", &charge.not_list},
                 {"shown", &charge.expression}};
    tariff_status status = trf_profile_source_id(b, node, &charge.source);

    if (trf_profile_rows(b, TRF_SECTION_PROFILE_CHARGE)->count - b->profile.first_charge >= TRF_PROFILE_CHARGES_MAX) {
        trf_profile_report(b, node, "charge '%S': more than 64 charges", trf_profile_attribute(b, node, "id"));
        return status;
    }
    trf_profile_period(b, node, &charge.start, &charge.end);
    charge.node = node + b->node_base;
    charge.finality = (uint8_t)trf_profile_word(b, node, "finality", finality, 0);
    if (trf_slice_is(trf_profile_attribute(b, node, "required"), "yes"))
        charge.flags |= TRF_CHARGE_REQUIRED;
    if (trf_slice_is(trf_profile_attribute(b, node, "level"), "entry"))
        charge.flags |= TRF_CHARGE_ENTRY;
    if (!trf_role_of_name(trf_profile_attribute(b, node, "role"), &charge.role))
        trf_profile_report(b, node, "'%S': not a role", trf_profile_attribute(b, node, "role"));
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status >= 0; i++)
        status = trf_profile_attribute_id(b, node, texts[i].name, texts[i].out);
    for (uint32_t child = trf_profile_node(b, node)->first_child; child != TRF_NODE_NONE && status >= 0;
         child = trf_profile_node(b, child)->next) {
        trf_slice name = trf_profile_name(b, child);

        if (trf_slice_is(name, "base"))
            status = steps(b, child, &charge.first_base, &charge.base_count);
        else if (trf_slice_is(name, "amount"))
            status = steps(b, child, &charge.first_amount, &charge.amount_count);
        else if (trf_slice_is(name, "default")) {
            status = steps(b, child, &charge.first_default, &charge.default_count);
            if (status >= 0 && charge.expression == 0)
                status = trf_profile_attribute_id(b, child, "shown", &charge.expression);
        }
    }
    if (status >= 0)
        status = trf_profile_tests(b, node, &charge.first_test, &charge.test_count);
    return status < 0 ? status : trf_profile_put(b, TRF_SECTION_PROFILE_CHARGE, &charge);
}

static tariff_status element_measures(trf_profile_builder *b, uint32_t node, bool series)
{
    static const char *const claims[] = {"none", "preference", "quota", "programme", "heading", "suspension", NULL};
    static const char *const places[] = {"origin", "preferential-origin", "export-country", NULL};
    trf_profile_measures_record measures = {0};
    const struct {
        const char *name;
        trf_str *out;
    } texts[] = {{"official", &measures.official}, {"preferences", &measures.preferences}, {"list", &measures.list},
                 {"not-list", &measures.not_list}, {"scheme", &measures.scheme},           {"outcome", &measures.outcome},
                 {"effect", &measures.effect}};
    trf_slice ids, one, name;
    tariff_status status = trf_tree_words(b->model, node, series ? "series" : "types", &ids, b->error);
    unsigned group = 0, charge = 255;

    if (status < 0 || ids.size == 0)
        return status;
    status = trf_profile_source_id(b, node, &measures.source);
    trf_profile_period(b, node, &measures.start, &measures.end);
    measures.node = node + b->node_base;
    if (!trf_role_of_name(trf_profile_attribute(b, node, "role"), &measures.role))
        trf_profile_report(b, node, "'%S': not a role", trf_profile_attribute(b, node, "role"));
    measures.claim = (uint8_t)trf_profile_word(b, node, "claim", claims, TRF_CLAIM_NONE);
    measures.place = (uint8_t)trf_profile_word(b, node, "place", places, TRF_PLACE_ORIGIN);
    if (trf_slice_is(trf_profile_attribute(b, node, "any-area"), "yes"))
        measures.flags |= TRF_MEASURES_ANY_AREA;
    if (trf_slice_is(trf_profile_attribute(b, node, "zero"), "dropped"))
        measures.flags |= TRF_MEASURES_ZERO_DROPS;
    name = trf_profile_attribute(b, node, "group");
    if (status >= 0)
        status = trf_profile_group(b, node, name.size ? name : trf_role_name(measures.role), &group);
    measures.group = (uint8_t)group;
    name = trf_profile_attribute(b, node, "charge");
    if (name.size) {
        charge = trf_profile_charge(b, name);
        if (charge == 255)
            trf_profile_report(b, node, "charge '%S': not in the programme", name);
    } else if (trf_role_charges(measures.role)) {
        trf_profile_report(b, node, "'%S': measures of this role need a charge", trf_profile_attribute(b, node, "role"));
    }
    measures.charge = (uint8_t)charge;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status >= 0; i++)
        status = trf_profile_attribute_id(b, node, texts[i].name, texts[i].out);
    if (status >= 0)
        status = trf_profile_tests(b, node, &measures.first_test, &measures.test_count);
    while (status >= 0 && trf_tree_next_word(&ids, &one)) {
        status = trf_profile_text_id(b, one, &measures.id);
        if (status >= 0)
            status = trf_profile_put(b, TRF_SECTION_PROFILE_MEASURES, &measures);
    }
    return status;
}

static tariff_status element_relation(trf_profile_builder *b, uint32_t node)
{
    static const char *const kinds[] = {"stacks", "replaces", "excludes", "suspends", "floor", "total-cap", NULL};
    static const char *const whens[] = {"applies", "owed", "lower", "not-higher", NULL};
    trf_profile_relation_record relation = {0};
    tariff_status status = trf_profile_source_id(b, node, &relation.source);

    trf_profile_period(b, node, &relation.start, &relation.end);
    relation.node = node + b->node_base;
    relation.kind = (uint8_t)trf_profile_word(b, node, "kind", kinds, 0);
    relation.when = (uint8_t)trf_profile_word(b, node, "when", whens, 0);
    if (status >= 0)
        status = trf_profile_attribute_id(b, node, "list", &relation.list);
    if (status >= 0)
        status = trf_profile_attribute_id(b, node, "unless-facts", &relation.unless_facts);
    if (status >= 0)
        status = trf_profile_groups(b, node, "groups", &relation.groups);
    if (status >= 0)
        status = trf_profile_groups(b, node, "over", &relation.over);
    return status < 0 ? status : trf_profile_put(b, TRF_SECTION_PROFILE_RELATION, &relation);
}

static tariff_status element_list(trf_profile_builder *b, uint32_t node)
{
    trf_profile_entry_record entry = {0};
    tariff_status status = trf_profile_attribute_id(b, node, "id", &entry.list);

    for (uint32_t child = trf_profile_node(b, node)->first_child; child != TRF_NODE_NONE && status >= 0;
         child = trf_profile_node(b, child)->next) {
        if (!trf_slice_is(trf_profile_name(b, child), "entry"))
            continue;
        trf_profile_period(b, child, &entry.start, &entry.end);
        entry.node = child + b->node_base;
        status = trf_profile_attribute_id(b, child, "id", &entry.id);
        if (status >= 0)
            status = trf_profile_source_id(b, child, &entry.source);
        if (status >= 0)
            status = trf_profile_put(b, TRF_SECTION_PROFILE_ENTRY, &entry);
    }
    return status;
}

static tariff_status element_table(trf_profile_builder *b, uint32_t node)
{
    trf_str table = 0;
    tariff_status status = trf_profile_attribute_id(b, node, "id", &table);

    for (uint32_t child = trf_profile_node(b, node)->first_child; child != TRF_NODE_NONE && status >= 0;
         child = trf_profile_node(b, child)->next) {
        trf_profile_row_record row = {0};

        if (!trf_slice_is(trf_profile_name(b, child), "row"))
            continue;
        row.table = table;
        row.node = child + b->node_base;
        trf_profile_period(b, child, &row.start, &row.end);
        if (trf_slice_is(trf_profile_attribute(b, child, "status"), "unresolved"))
            row.flags |= TRF_PROFILE_ROW_UNRESOLVED;
        else if (!trf_profile_number(b, child, trf_profile_attribute(b, child, "value"), row.words, &row.scale))
            continue;
        status = trf_profile_attribute_id(b, child, "key", &row.key);
        if (status >= 0)
            status = trf_profile_source_id(b, child, &row.source);
        if (status >= 0)
            status = trf_profile_put(b, TRF_SECTION_PROFILE_ROW, &row);
    }
    return status;
}

static tariff_status element_codes(trf_profile_builder *b, uint32_t node, trf_profile_code_kind kind, const char *list,
                                   const char *outcome)
{
    static const char *const tests[] = {"document", "at-most", "at-least", "above", NULL};
    static const char *const effects[] = {"", "applies", "not-applies", "not-released", NULL};
    static const char *const polarities[] = {"", "positive", "negative", NULL};
    static const uint8_t polarity_flags[] = {0, TRF_CODE_POSITIVE, TRF_CODE_NEGATIVE};
    trf_profile_code_record code = {0};
    trf_slice ids, one;
    tariff_status status = trf_tree_words(b->model, node, list, &ids, b->error);

    if (status >= 0)
        status = trf_profile_source_id(b, node, &code.source);
    code.kind = (uint8_t)kind;
    code.node = node + b->node_base;
    trf_profile_period(b, node, &code.start, &code.end);
    code.test = (uint8_t)trf_profile_word(b, node, "test", tests, TRF_TEST_NONE);
    code.effect = (uint8_t)trf_profile_word(b, node, "effect", effects, 0);
    if (trf_slice_is(trf_profile_attribute(b, node, "stops"), "yes"))
        code.flags |= TRF_CODE_STOPS;
    if (trf_slice_is(trf_profile_attribute(b, node, "listed"), "yes"))
        code.flags |= TRF_CODE_LISTED;
    code.flags |= polarity_flags[trf_profile_word(b, node, "polarity", polarities, 0)];
    if (kind == TRF_CODE_CONDITION)
        code.effect = (uint8_t)trf_profile_word(b, node, "shown", tests, code.test);
    if (status >= 0)
        status = trf_profile_attribute_id(b, node, "measured", &code.measured);
    if (status >= 0)
        status = trf_profile_attribute_id(b, node, outcome, &code.outcome);
    while (status >= 0 && trf_tree_next_word(&ids, &one)) {
        status = trf_profile_text_id(b, one, &code.id);
        if (status >= 0)
            status = trf_profile_put(b, TRF_SECTION_PROFILE_CODE, &code);
    }
    return status;
}

static tariff_status element_fact(trf_profile_builder *b, uint32_t node)
{
    static const char *const types[] = {"text", "number", "flag", NULL};
    trf_profile_fact_record fact = {0};
    tariff_status status = trf_profile_source_id(b, node, &fact.source);

    fact.type = (uint8_t)trf_profile_word(b, node, "type", types, 0);
    fact.node = node + b->node_base;
    if (status >= 0)
        status = trf_profile_attribute_id(b, node, "id", &fact.id);
    if (status >= 0)
        status = trf_profile_attribute_id(b, node, "unit", &fact.unit);
    if (status >= 0)
        status = trf_profile_attribute_id(b, node, "least", &fact.least);
    if (status >= 0)
        status = trf_profile_attribute_id(b, node, "most", &fact.most);
    for (uint32_t child = trf_profile_node(b, node)->first_child; child != TRF_NODE_NONE && status >= 0 && fact.text == 0;
         child = trf_profile_node(b, child)->next)
        status = trf_profile_text_id(b, trf_profile_text(b, child), &fact.text);
    return status < 0 ? status : trf_profile_put(b, TRF_SECTION_PROFILE_FACT, &fact);
}

static tariff_status element_preference(trf_profile_builder *b, uint32_t node)
{
    trf_profile_preference_record rule = {0};
    const struct {
        const char *name;
        trf_str *out;
    } texts[] = {{"code", &rule.code},
                 {"areas", &rule.areas},
                 {"certificates", &rule.certificates},
                 {"goods-certificates", &rule.goods_certificates},
                 {"goods-types", &rule.goods_types}};
    trf_slice types, one;
    tariff_status status = trf_tree_words(b->model, node, "types", &types, b->error);

    if (status >= 0)
        status = trf_profile_source_id(b, node, &rule.source);
    trf_profile_period(b, node, &rule.start, &rule.end);
    rule.node = node + b->node_base;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status >= 0; i++)
        status = trf_profile_attribute_id(b, node, texts[i].name, texts[i].out);
    if (status >= 0 && !rule.code)
        trf_profile_report(b, node, "'%S': a preference code without its code", types);
    while (status >= 0 && rule.code && trf_tree_next_word(&types, &one)) {
        status = trf_profile_text_id(b, one, &rule.type);
        if (status >= 0)
            status = trf_profile_put(b, TRF_SECTION_PROFILE_PREFERENCE, &rule);
    }
    return status;
}

/** Elements in the order in which others refer to them: groups, then charges, then what names both. */
tariff_status trf_profile_element(trf_profile_builder *b, uint32_t node, unsigned pass)
{
    trf_slice name = trf_profile_name(b, node);

    switch (pass) {
    case 0:
        if (trf_slice_is(name, "group"))
            return element_group(b, node);
        if (trf_slice_is(name, "valuation"))
            return trf_profile_attribute_id(b, node, "basis", &b->profile.basis);
        if (trf_slice_is(name, "preferences"))
            return trf_profile_attribute_id(b, node, "default", &b->profile.preference);
        if (trf_slice_is(name, "policy"))
            return element_policy(b, node);
        if (trf_slice_is(name, "exchange"))
            return element_exchange(b, node);
        if (trf_slice_is(name, "list"))
            return element_list(b, node);
        if (trf_slice_is(name, "table"))
            return element_table(b, node);
        if (trf_slice_is(name, "condition-codes"))
            return element_codes(b, node, TRF_CODE_CONDITION, "ids", "price-per-mass");
        if (trf_slice_is(name, "actions"))
            return element_codes(b, node, TRF_CODE_ACTION, "ids", "outcome");
        if (trf_slice_is(name, "waiver"))
            return element_codes(b, node, TRF_CODE_WAIVER, "certificates", "outcome");
        if (trf_slice_is(name, "document-class")) {
            tariff_status status = element_codes(b, node, TRF_CODE_DOCUMENT_TYPE, "types", "class");

            return status < 0 ? status : element_codes(b, node, TRF_CODE_DOCUMENT, "certificates", "class");
        }
        if (trf_slice_is(name, "preference-code"))
            return element_preference(b, node);
        return trf_slice_is(name, "fact") ? element_fact(b, node) : TARIFF_OK;
    case 1:
        return trf_slice_is(name, "charge") ? element_charge(b, node) : TARIFF_OK;
    case 2:
        return trf_slice_is(name, "measures") ? element_measures(b, node, false) : TARIFF_OK;
    case 3:
        return trf_slice_is(name, "measures") ? element_measures(b, node, true) : TARIFF_OK;
    default:
        if (trf_slice_is(name, "relief"))
            return trf_profile_relief(b, node);
        return trf_slice_is(name, "relation") ? element_relation(b, node) : TARIFF_OK;
    }
}
