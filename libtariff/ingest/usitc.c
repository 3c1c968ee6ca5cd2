/* SPDX-License-Identifier: Apache-2.0 */
/* Rows as they were printed: kept in order, numbered, put under chapters and headings. The records of a row: usitc_records.c. */
#include "ingest/usitc_schedule.h"

/* Sections and their last chapters: the Harmonized System's, and that of the special chapters. */
static const struct {
    const char *number;
    uint8_t last;
} sections[] = {
    {"I", 5},     {"II", 14},    {"III", 15}, {"IV", 24},  {"V", 27},    {"VI", 38},   {"VII", 40}, {"VIII", 43},
    {"IX", 46},   {"X", 49},     {"XI", 63},  {"XII", 67}, {"XIII", 70}, {"XIV", 71},  {"XV", 83},  {"XVI", 85},
    {"XVII", 89}, {"XVIII", 92}, {"XIX", 93}, {"XX", 96},  {"XXI", 97},  {"XXII", 99},
};

tariff_status usitc_new(trf_model *model, const trf_import_options *options, usitc **out, tariff_error **error)
{
    usitc *s = trf_alloc_zero(model->alloc, sizeof *s);

    if (!s)
        return trf_fail_memory(error);
    s->model = model;
    s->alloc = model->alloc;
    s->options = *options;
    trf_native_index_init(&s->index, model);
    trf_buffer_init(&s->scratch, s->alloc, 0);
    *out = s;
    return TARIFF_OK;
}

void usitc_free(usitc *s)
{
    if (!s)
        return;
    trf_native_index_done(&s->index);
    trf_buffer_done(&s->scratch);
    trf_alloc_free(s->alloc, s->rows, s->rows_capacity * sizeof *s->rows);
    trf_alloc_free(s->alloc, s->units, s->units_capacity * sizeof *s->units);
    trf_alloc_free(s->alloc, s->notes, s->notes_capacity * sizeof *s->notes);
    trf_alloc_free(s->alloc, s->blocks, s->blocks_capacity * sizeof *s->blocks);
    trf_alloc_free(s->alloc, s->footnotes, s->footnotes_capacity * sizeof *s->footnotes);
    trf_alloc_free(s->alloc, s, sizeof *s);
}

const trf_alloc *usitc_alloc(const usitc *s)
{
    return s->alloc;
}

tariff_status usitc_input(usitc *s, trf_slice name, const char *format, tariff_error **error)
{
    usitc_block block = {s->row_count, 0, 0};
    tariff_status status = trf_model_input(s->model, name, trf_slice_text(format), &s->input, error);

    if (status < 0)
        return status;
    block.input = s->input;
    if (!trf_alloc_grow(s->alloc, (void **)&s->blocks, &s->blocks_capacity, s->block_count + 1, sizeof *s->blocks))
        return trf_fail_memory(error);
    s->blocks[s->block_count++] = block;
    return TARIFF_OK;
}

/* ---- keeping rows ---- */
static bool is_space(char c)
{
    return (unsigned char)c <= ' ' || c == 0x7f;
}

trf_slice usitc_trim(trf_slice text)
{
    while (text.size && is_space(text.data[0]))
        text.data++, text.size--;
    while (text.size && is_space(text.data[text.size - 1]))
        text.size--;
    return text;
}

/* White space and control characters collapsed to one blank. */
static trf_slice tidy(usitc *s, trf_slice text)
{
    bool gap = false;

    text = usitc_trim(text);
    trf_buffer_clear(&s->scratch);
    for (size_t i = 0; i < text.size; i++) {
        if (is_space(text.data[i])) {
            gap = true;
            continue;
        }
        if (gap)
            trf_buffer_char(&s->scratch, ' ');
        gap = false;
        trf_buffer_char(&s->scratch, text.data[i]);
    }
    return trf_buffer_view(&s->scratch);
}

tariff_status usitc_value(usitc *s, trf_slice text, trf_value *out, tariff_error **error)
{
    *out = TRF_VALUE_ABSENT;
    if (s->scratch.failed) /* the text was cut short there */
        return trf_fail_memory(error);
    if (text.size == 0)
        return TARIFF_OK;
    *out = trf_model_value(s->model, text);
    return *out == TRF_INTERN_NONE ? trf_fail_memory(error) : TARIFF_OK;
}

static tariff_status fault(const usitc *s, const usitc_row *row, const char *what, trf_slice text, const char *expected,
                           tariff_error **error)
{
    tariff_status status;

    if (text.size > 40)
        text.size = 40;
    status = trf_fail(error, s->alloc, TARIFF_EINPUT, "%s '%S': not understood (expected %s)", what, text, expected);
    if (error)
        trf_error_at(*error, s->model->inputs[s->input].name, row->line, 0, TRF_SLICE("row"));
    return status;
}

/* "0101.21.00.10" without its dots. */
static bool read_number(trf_slice text, char digits[TRF_CODE_MAX], uint8_t *count)
{
    *count = 0;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];

        if (c == '.' && i > 0 && i + 1 < text.size)
            continue;
        if (c < '0' || c > '9' || *count == TRF_CODE_MAX)
            return false;
        digits[(*count)++] = c;
    }
    return *count == 0 || *count == 2 || *count >= 4;
}

static tariff_status keep_note(usitc *s, const usitc_note *note, tariff_error **error)
{
    usitc_kept_note kept = {0};
    tariff_status status = usitc_value(s, tidy(s, note->text), &kept.text, error);

    if (status < 0 || !kept.text)
        return status;
    trf_buffer_clear(&s->scratch);
    for (uint32_t c = 0; c < note->column_count; c++) {
        trf_slice column = usitc_trim(note->columns[c]);

        if (column.size == 0 || memchr(column.data, ' ', column.size))
            continue;
        trf_buffer_text(&s->scratch, s->scratch.size ? " " : "");
        trf_buffer_slice(&s->scratch, column);
    }
    status = usitc_value(s, trf_buffer_view(&s->scratch), &kept.columns, error);
    if (status >= 0 && !trf_alloc_grow(s->alloc, (void **)&s->notes, &s->notes_capacity, s->note_count + 1, sizeof *s->notes))
        status = trf_fail_memory(error);
    if (status >= 0)
        s->notes[s->note_count++] = kept;
    return status;
}

static tariff_status keep_units(usitc *s, const usitc_row *row, usitc_kept *kept, tariff_error **error)
{
    kept->first_unit = s->unit_count;
    for (uint32_t i = 0; i < row->unit_count; i++) {
        trf_value unit;
        tariff_status status = usitc_value(s, usitc_trim(row->units[i]), &unit, error);

        if (status < 0)
            return status;
        if (!unit)
            continue;
        if (!trf_alloc_grow(s->alloc, (void **)&s->units, &s->units_capacity, s->unit_count + 1u, sizeof *s->units))
            return trf_fail_memory(error);
        s->units[s->unit_count++] = unit;
    }
    kept->unit_count = (uint16_t)(s->unit_count - kept->first_unit);
    return TARIFF_OK;
}

tariff_status usitc_add(usitc *s, const usitc_row *row, tariff_error **error)
{
    trf_slice number = usitc_trim(row->number), indent = usitc_trim(row->indent);
    usitc_kept kept = {0};
    char digits[TRF_CODE_MAX];
    tariff_status status = TARIFF_OK;

    if (!read_number(number, digits, &kept.digits))
        return fault(s, row, "number", number, "digits and dots", error);
    if (indent.size == 0 || indent.size > 2)
        return fault(s, row, "indent", indent, "a number from 0 to 29", error);
    for (size_t i = 0; i < indent.size; i++) {
        if (indent.data[i] < '0' || indent.data[i] > '9')
            return fault(s, row, "indent", indent, "a number from 0 to 29", error);
        kept.indent = (uint8_t)(kept.indent * 10 + (indent.data[i] - '0'));
    }
    if (kept.indent > USITC_INDENT_MAX)
        return fault(s, row, "indent", indent, "a number from 0 to 29", error);
    kept.line = row->line;
    memcpy(kept.code, digits, kept.digits);
    status = usitc_value(s, trf_slice_of(digits, kept.digits), &kept.number, error);
    if (status >= 0)
        status = usitc_value(s, tidy(s, row->description), &kept.description, error);
    for (unsigned c = 0; c < USITC_COLUMNS && status >= 0; c++)
        if (usitc_trim(row->rates[c]).size)
            status = usitc_value(s, row->rates[c], &kept.rates[c], error);
    if (status >= 0)
        status = usitc_value(s, tidy(s, row->quota_quantity), &kept.quota_quantity, error);
    if (status >= 0)
        status = usitc_value(s, tidy(s, row->additional_duties), &kept.additional_duties, error);
    if (status >= 0)
        status = keep_units(s, row, &kept, error);
    kept.first_note = s->note_count;
    for (uint32_t i = 0; i < row->note_count && status >= 0; i++)
        status = keep_note(s, &row->notes[i], error);
    kept.note_count = (uint16_t)(s->note_count - kept.first_note);
    if (status >= 0 && s->scratch.failed)
        status = trf_fail_memory(error);
    if (status >= 0 && !trf_alloc_grow(s->alloc, (void **)&s->rows, &s->rows_capacity, s->row_count + 1u, sizeof *s->rows))
        status = trf_fail_memory(error);
    if (status < 0)
        return status;
    s->rows[s->row_count++] = kept;
    s->model->inputs[s->input].records++;
    return TARIFF_OK;
}

/* ---- the tree ---- */
static const usitc_kept *next_numbered(const usitc *s, uint32_t row, uint32_t end)
{
    while (row < end && s->rows[row].digits == 0)
        row++;
    return row < end ? &s->rows[row] : NULL;
}

static bool same_heading(const usitc_kept *a, const usitc_kept *b)
{
    return a->digits >= 4 && b->digits >= 4 && memcmp(a->code, b->code, 4) == 0;
}

/* Whether nothing stands below a numbered row. */
static bool is_leaf(const usitc *s, uint32_t row, uint32_t end)
{
    const usitc_kept *next = row + 1 < end ? next_numbered(s, row + 1, end) : NULL;

    return !next || !same_heading(&s->rows[row], next) || s->rows[row + 1].indent <= s->rows[row].indent;
}

/* Whether a row is the only one at indent 0 in its heading: then its words are the heading's. */
static bool is_alone(const usitc *s, uint32_t row, uint32_t end)
{
    uint32_t i = row + 1;

    if (s->rows[row].indent != 0)
        return false;
    while (i < end) {
        uint32_t next = i;

        while (next < end && s->rows[next].digits == 0)
            next++;
        if (next == end || !same_heading(&s->rows[row], &s->rows[next]))
            return true;
        for (; i <= next; i++)
            if (s->rows[i].indent == 0)
                return false;
    }
    return true;
}

static void push(usitc *s, uint8_t indent, trf_value code, const trf_value *rates)
{
    usitc_parent *parent;

    while (s->depth && s->parents[s->depth - 1].indent >= indent)
        s->depth--;
    parent = &s->parents[s->depth++];
    parent->indent = indent;
    parent->code = code;
    for (unsigned c = 0; c < USITC_COLUMNS; c++)
        parent->has[c] = rates && rates[c];
}

static tariff_status make_section(usitc *s, unsigned chapter, tariff_error **error)
{
    unsigned first = 1;

    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        if (chapter <= sections[i].last) {
            if (s->section_made[i])
                return TARIFF_OK;
            s->section_made[i] = true;
            return usitc_section(s, sections[i].number, first == 98 ? 98 : first, sections[i].last, error);
        }
        first = sections[i].last + 1u;
    }
    return TARIFF_OK;
}

static tariff_status make_chapter(usitc *s, const usitc_kept *row, tariff_error **error)
{
    unsigned chapter = (unsigned)(row->code[0] - '0') * 10 + (unsigned)(row->code[1] - '0');
    usitc_line line = {0};
    tariff_status status;

    if (chapter == 0 || s->chapter_made[chapter])
        return TARIFF_OK;
    status = make_section(s, chapter, error);
    if (status < 0 || row->digits == 2)
        return status;
    s->chapter_made[chapter] = true;
    status = usitc_value(s, trf_slice_of(row->code, 2), &line.code, error);
    line.suffix = 80;
    line.source_line = row->line;
    return status < 0 ? status : usitc_write_line(s, &line, NULL, error);
}

/* Words without a number: the code of the row they stand before, and a suffix that keeps their order. */
static tariff_status write_words(usitc *s, const usitc_kept *row, trf_value code, unsigned *count, uint8_t indent,
                                 tariff_error **error)
{
    usitc_line line = {code, row->description, 0, indent, row->line};
    tariff_status status;

    ++*count;
    line.suffix = (uint8_t)(*count < 8 ? *count * 10 : *count < 17 ? 63 + *count : 79);
    status = usitc_write_line(s, &line, NULL, error);
    if (status >= 0)
        status = usitc_row_remarks(s, row, error);
    return status;
}

/* A numbered row with the words that stand right before it, rows [first, at]. */
static tariff_status write_numbered(usitc *s, uint32_t first, uint32_t at, uint32_t end, tariff_error **error)
{
    const usitc_kept *row = &s->rows[at];
    usitc_line line = {row->number, row->description, 80, 0, row->line};
    unsigned titles = 0, words = 0;
    trf_value heading;
    bool fresh, known = false;
    uint32_t before = 0;
    tariff_status status = make_chapter(s, row, error);

    if (status < 0)
        return status;
    fresh = row->digits >= 4 && memcmp(s->heading, row->code, 4) != 0;
    status = usitc_value(s, trf_slice_of(row->code, row->digits >= 4 ? 4 : row->digits), &heading, error);
    if (fresh) {
        memcpy(s->heading, row->code, 4);
        s->depth = 0;
        s->shift = row->digits > 4;
        for (uint32_t i = first; i < at && status >= 0; i++) /* titles of parts of a chapter */
            if (s->rows[i].indent > row->indent)
                status = write_words(s, &s->rows[i], heading, &titles, 0, error);
        if (status >= 0 && s->shift)
            status = trf_native_find_line(&s->index, s->source.tariff, heading, TRF_VALUE_TAG_INT | 80, TRF_VALUE_ABSENT, &before,
                                          &known, error);
        if (status >= 0 && s->shift && !known) {
            usitc_line made = {heading, is_alone(s, at, end) ? row->description : TRF_VALUE_ABSENT, 80, 0, row->line};

            status = usitc_write_line(s, &made, NULL, error);
            s->made_headings++;
        }
    }
    for (uint32_t i = first; i < at && status >= 0; i++) {
        if (fresh && s->rows[i].indent > row->indent)
            continue;
        status = write_words(s, &s->rows[i], row->number, &words, (uint8_t)(s->rows[i].indent + s->shift), error);
        push(s, (uint8_t)(s->rows[i].indent + s->shift), TRF_VALUE_ABSENT, NULL);
    }
    if (status >= 0)
        status = trf_native_find_line(&s->index, s->source.tariff, row->number, TRF_VALUE_TAG_INT | 80, TRF_VALUE_ABSENT, &before,
                                      &known, error);
    if (status < 0)
        return status;
    line.indent = (uint8_t)(row->indent + (row->digits > 4 ? s->shift : 0));
    if (known) {
        status = usitc_repeated(s, row, before, error);
        push(s, line.indent, row->number, row->rates);
        return status;
    }
    status = usitc_write_line(s, &line, row, error);
    if (status >= 0)
        status = usitc_write_rates(s, row, is_leaf(s, at, end), error);
    push(s, line.indent, row->number, row->rates);
    return status;
}

static tariff_status write_block(usitc *s, const usitc_block *block, tariff_error **error)
{
    uint32_t end = block->first + block->count, first = block->first;
    tariff_status status = TARIFF_OK;

    s->source.input = block->input;
    for (uint32_t i = block->first; i < end && status >= 0; i++) {
        if (s->rows[i].digits == 0)
            continue;
        status = write_numbered(s, first, i, end, error);
        first = i + 1;
    }
    for (; first < end; first++) {
        s->source.line = s->rows[first].line;
        trf_model_report(s->model, &s->source, "words-without-line", TRF_SLICE("row"), "'%S': no numbered row follows",
                         trf_intern_get(&s->model->texts, s->rows[first].description));
    }
    return status;
}

tariff_status usitc_finish(usitc *s, tariff_error **error)
{
    trf_sort_item *items, *scratch;
    tariff_status status;

    for (uint32_t b = 0; b < s->block_count; b++)
        s->blocks[b].count = (b + 1 < s->block_count ? s->blocks[b + 1].first : s->row_count) - s->blocks[b].first;
    items = trf_alloc_array(s->alloc, s->block_count + 1u, sizeof *items);
    scratch = trf_alloc_array(s->alloc, s->block_count + 1u, sizeof *scratch);
    if (!items || !scratch) {
        status = trf_fail_memory(error);
        goto done;
    }
    for (uint32_t b = 0; b < s->block_count; b++) { /* chapters may come in any order */
        const usitc_kept *row = next_numbered(s, s->blocks[b].first, s->blocks[b].first + s->blocks[b].count);

        for (unsigned i = 0; i < 14; i++)
            items[b].key = items[b].key * 10 + (row && i < row->digits ? (uint64_t)(row->code[i] - '0') : 0);
        items[b].value = b;
    }
    trf_sort_items(items, scratch, s->block_count);
    status = usitc_begin(s, error);
    for (uint32_t b = 0; b < s->block_count && status >= 0; b++)
        status = write_block(s, &s->blocks[items[b].value], error);
done:
    trf_alloc_free(s->alloc, items, (s->block_count + 1u) * sizeof *items);
    trf_alloc_free(s->alloc, scratch, (s->block_count + 1u) * sizeof *scratch);
    return status;
}
