/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The code of a row is in a column hts8, hts10, hts_prefix or the like; the list that it belongs to is named by the heading in
 * ch99_code, else by annex and metal, else by the file. Codes keep the order of the table.
 */
#include "ingest/us_scope.h"

#include "ingest/csv.h"
#include "model/tree.h"

enum { CODES_A_ELEMENT = 16, LISTS_MOST = 10000 };
enum { HEADING, ANNEX, METAL, FROM, TO, CODE, COLUMN_COUNT };

/* Names that a column goes by, in the order in which they are looked for. */
static const struct {
    uint8_t column;
    const char *name;
} names[] = {{CODE, "hts_prefix"},      {CODE, "hts8"},           {CODE, "hts10"},
             {CODE, "I_COMMODITY"},     {HEADING, "ch99_code"},   {ANNEX, "annex"},
             {METAL, "metal_type"},     {FROM, "effective_date"}, {FROM, "effective_date_start"},
             {TO, "effective_date_end"}};

/** A list under way: its element and the goods element that takes further codes. */
typedef struct list {
    trf_slice id; /**< in the model's arena */
    uint32_t node, last;
} list;

struct us_scope {
    trf_model *model;
    trf_import_options options;
    trf_row_source place;
    trf_slice id; /**< of the tree: after the first input */
    uint32_t root, last;
    list *lists;
    size_t list_count, list_capacity;
    trf_buffer codes; /**< of the goods element that is not written yet */
    list *open;       /**< where they belong */
    uint32_t code_count, open_line;
    trf_slice from, to; /**< in the model's arena */
};

tariff_status us_scope_new(trf_model *model, const trf_import_options *options, us_scope **out, tariff_error **error)
{
    us_scope *s = trf_alloc_zero(model->alloc, sizeof *s);

    if (!s)
        return trf_fail_memory(error);
    s->model = model;
    s->options = *options;
    s->root = s->last = TRF_NODE_NONE;
    s->place.update = TRF_UPDATE_INSERT;
    trf_buffer_init(&s->codes, model->alloc, 0);
    *out = s;
    return TARIFF_OK;
}

void us_scope_free(us_scope *s)
{
    if (!s)
        return;
    trf_alloc_free(s->model->alloc, s->lists, s->list_capacity * sizeof *s->lists);
    trf_buffer_done(&s->codes);
    trf_alloc_free(s->model->alloc, s, sizeof *s);
}

static tariff_status kept(us_scope *s, trf_slice text, trf_slice *out, tariff_error **error)
{
    *out = trf_arena_copy(&s->model->arena, text);
    return out->data || text.size == 0 ? TARIFF_OK : trf_fail_memory(error);
}

/* ---- elements ---- */
/** The goods element of the codes gathered. */
static tariff_status flush(us_scope *s, tariff_error **error)
{
    uint32_t node;
    trf_row_source place = s->place;
    tariff_status status;

    if (s->code_count == 0)
        return TARIFF_OK;
    if (s->codes.failed)
        return trf_fail_memory(error);
    place.line = s->open_line;
    status = trf_tree_add(s->model, s->open->node, s->open->last, "goods", &place, &node, error);
    if (status >= 0)
        status = trf_tree_set(s->model, node, "codes", trf_buffer_view(&s->codes), error);
    if (status >= 0 && s->from.size)
        status = trf_tree_set(s->model, node, "from", s->from, error);
    if (status >= 0 && s->to.size)
        status = trf_tree_set(s->model, node, "to", s->to, error);
    s->open->last = status >= 0 ? node : s->open->last;
    s->code_count = 0;
    trf_buffer_clear(&s->codes);
    return status;
}

static tariff_status list_of(us_scope *s, trf_slice id, list **out, tariff_error **error)
{
    list made = {TRF_SLICE_EMPTY, TRF_NODE_NONE, TRF_NODE_NONE};
    tariff_status status;

    for (size_t i = s->list_count; i-- > 0;) {
        if (trf_slice_equal(s->lists[i].id, id)) {
            *out = &s->lists[i];
            return TARIFF_OK;
        }
    }
    if (s->list_count == LISTS_MOST)
        return trf_fail(error, s->model->alloc, TARIFF_ELIMIT, "more than %u lists", (uint32_t)LISTS_MOST);
    status = flush(s, error); /* the lists may move */
    if (status >= 0)
        status = kept(s, id, &made.id, error);
    if (status >= 0)
        status = trf_tree_add(s->model, s->root, s->last, "scope-list", &s->place, &made.node, error);
    if (status >= 0)
        status = trf_tree_set(s->model, made.node, "id", made.id, error);
    if (status >= 0 && !trf_alloc_grow(s->model->alloc, (void **)&s->lists, &s->list_capacity, s->list_count + 1, sizeof made))
        status = trf_fail_memory(error);
    if (status < 0)
        return status;
    s->last = made.node;
    s->open = NULL;
    s->lists[s->list_count] = made;
    *out = &s->lists[s->list_count++];
    return TARIFF_OK;
}

static tariff_status add(us_scope *s, trf_slice id, trf_slice digits, trf_slice from, trf_slice to, tariff_error **error)
{
    list *in = NULL;
    tariff_status status = list_of(s, id, &in, error);

    if (status >= 0 && s->code_count &&
        (in != s->open || s->code_count == CODES_A_ELEMENT || !trf_slice_equal(from, s->from) || !trf_slice_equal(to, s->to)))
        status = flush(s, error);
    if (status >= 0 && s->code_count == 0) {
        s->open = in;
        s->open_line = s->place.line;
        if (!trf_slice_equal(from, s->from))
            status = kept(s, from, &s->from, error);
        if (status >= 0 && !trf_slice_equal(to, s->to))
            status = kept(s, to, &s->to, error);
    }
    if (status < 0)
        return status;
    if (s->code_count++)
        trf_buffer_char(&s->codes, ' ');
    trf_buffer_slice(&s->codes, digits);
    return TARIFF_OK;
}

/* ---- rows ---- */
static tariff_status refuse(const us_scope *s, const trf_csv *csv, const char *column, trf_slice found, const char *expected,
                            tariff_error **error)
{
    tariff_status status =
        trf_fail(error, s->model->alloc, TARIFF_EINPUT, "column '%s': '%S' (expected %s)", column, found, expected);

    if (error)
        trf_error_at(*error, csv->file, csv->row_line, 0, TRF_SLICE("row"));
    return status;
}

static trf_slice field(const trf_csv *csv, uint32_t place)
{
    trf_slice text = place < csv->count ? csv->fields[place] : TRF_SLICE_EMPTY;

    while (text.size && (text.data[0] == ' ' || text.data[0] == '\t'))
        text = trf_slice_of(text.data + 1, text.size - 1);
    while (text.size && (text.data[text.size - 1] == ' ' || text.data[text.size - 1] == '\t'))
        text.size--;
    return text;
}

/** Digits of a code without its dots: an even number from 2 to 10; zeros behind ten digits say nothing. */
static bool code_digits(trf_slice text, char out[10], size_t *size)
{
    *size = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '.')
            continue;
        if (text.data[i] < '0' || text.data[i] > '9' || (*size == 10 && text.data[i] != '0'))
            return false;
        if (*size < 10)
            out[(*size)++] = text.data[i];
    }
    return *size >= 2 && *size % 2 == 0;
}

/** The name of a file without what follows its first dot, blanks as dashes. */
static void stem(trf_buffer *out, trf_slice name)
{
    for (size_t i = 0; i < name.size && name.data[i] != '.' && i < 48; i++) {
        char c = name.data[i];
        bool fits = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-';

        trf_buffer_char(out, fits ? c : '-');
    }
    if (out->size == 0 || out->data[0] == '-' || out->data[0] == '_')
        trf_buffer_text(out, "list");
}

static bool is_id(trf_slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];

        if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')) && (i == 0 || !memchr("_.+*-", c, 5)))
            return false;
    }
    return text.size > 0 && text.size <= 64;
}

static tariff_status row(us_scope *s, const trf_csv *csv, const uint32_t *places, trf_buffer *id, tariff_error **error)
{
    trf_slice code = field(csv, places[CODE]), heading = field(csv, places[HEADING]), from = field(csv, places[FROM]),
              to = field(csv, places[TO]), annex = field(csv, places[ANNEX]), metal = field(csv, places[METAL]);
    char digits[10];
    size_t size;
    trf_date date;

    if (!code_digits(code, digits, &size))
        return refuse(s, csv, "code", code, "2, 4, 6, 8 or 10 digits, with dots at will", error);
    if (from.size && !trf_date_parse(from, &date))
        return refuse(s, csv, "effective date", from, "YYYY-MM-DD or nothing", error);
    if (to.size && !trf_date_parse(to, &date))
        return refuse(s, csv, "effective_date_end", to, "YYYY-MM-DD or nothing", error);
    if (from.size == 0)
        from = s->options.valid_from;
    if (to.size == 0)
        to = s->options.valid_to;
    trf_buffer_clear(id);
    if (heading.size) {
        trf_buffer_slice(id, heading);
    } else if (annex.size) {
        trf_buffer_text(id, "annex-");
        trf_buffer_slice(id, annex);
        if (metal.size) {
            trf_buffer_char(id, '-');
            trf_buffer_slice(id, metal);
        }
    } else {
        stem(id, csv->file);
    }
    if (id->failed)
        return trf_fail_memory(error);
    if (!is_id(trf_buffer_view(id)))
        return refuse(s, csv, heading.size ? "ch99_code" : "annex", trf_buffer_view(id), "letters, digits, dots and dashes",
                      error);
    s->place.line = csv->row_line;
    return add(s, trf_buffer_view(id), trf_slice_of(digits, size), from, to, error);
}

/** Where the columns stand; a first row that is a code itself is no header. */
static bool header(const trf_csv *csv, uint32_t *places)
{
    char digits[10];
    size_t size;

    for (uint32_t c = 0; c < COLUMN_COUNT; c++)
        places[c] = UINT32_MAX;
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        for (uint32_t i = 0; i < csv->count; i++)
            if (places[names[n].column] == UINT32_MAX && trf_slice_is(field(csv, i), names[n].name))
                places[names[n].column] = i;
    if (places[CODE] == UINT32_MAX && csv->count == 1 && code_digits(field(csv, 0), digits, &size))
        places[CODE] = 0;
    else
        return true;
    return false;
}

/** Lines before the header that begin with # say something to a reader of the table. */
static trf_slice without_remarks(trf_slice text, uint32_t *lines)
{
    *lines = 0;
    while (text.size && text.data[0] == '#') {
        const char *end = memchr(text.data, '\n', text.size);
        size_t size = end ? (size_t)(end - text.data) + 1 : text.size;

        text = trf_slice_of(text.data + size, text.size - size);
        ++*lines;
    }
    return text;
}

static tariff_status begin(us_scope *s, trf_slice name, tariff_error **error)
{
    trf_buffer id;
    tariff_status status = trf_model_input(s->model, name, TRF_SLICE("us-scope"), &s->place.input, error);

    s->place.line = 1;
    if (status < 0 || s->root != TRF_NODE_NONE)
        return status;
    status = trf_model_tariff(s->model, s->options.tariff, &s->place.tariff, error);
    trf_buffer_init(&id, s->model->alloc, 0);
    trf_buffer_text(&id, "scope.");
    stem(&id, name);
    if (status >= 0 && id.failed)
        status = trf_fail_memory(error);
    if (status >= 0)
        status = kept(s, trf_buffer_view(&id), &s->id, error);
    trf_buffer_done(&id);
    if (status >= 0)
        status = trf_tree_add(s->model, TRF_NODE_NONE, TRF_NODE_NONE, "provisions", &s->place, &s->root, error);
    if (status >= 0)
        status = trf_tree_set(s->model, s->root, "id", s->id, error);
    return status;
}

tariff_status us_scope_read(us_scope *s, trf_slice name, trf_slice text, tariff_error **error)
{
    trf_csv csv;
    trf_buffer id;
    uint32_t places[COLUMN_COUNT], skipped;
    bool more = true, first = true;
    tariff_status status = begin(s, name, error);

    if (status >= 0)
        status = flush(s, error);
    if (status < 0)
        return status;
    text = without_remarks(text, &skipped);
    status = trf_csv_open(&csv, s->model->alloc, text, name, ',', error);
    if (status < 0)
        return status;
    csv.line += skipped;
    trf_buffer_init(&id, s->model->alloc, 0);
    while (status >= 0) {
        status = trf_csv_next(&csv, &more, error);
        if (status < 0 || !more)
            break;
        if (first && header(&csv, places)) {
            if (places[CODE] == UINT32_MAX)
                status = refuse(s, &csv, "hts_prefix", field(&csv, 0), "a header with hts_prefix, hts8 or hts10, or codes alone",
                                error);
        } else {
            status = row(s, &csv, places, &id, error);
        }
        first = false;
    }
    if (status >= 0 && first)
        status = refuse(s, &csv, "hts_prefix", TRF_SLICE_EMPTY, "a table with at least a header", error);
    trf_buffer_done(&id);
    trf_csv_close(&csv);
    return status;
}

tariff_status us_scope_finish(us_scope *s, tariff_error **error)
{
    trf_value values[TRF_F_tree_COUNT] = {0};
    tariff_status status = flush(s, error);

    if (status < 0 || s->root == TRF_NODE_NONE)
        return status;
    values[TRF_F_tree_tree_kind] = trf_model_value(s->model, TRF_SLICE("provisions"));
    values[TRF_F_tree_tree_id] = trf_model_value(s->model, s->id);
    values[TRF_F_tree_root_node] = TRF_VALUE_TAG_INT | s->root;
    if (values[TRF_F_tree_tree_kind] == TRF_INTERN_NONE || values[TRF_F_tree_tree_id] == TRF_INTERN_NONE)
        return trf_fail_memory(error);
    s->place.line = 1;
    return trf_model_append(s->model, TRF_KIND_tree, values, &s->place, error);
}
