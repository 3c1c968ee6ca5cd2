/* SPDX-License-Identifier: Apache-2.0 */
/* What a category of an agreement does to a base rate, and on which days. */
#include "compile/staging.h"

#include "model/tree.h"

/* ---- the tree ---- */
const trf_node *trf_staging_node(const trf_staging *s, uint32_t node)
{
    return &s->build->model->nodes[node];
}

bool trf_staging_is(const trf_staging *s, uint32_t node, const char *name)
{
    return trf_slice_is(trf_tree_name(s->build->model, node), name);
}

trf_slice trf_staging_attribute(const trf_staging *s, uint32_t node, const char *name)
{
    return trf_tree_attribute(s->build->model, node, name);
}

trf_slice trf_staging_text(const trf_staging *s, uint32_t node, const char *name)
{
    trf_slice value = trf_staging_attribute(s, node, name);

    return value.size ? trf_arena_copy(s->arena, value) : value;
}

trf_date trf_staging_day(const trf_staging *s, uint32_t node, const char *name, trf_date none)
{
    trf_date date;

    return trf_date_parse(trf_staging_attribute(s, node, name), &date) ? date : none;
}

trf_slice trf_staging_source(const trf_staging *s, uint32_t node)
{
    trf_slice source = trf_tree_source(s->build->model, node);

    return source.size ? trf_arena_copy(s->arena, source) : source;
}

uint32_t trf_staging_next(const trf_staging *s, uint32_t child, const char *name)
{
    while (child != TRF_NODE_NONE && !trf_staging_is(s, child, name))
        child = trf_staging_node(s, child)->next;
    return child;
}

bool trf_staging_natural(trf_slice text, uint32_t *out)
{
    uint32_t number = 0;

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9' || number > 999)
            return false;
        number = number * 10 + (uint32_t)(text.data[i] - '0');
    }
    if (text.size)
        *out = number;
    return text.size != 0;
}

void trf_staging_report(const trf_staging *s, uint32_t node, const char *format, trf_slice what)
{
    trf_row_source source = {0};

    source.input = trf_staging_node(s, node)->input;
    source.line = trf_staging_node(s, node)->line;
    trf_model_report(s->build->model, &source, "agreement", trf_tree_name(s->build->model, node), format, what);
}

/* ---- days ---- */
/** The day of a year, 28 February where it has no 29th. */
static trf_date day_of(int32_t year, unsigned month, unsigned day)
{
    if (year < 1 || year > 9999)
        return TRF_DATE_NONE;
    return trf_date_of(year, month, trf_date_valid(year, month, day) ? day : 28);
}

trf_date trf_stage_date(const trf_stage_dates *dates, uint32_t number)
{
    trf_civil first;
    trf_date next;

    if (dates->first == TRF_DATE_NONE || number > TRF_STAGES_MAX)
        return TRF_DATE_NONE;
    if (number <= 1)
        return dates->first;
    if (dates->month == 0)
        return dates->dated[number];
    first = trf_date_civil(dates->first);
    next = day_of(first.year, dates->month, dates->day);
    return day_of(first.year + (next > dates->first ? 0 : 1) + (int32_t)number - 2, dates->month, dates->day);
}

/** "--04-01". */
static bool month_day(trf_slice text, trf_stage_dates *out)
{
    if (text.size != 7 || text.data[0] != '-' || text.data[1] != '-' || text.data[4] != '-')
        return false;
    for (unsigned i = 2; i < 7; i++)
        if (i != 4 && (text.data[i] < '0' || text.data[i] > '9'))
            return false;
    out->month = (uint8_t)((text.data[2] - '0') * 10 + (text.data[3] - '0'));
    out->day = (uint8_t)((text.data[5] - '0') * 10 + (text.data[6] - '0'));
    return trf_date_valid(2000, out->month, out->day);
}

static void dated_stages(const trf_staging *s, uint32_t node, trf_stage_dates *out)
{
    for (uint32_t stage = trf_staging_next(s, trf_staging_node(s, node)->first_child, "stage"); stage != TRF_NODE_NONE;
         stage = trf_staging_next(s, trf_staging_node(s, stage)->next, "stage")) {
        uint32_t number;
        trf_date date;

        if (!trf_staging_natural(trf_staging_attribute(s, stage, "number"), &number) || number == 0 || number > TRF_STAGES_MAX ||
            !trf_date_parse(trf_staging_attribute(s, stage, "date"), &date))
            continue;
        out->dated[number] = date;
        if (number == 1)
            out->first = date;
    }
}

bool trf_stage_dates_read(const trf_staging *s, uint32_t node, trf_date entry, trf_stage_dates *out)
{
    trf_slice first = trf_staging_attribute(s, node, "first"), later = trf_staging_attribute(s, node, "later");
    trf_civil civil;

    *out = (trf_stage_dates){.first = TRF_DATE_NONE, .month = 1, .day = 1};
    for (unsigned i = 0; i <= TRF_STAGES_MAX; i++)
        out->dated[i] = TRF_DATE_NONE;
    if (trf_slice_is(first, "dated")) {
        if (!trf_date_parse(trf_staging_attribute(s, node, "first-date"), &out->first))
            out->first = TRF_DATE_NONE;
    } else if (entry != TRF_DATE_NONE) {
        civil = trf_date_civil(entry);
        out->first = trf_slice_is(first, "anniversary") ? day_of(civil.year + 1, civil.month, civil.day) : entry;
    }
    dated_stages(s, node, out);
    if (out->first == TRF_DATE_NONE) {
        trf_staging_report(s, node,
                           "stage-dates: no day of the first stage (the agreement says no day on which it is in force, "
                           "nor a first-date)%S",
                           TRF_SLICE_EMPTY);
        return false;
    }
    if (trf_slice_is(later, "dated")) {
        out->month = 0;
    } else if (trf_slice_is(later, "month-day")) {
        if (!month_day(trf_staging_attribute(s, node, "month-day"), out)) {
            trf_staging_report(s, node, "stage-dates: later='%S' without a month-day", later);
            return false;
        }
    } else if (!trf_slice_is(later, "1-january")) {
        civil = trf_date_civil(trf_slice_is(later, "anniversary") && entry != TRF_DATE_NONE ? entry : out->first);
        out->month = civil.month;
        out->day = civil.day;
    }
    return true;
}

/* ---- what is left ---- */
typedef struct walk {
    const trf_staging *s;
    const trf_stage_dates *dates;
    trf_stages *out;
    trf_stage now; /* what holds after the last element */
    uint32_t next; /* stage at which the next element begins */
    unsigned held; /* parts that nothing touches any more */
    bool begun;    /* something holds already */
    tariff_status status;
} walk;

static void fault(walk *w, uint32_t node, const char *why)
{
    if (w->out->fault.size == 0) {
        w->out->fault = trf_slice_text(why);
        w->out->fault_node = node;
    }
}

static bool put(walk *w, const trf_stage *stage)
{
    trf_stages *out = w->out;

    if (out->count >= 4 * TRF_STAGES_MAX ||
        !trf_alloc_grow(w->s->build->alloc, (void **)&out->list, &out->capacity, out->count + 1, sizeof *out->list)) {
        w->status = out->count >= 4 * TRF_STAGES_MAX ? trf_fail(w->s->build->error, w->s->build->alloc, TARIFF_ELIMIT,
                                                                "category: more than %u stages", 4u * TRF_STAGES_MAX)
                                                     : trf_fail_memory(w->s->build->error);
        return false;
    }
    out->list[out->count++] = *stage;
    return true;
}

/** What holds now, from a day on. */
static void hold_from(walk *w, uint32_t node, trf_date start, uint32_t number)
{
    if (start == TRF_DATE_NONE) {
        fault(w, node, "no day is known for one of its stages");
        return;
    }
    w->now.start = start;
    w->now.number = number;
    w->now.node = node;
    w->begun = true;
    put(w, &w->now);
}

static unsigned parts_of(walk *w, uint32_t node)
{
    trf_slice part = trf_staging_attribute(w->s, node, "part");

    if (trf_slice_is(part, "ad-valorem"))
        return 1u << TRF_PART_AD_VALOREM;
    if (trf_slice_is(part, "specific"))
        return 1u << TRF_PART_SPECIFIC;
    if (trf_slice_is(part, "entry-price") || trf_slice_is(part, "agricultural-component"))
        return 1u << TRF_PART_COMPONENT;
    return TRF_PARTS_ALL;
}

/** Rounding of an element: down to a tenth of a percentage point where it says nothing. */
static void rounding_of(walk *w, uint32_t node)
{
    trf_slice mode = trf_staging_attribute(w->s, node, "rounding"), to = trf_staging_attribute(w->s, node, "to"),
              specific = trf_staging_attribute(w->s, node, "specific-to");

    w->now.mode = TRF_ROUND_DOWN;
    w->now.unit = trf_number_scaled(1, 1);
    w->now.specific_unit = trf_number_of(0);
    if (trf_slice_is(mode, "up"))
        w->now.mode = TRF_ROUND_UP;
    else if (trf_slice_is(mode, "half-up"))
        w->now.mode = TRF_ROUND_HALF_UP;
    else if (trf_slice_is(mode, "none"))
        w->now.mode = TRF_ROUND_NONE;
    if ((to.size &&
         (trf_number_parse(w->s->numbers, to, &w->now.unit) < 0 || trf_number_sign(w->s->numbers, w->now.unit) <= 0)) ||
        (specific.size && (trf_number_parse(w->s->numbers, specific, &w->now.specific_unit) < 0 ||
                           trf_number_sign(w->s->numbers, w->now.specific_unit) <= 0)))
        fault(w, node, "it is rounded to no number above zero");
}

/** Day and number of an element that may name its stage or its day, else begins with the next stage. */
static trf_date day_of_element(walk *w, uint32_t node, uint32_t *number)
{
    trf_slice from = trf_staging_attribute(w->s, node, "from"), year = trf_staging_attribute(w->s, node, "year");
    uint32_t said;
    trf_date date;

    *number = w->next;
    if (trf_staging_natural(trf_staging_attribute(w->s, node, "stage"), &said))
        *number = said == 0 ? 1 : said;
    if (from.size) {
        *number = 0;
        return trf_date_parse(from, &date) ? date : TRF_DATE_NONE;
    }
    if (trf_staging_natural(year, &said)) {
        if (said < 1000) { /* the years of the agreement, counted */
            *number = said == 0 ? 1 : said;
        } else {
            date = day_of((int32_t)said, 1, 1);
            *number = 0;
            return date > w->dates->first ? date : w->dates->first;
        }
    }
    return trf_stage_date(w->dates, *number);
}

static void multiply(walk *w, unsigned parts, trf_number factor, trf_number divisor)
{
    for (unsigned p = 0; p < TRF_PARTS; p++) {
        if (!(parts >> p & 1) || (w->held >> p & 1))
            continue;
        if (trf_number_multiply(w->s->numbers, w->now.factor[p], factor, &w->now.factor[p]) < 0 ||
            trf_number_multiply(w->s->numbers, w->now.divisor[p], divisor, &w->now.divisor[p]) < 0)
            fault(w, w->now.node, "its shares have too many digits");
    }
}

static void equal_stages(walk *w, uint32_t node)
{
    trf_slice from = trf_staging_attribute(w->s, node, "from");
    trf_stage_dates own = *w->dates;
    const trf_stage before = w->now;
    uint32_t stages, after = 0, first = w->next;

    if (!trf_staging_natural(trf_staging_attribute(w->s, node, "stages"), &stages) || stages == 0 || stages > TRF_STAGES_MAX) {
        fault(w, node, "its stages are none, or too many");
        return;
    }
    if (trf_staging_natural(trf_staging_attribute(w->s, node, "after"), &after) && after > TRF_STAGES_MAX) {
        fault(w, node, "its stages begin after too many others");
        return;
    }
    if (from.size) {
        if (!trf_date_parse(from, &own.first))
            own.first = TRF_DATE_NONE;
        first = 1;
    } else {
        if (after && !w->begun)
            hold_from(w, node, trf_stage_date(w->dates, first), first);
        first += after;
    }
    for (uint32_t k = 1; k <= stages && w->out->fault.size == 0 && w->status >= 0; k++) {
        memcpy(w->now.factor, before.factor, sizeof before.factor);
        memcpy(w->now.divisor, before.divisor, sizeof before.divisor);
        rounding_of(w, node);
        multiply(w, parts_of(w, node), trf_number_of((int64_t)(stages - k)), trf_number_of((int64_t)stages));
        hold_from(w, node, trf_stage_date(&own, first + k - 1), from.size ? k : first + k - 1);
    }
    if (!from.size)
        w->next = first + stages;
}

static void cut(walk *w, uint32_t node)
{
    trf_slice of = trf_staging_attribute(w->s, node, "of");
    unsigned parts = parts_of(w, node);
    uint32_t number;
    trf_date start = day_of_element(w, node, &number);
    trf_number share = trf_number_of(0), taken = trf_number_of(0);

    if (trf_slice_is(of, "mfn")) {
        fault(w, node, "a share of the third-country rate of the day is no share of the base rate");
        return;
    }
    if (trf_number_parse(w->s->numbers, trf_staging_attribute(w->s, node, "share"), &share) < 0 ||
        trf_number_sign(w->s->numbers, share) < 0 || trf_number_compare(w->s->numbers, share, trf_number_of(1)) > 0) {
        fault(w, node, "its share is no number from 0 to 1");
        return;
    }
    rounding_of(w, node);
    for (unsigned p = 0; p < TRF_PARTS; p++) {
        tariff_status status;

        if (!(parts >> p & 1) || (w->held >> p & 1))
            continue;
        /* Of the base: factor - share × divisor; of what was left: factor × (1 - share). */
        status = trf_number_multiply(w->s->numbers, share, trf_slice_is(of, "previous") ? w->now.factor[p] : w->now.divisor[p],
                                     &taken);
        if (status >= 0)
            status = trf_number_subtract(w->s->numbers, w->now.factor[p], taken, &w->now.factor[p]);
        if (status < 0)
            fault(w, node, "its shares have too many digits");
        else if (trf_number_sign(w->s->numbers, w->now.factor[p]) < 0)
            w->now.factor[p] = trf_number_of(0);
    }
    hold_from(w, node, start, number);
    w->next = number + 1 > w->next ? number + 1 : w->next;
}

/** A rate as it is stated, or a share of the base rate. */
static void rate(walk *w, uint32_t node)
{
    trf_slice duty = trf_staging_text(w->s, node, "duty"), share = trf_staging_attribute(w->s, node, "share");
    const trf_stage before = w->now;
    uint32_t number;
    trf_date start = day_of_element(w, node, &number);

    if (duty.size) {
        w->now.duty = duty;
        w->now.grammar = trf_staging_text(w->s, node, "grammar");
    } else if (share.size) {
        for (unsigned p = 0; p < TRF_PARTS; p++) {
            w->now.divisor[p] = trf_number_of(1);
            if (trf_number_parse(w->s->numbers, share, &w->now.factor[p]) < 0)
                fault(w, node, "its share is no number");
        }
        rounding_of(w, node);
    } else {
        fault(w, node, "it states neither a duty nor a share");
    }
    hold_from(w, node, start, number);
    w->next = number + 1 > w->next ? number + 1 : w->next;
    if (duty.size) {
        w->now.duty = before.duty;
        w->now.grammar = before.grammar;
    }
}

static void children(walk *w, uint32_t node, unsigned depth);

/** Rates within a quota: free where nothing is said. */
static void in_quota(walk *w, uint32_t node, unsigned depth)
{
    walk inside = *w;
    trf_slice duty = trf_staging_text(w->s, node, "duty");

    inside.now.order_number = trf_staging_text(w->s, node, "order-number");
    if (inside.now.order_number.size == 0) {
        fault(w, node, "a rate within a quota names no order number");
        return;
    }
    inside.begun = false;
    if (trf_staging_node(w->s, node)->first_child != TRF_NODE_NONE) {
        children(&inside, node, depth + 1);
    } else {
        inside.now.duty = duty;
        inside.now.grammar = trf_staging_text(w->s, node, "grammar");
        if (duty.size == 0)
            multiply(&inside, TRF_PARTS_ALL, trf_number_of(0), trf_number_of(1));
        hold_from(&inside, node, trf_stage_date(w->dates, w->next), w->next);
    }
    w->status = inside.status;
}

static void element(walk *w, uint32_t node, unsigned depth)
{
    uint32_t number;
    trf_date start;

    if (trf_staging_is(w->s, node, "equal-stages")) {
        equal_stages(w, node);
    } else if (trf_staging_is(w->s, node, "free")) {
        start = day_of_element(w, node, &number);
        multiply(w, TRF_PARTS_ALL, trf_number_of(0), trf_number_of(1));
        hold_from(w, node, start, number);
        w->next = number + 1 > w->next ? number + 1 : w->next;
    } else if (trf_staging_is(w->s, node, "grace")) {
        uint32_t stages;

        if (!trf_staging_natural(trf_staging_attribute(w->s, node, "stages"), &stages) || stages > TRF_STAGES_MAX) {
            fault(w, node, "its stages are none, or too many");
            return;
        }
        if (stages && !w->begun)
            hold_from(w, node, trf_stage_date(w->dates, w->next), w->next);
        w->next += stages;
    } else if (trf_staging_is(w->s, node, "cut")) {
        cut(w, node);
    } else if (trf_staging_is(w->s, node, "rate")) {
        rate(w, node);
    } else if (trf_staging_is(w->s, node, "remove")) {
        start = day_of_element(w, node, &number);
        w->now.dropped |= parts_of(w, node);
        hold_from(w, node, start, number);
        w->next = number + 1 > w->next ? number + 1 : w->next;
    } else if (trf_staging_is(w->s, node, "hold")) {
        if (trf_staging_attribute(w->s, node, "to").size)
            fault(w, node, "a rate that is held for a time: state the rates by day");
        w->held |= parts_of(w, node);
        start = day_of_element(w, node, &number);
        if (!w->begun)
            hold_from(w, node, start, number);
    } else if (trf_staging_is(w->s, node, "no-cut")) {
        hold_from(w, node, trf_stage_date(w->dates, w->next), w->next);
    } else if (trf_staging_is(w->s, node, "in-quota")) {
        in_quota(w, node, depth);
    } else if (trf_staging_is(w->s, node, "over-quota")) {
        trf_slice duty = trf_staging_text(w->s, node, "duty");

        if (duty.size) {
            w->now.duty = duty;
            w->now.grammar = trf_staging_text(w->s, node, "grammar");
            hold_from(w, node, trf_stage_date(w->dates, w->next), w->next);
        } else {
            children(w, node, depth + 1);
        }
    } else if (trf_staging_is(w->s, node, "season")) {
        fault(w, node, "a season within the year: state the rates by day");
    } /* not-above: no preference is ever above the third-country rate; texts say nothing */
}

static void children(walk *w, uint32_t node, unsigned depth)
{
    if (depth > 4) {
        fault(w, node, "its elements stand in one another too deep");
        return;
    }
    for (uint32_t child = trf_staging_node(w->s, node)->first_child;
         child != TRF_NODE_NONE && w->out->fault.size == 0 && w->status >= 0; child = trf_staging_node(w->s, child)->next)
        element(w, child, depth);
}

static walk begin(const trf_staging *s, const trf_stage_dates *dates, trf_stages *out)
{
    walk w = {.s = s, .dates = dates, .out = out, .next = 1, .status = TARIFF_OK};

    for (unsigned p = 0; p < TRF_PARTS; p++)
        w.now.factor[p] = w.now.divisor[p] = trf_number_of(1);
    w.now.mode = TRF_ROUND_DOWN;
    w.now.unit = trf_number_scaled(1, 1);
    return w;
}

tariff_status trf_stages_of(const trf_staging *s, uint32_t category, const trf_stage_dates *dates, trf_stages *out)
{
    walk w = begin(s, dates, out);

    out->count = 0;
    out->fault = TRF_SLICE_EMPTY;
    children(&w, category, 0);
    if (w.status >= 0 && out->count == 0 && out->fault.size == 0)
        fault(&w, category, "it says nothing");
    return w.status;
}

tariff_status trf_stages_stated(const trf_staging *s, uint32_t line, const trf_stage_dates *dates, trf_stages *stages)
{
    walk w = begin(s, dates, stages);

    for (uint32_t child = trf_staging_next(s, trf_staging_node(s, line)->first_child, "rate");
         child != TRF_NODE_NONE && stages->fault.size == 0 && w.status >= 0;
         child = trf_staging_next(s, trf_staging_node(s, child)->next, "rate"))
        rate(&w, child);
    return w.status;
}

/** Outside of quotas first, then by day, then as they were said. */
static bool before(const trf_stage *a, const trf_stage *b)
{
    size_t least = a->order_number.size < b->order_number.size ? a->order_number.size : b->order_number.size;
    int order = least ? memcmp(a->order_number.data, b->order_number.data, least) : 0;

    if (order != 0 || a->order_number.size != b->order_number.size)
        return order != 0 ? order < 0 : a->order_number.size < b->order_number.size;
    return a->start < b->start;
}

void trf_stages_sort(trf_stages *stages)
{
    uint32_t kept = 0;

    for (uint32_t i = 1; i < stages->count; i++) {
        trf_stage one = stages->list[i];
        uint32_t at = i;

        for (; at > 0 && before(&one, &stages->list[at - 1]); at--)
            stages->list[at] = stages->list[at - 1];
        stages->list[at] = one;
    }
    for (uint32_t i = 0; i < stages->count; i++) { /* of one day the last that was said */
        if (kept && stages->list[kept - 1].start == stages->list[i].start &&
            trf_slice_equal(stages->list[kept - 1].order_number, stages->list[i].order_number))
            kept--;
        stages->list[kept++] = stages->list[i];
    }
    stages->count = kept;
}
