/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Provisions: a duty that is written once and reaches goods by lists, by what a line of the nomenclature points at, or by
 * chapters, as the additional duties of a last chapter are. Each gives a measure for every goods code that it reaches and each of
 * its areas; the provision's heading is the legal act of those measures.
 */
#include "base/sort.h"
#include "compile/derive.h"

/** A list of goods that provisions refer to. */
typedef struct scope_list {
    uint16_t tariff;
    trf_slice id; /**< in the model's arena */
    uint32_t node;
} scope_list;

typedef struct provisions {
    trf_derived *derived;
    scope_list *lists;
    size_t list_count, list_capacity;
    trf_sort_item *lines; /**< declarable lines by tariff and code, however many zeros it is written with */
    uint32_t *reached;    /**< of each line: the provision that reached it last, by number */
    uint32_t line_count, number;
    size_t line_capacity;
} provisions;

/** A provision under way. */
typedef struct provision {
    uint32_t node;
    trf_row_source source;
    trf_value from, to;
    trf_slice areas, excluded; /**< words */
    trf_slice first_missing;   /**< of the codes that the nomenclature has not */
    uint32_t missing;
    trf_value row[TRF_F_measure_COUNT];
} provision;

#define M(field) TRF_F_measure_##field

/* ---- lists ---- */
static tariff_status gather_lists(provisions *p, uint32_t root, uint16_t tariff)
{
    trf_model *model = p->derived->model;
    tariff_status status = TARIFF_OK;

    for (uint32_t child = model->nodes[root].first_child; child != TRF_NODE_NONE && status >= 0;
         child = model->nodes[child].next) {
        scope_list list = {tariff, TRF_SLICE_EMPTY, child};

        if (!trf_slice_is(trf_tree_name(model, child), "scope-list"))
            continue;
        status = trf_tree_words(model, child, "id", &list.id, p->derived->error);
        if (status >= 0 && !trf_alloc_grow(model->alloc, (void **)&p->lists, &p->list_capacity, p->list_count + 1, sizeof list))
            status = trf_fail_memory(p->derived->error);
        if (status >= 0)
            p->lists[p->list_count++] = list;
    }
    return status;
}

/* ---- lines ---- */
/** A code as a number of 14 digits, so that 0101 and 0101000000 are the same; false for what is none. */
static bool code_number(trf_slice code, uint64_t *out)
{
    unsigned digits = 0;

    *out = 0;
    for (size_t i = 0; i < code.size; i++) {
        if (code.data[i] == '.')
            continue;
        if (code.data[i] < '0' || code.data[i] > '9' || digits == TRF_CODE_MAX)
            return false;
        *out = *out * 10 + (uint64_t)(code.data[i] - '0');
        digits++;
    }
    for (unsigned i = digits; i < TRF_CODE_MAX; i++)
        *out *= 10;
    return digits >= 2;
}
#define LINE_KEY(tariff, number) ((uint64_t)(tariff) << 47 | (number))
_Static_assert(TRF_CODE_MAX == 14, "14 digits take 47 bits");

static tariff_status index_lines(provisions *p)
{
    trf_model *model = p->derived->model;
    const trf_table *lines = &model->tables[TRF_KIND_goods_nomenclature];
    trf_sort_item *spare;

    p->line_capacity = (size_t)lines->current_count + 1;
    p->lines = trf_alloc_array(model->alloc, p->line_capacity, sizeof *p->lines);
    p->reached = trf_alloc_array(model->alloc, p->line_capacity, sizeof *p->reached);
    spare = trf_alloc_array(model->alloc, p->line_capacity, sizeof *spare);
    if (!p->lines || !p->reached || !spare) {
        trf_alloc_free(model->alloc, spare, p->line_capacity * sizeof *spare);
        return trf_fail_memory(p->derived->error);
    }
    for (uint32_t i = 0; i < lines->current_count; i++) {
        uint32_t row = lines->current[i];
        const trf_value *values = trf_model_row(model, TRF_KIND_goods_nomenclature, row);
        char scratch[16];
        uint64_t number;

        if (trf_slice_is(trf_model_text(model, values[TRF_F_goods_nomenclature_producline_suffix], scratch), "80") &&
            code_number(trf_model_text(model, values[TRF_F_goods_nomenclature_goods_nomenclature_item_id], scratch), &number))
            p->lines[p->line_count++] = (trf_sort_item){LINE_KEY(lines->sources[row].tariff, number), row};
    }
    trf_sort_items(p->lines, spare, p->line_count);
    trf_alloc_free(model->alloc, spare, p->line_capacity * sizeof *spare);
    return TARIFF_OK;
}

/** The code of a line as its nomenclature writes it; false where it has none. *again: this provision reached it before. */
static bool written_code(provisions *p, uint16_t tariff, uint64_t number, trf_value *out, bool *again)
{
    uint64_t key = LINE_KEY(tariff, number);
    uint32_t low = 0, high = p->line_count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (p->lines[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == p->line_count || p->lines[low].key != key)
        return false;
    *again = p->reached[low] == p->number;
    p->reached[low] = p->number;
    *out = trf_model_row(p->derived->model, TRF_KIND_goods_nomenclature,
                         (uint32_t)p->lines[low].value)[TRF_F_goods_nomenclature_goods_nomenclature_item_id];
    return true;
}

/* ---- measures ---- */
static tariff_status exclude(provisions *p, const provision *v, trf_value sid)
{
    trf_slice list = v->excluded, area;
    tariff_status status = TARIFF_OK;

    while (status >= 0 && trf_tree_next_word(&list, &area)) {
        trf_value row[TRF_F_measure_excluded_geographical_area_COUNT] = {0};

        row[TRF_F_measure_excluded_geographical_area_measure_sid] = sid;
        status = trf_derived_value(p->derived, area, &row[TRF_F_measure_excluded_geographical_area_excluded_geographical_area]);
        if (status >= 0)
            status = trf_derived_area(p->derived, v->source.tariff,
                                      row[TRF_F_measure_excluded_geographical_area_excluded_geographical_area],
                                      &row[TRF_F_measure_excluded_geographical_area_geographical_area_sid]);
        if (status >= 0)
            status = trf_derived_row(p->derived, TRF_KIND_measure_excluded_geographical_area, row, &v->source);
    }
    return status;
}

/** The later of two starts, the earlier of two ends; absent is open. Dates are ordered as numbers. */
static trf_value later(trf_value a, trf_value b)
{
    return a == TRF_VALUE_ABSENT || (b != TRF_VALUE_ABSENT && b > a) ? b : a;
}
static trf_value earlier(trf_value a, trf_value b)
{
    return a == TRF_VALUE_ABSENT || (b != TRF_VALUE_ABSENT && b < a) ? b : a;
}

/** A measure on the code in v->row for each area, while both the provision and the entry of the list hold. */
static tariff_status measures(provisions *p, provision *v, trf_value from, trf_value to)
{
    trf_slice areas = v->areas, area;
    trf_value start = later(v->from, from), end = earlier(v->to, to);
    tariff_status status = TARIFF_OK;

    if (end != TRF_VALUE_ABSENT && start != TRF_VALUE_ABSENT && end < start)
        return TARIFF_OK;
    v->row[M(validity_start_date)] = start;
    v->row[M(validity_end_date)] = end;
    while (status >= 0 && trf_tree_next_word(&areas, &area)) {
        status = trf_derived_value(p->derived, area, &v->row[M(geographical_area)]);
        if (status >= 0)
            status = trf_derived_measure(p->derived, v->row, &v->source);
        if (status >= 0)
            status = exclude(p, v, v->row[M(measure_sid)]);
    }
    return status;
}

/** A code of a list; one that the nomenclature has not is counted: lists outlive the codes of their year. */
static tariff_status reach(provisions *p, provision *v, trf_slice code, trf_value from, trf_value to)
{
    uint64_t number;
    bool again;

    if (!code_number(code, &number)) {
        trf_derived_report(p->derived, v->node, "'%S': not a goods nomenclature code", code);
        return TARIFF_OK;
    }
    if (written_code(p, v->source.tariff, number, &v->row[M(goods_nomenclature_item_id)], &again))
        return measures(p, v, from, to);
    if (v->missing++ == 0)
        v->first_missing = code;
    return TARIFF_OK;
}

/** The goods elements of a list or of a provision itself. */
static tariff_status goods(provisions *p, provision *v, uint32_t owner)
{
    trf_model *model = p->derived->model;
    tariff_status status = TARIFF_OK;

    for (uint32_t child = model->nodes[owner].first_child; child != TRF_NODE_NONE && status >= 0;
         child = model->nodes[child].next) {
        trf_slice codes, code;
        trf_value from, to;

        if (!trf_slice_is(trf_tree_name(model, child), "goods"))
            continue;
        status = trf_derived_date(p->derived, child, "from", &from);
        if (status >= 0)
            status = trf_derived_date(p->derived, child, "to", &to);
        if (status >= 0)
            status = trf_tree_words(model, child, "codes", &codes, p->derived->error);
        while (status >= 0 && trf_tree_next_word(&codes, &code))
            status = reach(p, v, code, from, to);
    }
    return status;
}

static tariff_status by_lists(provisions *p, provision *v)
{
    trf_slice ids, id;
    tariff_status status = trf_tree_words(p->derived->model, v->node, "lists", &ids, p->derived->error);

    while (status >= 0 && trf_tree_next_word(&ids, &id)) {
        bool found = false;

        for (size_t i = 0; i < p->list_count && status >= 0; i++) {
            if (p->lists[i].tariff != v->source.tariff || !trf_slice_equal(p->lists[i].id, id))
                continue;
            found = true;
            status = goods(p, v, p->lists[i].node);
        }
        if (!found)
            trf_derived_report(p->derived, v->node, "lists '%S': no input has this scope list", id);
    }
    return status;
}

/** Lines that point at the heading of the provision. */
static tariff_status by_pointers(provisions *p, provision *v)
{
    trf_model *model = p->derived->model;
    const trf_table *remarks = &model->tables[TRF_KIND_goods_nomenclature_remark];
    uint64_t heading, other;
    tariff_status status = TARIFF_OK;

    if (!code_number(trf_tree_attribute(model, v->node, "heading"), &heading))
        return TARIFF_OK;
    for (uint32_t i = 0; i < remarks->current_count && status >= 0; i++) {
        uint32_t row = remarks->current[i], line;
        uint64_t number;
        bool again = true;
        const trf_value *values = trf_model_row(model, TRF_KIND_goods_nomenclature_remark, row);
        trf_value sid = values[TRF_F_goods_nomenclature_remark_goods_nomenclature_sid];
        char scratch[16];

        if (remarks->sources[row].tariff != v->source.tariff ||
            !trf_slice_is(trf_model_text(model, values[TRF_F_goods_nomenclature_remark_remark_kind], scratch), "pointer") ||
            !code_number(trf_model_text(model, values[TRF_F_goods_nomenclature_remark_code], scratch), &other) ||
            other != heading || !trf_model_find(model, TRF_KIND_goods_nomenclature, v->source.tariff, &sid, &line))
            continue;
        values = trf_model_row(model, TRF_KIND_goods_nomenclature, line);
        if (code_number(trf_model_text(model, values[TRF_F_goods_nomenclature_goods_nomenclature_item_id], scratch), &number) &&
            written_code(p, v->source.tariff, number, &v->row[M(goods_nomenclature_item_id)], &again) && !again)
            status = measures(p, v, TRF_VALUE_ABSENT, TRF_VALUE_ABSENT);
    }
    return status;
}

/** Every chapter of the nomenclature, those that the provision names apart. */
static tariff_status by_chapters(provisions *p, provision *v)
{
    static const uint64_t chapter = UINT64_C(1000000000000);
    trf_model *model = p->derived->model;
    trf_slice except;
    tariff_status status = trf_tree_words(model, v->node, "not-chapters", &except, p->derived->error);

    for (uint32_t i = 0; i < p->line_count && status >= 0; i++) {
        uint64_t number = p->lines[i].key & (LINE_KEY(1, 0) - 1), other;
        trf_slice list = except, word;
        bool in = number % chapter == 0 && p->lines[i].key >> 47 == v->source.tariff;
        bool again;

        while (in && trf_tree_next_word(&list, &word))
            in = !code_number(word, &other) || other != number;
        if (in && written_code(p, v->source.tariff, number, &v->row[M(goods_nomenclature_item_id)], &again) && !again)
            status = measures(p, v, TRF_VALUE_ABSENT, TRF_VALUE_ABSENT);
    }
    return status;
}

/* ---- one provision ---- */
/** The heading as a legal act, unless an input has it. */
static tariff_status act(provisions *p, provision *v)
{
    trf_value row[TRF_F_base_regulation_COUNT] = {0}, key[2];
    uint32_t found;
    tariff_status status = trf_derived_attribute(p->derived, v->node, "heading", &row[TRF_F_base_regulation_base_regulation_id]);

    if (status >= 0)
        status = trf_derived_value(p->derived, TRF_SLICE("1"), &row[TRF_F_base_regulation_base_regulation_role]);
    if (status >= 0)
        status = trf_derived_date(p->derived, v->node, "published", &row[TRF_F_base_regulation_published_date]);
    if (status >= 0)
        status = trf_derived_attribute(p->derived, v->node, "title", &row[TRF_F_base_regulation_title]);
    if (status < 0)
        return status;
    v->row[M(measure_generating_regulation_id)] = key[1] = row[TRF_F_base_regulation_base_regulation_id];
    v->row[M(measure_generating_regulation_role)] = key[0] = row[TRF_F_base_regulation_base_regulation_role];
    row[TRF_F_base_regulation_source] = v->row[M(source)];
    if (trf_model_find(p->derived->model, TRF_KIND_base_regulation, v->source.tariff, key, &found))
        return TARIFF_OK;
    return trf_derived_row(p->derived, TRF_KIND_base_regulation, row, &v->source);
}

static tariff_status provision_of(provisions *p, uint32_t node, uint16_t tariff)
{
    trf_derived *d = p->derived;
    provision v = {.node = node, .source = trf_derived_source(d, node, tariff)};
    tariff_status status = trf_derived_date(d, node, "from", &v.from);

    if (status >= 0)
        status = trf_derived_date(d, node, "to", &v.to);
    if (status >= 0)
        status = trf_tree_words(d->model, node, "areas", &v.areas, d->error);
    if (status >= 0)
        status = trf_tree_words(d->model, node, "not-areas", &v.excluded, d->error);
    if (status >= 0)
        status = trf_derived_attribute(d, node, "type", &v.row[M(measure_type)]);
    if (status >= 0)
        status = trf_derived_attribute(d, node, "duty", &v.row[M(duty_text)]);
    if (status >= 0)
        status = trf_derived_attribute(d, node, "grammar", &v.row[M(duty_grammar)]);
    if (status >= 0)
        status = trf_derived_attribute(d, node, "programmes", &v.row[M(programmes)]);
    if (status >= 0)
        status = trf_derived_value(d, trf_tree_source(d->model, node), &v.row[M(source)]);
    p->number++;
    if (status >= 0)
        status = act(p, &v);
    if (status >= 0)
        status = goods(p, &v, node);
    if (status >= 0)
        status = by_lists(p, &v);
    if (status >= 0 && trf_slice_is(trf_tree_attribute(d->model, node, "pointers"), "yes"))
        status = by_pointers(p, &v);
    if (status >= 0 && trf_slice_is(trf_tree_attribute(d->model, node, "chapters"), "all"))
        status = by_chapters(p, &v);
    if (v.missing)
        trf_derived_report(d, node,
                           v.missing == 1 ? "goods '%S': not in the nomenclature"
                                          : "goods '%S' and further codes: not in the nomenclature",
                           v.first_missing);
    return status;
}

tariff_status trf_derive_provisions(trf_derived *d)
{
    const trf_table *trees = &d->model->tables[TRF_KIND_tree];
    provisions p = {.derived = d};
    bool any = false;
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < trees->current_count && status >= 0; i++) {
        uint32_t root = trf_tree_root(d->model, i, "provisions");

        any = any || root != TRF_NODE_NONE;
        if (root != TRF_NODE_NONE)
            status = gather_lists(&p, root, trees->sources[trees->current[i]].tariff);
    }
    if (status >= 0 && any)
        status = index_lines(&p);
    for (uint32_t i = 0; i < trees->current_count && status >= 0; i++) {
        uint32_t root = trf_tree_root(d->model, i, "provisions");
        uint16_t tariff = trees->sources[trees->current[i]].tariff;

        for (uint32_t child = root == TRF_NODE_NONE ? root : d->model->nodes[root].first_child;
             child != TRF_NODE_NONE && status >= 0; child = d->model->nodes[child].next) {
            if (trf_slice_is(trf_tree_name(d->model, child), "provision"))
                status = provision_of(&p, child, tariff);
        }
    }
    trf_alloc_free(d->model->alloc, p.lists, p.list_capacity * sizeof *p.lists);
    trf_alloc_free(d->model->alloc, p.lines, p.line_capacity * sizeof *p.lines);
    trf_alloc_free(d->model->alloc, p.reached, p.line_capacity * sizeof *p.reached);
    return status;
}
