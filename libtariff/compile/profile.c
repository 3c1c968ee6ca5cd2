/* SPDX-License-Identifier: Apache-2.0 */
#include "compile/profile.h"

#include "num/round.h"

#define DEPTH_MAX 24u

typedef struct builder {
    trf_model *model;
    trf_intern *texts;
    trf_numbers *numbers;
    trf_profile_tables *out;
    uint32_t node_base;
    tariff_error **error;
    trf_profile_record profile;
    uint32_t depth;
} builder;

/* ---- nodes ---- */
static const trf_node *node_at(const builder *b, uint32_t node) { return &b->model->nodes[node]; }
static trf_slice name_of(const builder *b, uint32_t node) { return trf_intern_get(&b->model->texts, node_at(b, node)->name); }
static trf_slice text_of(const builder *b, uint32_t node) { return trf_intern_get(&b->model->texts, node_at(b, node)->text); }

static trf_slice attribute(const builder *b, uint32_t node, const char *name)
{
    const trf_node *n = node_at(b, node);

    for (uint32_t i = 0; i < n->attribute_count; i++) {
        const trf_attribute *a = &b->model->attributes[n->first_attribute + i];

        if (trf_slice_is(trf_intern_get(&b->model->texts, a->name), name))
            return trf_intern_get(&b->model->texts, a->value);
    }
    return TRF_SLICE_EMPTY;
}

static void report(builder *b, uint32_t node, const char *format, trf_slice what)
{
    trf_row_source source = {0};

    source.input = node_at(b, node)->input;
    source.line = node_at(b, node)->line;
    trf_model_report(b->model, &source, "profile", name_of(b, node), format, what);
}

static tariff_status text_id(builder *b, trf_slice text, trf_str *out)
{
    uint32_t id = trf_intern_add(b->texts, text);

    if (id == TRF_INTERN_NONE)
        return trf_fail_memory(b->error);
    *out = id;
    return TARIFF_OK;
}

static tariff_status attribute_id(builder *b, uint32_t node, const char *name, trf_str *out)
{
    return text_id(b, attribute(b, node, name), out);
}

static void period(builder *b, uint32_t node, trf_day *start, trf_day *end)
{
    trf_slice from = attribute(b, node, "from"), to = attribute(b, node, "to");

    *start = TRF_DATE_NONE;
    *end = TRF_DATE_OPEN;
    if (from.size && !trf_date_parse(from, start))
        report(b, node, "from='%S': not a date (expected YYYY-MM-DD)", from);
    if (to.size && !trf_date_parse(to, end))
        report(b, node, "to='%S': not a date (expected YYYY-MM-DD)", to);
}

/** The legal source: the element's own, else that of the nearest element around it. */
static tariff_status source_id(builder *b, uint32_t node, trf_str *out)
{
    trf_slice source = TRF_SLICE_EMPTY;

    for (unsigned depth = 0; node != TRF_NODE_NONE && depth < DEPTH_MAX && source.size == 0; depth++) {
        source = attribute(b, node, "source");
        node = node_at(b, node)->parent;
    }
    return text_id(b, source, out);
}

/** Index of a word in a list of words ended by NULL; reports and gives `otherwise` for another. */
static unsigned word(builder *b, uint32_t node, const char *name, const char *const *words, unsigned otherwise)
{
    trf_slice value = attribute(b, node, name);

    if (value.size == 0)
        return otherwise;
    for (unsigned i = 0; words[i]; i++) {
        if (trf_slice_is(value, words[i]))
            return i;
    }
    report(b, node, "'%S': not one of the words that this attribute takes", value);
    return otherwise;
}

/** A list of words that stays where it is while texts are added to the pool that it may come from. */
static tariff_status word_list(builder *b, uint32_t node, const char *name, trf_slice *out)
{
    *out = attribute(b, node, name);
    if (out->size == 0)
        return TARIFF_OK;
    *out = trf_arena_copy(&b->model->arena, *out);
    return out->data ? TARIFF_OK : trf_fail_memory(b->error);
}

/** Cuts the next word off a list; false at its end. */
static bool next_word(trf_slice *list, trf_slice *out)
{
    size_t from = 0, to;

    while (from < list->size && list->data[from] == ' ')
        from++;
    to = from;
    while (to < list->size && list->data[to] != ' ')
        to++;
    *out = trf_slice_of(list->data + from, to - from);
    *list = trf_slice_of(list->data + to, list->size - to);
    return out->size > 0;
}

static bool number_words(builder *b, uint32_t node, trf_slice text, uint64_t words[2], int16_t *scale)
{
    trf_number number;

    if (trf_number_parse(b->numbers, text, &number) == TARIFF_OK && trf_number_to_words(b->numbers, number, words, scale))
        return true;
    report(b, node, "'%S': not a decimal number", text);
    return false;
}

/* ---- sections ---- */
static trf_profile_section *section(builder *b, uint32_t kind) { return &b->out->sections[kind - TRF_SECTION_PROFILE]; }

static tariff_status put(builder *b, uint32_t kind, const void *record)
{
    trf_profile_section *s = section(b, kind);

    if (!trf_alloc_grow(b->out->alloc, (void **)&s->records, &s->capacity, (size_t)s->count + 1, s->record_size))
        return trf_fail_memory(b->error);
    memcpy(s->records + (size_t)s->count * s->record_size, record, s->record_size);
    s->count++;
    return TARIFF_OK;
}

typedef int (*order_fn)(const void *a, const void *b);

/** Stable order of the records from `first` on; profiles hold some hundreds of them. */
static void order(builder *b, uint32_t kind, uint32_t first, order_fn compare)
{
    trf_profile_section *s = section(b, kind);
    size_t size = s->record_size;
    uint8_t held[256];

    for (uint32_t i = first + 1; i < s->count; i++) {
        uint32_t at = i;

        memcpy(held, s->records + i * size, size);
        while (at > first && compare(held, s->records + (at - 1) * size) < 0) {
            memcpy(s->records + at * size, s->records + (at - 1) * size, size);
            at--;
        }
        memcpy(s->records + at * size, held, size);
    }
}

#define COMPARE(a, b, field)          \
    do {                              \
        if ((a)->field != (b)->field) \
            return (a)->field < (b)->field ? -1 : 1; \
    } while (0)

static int by_entry(const void *x, const void *y)
{
    const trf_profile_entry_record *a = x, *b = y;

    COMPARE(a, b, list);
    COMPARE(a, b, id);
    COMPARE(a, b, start);
    return 0;
}
static int by_row(const void *x, const void *y)
{
    const trf_profile_row_record *a = x, *b = y;

    COMPARE(a, b, table);
    COMPARE(a, b, key);
    COMPARE(a, b, start);
    return 0;
}
static int by_code(const void *x, const void *y)
{
    const trf_profile_code_record *a = x, *b = y;

    COMPARE(a, b, kind);
    COMPARE(a, b, id);
    COMPARE(a, b, start);
    return 0;
}
static int by_fact(const void *x, const void *y)
{
    const trf_profile_fact_record *a = x, *b = y;

    COMPARE(a, b, id);
    return 0;
}
static int by_measures(const void *x, const void *y)
{
    const trf_profile_measures_record *a = x, *b = y;

    COMPARE(a, b, id);
    COMPARE(a, b, start);
    return 0;
}

/* ---- groups and charges by name ---- */
static tariff_status group_of(builder *b, uint32_t node, trf_slice name, unsigned *out)
{
    const trf_profile_section *s = section(b, TRF_SECTION_PROFILE_GROUP);
    const trf_profile_group_record *groups = (const trf_profile_group_record *)(const void *)s->records;
    trf_profile_group_record group = {0};
    trf_str id = 0;
    tariff_status status = text_id(b, name, &id);

    if (status < 0)
        return status;
    for (uint32_t i = b->profile.first_group; i < s->count; i++) {
        if (groups[i].id == id) {
            *out = i - b->profile.first_group;
            return TARIFF_OK;
        }
    }
    if (s->count - b->profile.first_group >= TRF_PROFILE_GROUPS_MAX) {
        report(b, node, "group '%S': more than 64 groups", name);
        *out = TRF_PROFILE_GROUPS_MAX - 1;
        return TARIFF_OK;
    }
    *out = s->count - b->profile.first_group;
    group.id = id;
    group.node = node + b->node_base;
    return put(b, TRF_SECTION_PROFILE_GROUP, &group);
}

/** Place of a charge in the programme, 255 for none of that name before `limit` charges. */
static unsigned charge_of(builder *b, trf_slice name)
{
    const trf_profile_section *s = section(b, TRF_SECTION_PROFILE_CHARGE);
    const trf_profile_charge_record *charges = (const trf_profile_charge_record *)(const void *)s->records;
    uint32_t id = trf_intern_find(b->texts, name);

    for (uint32_t i = b->profile.first_charge; i < s->count && id != TRF_INTERN_NONE; i++) {
        if (charges[i].id == id)
            return i - b->profile.first_charge;
    }
    return 255;
}

static tariff_status groups_of(builder *b, uint32_t node, const char *name, uint64_t *mask)
{
    trf_slice list, one;
    tariff_status status = word_list(b, node, name, &list);
    unsigned group = 0;

    *mask = 0;
    while (status >= 0 && next_word(&list, &one)) {
        status = group_of(b, node, one, &group);
        *mask |= UINT64_C(1) << group;
    }
    return status;
}

/* ---- expressions ---- */
static tariff_status expression(builder *b, uint32_t node);

static tariff_status operands(builder *b, uint32_t node, unsigned *count)
{
    tariff_status status = TARIFF_OK;

    *count = 0;
    for (uint32_t child = node_at(b, node)->first_child; child != TRF_NODE_NONE && status >= 0; child = node_at(b, child)->next) {
        status = expression(b, child);
        (*count)++;
    }
    return status;
}

static tariff_status choose(builder *b, uint32_t node, trf_profile_step_record *step)
{
    tariff_status status = TARIFF_OK;
    unsigned count;

    for (uint32_t child = node_at(b, node)->first_child; child != TRF_NODE_NONE && status >= 0; child = node_at(b, child)->next) {
        if (trf_slice_is(name_of(b, child), "up-to")) {
            trf_profile_step_record limit = {0};

            limit.op = TRF_STEP_NUMBER;
            (void)number_words(b, child, attribute(b, child, "limit"), limit.words, &limit.scale);
            status = put(b, TRF_SECTION_PROFILE_STEP, &limit);
            step->count++;
        }
        if (status >= 0)
            status = operands(b, child, &count);
    }
    return status;
}

static tariff_status expression(builder *b, uint32_t node)
{
    static const struct {
        const char *name;
        uint8_t op;
    } operators[] = {{"sum", TRF_STEP_SUM},           {"difference", TRF_STEP_DIFFERENCE}, {"product", TRF_STEP_PRODUCT},
                     {"quotient", TRF_STEP_QUOTIENT}, {"percent", TRF_STEP_PERCENT},       {"inside", TRF_STEP_INSIDE},
                     {"min", TRF_STEP_MIN},           {"max", TRF_STEP_MAX}};
    trf_slice name = name_of(b, node), list, one;
    trf_profile_step_record step = {0};
    tariff_status status = TARIFF_OK;
    unsigned count = 0;
    trf_rounding mode;

    if (b->depth >= DEPTH_MAX)
        return trf_fail(b->error, b->out->alloc, TARIFF_ELIMIT, "profile expression '%S': deeper than %u elements", name, (uint32_t)DEPTH_MAX);
    b->depth++;
    if (trf_slice_is(name, "number")) {
        step.op = TRF_STEP_NUMBER;
        (void)number_words(b, node, text_of(b, node), step.words, &step.scale);
    } else if (trf_slice_is(name, "named-amount")) {
        step.op = TRF_STEP_AMOUNT;
        status = attribute_id(b, node, "name", &step.text);
    } else if (trf_slice_is(name, "charges")) {
        step.op = TRF_STEP_CHARGES;
        list = attribute(b, node, "ids");
        while (next_word(&list, &one)) {
            unsigned charge = charge_of(b, one);

            if (charge == 255)
                report(b, node, "charge '%S': no charge of this id stands before this one in the programme", one);
            else
                step.mask |= UINT64_C(1) << charge;
        }
    } else if (trf_slice_is(name, "quantity")) {
        step.op = TRF_STEP_QUANTITY;
        status = attribute_id(b, node, "unit", &step.text);
    } else if (trf_slice_is(name, "fact-value")) {
        step.op = TRF_STEP_FACT;
        status = attribute_id(b, node, "name", &step.text);
    } else if (trf_slice_is(name, "table-row")) {
        step.op = TRF_STEP_TABLE;
        status = attribute_id(b, node, "table", &step.text);
        if (status >= 0)
            status = attribute_id(b, node, "key", &step.key);
    } else if (trf_slice_is(name, "rounded")) {
        step.op = TRF_STEP_ROUND;
        status = operands(b, node, &count);
        if (!trf_rounding_of_name(attribute(b, node, "mode"), &mode))
            mode = TRF_ROUND_NONE;
        step.mode = (uint8_t)mode;
        (void)number_words(b, node, attribute(b, node, "unit"), step.words, &step.scale);
    } else if (trf_slice_is(name, "choose")) {
        step.op = TRF_STEP_CHOOSE;
        status = choose(b, node, &step);
    } else {
        for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
            if (trf_slice_is(name, operators[i].name))
                step.op = operators[i].op;
        }
        if (step.op == 0)
            report(b, node, "'%S': not an operator of profiles", name);
        else {
            status = operands(b, node, &count);
            step.count = (uint16_t)count;
        }
    }
    b->depth--;
    if (status < 0 || step.op == 0)
        return status;
    return put(b, TRF_SECTION_PROFILE_STEP, &step);
}

static tariff_status steps(builder *b, uint32_t node, uint32_t *first, uint32_t *count)
{
    unsigned operand_count;
    tariff_status status;

    *first = section(b, TRF_SECTION_PROFILE_STEP)->count;
    status = operands(b, node, &operand_count);
    *count = section(b, TRF_SECTION_PROFILE_STEP)->count - *first;
    if (operand_count != 1)
        report(b, node, "'%S': takes one expression", name_of(b, node));
    return status;
}

/* ---- elements ---- */
static tariff_status element_policy(builder *b, uint32_t node)
{
    static const char *const aspects[] = {"rounding", "conditions", "exchange", NULL};
    static const char *const behaviours[] = {"", "all-codes", "first-match", "in-period", "else-latest", NULL};
    trf_profile_policy_record policy = {0};
    tariff_status status;

    policy.aspect = (uint8_t)word(b, node, "aspect", aspects, 0);
    policy.behaviour = (uint8_t)word(b, node, "behaviour", behaviours, 0);
    if (trf_slice_is(attribute(b, node, "default"), "yes"))
        policy.flags |= TRF_POLICY_DEFAULT;
    if (trf_slice_is(attribute(b, node, "carry"), "exact"))
        policy.flags |= TRF_POLICY_CARRY_EXACT;
    period(b, node, &policy.start, &policy.end);
    policy.node = node + b->node_base;
    policy.first_round = section(b, TRF_SECTION_PROFILE_ROUND)->count;
    status = attribute_id(b, node, "name", &policy.name);
    if (status >= 0)
        status = source_id(b, node, &policy.source);
    for (uint32_t child = node_at(b, node)->first_child; child != TRF_NODE_NONE && status >= 0; child = node_at(b, child)->next) {
        static const struct {
            const char *name;
            size_t at;
        } modes[] = {{"mode", offsetof(trf_profile_round_record, mode)},
                     {"alone-mode", offsetof(trf_profile_round_record, alone_mode)},
                     {"step-mode", offsetof(trf_profile_round_record, step_mode)}};
        trf_profile_round_record round = {0};
        trf_slice unit;
        trf_rounding mode;

        if (!trf_slice_is(name_of(b, child), "round"))
            continue;
        for (unsigned i = 0; i < 3; i++) {
            trf_slice name = attribute(b, child, modes[i].name);

            if (name.size && !trf_rounding_of_name(name, &mode))
                report(b, child, "'%S': not a rounding mode", name);
            else if (name.size)
                ((uint8_t *)&round)[modes[i].at] = (uint8_t)mode;
        }
        unit = attribute(b, child, "unit");
        if (!number_words(b, child, unit.size ? unit : TRF_SLICE("0.01"), round.words, &round.scale))
            continue;
        round.node = child + b->node_base;
        status = attribute_id(b, child, "at", &round.at);
        if (status >= 0)
            status = attribute_id(b, child, "alone", &round.alone);
        if (status >= 0)
            status = attribute_id(b, child, "step", &round.step);
        if (status >= 0)
            status = put(b, TRF_SECTION_PROFILE_ROUND, &round);
        policy.round_count++;
    }
    return status < 0 ? status : put(b, TRF_SECTION_PROFILE_POLICY, &policy);
}

static tariff_status element_exchange(builder *b, uint32_t node)
{
    trf_profile_exchange_record exchange = {0};
    const struct {
        const char *name;
        trf_str *out;
    } texts[] = {{"use", &exchange.use},   {"authority", &exchange.authority}, {"purpose", &exchange.purpose},
                 {"date", &exchange.date}, {"base", &exchange.base}};
    tariff_status status = source_id(b, node, &exchange.source);

    period(b, node, &exchange.start, &exchange.end);
    exchange.node = node + b->node_base;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status >= 0; i++)
        status = attribute_id(b, node, texts[i].name, texts[i].out);
    return status < 0 ? status : put(b, TRF_SECTION_PROFILE_EXCHANGE, &exchange);
}

static tariff_status element_group(builder *b, uint32_t node)
{
    static const char *const several[] = {"nearest", "all", "lowest", "highest", NULL};
    unsigned place;
    tariff_status status = group_of(b, node, attribute(b, node, "id"), &place);
    trf_profile_group_record *group;

    if (status < 0)
        return status;
    group = (trf_profile_group_record *)(void *)section(b, TRF_SECTION_PROFILE_GROUP)->records + b->profile.first_group + place;
    group->several = (uint8_t)word(b, node, "several", several, 0);
    group->node = node + b->node_base;
    return source_id(b, node, &group->source);
}

static tariff_status element_charge(builder *b, uint32_t node)
{
    static const char *const finality[] = {"final", "provisional", "estimated", NULL};
    trf_profile_charge_record charge = {0};
    const struct {
        const char *name;
        trf_str *out;
    } texts[] = {{"id", &charge.id},       {"official", &charge.official}, {"total", &charge.total},       {"settlement", &charge.settlement},
                 {"round", &charge.round}, {"list", &charge.list},         {"not-list", &charge.not_list}, {"shown", &charge.expression}};
    tariff_status status = source_id(b, node, &charge.source);

    if (section(b, TRF_SECTION_PROFILE_CHARGE)->count - b->profile.first_charge >= TRF_PROFILE_CHARGES_MAX) {
        report(b, node, "charge '%S': more than 64 charges", attribute(b, node, "id"));
        return status;
    }
    period(b, node, &charge.start, &charge.end);
    charge.node = node + b->node_base;
    charge.finality = (uint8_t)word(b, node, "finality", finality, 0);
    if (!trf_role_of_name(attribute(b, node, "role"), &charge.role))
        report(b, node, "'%S': not a role", attribute(b, node, "role"));
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status >= 0; i++)
        status = attribute_id(b, node, texts[i].name, texts[i].out);
    for (uint32_t child = node_at(b, node)->first_child; child != TRF_NODE_NONE && status >= 0; child = node_at(b, child)->next) {
        trf_slice name = name_of(b, child);

        if (trf_slice_is(name, "base"))
            status = steps(b, child, &charge.first_base, &charge.base_count);
        else if (trf_slice_is(name, "amount"))
            status = steps(b, child, &charge.first_amount, &charge.amount_count);
        else if (trf_slice_is(name, "default")) {
            status = steps(b, child, &charge.first_default, &charge.default_count);
            if (status >= 0 && charge.expression == 0)
                status = attribute_id(b, child, "shown", &charge.expression);
        }
    }
    return status < 0 ? status : put(b, TRF_SECTION_PROFILE_CHARGE, &charge);
}

static tariff_status element_measures(builder *b, uint32_t node, bool series)
{
    static const char *const claims[] = {"none", "preference", "quota", "programme", "heading", "suspension", NULL};
    static const char *const places[] = {"origin", "preferential-origin", "export-country", NULL};
    trf_profile_measures_record measures = {0};
    const struct {
        const char *name;
        trf_str *out;
    } texts[] = {{"official", &measures.official}, {"preferences", &measures.preferences}, {"list", &measures.list}, {"not-list", &measures.not_list},
                 {"scheme", &measures.scheme},     {"outcome", &measures.outcome},         {"effect", &measures.effect}};
    trf_slice ids, one, name;
    tariff_status status = word_list(b, node, series ? "series" : "types", &ids);
    unsigned group = 0, charge = 255;

    if (status < 0 || ids.size == 0)
        return status;
    status = source_id(b, node, &measures.source);
    period(b, node, &measures.start, &measures.end);
    measures.node = node + b->node_base;
    if (!trf_role_of_name(attribute(b, node, "role"), &measures.role))
        report(b, node, "'%S': not a role", attribute(b, node, "role"));
    measures.claim = (uint8_t)word(b, node, "claim", claims, TRF_CLAIM_NONE);
    measures.place = (uint8_t)word(b, node, "place", places, TRF_PLACE_ORIGIN);
    if (trf_slice_is(attribute(b, node, "any-area"), "yes"))
        measures.flags |= TRF_MEASURES_ANY_AREA;
    if (trf_slice_is(attribute(b, node, "zero"), "dropped"))
        measures.flags |= TRF_MEASURES_ZERO_DROPS;
    name = attribute(b, node, "group");
    if (status >= 0)
        status = group_of(b, node, name.size ? name : trf_role_name(measures.role), &group);
    measures.group = (uint8_t)group;
    name = attribute(b, node, "charge");
    if (name.size) {
        charge = charge_of(b, name);
        if (charge == 255)
            report(b, node, "charge '%S': not in the programme", name);
    } else if (trf_role_charges(measures.role)) {
        report(b, node, "'%S': measures of this role need a charge", attribute(b, node, "role"));
    }
    measures.charge = (uint8_t)charge;
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status >= 0; i++)
        status = attribute_id(b, node, texts[i].name, texts[i].out);
    while (status >= 0 && next_word(&ids, &one)) {
        status = text_id(b, one, &measures.id);
        if (status >= 0)
            status = put(b, TRF_SECTION_PROFILE_MEASURES, &measures);
    }
    return status;
}

static tariff_status element_relation(builder *b, uint32_t node)
{
    static const char *const kinds[] = {"stacks", "replaces", "excludes", "suspends", "floor", "total-cap", NULL};
    static const char *const whens[] = {"applies", "owed", "lower", "not-higher", NULL};
    trf_profile_relation_record relation = {0};
    tariff_status status = source_id(b, node, &relation.source);

    period(b, node, &relation.start, &relation.end);
    relation.node = node + b->node_base;
    relation.kind = (uint8_t)word(b, node, "kind", kinds, 0);
    relation.when = (uint8_t)word(b, node, "when", whens, 0);
    if (status >= 0)
        status = attribute_id(b, node, "list", &relation.list);
    if (status >= 0)
        status = groups_of(b, node, "groups", &relation.groups);
    if (status >= 0)
        status = groups_of(b, node, "over", &relation.over);
    return status < 0 ? status : put(b, TRF_SECTION_PROFILE_RELATION, &relation);
}

static tariff_status element_list(builder *b, uint32_t node)
{
    trf_profile_entry_record entry = {0};
    tariff_status status = attribute_id(b, node, "id", &entry.list);

    for (uint32_t child = node_at(b, node)->first_child; child != TRF_NODE_NONE && status >= 0; child = node_at(b, child)->next) {
        if (!trf_slice_is(name_of(b, child), "entry"))
            continue;
        period(b, child, &entry.start, &entry.end);
        entry.node = child + b->node_base;
        status = attribute_id(b, child, "id", &entry.id);
        if (status >= 0)
            status = source_id(b, child, &entry.source);
        if (status >= 0)
            status = put(b, TRF_SECTION_PROFILE_ENTRY, &entry);
    }
    return status;
}

static tariff_status element_table(builder *b, uint32_t node)
{
    trf_str table = 0;
    tariff_status status = attribute_id(b, node, "id", &table);

    for (uint32_t child = node_at(b, node)->first_child; child != TRF_NODE_NONE && status >= 0; child = node_at(b, child)->next) {
        trf_profile_row_record row = {0};

        if (!trf_slice_is(name_of(b, child), "row"))
            continue;
        row.table = table;
        row.node = child + b->node_base;
        period(b, child, &row.start, &row.end);
        if (trf_slice_is(attribute(b, child, "status"), "unresolved"))
            row.flags |= TRF_PROFILE_ROW_UNRESOLVED;
        else if (!number_words(b, child, attribute(b, child, "value"), row.words, &row.scale))
            continue;
        status = attribute_id(b, child, "key", &row.key);
        if (status >= 0)
            status = source_id(b, child, &row.source);
        if (status >= 0)
            status = put(b, TRF_SECTION_PROFILE_ROW, &row);
    }
    return status;
}

static tariff_status element_codes(builder *b, uint32_t node, trf_profile_code_kind kind, const char *list)
{
    static const char *const tests[] = {"document", "at-most", "at-least", "above", NULL};
    static const char *const effects[] = {"", "applies", "not-applies", "not-released", NULL};
    trf_profile_code_record code = {0};
    trf_slice ids, one;
    tariff_status status = word_list(b, node, list, &ids);

    if (status >= 0)
        status = source_id(b, node, &code.source);
    code.kind = (uint8_t)kind;
    code.node = node + b->node_base;
    period(b, node, &code.start, &code.end);
    code.test = (uint8_t)word(b, node, "test", tests, TRF_TEST_NONE);
    code.effect = (uint8_t)word(b, node, "effect", effects, 0);
    if (trf_slice_is(attribute(b, node, "stops"), "yes"))
        code.flags |= TRF_CODE_STOPS;
    if (status >= 0)
        status = attribute_id(b, node, "measured", &code.measured);
    if (status >= 0)
        status = attribute_id(b, node, "outcome", &code.outcome);
    while (status >= 0 && next_word(&ids, &one)) {
        status = text_id(b, one, &code.id);
        if (status >= 0)
            status = put(b, TRF_SECTION_PROFILE_CODE, &code);
    }
    return status;
}

static tariff_status element_fact(builder *b, uint32_t node)
{
    static const char *const types[] = {"text", "number", "flag", NULL};
    trf_profile_fact_record fact = {0};
    tariff_status status = source_id(b, node, &fact.source);

    fact.type = (uint8_t)word(b, node, "type", types, 0);
    fact.node = node + b->node_base;
    if (status >= 0)
        status = attribute_id(b, node, "id", &fact.id);
    if (status >= 0)
        status = attribute_id(b, node, "unit", &fact.unit);
    if (status >= 0)
        status = attribute_id(b, node, "least", &fact.least);
    if (status >= 0)
        status = attribute_id(b, node, "most", &fact.most);
    for (uint32_t child = node_at(b, node)->first_child; child != TRF_NODE_NONE && status >= 0 && fact.text == 0; child = node_at(b, child)->next)
        status = text_id(b, text_of(b, child), &fact.text);
    return status < 0 ? status : put(b, TRF_SECTION_PROFILE_FACT, &fact);
}

/** Elements in the order in which others refer to them: groups, then charges, then what names both. */
static tariff_status element(builder *b, uint32_t node, unsigned pass)
{
    trf_slice name = name_of(b, node);

    switch (pass) {
    case 0:
        if (trf_slice_is(name, "group"))
            return element_group(b, node);
        if (trf_slice_is(name, "valuation"))
            return attribute_id(b, node, "basis", &b->profile.basis);
        if (trf_slice_is(name, "preferences"))
            return attribute_id(b, node, "default", &b->profile.preference);
        if (trf_slice_is(name, "policy"))
            return element_policy(b, node);
        if (trf_slice_is(name, "exchange"))
            return element_exchange(b, node);
        if (trf_slice_is(name, "list"))
            return element_list(b, node);
        if (trf_slice_is(name, "table"))
            return element_table(b, node);
        if (trf_slice_is(name, "condition-codes"))
            return element_codes(b, node, TRF_CODE_CONDITION, "ids");
        if (trf_slice_is(name, "actions"))
            return element_codes(b, node, TRF_CODE_ACTION, "ids");
        if (trf_slice_is(name, "waiver"))
            return element_codes(b, node, TRF_CODE_WAIVER, "certificates");
        return trf_slice_is(name, "fact") ? element_fact(b, node) : TARIFF_OK;
    case 1:
        return trf_slice_is(name, "charge") ? element_charge(b, node) : TARIFF_OK;
    case 2:
        return trf_slice_is(name, "measures") ? element_measures(b, node, false) : TARIFF_OK;
    case 3:
        return trf_slice_is(name, "measures") ? element_measures(b, node, true) : TARIFF_OK;
    default:
        return trf_slice_is(name, "relation") ? element_relation(b, node) : TARIFF_OK;
    }
}

static tariff_status profile(builder *b, uint32_t node, uint16_t tariff)
{
    trf_profile_record *p = &b->profile;
    trf_slice age = attribute(b, node, "data-age");
    tariff_status status;
    uint32_t days;
    const struct {
        uint32_t kind, *first, *count;
    } runs[] = {{TRF_SECTION_PROFILE_MEASURES, &p->first_measures, &p->measures_count}, {TRF_SECTION_PROFILE_GROUP, &p->first_group, &p->group_count},
                {TRF_SECTION_PROFILE_RELATION, &p->first_relation, &p->relation_count}, {TRF_SECTION_PROFILE_CHARGE, &p->first_charge, &p->charge_count},
                {TRF_SECTION_PROFILE_POLICY, &p->first_policy, &p->policy_count},       {TRF_SECTION_PROFILE_EXCHANGE, &p->first_exchange, &p->exchange_count},
                {TRF_SECTION_PROFILE_ENTRY, &p->first_entry, &p->entry_count},          {TRF_SECTION_PROFILE_ROW, &p->first_row, &p->row_count},
                {TRF_SECTION_PROFILE_CODE, &p->first_code, &p->code_count},             {TRF_SECTION_PROFILE_FACT, &p->first_fact, &p->fact_count}};

    memset(p, 0, sizeof *p);
    p->tariff = tariff;
    p->node = node + b->node_base;
    p->data_age = 31;
    for (size_t i = 0; i < age.size; i++) {
        days = i ? p->data_age : 0;
        p->data_age = age.data[i] >= '0' && age.data[i] <= '9' && days < 100000 ? days * 10 + (uint32_t)(age.data[i] - '0') : days;
    }
    period(b, node, &p->start, &p->end);
    status = source_id(b, node, &p->source);
    if (status >= 0)
        status = attribute_id(b, node, "id", &p->id);
    if (status >= 0)
        status = attribute_id(b, node, "currency", &p->currency);
    if (status >= 0)
        status = attribute_id(b, node, "zone", &p->zone);
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        *runs[i].first = section(b, runs[i].kind)->count;
    for (unsigned pass = 0; pass < 5 && status >= 0; pass++) {
        for (uint32_t child = node_at(b, node)->first_child; child != TRF_NODE_NONE && status >= 0; child = node_at(b, child)->next)
            status = element(b, child, pass);
        if (pass == 2) {
            p->type_count = section(b, TRF_SECTION_PROFILE_MEASURES)->count - p->first_measures;
            order(b, TRF_SECTION_PROFILE_MEASURES, p->first_measures, by_measures);
        }
    }
    if (status < 0)
        return status;
    order(b, TRF_SECTION_PROFILE_MEASURES, p->first_measures + p->type_count, by_measures);
    order(b, TRF_SECTION_PROFILE_ENTRY, p->first_entry, by_entry);
    order(b, TRF_SECTION_PROFILE_ROW, p->first_row, by_row);
    order(b, TRF_SECTION_PROFILE_CODE, p->first_code, by_code);
    order(b, TRF_SECTION_PROFILE_FACT, p->first_fact, by_fact);
    for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
        *runs[i].count = section(b, runs[i].kind)->count - *runs[i].first;
    return put(b, TRF_SECTION_PROFILE, p);
}

/** The tariff that a profile is of: the one around it, else the one with its id; false where the model has none. */
static bool tariff_of_profile(const trf_model *model, uint16_t around, trf_slice id, uint16_t *out)
{
    if (around != 0) {
        *out = around;
        return true;
    }
    for (uint16_t i = 1; i < model->tariffs_count; i++) {
        if (trf_slice_equal(trf_intern_get(&model->texts, model->tariffs[i]), id)) {
            *out = i;
            return true;
        }
    }
    return false;
}

tariff_status trf_profile_compile(trf_model *model, trf_intern *texts, uint32_t node_base, const uint16_t *tariff_of,
                                  trf_profile_tables *out, tariff_error **error)
{
    static const uint32_t sizes[TRF_PROFILE_SECTIONS] = {
        sizeof(trf_profile_record),          sizeof(trf_profile_measures_record), sizeof(trf_profile_group_record),
        sizeof(trf_profile_relation_record), sizeof(trf_profile_charge_record),   sizeof(trf_profile_step_record),
        sizeof(trf_profile_policy_record),   sizeof(trf_profile_round_record),    sizeof(trf_profile_exchange_record),
        sizeof(trf_profile_entry_record),    sizeof(trf_profile_row_record),      sizeof(trf_profile_code_record),
        sizeof(trf_profile_fact_record)};
    static const uint8_t zeros[256];
    const trf_table *trees = &model->tables[TRF_KIND_tree];
    builder b = {.model = model, .texts = texts, .out = out, .node_base = node_base, .error = error};
    tariff_status status = TARIFF_OK;

    memset(out, 0, sizeof *out);
    out->alloc = model->alloc;
    for (uint32_t i = 0; i < TRF_PROFILE_SECTIONS; i++) {
        out->sections[i].record_size = sizes[i];
        out->sections[i].kind = TRF_SECTION_PROFILE + i;
    }
    b.numbers = trf_numbers_new(model->alloc);
    if (!b.numbers)
        return trf_fail_memory(error);
    for (uint32_t i = 0; i < TRF_PROFILE_SECTIONS && status >= 0; i++)
        status = put(&b, TRF_SECTION_PROFILE + i, zeros);
    for (uint32_t i = 0; i < trees->current_count && status >= 0; i++) {
        uint32_t row = trees->current[i], root;
        const trf_value *values = trf_model_row(model, TRF_KIND_tree, row);
        char scratch[16];
        uint16_t tariff;

        if (!trf_slice_is(trf_model_text(model, values[TRF_F_tree_tree_kind], scratch), "profile") ||
            !trf_value_int(values[TRF_F_tree_root_node], &root) || root >= model->nodes_count)
            continue;
        if (!tariff_of_profile(model, trees->sources[row].tariff, trf_model_text(model, values[TRF_F_tree_tree_id], scratch), &tariff))
            continue;
        status = profile(&b, root, tariff_of ? tariff_of[tariff] : tariff);
    }
    trf_numbers_free(b.numbers);
    if (status < 0)
        trf_profile_tables_done(out);
    return status;
}

void trf_profile_tables_done(trf_profile_tables *tables)
{
    for (uint32_t i = 0; i < TRF_PROFILE_SECTIONS; i++) {
        trf_profile_section *s = &tables->sections[i];

        if (s->records)
            trf_alloc_free(tables->alloc, s->records, s->capacity * s->record_size);
        s->records = NULL;
        s->capacity = 0;
        s->count = 0;
    }
}

const trf_profile_measures_record *trf_profile_measures_of(const trf_profile_tables *tables, uint16_t tariff, trf_str type, trf_str series)
{
    const trf_profile_section *profiles = &tables->sections[0];
    const trf_profile_measures_record *all =
        (const trf_profile_measures_record *)(const void *)tables->sections[TRF_SECTION_PROFILE_MEASURES - TRF_SECTION_PROFILE].records;
    const trf_profile_measures_record *found = NULL;

    for (uint32_t i = 1; i < profiles->count; i++) {
        const trf_profile_record *p = (const trf_profile_record *)(const void *)profiles->records + i;

        if (p->tariff != tariff)
            continue;
        for (uint32_t k = 0; k < p->measures_count; k++) {
            const trf_profile_measures_record *m = &all[p->first_measures + k];

            if (m->id != (k < p->type_count ? type : series) || m->id == 0)
                continue;
            if (k >= p->type_count && found)
                break;
            found = m;
        }
    }
    return found;
}
