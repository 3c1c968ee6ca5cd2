/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The structure gives the nomenclature: sections, chapters, headings and commodities by their numbers, words between them as
 * lines without a number. Country groups and their members give areas. A rate under an agreement gives a measure for each country
 * or group that it names; "NA" gives none. A rate that depends on what the goods are made of is published beside a stand-in of
 * nought: its words are kept, so that it is unresolved and never nothing.
 */
#include "ingest/norway.h"

#include "ingest/published.h"

enum { STRUCTURE, RATES, GROUPS, MEMBERS, KINDS };
enum { DEPTH_MOST = 12 };

static const char *const members_of_kind[KINDS] = {"sections", "commodities", "landgrupper", "medlemsland"};

struct norway {
    trf_published p;
    trf_import_options options;
    trf_published_document documents[KINDS]; /* root NULL: none */
    const trf_published_document *document;  /* at hand */
    trf_buffer scratch;
    trf_slice last_six;  /* subheading that has a line of its own already */
    trf_slice last_code; /* of lines without a number: the number they go by, and how many there were */
    unsigned unnumbered;
};

tariff_status norway_new(trf_model *model, const trf_import_options *options, norway **out, tariff_error **error)
{
    norway *n = trf_alloc_zero(model->alloc, sizeof *n);

    if (!n)
        return trf_fail_memory(error);
    trf_published_init(&n->p, model, "norway-json");
    n->options = *options;
    trf_buffer_init(&n->scratch, model->alloc, 0);
    *out = n;
    return TARIFF_OK;
}

void norway_free(norway *n)
{
    const trf_alloc *alloc;

    if (!n)
        return;
    alloc = n->p.model->alloc;
    trf_published_done(&n->p);
    trf_buffer_done(&n->scratch);
    trf_alloc_free(alloc, n, sizeof *n);
}

tariff_status norway_read(norway *n, trf_slice name, trf_slice text, tariff_error **error)
{
    trf_published_document document;
    tariff_status status = trf_published_read(&n->p, name, text, &document, error);

    if (status < 0)
        return status;
    for (unsigned kind = 0; kind < KINDS; kind++) {
        if (!trf_json_get(document.root, members_of_kind[kind]))
            continue;
        if (n->documents[kind].root)
            return trf_published_refuse(&n->p, &document, document.root, members_of_kind[kind], "one document of its kind",
                                        error);
        n->documents[kind] = document;
        return TARIFF_OK;
    }
    return trf_published_refuse(&n->p, &document, document.root, NULL, "sections, commodities, landgrupper or medlemsland",
                                error);
}

static void attribute(norway *n, const char *name, trf_slice value)
{
    if (value.size)
        trf_xml_write_attribute(&n->p.out, name, value);
}

static tariff_status refuse(const norway *n, const trf_json *value, const char *name, const char *expected, tariff_error **error)
{
    return trf_published_refuse(&n->p, n->document, value, name, expected, error);
}

static tariff_status text_of(const norway *n, const trf_json *object, const char *name, bool required, trf_slice *out,
                             tariff_error **error)
{
    return trf_published_text(&n->p, n->document, object, name, required, out, error);
}

/* ---- nomenclature ---- */
static bool digits(trf_slice text, size_t size)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    return text.size == size;
}

/** The number of a line: that of its member id, or of a subheading that has no line of its own yet; empty for words alone. */
static trf_slice number_of(const norway *n, const trf_json *node, trf_slice last_six)
{
    const trf_json *id = trf_json_get(node, "id"), *hs = trf_json_get(node, "hsNumber");

    (void)n;
    if (trf_json_is(id, TRF_JSON_STRING) && (digits(id->text, 2) || digits(id->text, 4) || digits(id->text, 8)))
        return id->text;
    if (!id && trf_json_is(hs, TRF_JSON_STRING) && digits(hs->text, 6) && !trf_slice_equal(hs->text, last_six))
        return hs->text;
    return TRF_SLICE_EMPTY;
}

/** The number of the next line that has one, from a node on; at most DEPTH_MOST deep. */
static trf_slice next_number(const norway *n, const trf_json *node, trf_slice last_six)
{
    for (unsigned depth = 0; node && depth < DEPTH_MOST; depth++) {
        const trf_json *list = trf_json_get(node, "divisions");
        trf_slice number = number_of(n, node, last_six);

        if (number.size)
            return number;
        node = trf_json_is(list, TRF_JSON_ARRAY) ? list->first : NULL;
    }
    return TRF_SLICE_EMPTY;
}

static tariff_status references(norway *n, const trf_json *node, tariff_error **error)
{
    const trf_json *list = trf_json_get(node, "references");

    if (list && list->type != TRF_JSON_ARRAY)
        return refuse(n, node, "references", "a list of texts", error);
    for (const trf_json *one = list ? list->first : NULL; one; one = one->next) {
        if (one->type != TRF_JSON_STRING)
            return refuse(n, one, NULL, "a text", error);
        trf_xml_write_start(&n->p.out, "remark");
        trf_xml_write_attribute(&n->p.out, "kind", TRF_SLICE("reference"));
        trf_xml_write_text(&n->p.out, trf_published_trim(one->text));
        trf_xml_write_end(&n->p.out);
    }
    return TARIFF_OK;
}

/** A line; `remark` is what stood above it without being one. */
static tariff_status line(norway *n, const trf_json *node, unsigned indent, trf_slice remark, tariff_error **error)
{
    trf_slice words, number = number_of(n, node, n->last_six), code = number;
    char suffix[2] = {'8', '0'}, dashes[2] = {(char)('0' + indent / 10), (char)('0' + indent % 10)};
    tariff_status status = text_of(n, node, trf_json_get(node, "item") ? "item" : "description", true, &words, error);

    if (status < 0)
        return status;
    if (number.size == 0) {
        code = next_number(n, node, n->last_six);
        if (code.size == 0)
            return refuse(n, node, NULL, "a line with a number below", error);
        n->unnumbered = trf_slice_equal(code, n->last_code) ? n->unnumbered + 1 : 1;
        if (n->unnumbered > 7)
            return refuse(n, node, NULL, "at most 7 lines without a number before one that has one", error);
        n->last_code = code;
        suffix[0] = (char)('0' + n->unnumbered);
    } else if (number.size == 6) {
        n->last_six = number;
    }
    trf_xml_write_start(&n->p.out, "line");
    trf_xml_write_attribute(&n->p.out, "code", code);
    trf_xml_write_attribute(&n->p.out, "suffix", trf_slice_of(suffix, 2));
    trf_xml_write_attribute(&n->p.out, "indent", indent < 10 ? trf_slice_of(dashes + 1, 1) : trf_slice_of(dashes, 2));
    attribute(n, "from", n->options.valid_from);
    attribute(n, "to", n->options.valid_to);
    trf_published_words(&n->p, n->options.language, words);
    if (remark.size) {
        trf_xml_write_start(&n->p.out, "remark");
        trf_xml_write_attribute(&n->p.out, "kind", TRF_SLICE("subchapter"));
        trf_xml_write_text(&n->p.out, remark);
        trf_xml_write_end(&n->p.out);
    }
    status = references(n, node, error);
    trf_xml_write_end(&n->p.out);
    return status;
}

/** What stands below a heading; depth is that of the dashes. */
static tariff_status divisions(norway *n, const trf_json *node, unsigned depth, tariff_error **error)
{
    const trf_json *list;
    tariff_status status = trf_published_list(&n->p, n->document, node, "divisions", false, TRF_JSON_OBJECT, &list, error);

    if (status >= 0 && list && depth > DEPTH_MOST)
        return refuse(n, node, NULL, "at most 12 levels", error);
    for (const trf_json *one = list ? list->first : NULL; one && status >= 0; one = one->next) {
        status = line(n, one, depth, TRF_SLICE_EMPTY, error);
        if (status >= 0)
            status = divisions(n, one, depth + 1, error);
    }
    return status;
}

static tariff_status headings(norway *n, const trf_json *list, trf_slice above, tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    for (const trf_json *one = list->first; one && status >= 0; one = one->next) {
        trf_slice type, words;
        const trf_json *inside;

        status = text_of(n, one, "type", true, &type, error);
        if (status < 0)
            break;
        if (!trf_slice_is(type, "subchapter")) {
            if (number_of(n, one, TRF_SLICE_EMPTY).size == 0)
                return refuse(n, one, "id", "the digits of a heading", error);
            status = line(n, one, 0, above, error);
            if (status >= 0)
                status = divisions(n, one, 1, error);
            above = TRF_SLICE_EMPTY;
            continue;
        }
        if (above.size)
            return refuse(n, one, NULL, "headings", error);
        status = text_of(n, one, "description", true, &words, error);
        if (status >= 0)
            status = trf_published_list(&n->p, n->document, one, "headings", true, TRF_JSON_OBJECT, &inside, error);
        if (status >= 0 && inside->first)
            status = headings(n, inside, words, error); /* one level: subchapters hold headings alone */
    }
    return status;
}

static void roman(unsigned number, trf_buffer *out)
{
    static const struct {
        unsigned value;
        const char *letters;
    } steps[] = {{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}};

    trf_buffer_clear(out);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        for (; number >= steps[i].value; number -= steps[i].value)
            trf_buffer_text(out, steps[i].letters);
}

static tariff_status section(norway *n, const trf_json *node, tariff_error **error)
{
    const trf_json *chapters, *last;
    trf_slice id, words;
    tariff_status status = text_of(n, node, "id", true, &id, error);

    if (status >= 0)
        status = text_of(n, node, "description", true, &words, error);
    if (status >= 0)
        status = trf_published_list(&n->p, n->document, node, "chapters", true, TRF_JSON_OBJECT, &chapters, error);
    if (status < 0)
        return status;
    if (!digits(id, 2) || (id.data[0] - '0') * 10 + (id.data[1] - '0') > 39 || trf_slice_is(id, "00"))
        return refuse(n, node, "id", "two digits from 01 to 39", error);
    if (chapters->count == 0)
        return refuse(n, node, "chapters", "at least one chapter", error);
    for (last = chapters->first;; last = last->next) {
        const trf_json *number = trf_json_get(last, "id");

        if (!trf_json_is(number, TRF_JSON_STRING) || !digits(number->text, 2))
            return refuse(n, last, "id", "the two digits of a chapter", error);
        if (!last->next)
            break;
    }
    roman((unsigned)(id.data[0] - '0') * 10 + (unsigned)(id.data[1] - '0'), &n->scratch);
    trf_xml_write_start(&n->p.out, "section");
    trf_xml_write_attribute(&n->p.out, "number", trf_buffer_view(&n->scratch));
    trf_xml_write_attribute(&n->p.out, "first", trf_json_get(chapters->first, "id")->text);
    trf_xml_write_attribute(&n->p.out, "last", trf_json_get(last, "id")->text);
    trf_published_words(&n->p, n->options.language, words);
    trf_xml_write_end(&n->p.out);
    for (const trf_json *chapter = chapters->first; chapter && status >= 0; chapter = chapter->next) {
        const trf_json *inside;

        status = trf_published_list(&n->p, n->document, chapter, "divisions", true, TRF_JSON_OBJECT, &inside, error);
        if (status >= 0)
            status = line(n, chapter, 0, TRF_SLICE_EMPTY, error);
        if (status >= 0)
            status = headings(n, inside, TRF_SLICE_EMPTY, error);
    }
    return status;
}

static tariff_status nomenclature(norway *n, tariff_error **error)
{
    const trf_json *list;
    tariff_status status;

    n->document = &n->documents[STRUCTURE];
    if (!n->document->root)
        return TARIFF_OK;
    status = trf_published_list(&n->p, n->document, n->document->root, "sections", true, TRF_JSON_OBJECT, &list, error);
    trf_xml_write_start(&n->p.out, "goods-nomenclature");
    for (const trf_json *one = status < 0 ? NULL : list->first; one && status >= 0; one = one->next)
        status = section(n, one, error);
    trf_xml_write_end(&n->p.out);
    return status;
}

/* ---- areas ---- */
static tariff_status period(norway *n, const trf_json *object, tariff_error **error)
{
    trf_slice from, to;
    tariff_status status = trf_published_day(&n->p, n->document, object, "fomdato", &from, error);

    if (status >= 0)
        status = trf_published_day(&n->p, n->document, object, "tomdato", &to, error);
    if (status < 0)
        return status;
    attribute(n, "from", from);
    attribute(n, "to", to);
    return TARIFF_OK;
}

static tariff_status country_list(const norway *n, const trf_json **out, tariff_error **error)
{
    const trf_published_document *document = &n->documents[MEMBERS];

    *out = NULL;
    return document->root ? trf_published_list(&n->p, document, document->root, "medlemsland", true, TRF_JSON_OBJECT, out, error)
                          : TARIFF_OK;
}

/** Codes of groups of two letters are those of countries too (TH is Greenland among the groups): they get a mark before them. */
static void write_group_id(norway *n, const char *name, trf_slice code)
{
    if (code.size == 2) {
        char marked[4] = {'G', '.', code.data[0], code.data[1]};

        trf_xml_write_attribute(&n->p.out, name, trf_slice_of(marked, sizeof marked));
    } else {
        trf_xml_write_attribute(&n->p.out, name, code);
    }
}

/** The countries of one group, with their days. */
static tariff_status members(norway *n, trf_slice group, const trf_json *all, tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    n->document = &n->documents[MEMBERS];
    for (const trf_json *country = all ? all->first : NULL; country && status >= 0; country = country->next) {
        const trf_json *list;

        status = trf_published_list(&n->p, n->document, country, "landgrupper", false, TRF_JSON_OBJECT, &list, error);
        for (const trf_json *one = list ? list->first : NULL; one && status >= 0; one = one->next) {
            trf_slice code, area;

            status = trf_published_id(&n->p, n->document, one, "landgruppekode", &code, error);
            if (status < 0 || !trf_slice_equal(code, group))
                continue;
            status = trf_published_id(&n->p, n->document, country, "landkode", &area, error);
            if (status < 0)
                break;
            trf_xml_write_start(&n->p.out, "member");
            trf_xml_write_attribute(&n->p.out, "area", area);
            status = period(n, one, error);
            trf_xml_write_end(&n->p.out);
        }
    }
    n->document = &n->documents[GROUPS];
    return status;
}

static tariff_status countries(norway *n, const trf_json *all, tariff_error **error)
{
    tariff_status status = TARIFF_OK;

    n->document = &n->documents[MEMBERS];
    for (const trf_json *one = all ? all->first : NULL; one && status >= 0; one = one->next) {
        trf_slice code, name;

        status = trf_published_id(&n->p, n->document, one, "landkode", &code, error);
        if (status >= 0)
            status = text_of(n, one, "landnavn", true, &name, error);
        if (status < 0)
            break;
        trf_xml_write_start(&n->p.out, "country");
        trf_xml_write_attribute(&n->p.out, "id", code);
        trf_published_words(&n->p, TRF_SLICE("no"), name);
        trf_xml_write_end(&n->p.out);
    }
    return status;
}

static tariff_status areas(norway *n, tariff_error **error)
{
    const trf_json *all = NULL, *groups = NULL;
    tariff_status status = country_list(n, &all, error);

    if (status >= 0 && n->documents[GROUPS].root)
        status = trf_published_list(&n->p, &n->documents[GROUPS], n->documents[GROUPS].root, "landgrupper", true, TRF_JSON_OBJECT,
                                    &groups, error);
    if (status < 0 || (!all && !groups))
        return status;
    trf_xml_write_start(&n->p.out, "geographical-areas");
    status = countries(n, all, error);
    n->document = &n->documents[GROUPS];
    for (const trf_json *one = groups ? groups->first : NULL; one && status >= 0; one = one->next) {
        trf_slice code, name;

        status = trf_published_id(&n->p, n->document, one, "landgruppekode", &code, error);
        if (status >= 0)
            status = text_of(n, one, "landgruppenavn", true, &name, error);
        if (status < 0)
            break;
        trf_xml_write_start(&n->p.out, "group");
        write_group_id(n, "id", code);
        status = period(n, one, error);
        trf_published_words(&n->p, TRF_SLICE("no"), name);
        if (status >= 0)
            status = members(n, code, all, error);
        trf_xml_write_end(&n->p.out);
    }
    trf_xml_write_end(&n->p.out);
    return status;
}

/* ---- rates ---- */
/** The area of a rate. The rates name groups by other codes than the list of groups does. */
static void write_area(norway *n, trf_slice code)
{
    static const struct {
        const char *rates, *groups;
    } known[] = {{"EU", "TEF"},    {"EEA", "TOES"}, {"EFTA", "TEFT"}, {"GSP", "TGS2"}, {"GSP+", "TGSP"}, {"GSP-LDC", "TGS1"},
                 {"SACU", "TSAC"}, {"GCC", "TGCC"}, {"FO", "TI"},     {"GL", "TH"},    {"TR", "TTYR"},   {"PS", "TXI"}};
    const trf_json *groups = trf_json_get(n->documents[GROUPS].root, "landgrupper");

    trf_buffer_clear(&n->scratch);
    trf_buffer_char(&n->scratch, 'T');
    trf_buffer_slice(&n->scratch, code);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (trf_slice_is(code, known[i].rates)) {
            trf_buffer_clear(&n->scratch);
            trf_buffer_text(&n->scratch, known[i].groups);
        }
    for (const trf_json *one = trf_json_is(groups, TRF_JSON_ARRAY) ? groups->first : NULL; one; one = one->next) {
        const trf_json *id = trf_json_get(one, "landgruppekode");

        if (trf_json_is(id, TRF_JSON_STRING) && trf_slice_equal(id->text, trf_buffer_view(&n->scratch))) {
            write_group_id(n, "area", id->text);
            return;
        }
    }
    trf_xml_write_attribute(&n->p.out, "area", code); /* no list of groups, or none of them */
}

static bool is_number(const trf_json *value)
{
    return trf_json_is(value, TRF_JSON_INTEGER) || trf_json_is(value, TRF_JSON_REAL);
}

/** The rate in the notation of TARIC; empty: there is none under these agreements. */
static tariff_status duty_of(norway *n, const trf_json *rate, trf_slice *out, tariff_error **error)
{
    const trf_json *raw = trf_json_get(rate, "rawCustomDuty"), *duty = trf_json_get(rate, "customDuty"),
                   *value = trf_json_get(duty, "value");
    trf_slice classifier, type;
    tariff_status status;

    *out = TRF_SLICE_EMPTY;
    if (!trf_json_is(duty, TRF_JSON_OBJECT))
        return refuse(n, rate, "customDuty", "an object", error);
    /* Beside a raw duty the other one is a stand-in. */
    status = text_of(n, trf_json_is(raw, TRF_JSON_OBJECT) ? raw : duty, "classifier", false, &classifier, error);
    if (status >= 0)
        status = text_of(n, duty, "type", false, &type, error);
    if (status < 0)
        return status;
    trf_buffer_clear(&n->scratch);
    if (trf_slice_is(classifier, "FREE")) {
        trf_buffer_text(&n->scratch, "0 %");
    } else if (trf_slice_is(classifier, "NA")) {
        return TARIFF_OK;
    } else if (classifier.size) {
        trf_buffer_slice(&n->scratch, classifier); /* no rate in any notation: unresolved */
    } else if (raw && raw->type != TRF_JSON_OBJECT) {
        return refuse(n, rate, "rawCustomDuty", "an object", error);
    } else if (!is_number(value) || type.size == 0) {
        return refuse(n, duty, "value", "a number and its type, or a classifier", error);
    } else {
        trf_buffer_slice(&n->scratch, value->text);
        trf_buffer_text(&n->scratch, trf_slice_is(type, "pr.kg") ? " NOK / kg" : " ");
        if (!trf_slice_is(type, "pr.kg"))
            trf_buffer_slice(&n->scratch, type);
    }
    if (n->scratch.failed)
        return trf_fail_memory(error);
    *out = trf_arena_copy(&n->p.arena, trf_buffer_view(&n->scratch));
    return out->data ? TARIFF_OK : trf_fail_memory(error);
}

static tariff_status commodity(norway *n, const trf_json *node, tariff_error **error)
{
    const trf_json *list;
    trf_slice code;
    tariff_status status = text_of(n, node, "id", true, &code, error);

    if (status >= 0 && !digits(code, 8))
        return refuse(n, node, "id", "eight digits", error);
    if (status >= 0)
        status = trf_published_list(&n->p, n->document, node, "rateTradeAgreements", true, TRF_JSON_OBJECT, &list, error);
    for (const trf_json *one = status < 0 ? NULL : list->first; one && status >= 0; one = one->next) {
        const trf_json *lands = NULL;
        trf_slice duty = TRF_SLICE_EMPTY;

        status = duty_of(n, one, &duty, error);
        if (status >= 0)
            status = trf_published_list(&n->p, n->document, one, "landCodes", true, TRF_JSON_STRING, &lands, error);
        for (const trf_json *land = status < 0 || !duty.size ? NULL : lands->first; land; land = land->next) {
            trf_xml_write_start(&n->p.out, "measure");
            trf_xml_write_attribute(&n->p.out, "type", TRF_SLICE("preference"));
            trf_xml_write_attribute(&n->p.out, "code", code);
            write_area(n, land->text);
            attribute(n, "from", n->options.valid_from);
            attribute(n, "to", n->options.valid_to);
            trf_xml_write_attribute(&n->p.out, "duty", duty);
            trf_xml_write_attribute(&n->p.out, "grammar", TRF_SLICE("taric"));
            trf_xml_write_end(&n->p.out);
        }
    }
    return status < 0 || !n->scratch.failed ? status : trf_fail_memory(error);
}

static tariff_status rates(norway *n, tariff_error **error)
{
    const trf_json *list;
    tariff_status status;

    n->document = &n->documents[RATES];
    if (!n->document->root)
        return TARIFF_OK;
    status = trf_published_list(&n->p, n->document, n->document->root, "commodities", true, TRF_JSON_OBJECT, &list, error);
    if (status < 0)
        return status;
    trf_xml_write_start(&n->p.out, "measure-types");
    trf_xml_write_start(&n->p.out, "measure-type");
    trf_xml_write_attribute(&n->p.out, "id", TRF_SLICE("preference"));
    trf_xml_write_attribute(&n->p.out, "movement", TRF_SLICE("import"));
    trf_published_words(&n->p, TRF_SLICE("en"), TRF_SLICE("Preferential rate under a trade agreement"));
    trf_xml_write_end(&n->p.out);
    trf_xml_write_end(&n->p.out);
    trf_xml_write_start(&n->p.out, "measures");
    for (const trf_json *one = list->first; one && status >= 0; one = one->next)
        status = commodity(n, one, error);
    trf_xml_write_end(&n->p.out);
    return status;
}

/* ---- all of it ---- */
tariff_status norway_finish(norway *n, tariff_error **error)
{
    tariff_status status;

    trf_buffer_clear(&n->scratch);
    trf_xml_write_start(&n->p.out, "tariff");
    trf_xml_write_attribute(&n->p.out, "id", n->options.tariff);
    if (trf_slice_is(n->options.tariff, "NO")) {
        trf_xml_write_attribute(&n->p.out, "title", TRF_SLICE("Customs tariff of Norway"));
        trf_xml_write_attribute(&n->p.out, "zone", TRF_SLICE("Europe/Oslo"));
        trf_xml_write_attribute(&n->p.out, "currency", TRF_SLICE("NOK"));
    }
    for (unsigned kind = 0; kind < KINDS; kind++) { /* its source: the first file */
        if (n->documents[kind].root) {
            trf_buffer_text(&n->scratch, "Norwegian Customs, ");
            trf_buffer_slice(&n->scratch, n->documents[kind].name);
            trf_xml_write_attribute(&n->p.out, "source", trf_buffer_view(&n->scratch));
            break;
        }
    }
    status = areas(n, error);
    if (status >= 0)
        status = nomenclature(n, error);
    if (status >= 0)
        status = rates(n, error);
    trf_xml_write_end(&n->p.out);
    return status < 0 ? status : trf_published_finish(&n->p, error);
}
