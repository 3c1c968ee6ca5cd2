/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of the reader, used the other way: attributes from fields, children from the rows that name their owner. */
#include "ingest/native_writer.h"

#include "io/atomic.h"

#define F(kind, field) TRF_F_##kind##_##field

static const trf_value *row_of(const native_writer *w, trf_kind kind, uint32_t row)
{
    return trf_model_row(w->model, kind, row);
}

/* ---- listings ---- */
static uint64_t key_of(uint16_t tariff, trf_value value)
{
    return (uint64_t)tariff << 32 | value;
}

static void fill_listing(native_writer *w, native_listing *list)
{
    const trf_table *table = &w->model->tables[list->kind];
    size_t size = (size_t)table->current_count + 1;
    trf_sort_item *scratch = trf_alloc_array(w->alloc, size, sizeof *scratch);

    list->items = trf_alloc_array(w->alloc, size, sizeof *list->items);
    if (list->items && scratch) {
        list->count = table->current_count;
        for (uint32_t i = 0; i < list->count; i++)
            list->items[i].key = list->items[i].value = table->current[i];
        trf_sort_items(list->items, scratch, list->count); /* order of reading, kept by the second sort */
        for (uint32_t i = 0; i < list->count; i++) {
            uint32_t row = (uint32_t)list->items[i].value;

            list->items[i].key =
                key_of(table->sources[row].tariff, list->field < 0 ? 0 : row_of(w, list->kind, row)[list->field]);
        }
        trf_sort_items(list->items, scratch, list->count);
    } else {
        w->refused = true;
    }
    trf_alloc_free(w->alloc, scratch, size * sizeof *scratch);
}

const trf_sort_item *native_run(native_writer *w, trf_kind kind, int16_t field, trf_value value, uint32_t *count)
{
    uint64_t key = key_of(w->tariff, field < 0 ? 0 : value);
    native_listing *list = w->listings;
    uint32_t low = 0, high, first;

    *count = 0;
    while (list && (list->kind != kind || list->field != field))
        list = list->next;
    if (!list) {
        list = trf_alloc_zero(w->alloc, sizeof *list);
        if (!list) {
            w->refused = true;
            return NULL;
        }
        list->kind = kind;
        list->field = field;
        list->next = w->listings;
        w->listings = list;
        fill_listing(w, list);
    }
    for (high = list->count; low < high;) {
        uint32_t middle = low + (high - low) / 2;

        if (list->items[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    for (first = low; low < list->count && list->items[low].key == key; low++)
        ++*count;
    return list->items ? list->items + first : NULL;
}

/* ---- attributes ---- */
static bool is_given(trf_value sid)
{
    uint32_t number;

    return trf_value_int(sid, &number) && number >= TRF_NATIVE_SID_FIRST;
}

void native_write_value(native_writer *w, const char *name, uint8_t type, trf_value value)
{
    char scratch[16];
    trf_slice text;

    if (value == TRF_VALUE_ABSENT)
        return;
    text = trf_model_text(w->model, value, scratch);
    if (type >= NATIVE_FLAG)
        text = trf_slice_text(native_word(type, text));
    trf_xml_write_attribute(&w->xml, name, text);
}

void native_write_pair(native_writer *w, const char *name, trf_value type, trf_value code)
{
    char a[16], b[16], joined[80];
    trf_slice first = trf_model_text(w->model, type, a), second = trf_model_text(w->model, code, b);

    if (first.size != 1 || second.size == 0 || second.size >= sizeof joined)
        return;
    joined[0] = first.data[0];
    memcpy(joined + 1, second.data, second.size);
    trf_xml_write_attribute(&w->xml, name, trf_slice_of(joined, second.size + 1));
}

static int16_t field_named(trf_kind kind, const char *element)
{
    for (uint16_t i = 0; i < trf_kinds[kind].field_count; i++)
        if (strcmp(trf_kinds[kind].fields[i].element, element) == 0)
            return (int16_t)i;
    return -1;
}

bool native_expressible(const native_writer *w, uint8_t name, const trf_value *row, const trf_value *owner,
                        const native_link *links)
{
    const native_element *element = &native_elements[name];
    const trf_kind_info *info = &trf_kinds[element->kind];
    char scratch[16];

    for (int16_t f = 0; f < info->field_count; f++) {
        const char *field = info->fields[f].element;
        const native_attribute *a = element->attributes;
        const native_link *link = links;
        trf_slice text;

        while (link && link->field >= 0 && link->field != f)
            link++;
        if (link && link->field == f) {
            if (link->owner >= 0 && row[f] != owner[link->owner])
                return false;
            continue;
        }
        while (a && a->name && a->field != f)
            a++;
        if (row[f] == TRF_VALUE_ABSENT) {
            if (a && a->name && a->required)
                return false;
            continue;
        }
        if ((element->flags & NATIVE_PERIOD) &&
            (strcmp(field, "validity.start.date") == 0 || strcmp(field, "validity.end.date") == 0))
            continue;
        if ((element->flags & NATIVE_SOURCE) && strcmp(field, "source") == 0)
            continue;
        if (!a || !a->name || row[f] == TRF_VALUE_EMPTY)
            return false;
        text = trf_model_text(w->model, row[f], scratch);
        if (a->type >= NATIVE_FLAG ? !native_word(a->type, text) : !native_fits(a->type, text))
            return false;
    }
    return true;
}

/* What the reader fills in where it is left out. */
static bool is_default(const native_writer *w, const native_attribute *a, trf_value value)
{
    static const struct {
        const char *name, *value;
    } defaults[] = {{"suffix", "80"}, {"statistical", "0"}, {"stopped", "0"}};
    char scratch[16];

    for (size_t i = 0; i < sizeof defaults / sizeof defaults[0]; i++)
        if (strcmp(a->name, defaults[i].name) == 0)
            return trf_slice_is(trf_model_text(w->model, value, scratch), defaults[i].value);
    return false;
}

void native_write_attributes(native_writer *w, uint8_t name, const trf_value *row)
{
    const native_element *element = &native_elements[name];
    trf_kind kind = (trf_kind)element->kind;
    bool always = name == N_definition || name == N_sub_quota || name == N_quota_association; /* others refer to them */
    int16_t field;

    for (const native_attribute *a = element->attributes; a && a->name; a++)
        if (a->field >= 0 && (a->type != NATIVE_SID || always || !is_given(row[a->field])) && !is_default(w, a, row[a->field]))
            native_write_value(w, a->name, a->type, row[a->field]);
    if (element->flags & NATIVE_PERIOD) {
        if ((field = field_named(kind, "validity.start.date")) >= 0)
            native_write_value(w, "from", NATIVE_DATE, row[field]);
        if ((field = field_named(kind, "validity.end.date")) >= 0)
            native_write_value(w, "to", NATIVE_DATE, row[field]);
    }
    if ((element->flags & NATIVE_SOURCE) && (field = field_named(kind, "source")) >= 0 && row[field] != w->source)
        native_write_value(w, "source", NATIVE_TEXT, row[field]);
}

/* ---- texts ---- */
void native_write_text(native_writer *w, trf_value value)
{
    char scratch[16];
    trf_slice text = trf_model_text(w->model, value, scratch);
    bool plain = text.size == 0 || (text.data[0] != ' ' && text.data[text.size - 1] != ' ');

    for (size_t i = 0; i < text.size && plain; i++)
        plain = text.data[i] != '\n' && text.data[i] != '\t' && text.data[i] != '\r' &&
                !(text.data[i] == ' ' && i + 1 < text.size && text.data[i + 1] == ' ');
    if (!plain)
        trf_xml_write_attribute(&w->xml, "xml:space", TRF_SLICE("preserve"));
    trf_xml_write_text(&w->xml, text);
}

static void write_one_text(native_writer *w, trf_value language, trf_value from, trf_value sid, trf_value text)
{
    trf_xml_write_start(&w->xml, "text");
    if (language != w->language)
        native_write_value(w, "lang", NATIVE_LANGUAGE, language);
    native_write_value(w, "from", NATIVE_DATE, from);
    if (!is_given(sid))
        native_write_value(w, "sid", NATIVE_SID, sid);
    native_write_text(w, text);
    trf_xml_write_end(&w->xml);
}

/* Whether a description or a period repeats what names its owner. */
static bool same_owner(const native_described *d, bool period, const trf_value *row, const trf_value *owner)
{
    for (unsigned c = 0; c < d->copied; c++)
        if (row[period ? d->copies[c].period : d->copies[c].description] != owner[d->copies[c].owner])
            return false;
    return true;
}

static bool has_language(const native_writer *w, trf_value language)
{
    char scratch[16];

    return native_fits(NATIVE_LANGUAGE, trf_model_text(w->model, language, scratch));
}

/* The copy that tells owners apart best: a number, else the last part of the name. */
static unsigned best_copy(const native_described *d, trf_kind kind)
{
    return kind == TRF_KIND_measurement_conversion || trf_kinds[kind].fields[d->copies[0].owner].type == TRF_TYPE_SID
               ? 0
               : d->copied - 1u;
}

void native_write_texts(native_writer *w, uint8_t name, const trf_value *row)
{
    const native_described *d = native_elements[name].described;
    trf_kind kind = (trf_kind)native_elements[name].kind;
    uint32_t count, inner;
    const trf_sort_item *run, *texts;
    unsigned best;
    trf_value from;

    if (!d)
        return;
    best = best_copy(d, kind);
    if (d->period == TRF_KIND_COUNT) {
        run = native_run(w, d->description, d->copies[best].description, row[d->copies[best].owner], &count);
        for (uint32_t i = 0; i < count; i++) {
            const trf_value *text = row_of(w, d->description, (uint32_t)run[i].value);

            if (!same_owner(d, false, text, row) || !has_language(w, text[d->language]))
                continue;
            write_one_text(w, text[d->language], TRF_VALUE_ABSENT, TRF_VALUE_ABSENT, text[d->text]);
            w->written[d->description][run[i].value] = 1;
        }
        return;
    }
    from = field_named(kind, "validity.start.date") >= 0 ? row[field_named(kind, "validity.start.date")] : TRF_VALUE_ABSENT;
    run = native_run(w, d->period, d->copies[best].period, row[d->copies[best].owner], &count);
    for (uint32_t i = 0; i < count; i++) {
        const trf_value *period = row_of(w, d->period, (uint32_t)run[i].value);
        trf_value start = period[d->period_start];

        if (!same_owner(d, true, period, row))
            continue;
        texts = native_run(w, d->description, d->description_sid, period[d->period_sid], &inner);
        for (uint32_t t = 0; t < inner; t++) {
            const trf_value *text = row_of(w, d->description, (uint32_t)texts[t].value);

            if (!same_owner(d, false, text, row) || !has_language(w, text[d->language]))
                continue;
            write_one_text(w, text[d->language], start == from ? TRF_VALUE_ABSENT : start, period[d->period_sid], text[d->text]);
            w->written[d->description][texts[t].value] = 1;
            w->written[d->period][run[i].value] = 1;
        }
    }
}

/* ---- elements ---- */
void native_open_list(native_writer *w, bool *open, const char *name)
{
    if (!*open)
        trf_xml_write_start(&w->xml, name);
    *open = true;
}

void native_close_list(native_writer *w, bool *open)
{
    if (*open)
        trf_xml_write_end(&w->xml);
    *open = false;
}

void native_write_children(native_writer *w, const native_child *child, const trf_value *owner)
{
    trf_kind kind = (trf_kind)native_elements[child->name].kind;
    uint32_t count;
    const trf_sort_item *run = native_run(w, kind, child->links[0].field, owner[child->links[0].owner], &count);

    for (uint32_t i = 0; i < count; i++) {
        const trf_value *row = row_of(w, kind, (uint32_t)run[i].value);

        if (w->written[kind][run[i].value] || !native_expressible(w, child->name, row, owner, child->links) ||
            !native_write_special(w, child->name, row, true))
            continue;
        trf_xml_write_start(&w->xml, native_elements[child->name].name);
        native_write_attributes(w, child->name, row);
        native_write_special(w, child->name, row, false);
        native_write_texts(w, child->name, row);
        native_write_inside(w, child->name, row);
        trf_xml_write_end(&w->xml);
        w->written[kind][run[i].value] = 1;
    }
}

/* Lists whose items are one kind and need nothing but their attributes, texts and children. */
static const struct {
    uint8_t list, item;
    native_link links[4];
} lists[] = {
    {N_languages, N_language, {NATIVE_NO_LINK}},
    {N_duty_expressions, N_duty_expression, {{F(duty_expression, aliases), -1}, NATIVE_NO_LINK}},
    {N_measurement_units, N_measurement_unit, {NATIVE_NO_LINK}},
    {N_measurement_units,
     N_measurement_unit_qualifier,
     {{F(measurement_unit_qualifier, abbreviation), -1}, {F(measurement_unit_qualifier, aliases), -1}, NATIVE_NO_LINK}},
    {N_measurement_units, N_measurement, {{F(measurement_conversion, rec20_code), -1}, NATIVE_NO_LINK}},
    {N_monetary_units, N_monetary_unit, {NATIVE_NO_LINK}},
    {N_certificate_types, N_certificate_type, {NATIVE_NO_LINK}},
    {N_certificates, N_certificate, {NATIVE_NO_LINK}},
    {N_condition_codes, N_condition_code, {NATIVE_NO_LINK}},
    {N_actions, N_action, {NATIVE_NO_LINK}},
    {N_footnote_types, N_footnote_type, {NATIVE_NO_LINK}},
    {N_footnotes, N_footnote, {NATIVE_NO_LINK}},
    {N_additional_code_types, N_additional_code_type, {NATIVE_NO_LINK}},
    {N_additional_codes, N_additional_code, {NATIVE_NO_LINK}},
    {N_measure_type_series, N_series, {NATIVE_NO_LINK}},
    {N_measure_types, N_measure_type, {NATIVE_NO_LINK}},
    {N_regulation_groups, N_regulation_group, {NATIVE_NO_LINK}},
    {N_regulation_roles, N_regulation_role, {NATIVE_NO_LINK}},
    {N_regulations, N_regulation, {NATIVE_NO_LINK}},
    {N_nomenclature_groups, N_nomenclature_group, {NATIVE_NO_LINK}},
};

static void write_lists(native_writer *w)
{
    bool open = false;

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        uint8_t item = lists[i].item;
        trf_kind kind = (trf_kind)native_elements[item].kind;
        uint32_t count;
        const trf_sort_item *run = native_run(w, kind, -1, 0, &count);

        if (i && lists[i].list != lists[i - 1].list)
            native_close_list(w, &open);
        for (uint32_t r = 0; r < count; r++) {
            const trf_value *row = row_of(w, kind, (uint32_t)run[r].value);

            if (!native_expressible(w, item, row, NULL, lists[i].links))
                continue;
            native_open_list(w, &open, native_elements[lists[i].list].name);
            trf_xml_write_start(&w->xml, native_elements[item].name);
            native_write_attributes(w, item, row);
            native_write_special(w, item, row, false);
            native_write_texts(w, item, row);
            native_write_inside(w, item, row);
            trf_xml_write_end(&w->xml);
            w->written[kind][run[r].value] = 1;
        }
    }
    native_close_list(w, &open);
}

/* ---- the document ---- */
static void write_tariff(native_writer *w)
{
    trf_slice id = trf_intern_get(&w->model->texts, w->model->tariffs[w->tariff]);
    const trf_value *row = NULL;
    uint32_t count;
    const trf_sort_item *run = native_run(w, TRF_KIND_tariff, -1, 0, &count);

    trf_xml_write_start(&w->xml, "tariff");
    if (count) {
        row = row_of(w, TRF_KIND_tariff, (uint32_t)run[0].value);
        w->written[TRF_KIND_tariff][run[0].value] = 1;
        native_write_attributes(w, N_tariff, row);
        w->source = row[TRF_F_tariff_source];
        w->language = row[TRF_F_tariff_language_id];
        native_write_texts(w, N_tariff, row);
    } else {
        trf_xml_write_attribute(&w->xml, "id", id);
    }
}

static void write_contents(native_writer *w)
{
    write_lists(w);
    native_write_exchange(w);
    native_write_areas(w);
    native_write_correlations(w);
    if (w->tariff) {
        native_write_lines(w);
        native_write_quotas(w);
        native_write_measures(w);
    }
    native_write_trees(w);
    native_write_records(w);
}

static bool has_rows(const native_writer *w, uint16_t tariff)
{
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        for (uint32_t i = 0; i < w->model->tables[kind].current_count; i++)
            if (w->model->tables[kind].sources[w->model->tables[kind].current[i]].tariff == tariff)
                return true;
    return false;
}

tariff_status trf_native_write(const trf_model *model, const trf_native_write_options *options, trf_xml_sink sink, void *user,
                               tariff_error **error)
{
    native_writer writer;
    native_writer *w = &writer;
    tariff_status status;

    memset(w, 0, sizeof *w);
    w->model = model;
    w->alloc = model->alloc;
    trf_xml_writer_init(&w->xml, w->alloc, sink, user, error);
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++) {
        w->written[kind] = trf_alloc_zero(w->alloc, (size_t)model->tables[kind].count + 1);
        if (!w->written[kind])
            w->refused = true;
    }
    if (options && options->comment)
        trf_xml_write_comment(&w->xml, options->comment);
    trf_xml_write_start(&w->xml, "tariff-data");
    trf_xml_write_attribute(&w->xml, "xmlns", TRF_SLICE(TRF_NATIVE_NAMESPACE));
    trf_xml_write_attribute(&w->xml, "version", TRF_SLICE("1"));
    for (size_t t = 0; t < model->tariffs_count && !w->refused; t++) {
        w->tariff = (uint16_t)t;
        w->source = w->language = TRF_VALUE_ABSENT;
        if (t && options && options->one_tariff && t != options->tariff)
            continue;
        if (t == 0) {
            write_contents(w);
        } else if (has_rows(w, (uint16_t)t)) {
            write_tariff(w);
            write_contents(w);
            trf_xml_write_end(&w->xml);
        }
    }
    if (w->refused && w->xml.status >= 0)
        w->xml.status = trf_fail_memory(error);
    status = trf_xml_writer_done(&w->xml);
    while (w->listings) {
        native_listing *list = w->listings;

        w->listings = list->next;
        trf_alloc_free(w->alloc, list->items, ((size_t)model->tables[list->kind].current_count + 1) * sizeof *list->items);
        trf_alloc_free(w->alloc, list, sizeof *list);
    }
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        trf_alloc_free(w->alloc, w->written[kind], (size_t)model->tables[kind].count + 1);
    return status;
}

static tariff_status to_file(void *user, const void *data, size_t size, tariff_error **error)
{
    return trf_atomic_write(user, data, size, error);
}

tariff_status trf_native_write_path(const trf_model *model, const trf_native_write_options *options, const char *path,
                                    tariff_error **error)
{
    trf_atomic *file = NULL;
    tariff_status status = trf_atomic_begin(model->alloc, path, &file, error);

    if (status < 0)
        return status;
    status = trf_native_write(model, options, to_file, file, error);
    if (status < 0) {
        trf_atomic_abort(file);
        return status;
    }
    return trf_atomic_commit(file, error);
}
