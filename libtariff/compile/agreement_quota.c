/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Quotas of agreements: an order number of the importing tariff for each, open to the parties on the other side, and a definition
 * for each year with its volume, which may grow from year to year.
 */
#include "compile/derive.h"
#include "num/number.h"

#define N(field) TRF_F_quota_order_number_##field
#define O(field) TRF_F_quota_order_number_origin_##field
#define D(field) TRF_F_quota_definition_##field

enum { YEARS_MOST = 30 }; /* for which a volume grows where the agreement has no end */

typedef struct quota {
    trf_derived *d;
    trf_numbers *numbers;
    uint32_t agreement, node;
    trf_row_source source;
    trf_date start, end;
    trf_value id, sid;
    trf_value unit, qualifier;
} quota;

static trf_slice attribute(const quota *q, uint32_t node, const char *name)
{
    return trf_tree_attribute(q->d->model, node, name);
}

static trf_date day(const quota *q, uint32_t node, const char *name, trf_date none)
{
    trf_date date;

    return trf_date_parse(attribute(q, node, name), &date) ? date : none;
}

static trf_value day_value(trf_date date)
{
    return date == TRF_DATE_OPEN || date == TRF_DATE_NONE ? TRF_VALUE_ABSENT
                                                          : TRF_VALUE_TAG_DATE | (uint32_t)(date - TRF_DATE_MIN);
}

static uint32_t next_of(const quota *q, uint32_t child, const char *name)
{
    while (child != TRF_NODE_NONE && !trf_slice_is(trf_tree_name(q->d->model, child), name))
        child = q->d->model->nodes[child].next;
    return child;
}
#define EACH(q, of, child, name)                                                                                                 \
    for (uint32_t child = next_of(q, (q)->d->model->nodes[of].first_child, name); child != TRF_NODE_NONE;                        \
         child = next_of(q, (q)->d->model->nodes[child].next, name))

/* ---- whose quota ---- */
/** The tariff of the importing party, else the one around the agreement, else the one of its name; false where there is none. */
static bool tariff_of(const quota *q, trf_slice importer, uint16_t around, uint16_t *out)
{
    const trf_model *model = q->d->model;
    trf_slice id = importer;

    *out = around;
    EACH(q, q->agreement, party, "party")
    {
        trf_slice tariff = attribute(q, party, "tariff");

        if (trf_slice_equal(attribute(q, party, "area"), importer) && tariff.size)
            id = tariff;
        else if (importer.size == 0 && tariff.size)
            id = id.size ? TRF_SLICE("?") : tariff; /* several tariffs, and it is not said which */
    }
    for (uint16_t i = 1; i < model->tariffs_count && id.size; i++)
        if (trf_slice_equal(trf_intern_get(&model->texts, model->tariffs[i]), id)) {
            *out = i;
            return true;
        }
    return around != 0;
}

/** Whether an order number was read: it goes before that of the agreement. */
static bool was_read(const quota *q)
{
    const trf_table *table = &q->d->model->tables[TRF_KIND_quota_order_number];

    for (uint32_t i = 0; i < table->current_count; i++) {
        uint32_t row = table->current[i];

        if (table->sources[row].tariff == q->source.tariff &&
            trf_model_row(q->d->model, TRF_KIND_quota_order_number, row)[N(quota_order_number_id)] == q->id)
            return true;
    }
    return false;
}

static tariff_status origins(const quota *q, trf_slice importer)
{
    tariff_status status = TARIFF_OK;

    EACH(q, q->agreement, party, "party")
    {
        trf_value row[TRF_F_quota_order_number_origin_COUNT] = {0};
        trf_slice area = attribute(q, party, "area"), exporter = attribute(q, q->node, "exporter");

        if (trf_slice_equal(area, importer) || (exporter.size && !trf_slice_equal(area, exporter)))
            continue;
        if (importer.size == 0 && attribute(q, party, "tariff").size)
            continue;
        row[O(quota_order_number_sid)] = q->sid;
        row[O(validity_start_date)] = day_value(q->start);
        row[O(validity_end_date)] = day_value(q->end);
        status = trf_derived_value(q->d, area, &row[O(geographical_area_id)]);
        if (status >= 0)
            status = trf_derived_area(q->d, q->source.tariff, row[O(geographical_area_id)], &row[O(geographical_area_sid)]);
        if (status >= 0)
            status = trf_derived_sid(q->d, TRF_KIND_quota_order_number_origin, O(quota_order_number_origin_sid),
                                     &row[O(quota_order_number_origin_sid)]);
        if (status >= 0)
            status = trf_derived_row(q->d, TRF_KIND_quota_order_number_origin, row, &q->source);
        if (status < 0)
            return status;
    }
    return status;
}

/* ---- volumes ---- */
static tariff_status definition(const quota *q, trf_date from, trf_date to, trf_number volume)
{
    trf_value row[TRF_F_quota_definition_COUNT] = {0};
    trf_buffer text;
    tariff_status status;

    if (from < q->start)
        from = q->start;
    if (to > q->end)
        to = q->end;
    if (from > to)
        return TARIFF_OK;
    trf_buffer_init(&text, q->d->model->alloc, 0);
    status = trf_number_format(q->numbers, volume, 0, 3, &text);
    if (status >= 0 && text.failed)
        status = trf_fail_memory(q->d->error);
    if (status >= 0)
        status = trf_derived_value(q->d, trf_buffer_view(&text), &row[D(volume)]);
    trf_buffer_done(&text);
    row[D(initial_volume)] = row[D(volume)];
    row[D(quota_order_number_id)] = q->id;
    row[D(quota_order_number_sid)] = q->sid;
    row[D(validity_start_date)] = day_value(from);
    row[D(validity_end_date)] = day_value(to);
    row[D(measurement_unit_code)] = q->unit;
    row[D(measurement_unit_qualifier_code)] = q->qualifier;
    if (status >= 0)
        status = trf_derived_value(q->d, TRF_SLICE("3"), &row[D(maximum_precision)]);
    if (status >= 0)
        status = trf_derived_value(q->d, TRF_SLICE("N"), &row[D(critical_state)]);
    if (status >= 0)
        status = trf_derived_value(q->d, TRF_SLICE("90"), &row[D(critical_threshold)]);
    if (status >= 0)
        status = trf_derived_sid(q->d, TRF_KIND_quota_definition, D(quota_definition_sid), &row[D(quota_definition_sid)]);
    return status < 0 ? status : trf_derived_row(q->d, TRF_KIND_quota_definition, row, &q->source);
}

static bool natural(trf_slice text, uint32_t *out)
{
    uint32_t number = 0;

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9' || number > 999)
            return false;
        number = number * 10 + (uint32_t)(text.data[i] - '0');
    }
    *out = number;
    return text.size != 0;
}

/** The calendar year of a volume; years below 1000 are those of the agreement, counted from its first one. 0: it has days. */
static int32_t year_of(const quota *q, uint32_t volume)
{
    uint32_t year;

    if (!natural(attribute(q, volume, "year"), &year))
        return 0;
    if (year < 1000)
        return q->start == TRF_DATE_NONE ? 0 : trf_date_civil(q->start).year + (int32_t)(year ? year - 1 : 0);
    return (int32_t)year;
}

/** From the last year that has a volume on, each year has the one before and its growth. */
static tariff_status grow(const quota *q, int32_t year, trf_number volume)
{
    trf_slice text = attribute(q, q->node, "growth");
    trf_number growth = trf_number_of(0), factor = trf_number_of(1);
    tariff_status status = TARIFF_OK;

    if (text.size == 0 || year == 0)
        return TARIFF_OK;
    if (trf_number_parse(q->numbers, text, &growth) < 0 || trf_number_add(q->numbers, growth, trf_number_of(1), &factor) < 0) {
        trf_derived_report(q->d, q->node, "growth '%S': not a number", text);
        return TARIFF_OK;
    }
    for (int32_t next = year + 1; next <= year + YEARS_MOST && next <= 9999 && status >= 0; next++) {
        trf_date first = trf_date_of(next, 1, 1);

        if (first > q->end)
            break;
        if (trf_number_multiply(q->numbers, volume, factor, &volume) < 0 ||
            trf_number_round(q->numbers, volume, TRF_ROUND_DOWN, trf_number_scaled(1, 3), &volume) < 0)
            break;
        status = definition(q, first, trf_date_of(next, 12, 31), volume);
    }
    return status;
}

static tariff_status volumes(const quota *q)
{
    trf_number volume = trf_number_of(0);
    int32_t last = 0;
    tariff_status status = TARIFF_OK;

    EACH(q, q->node, child, "volume")
    {
        trf_slice amount = attribute(q, child, "amount");
        int32_t year = year_of(q, child);

        if (trf_slice_is(amount, "unlimited")) {
            last = 0; /* and so ever after */
            continue;
        }
        if (trf_number_parse(q->numbers, amount, &volume) < 0) {
            trf_derived_report(q->d, child, "amount '%S': not a number", amount);
            continue;
        }
        status = year ? definition(q, trf_date_of(year, 1, 1), trf_date_of(year, 12, 31), volume)
                      : definition(q, day(q, child, "from", q->start), day(q, child, "to", q->end), volume);
        if (status < 0)
            return status;
        last = year;
    }
    return grow(q, last, volume);
}

/* ---- quotas ---- */
static tariff_status one(quota *q, uint16_t around)
{
    trf_slice kind = attribute(q, q->node, "kind"), importer = attribute(q, q->node, "importer");
    trf_value row[TRF_F_quota_order_number_COUNT] = {0};
    trf_date provisional = day(q, q->agreement, "provisional", TRF_DATE_NONE);
    uint16_t tariff;
    tariff_status status;

    if ((kind.size && !trf_slice_is(kind, "tariff")) || attribute(q, q->node, "order-number").size == 0)
        return TARIFF_OK; /* kept for reading */
    if (!tariff_of(q, importer, around, &tariff)) {
        trf_derived_report(q->d, q->node, "quota: no input has the tariff of the importer '%S'", importer);
        return TARIFF_OK;
    }
    q->source = trf_derived_source(q->d, q->node, tariff);
    q->start = day(q, q->node, "from",
                   provisional != TRF_DATE_NONE ? provisional
                                                : day(q, q->agreement, "in-force", day(q, q->agreement, "from", TRF_DATE_NONE)));
    q->end = day(q, q->node, "to", day(q, q->agreement, "to", TRF_DATE_OPEN));
    status = trf_derived_attribute(q->d, q->node, "order-number", &q->id);
    if (status >= 0)
        status = trf_derived_attribute(q->d, q->node, "unit", &q->unit);
    if (status >= 0)
        status = trf_derived_attribute(q->d, q->node, "qualifier", &q->qualifier);
    if (status < 0 || was_read(q))
        return status;
    if (q->start == TRF_DATE_NONE) {
        trf_derived_report(q->d, q->node, "quota %S: neither it nor its agreement has a first day",
                           attribute(q, q->node, "order-number"));
        return TARIFF_OK;
    }
    status = trf_derived_sid(q->d, TRF_KIND_quota_order_number, N(quota_order_number_sid), &q->sid);
    row[N(quota_order_number_sid)] = q->sid;
    row[N(quota_order_number_id)] = q->id;
    row[N(validity_start_date)] = day_value(q->start);
    row[N(validity_end_date)] = day_value(q->end);
    if (status >= 0)
        status = trf_derived_value(q->d, trf_tree_source(q->d->model, q->node), &row[N(source)]);
    if (status >= 0)
        status = trf_derived_row(q->d, TRF_KIND_quota_order_number, row, &q->source);
    if (status >= 0)
        status = origins(q, importer);
    return status < 0 ? status : volumes(q);
}

tariff_status trf_derive_agreement_quotas(trf_derived *d)
{
    const trf_table *trees = &d->model->tables[TRF_KIND_tree];
    quota q = {.d = d};
    tariff_status status = TARIFF_OK;

    q.numbers = trf_numbers_new(d->model->alloc);
    if (!q.numbers)
        return trf_fail_memory(d->error);
    for (uint32_t i = 0; i < trees->current_count && status >= 0; i++) {
        q.agreement = trf_tree_root(d->model, i, "agreement");
        if (q.agreement == TRF_NODE_NONE)
            continue;
        for (q.node = next_of(&q, d->model->nodes[q.agreement].first_child, "quota"); q.node != TRF_NODE_NONE && status >= 0;
             q.node = next_of(&q, d->model->nodes[q.node].next, "quota")) {
            trf_numbers_reset(q.numbers);
            status = one(&q, trees->sources[trees->current[i]].tariff);
        }
    }
    trf_numbers_free(q.numbers);
    return status;
}
