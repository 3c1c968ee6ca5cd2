/* SPDX-License-Identifier: Apache-2.0 */
/* The walk over a document of the own XML: places, attributes, texts, rows. */
#include "ingest/native.h"

#include "num/number.h"

#define NAME_FOREIGN (N_COUNT + 1)
#define NAME_UNKNOWN N_COUNT

native_frame *native_top(native_reader *reader)
{
    return &reader->frames[reader->depth - 1];
}

native_frame *native_parent(native_reader *reader)
{
    return &reader->frames[reader->depth - 2];
}

tariff_status native_value(native_reader *reader, trf_slice text, trf_value *out, tariff_error **error)
{
    trf_value value = trf_model_value(reader->model, text);

    if (value == TRF_INTERN_NONE)
        return trf_fail_memory(error);
    *out = value;
    return TARIFF_OK;
}

trf_slice native_text(const native_reader *reader, trf_value value, char scratch[16])
{
    return trf_model_text(reader->model, value, scratch);
}

tariff_status native_append(native_reader *reader, trf_kind kind, const trf_value *values, tariff_error **error)
{
    trf_row_source source = reader->source;
    trf_input *input = &reader->model->inputs[reader->context.input];
    tariff_status status;

    source.line = native_top(reader)->line;
    source.update = TRF_UPDATE_INSERT;
    status = trf_model_append(reader->model, kind, values, &source, error);
    if (status >= 0)
        input->records++;
    return status;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_blank(trf_slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!is_space(text.data[i]))
            return false;
    return true;
}

trf_slice native_trim(native_reader *reader, trf_slice text)
{
    bool gap = false;
    size_t i = 0;

    while (text.size && is_space(text.data[0]))
        text.data++, text.size--;
    while (text.size && is_space(text.data[text.size - 1]))
        text.size--;
    while (i < text.size && !(is_space(text.data[i]) && (text.data[i] != ' ' || text.data[i + 1] == ' ')))
        i++;
    if (i == text.size)
        return text;
    trf_buffer_clear(&reader->scratch);
    for (i = 0; i < text.size; i++) {
        if (is_space(text.data[i])) {
            gap = true;
            continue;
        }
        if (gap)
            trf_buffer_char(&reader->scratch, ' ');
        gap = false;
        trf_buffer_char(&reader->scratch, text.data[i]);
    }
    return trf_buffer_view(&reader->scratch);
}

/* ---- attributes ---- */
static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool all_digits(trf_slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!is_digit(text.data[i]))
            return false;
    return text.size > 0;
}

static bool is_id(trf_slice text, bool blanks)
{
    if (text.size == 0 || text.size > (blanks ? 512u : 64u))
        return false;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];

        if (c < 0x21 && !(blanks && c == ' '))
            return false;
        if (c == 0x7f)
            return false;
    }
    return true;
}

static bool is_decimal(trf_slice text)
{
    size_t i = text.size && text.data[0] == '-', before = 0, after = 0;

    for (; i < text.size && is_digit(text.data[i]); i++)
        before++;
    if (i < text.size && text.data[i] == '.') {
        for (i++; i < text.size && is_digit(text.data[i]); i++)
            after++;
        if (after == 0)
            return false;
    }
    return i == text.size && before > 0 && before <= TRF_DIGITS_BEFORE && after <= TRF_DIGITS_AFTER;
}

static bool is_roman(trf_slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if (!strchr("IVXL", text.data[i]) || text.data[i] == 0)
            return false;
    return text.size > 0 && text.size <= 6;
}

static bool is_language(trf_slice text)
{
    if (text.size < 2 || text.size > 11)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];

        if (!(c >= 'a' && c <= 'z') && (i < 2 || !((c >= 'A' && c <= 'Z') || is_digit(c) || c == '-')))
            return false;
    }
    return true;
}

/* Words of the XML and what stands for them in the records. */
static const struct {
    uint8_t type;
    const char *word, *value;
} words[] = {
    {NATIVE_FLAG, "true", "1"},
    {NATIVE_FLAG, "false", "0"},
    {NATIVE_YES, "true", "Y"},
    {NATIVE_YES, "false", "N"},
    {NATIVE_APPLICABILITY, "permitted", "0"},
    {NATIVE_APPLICABILITY, "mandatory", "1"},
    {NATIVE_APPLICABILITY, "forbidden", "2"},
    {NATIVE_MOVEMENT, "import", "0"},
    {NATIVE_MOVEMENT, "export", "1"},
    {NATIVE_MOVEMENT, "both", "2"},
    {NATIVE_DIRECTION, "origin", "0"},
    {NATIVE_DIRECTION, "destination", "1"},
    {NATIVE_DIRECTION, "both", "2"},
    {NATIVE_RATE_STATUS, "own", "own"},
    {NATIVE_RATE_STATUS, "inherited", "inherited"},
    {NATIVE_RATE_STATUS, "unresolved", "unresolved"},
    {NATIVE_GRAMMAR, "taric", "taric"},
    {NATIVE_GRAMMAR, "cet", "cet"},
    {NATIVE_GRAMMAR, "us", "us"},
    {NATIVE_GRAMMAR, "condition", "condition"},
    {NATIVE_GRAMMAR, "season", "season"},
};

const char *native_word(uint8_t type, trf_slice value)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (words[i].type == type && trf_slice_is(value, words[i].value))
            return words[i].word;
    return NULL;
}

static const char *expectation(uint8_t type)
{
    switch (type) {
    case NATIVE_ID: return "1 to 64 characters without blanks";
    case NATIVE_IDS: return "names with blanks between them";
    case NATIVE_DATE: return "YYYY-MM-DD";
    case NATIVE_DECIMAL: return "digits and one '.', at most 38 before and 18 after it";
    case NATIVE_NATURAL: return "a whole number without leading zeros";
    case NATIVE_SID: return "a whole number that is not 0";
    case NATIVE_DIGITS: return "2 to 14 digits";
    case NATIVE_LINE_CODE: return "2 to 14 digits or a section's Roman numeral";
    case NATIVE_SUFFIX: return "two digits";
    case NATIVE_LANGUAGE: return "a language tag as en or pt-BR";
    case NATIVE_FLAG:
    case NATIVE_YES: return "true or false";
    case NATIVE_APPLICABILITY: return "mandatory, permitted or forbidden";
    case NATIVE_MOVEMENT: return "import, export or both";
    case NATIVE_DIRECTION: return "origin, destination or both";
    case NATIVE_RATE_STATUS: return "own, inherited or unresolved";
    case NATIVE_GRAMMAR: return "taric, cet, us, condition or season";
    default: return "text";
    }
}

bool native_fits(uint8_t type, trf_slice text)
{
    trf_date date;

    switch (type) {
    case NATIVE_TEXT: return true;
    case NATIVE_ID: return is_id(text, false);
    case NATIVE_IDS: return is_id(text, true);
    case NATIVE_DATE: return trf_date_parse(text, &date);
    case NATIVE_DECIMAL: return is_decimal(text);
    case NATIVE_NATURAL: return all_digits(text) && text.size <= 9 && (text.size == 1 || text.data[0] != '0');
    case NATIVE_SID:
        if (text.size && text.data[0] == '-')
            text.data++, text.size--;
        return all_digits(text) && text.size <= 18 && text.data[0] != '0';
    case NATIVE_DIGITS: return all_digits(text) && text.size >= 2 && text.size <= TRF_CODE_MAX;
    case NATIVE_LINE_CODE: return is_roman(text) || native_fits(NATIVE_DIGITS, text);
    case NATIVE_SUFFIX: return all_digits(text) && text.size == 2;
    case NATIVE_LANGUAGE: return is_language(text);
    default: return false;
    }
}

tariff_status native_check(native_reader *reader, const char *element, const char *attribute, uint8_t type, trf_slice text,
                           trf_value *out, tariff_error **error)
{
    if (text.size == 0) {
        *out = TRF_VALUE_ABSENT;
        return TARIFF_OK;
    }
    if (type >= NATIVE_FLAG) {
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (words[i].type == type && trf_slice_is(text, words[i].word))
                return native_value(reader, trf_slice_text(words[i].value), out, error);
    } else if (native_fits(type, text)) {
        return native_value(reader, text, out, error);
    }
    if (text.size > 80)
        text.size = 80;
    return trf_fail(error, reader->alloc, TARIFF_EINPUT, "%s of <%s> '%S': not understood (expected %s)", attribute, element,
                    text, expectation(type));
}

static void set(native_frame *frame, int16_t field, trf_value value)
{
    if (field >= 0)
        frame->values[field] = value;
    else
        frame->slots[-1 - field] = value;
}

static int16_t field_named(trf_kind kind, const char *element)
{
    if (kind < TRF_KIND_COUNT)
        for (uint16_t i = 0; i < trf_kinds[kind].field_count; i++)
            if (strcmp(trf_kinds[kind].fields[i].element, element) == 0)
                return (int16_t)i;
    return INT16_MIN;
}

static tariff_status unknown_attribute(native_reader *reader, const native_element *element, trf_slice name, tariff_error **error)
{
    trf_buffer names;
    tariff_status status;

    trf_buffer_init(&names, reader->alloc, 400);
    for (const native_attribute *a = element->attributes; a && a->name; a++) {
        trf_buffer_text(&names, names.size ? ", " : "");
        trf_buffer_text(&names, a->name);
    }
    if (element->flags & NATIVE_PERIOD)
        trf_buffer_text(&names, names.size ? ", from, to" : "from, to");
    if (element->flags & NATIVE_SOURCE)
        trf_buffer_text(&names, names.size ? ", source" : "source");
    if (name.size > 60)
        name.size = 60;
    status = trf_fail(error, reader->alloc, TARIFF_EINPUT, "attribute '%S' of <%s>: not known (expected %S)", name, element->name,
                      names.size ? trf_buffer_view(&names) : TRF_SLICE("none"));
    trf_buffer_done(&names);
    return status;
}

static tariff_status read_attribute(native_reader *reader, native_frame *frame, const trf_xml_attribute *attribute,
                                    tariff_error **error)
{
    const native_element *element = frame->element;

    if (attribute->ns.size) {
        if (trf_slice_is(attribute->ns, "http://www.w3.org/XML/1998/namespace") && trf_slice_is(attribute->name, "space") &&
            (element->flags & NATIVE_LEAF)) {
            frame->preserve = trf_slice_is(attribute->value, "preserve");
            return TARIFF_OK;
        }
        return unknown_attribute(reader, element, attribute->name, error);
    }
    for (const native_attribute *a = element->attributes; a && a->name; a++) {
        trf_value value;
        tariff_status status;

        if (!trf_slice_is(attribute->name, a->name))
            continue;
        status = native_check(reader, element->name, a->name, a->type, attribute->value, &value, error);
        if (status >= 0)
            set(frame, a->field, value);
        return status;
    }
    if (element->flags & NATIVE_PERIOD) {
        if (trf_slice_is(attribute->name, "from"))
            return native_check(reader, element->name, "from", NATIVE_DATE, attribute->value, &frame->from, error);
        if (trf_slice_is(attribute->name, "to"))
            return native_check(reader, element->name, "to", NATIVE_DATE, attribute->value, &frame->to, error);
    }
    if ((element->flags & NATIVE_SOURCE) && trf_slice_is(attribute->name, "source"))
        return native_check(reader, element->name, "source", NATIVE_TEXT, attribute->value, &frame->source, error);
    return unknown_attribute(reader, element, attribute->name, error);
}

static tariff_status read_attributes(native_reader *reader, native_frame *frame, const trf_xml_attributes *attributes,
                                     tariff_error **error)
{
    const native_element *element = frame->element;
    tariff_status status = TARIFF_OK;
    int16_t field;

    for (uint32_t i = 0; i < attributes->count && status >= 0; i++) {
        trf_xml_attribute attribute = trf_xml_attribute_at(attributes, i);

        status = read_attribute(reader, frame, &attribute, error);
    }
    for (const native_attribute *a = element->attributes; a && a->name && status >= 0; a++)
        if (a->required && (a->field >= 0 ? frame->values[a->field] : frame->slots[-1 - a->field]) == TRF_VALUE_ABSENT)
            status = trf_fail(error, reader->alloc, TARIFF_EINPUT, "<%s>: no %s (expected %s)", element->name, a->name,
                              expectation(a->type));
    if (status < 0)
        return status;
    if (element->flags & NATIVE_PERIOD) {
        if ((field = field_named(frame->kind, "validity.start.date")) >= 0)
            frame->values[field] = frame->from;
        if ((field = field_named(frame->kind, "validity.end.date")) >= 0)
            frame->values[field] = frame->to;
    }
    if ((field = field_named(frame->kind, "source")) >= 0)
        frame->values[field] = frame->source;
    return status;
}

/* ---- texts ---- */
tariff_status native_describe(native_reader *reader, native_frame *owner, trf_value language, trf_value from, trf_value sid,
                              trf_value text, tariff_error **error)
{
    const native_described *d = owner->element->described;
    trf_value row[NATIVE_FIELDS] = {0};
    tariff_status status = TARIFF_OK;
    uint32_t i = 0;

    if (d->period != TRF_KIND_COUNT) {
        trf_value start = from ? from : owner->from;

        while (i < owner->wording_count && owner->wordings[i].start != start)
            i++;
        if (i == owner->wording_count) {
            if (i == NATIVE_WORDINGS)
                return trf_fail(error, reader->alloc, TARIFF_ELIMIT, "<%s>: more than %u wordings", owner->element->name,
                                (uint32_t)NATIVE_WORDINGS);
            if (!sid)
                status = trf_native_next_sid(&reader->index, d->period, (unsigned)d->period_sid, &sid, error);
            if (status < 0)
                return status;
            row[d->period_sid] = sid;
            row[d->period_start] = start;
            for (unsigned c = 0; c < d->copied; c++)
                row[d->copies[c].period] = owner->values[d->copies[c].owner];
            status = native_append(reader, d->period, row, error);
            if (status < 0)
                return status;
            owner->wordings[i].start = start;
            owner->wordings[i].sid = sid;
            owner->wording_count++;
            memset(row, 0, sizeof row);
        }
        row[d->description_sid] = owner->wordings[i].sid;
    }
    for (unsigned c = 0; c < d->copied; c++)
        row[d->copies[c].description] = owner->values[d->copies[c].owner];
    row[d->language] = language;
    row[d->text] = text;
    return native_append(reader, d->description, row, error);
}

/* Text as it is kept: white space collapsed, unless it is to be preserved. */
static tariff_status text_value(native_reader *reader, const native_frame *frame, trf_slice text, trf_value *out,
                                tariff_error **error)
{
    tariff_status status = native_value(reader, frame->preserve ? text : native_trim(reader, text), out, error);

    if (status >= 0 && reader->scratch.failed)
        status = trf_fail_memory(error);
    return status;
}

static tariff_status close_text(native_reader *reader, native_frame *frame, trf_slice text, tariff_error **error)
{
    native_frame *owner = native_parent(reader);
    trf_value language = frame->slots[0] ? frame->slots[0] : frame->language;
    trf_value value = TRF_VALUE_ABSENT;
    tariff_status status = text_value(reader, frame, text, &value, error);

    if (status < 0)
        return status;
    if (!language)
        return trf_fail(error, reader->alloc, TARIFF_EINPUT, "<text> in <%s>: no lang, and none around it", owner->element->name);
    return native_describe(reader, owner, language, frame->slots[1], frame->slots[2], value, error);
}

/* ---- the walk ---- */
static tariff_status stray_text(native_reader *reader, trf_slice text, tariff_error **error)
{
    const native_frame *frame = native_top(reader);

    if ((frame->element->flags & NATIVE_LEAF) || is_blank(text))
        return TARIFF_OK;
    text = native_trim(reader, text);
    if (text.size > 60)
        text.size = 60;
    return trf_fail(error, reader->alloc, TARIFF_EINPUT, "text '%S' in <%s>: not expected there", text, frame->element->name);
}

static tariff_status unknown_element(native_reader *reader, int name, tariff_error **error)
{
    trf_slice local = trf_xml_local(reader->context.xml);
    const native_element *parent = native_top(reader)->element;
    trf_buffer names;
    tariff_status status;

    if (local.size > 60)
        local.size = 60;
    if (name == NAME_FOREIGN)
        return trf_fail(error, reader->alloc, TARIFF_EINPUT, "element <%S>: not in the namespace %s", local,
                        TRF_NATIVE_NAMESPACE);
    trf_buffer_init(&names, reader->alloc, 400);
    for (const uint8_t *child = parent->children; child && *child; child++) {
        trf_buffer_text(&names, names.size ? ", " : "");
        trf_buffer_text(&names, native_elements[*child].name);
    }
    status = trf_fail(error, reader->alloc, TARIFF_EINPUT, "element <%S> in <%s>: not known there (expected %S)", local,
                      parent->name, names.size ? trf_buffer_view(&names) : TRF_SLICE("none"));
    trf_buffer_done(&names);
    return status;
}

static int resolve(void *user, trf_slice local, trf_slice ns)
{
    (void)user;
    return trf_slice_is(ns, TRF_NATIVE_NAMESPACE) ? native_name_of(local) : NAME_FOREIGN;
}

static tariff_status start(void *user, int name, trf_slice text, const trf_xml_attributes *attributes, tariff_error **error)
{
    native_reader *reader = user;
    native_frame *frame;
    const uint8_t *child;
    int place = N_NONE;
    tariff_status status;

    if (reader->tree_depth > 0)
        return name == NAME_FOREIGN ? unknown_element(reader, name, error) : native_tree_start(reader, text, attributes, error);
    if (reader->depth == 0) {
        if (name != N_tariff_data)
            return trf_fail(error, reader->alloc, TARIFF_EINPUT, "root element <%S>: not known (expected tariff-data)",
                            trf_xml_local(reader->context.xml));
        place = name;
    } else {
        status = stray_text(reader, text, error);
        if (status < 0)
            return status;
        for (child = native_top(reader)->element->children; name < N_COUNT && child && *child && place == N_NONE; child++)
            if (strcmp(native_elements[*child].name, native_elements[name].name) == 0)
                place = *child;
        if (place == N_NONE)
            return unknown_element(reader, name, error);
    }
    if (reader->depth == sizeof reader->frames / sizeof reader->frames[0])
        return trf_fail(error, reader->alloc, TARIFF_ELIMIT, "elements nested deeper than the schema does");
    frame = &reader->frames[reader->depth];
    memset(frame, 0, offsetof(native_frame, wordings));
    frame->element = &native_elements[place];
    frame->name = (uint8_t)place;
    frame->kind = (trf_kind)frame->element->kind;
    frame->line = trf_xml_line(reader->context.xml);
    if (reader->depth) {
        frame->source = native_top(reader)->source;
        frame->language = native_top(reader)->language;
    }
    reader->depth++;
    if (frame->element->flags & NATIVE_TREE)
        return native_tree_start(reader, TRF_SLICE_EMPTY, attributes, error);
    status = read_attributes(reader, frame, attributes, error);
    if (status >= 0 && frame->element->open)
        status = frame->element->open(reader, frame, error);
    if (status >= 0 && place == N_tariff_data) {
        char scratch[16];

        if (!trf_slice_is(native_text(reader, frame->slots[0], scratch), "1"))
            status = trf_fail(error, reader->alloc, TARIFF_EINPUT, "version '%S' of <tariff-data>: not known (expected 1)",
                              native_text(reader, frame->slots[0], scratch));
    }
    if (status >= 0 && (place == N_goods_nomenclature || place == N_descriptions) && frame->slots[0])
        frame->language = frame->slots[0];
    if (status >= 0 && frame->kind != TRF_KIND_COUNT && !(frame->element->flags & NATIVE_LATE))
        status = native_append(reader, frame->kind, frame->values, error);
    return status;
}

static tariff_status end(void *user, int name, trf_slice text, tariff_error **error)
{
    native_reader *reader = user;
    native_frame *frame = native_top(reader);
    tariff_status status;

    (void)name;
    if (reader->tree_depth > 0) {
        status = native_tree_end(reader, text, error);
        if (status >= 0 && reader->tree_depth == 0)
            reader->depth--;
        return status;
    }
    status = stray_text(reader, text, error);
    if (status >= 0 && frame->name == N_text) {
        status = close_text(reader, frame, text, error);
    } else if (status >= 0 && frame->element->close) {
        if ((frame->element->flags & NATIVE_LEAF) && !frame->preserve)
            text = native_trim(reader, text);
        status = frame->element->close(reader, frame, text, error);
        if (status >= 0 && reader->scratch.failed)
            status = trf_fail_memory(error);
    }
    if (status >= 0 && frame->kind != TRF_KIND_COUNT && (frame->element->flags & NATIVE_LATE))
        status = native_append(reader, frame->kind, frame->values, error);
    if (status >= 0)
        reader->depth--;
    return status;
}

static tariff_status begin(const trf_reader_context *context, void **state, tariff_error **error)
{
    native_reader *reader = trf_alloc_zero(context->model->alloc, sizeof *reader);

    if (!reader)
        return trf_fail_memory(error);
    reader->context = *context;
    reader->model = context->model;
    reader->alloc = context->model->alloc;
    reader->source.input = context->input;
    trf_native_index_init(&reader->index, reader->model);
    trf_buffer_init(&reader->scratch, reader->alloc, 0);
    *state = reader;
    return TARIFF_OK;
}

static tariff_status finish(void *state, tariff_error **error)
{
    (void)state;
    (void)error;
    return TARIFF_OK;
}

static void free_reader(void *state)
{
    native_reader *reader = state;

    if (!reader)
        return;
    trf_native_index_done(&reader->index);
    trf_buffer_done(&reader->scratch);
    trf_alloc_free(reader->alloc, reader, sizeof *reader);
}

const trf_reader trf_native_reader = {"native", begin, {resolve, start, end}, finish, free_reader};
