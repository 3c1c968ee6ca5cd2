/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scheme gives an agreement (its countries, proofs, cumulation) and the provisions of its rules; a document of rule sets gives
 * its rules, whose texts stay as they are published. Codes are those of the tariff that the rules were published for.
 */
#include "ingest/uk_origin.h"

#include "ingest/published.h"

struct uk_origin {
    trf_published p;
    trf_import_options options;
    trf_published_document document; /* at hand */
    trf_buffer scratch;
};

tariff_status uk_origin_new(trf_model *model, const trf_import_options *options, uk_origin **out, tariff_error **error)
{
    uk_origin *o = trf_alloc_zero(model->alloc, sizeof *o);

    if (!o)
        return trf_fail_memory(error);
    trf_published_init(&o->p, model, "uk-origin");
    o->options = *options;
    trf_buffer_init(&o->scratch, model->alloc, 0);
    *out = o;
    return TARIFF_OK;
}

void uk_origin_free(uk_origin *o)
{
    const trf_alloc *alloc;

    if (!o)
        return;
    alloc = o->p.model->alloc;
    trf_published_done(&o->p);
    trf_buffer_done(&o->scratch);
    trf_alloc_free(alloc, o, sizeof *o);
}

/* Who publishes it: the tariff where none is named, and the area that it is of. */
static const trf_publisher publisher = {"UK", "GB"};

/* ---- schemes ---- */
static tariff_status countries(uk_origin *o, const trf_json *scheme, tariff_error **error)
{
    const trf_json *list;
    tariff_status status = trf_published_list(&o->p, &o->document, scheme, "countries", true, TRF_JSON_STRING, &list, error);

    if (status < 0)
        return status;
    trf_xml_write_start(&o->p.out, "party");
    trf_xml_write_attribute(&o->p.out, "area", trf_published_area(&o->options, &publisher));
    trf_xml_write_attribute(&o->p.out, "tariff", o->options.tariff);
    trf_xml_write_end(&o->p.out);
    for (const trf_json *one = list->first; one; one = one->next) {
        trf_xml_write_start(&o->p.out, "party");
        trf_xml_write_attribute(&o->p.out, "area", one->text);
        trf_xml_write_end(&o->p.out);
    }
    return TARIFF_OK;
}

static tariff_status proofs(uk_origin *o, const trf_json *scheme, tariff_error **error)
{
    const trf_json *list;
    tariff_status status = trf_published_list(&o->p, &o->document, scheme, "proofs", false, TRF_JSON_OBJECT, &list, error);

    for (const trf_json *one = list ? list->first : NULL; one && status >= 0; one = one->next) {
        trf_slice kind, summary, detail;

        status = trf_published_id(&o->p, &o->document, one, "proof_class", &kind, error);
        if (status >= 0)
            status = trf_published_text(&o->p, &o->document, one, "summary", false, &summary, error);
        if (status >= 0)
            status = trf_published_text(&o->p, &o->document, one, "detail", false, &detail, error);
        if (status < 0)
            break;
        trf_xml_write_start(&o->p.out, "proof");
        trf_xml_write_attribute(&o->p.out, "kind", kind);
        trf_published_words(&o->p, o->options.language, summary);
        trf_published_words(&o->p, o->options.language, detail);
        trf_xml_write_end(&o->p.out);
    }
    return status;
}

/** Bilateral, extended, diagonal: kinds of own XML, each with its countries. */
static tariff_status cumulation(uk_origin *o, const trf_json *scheme, tariff_error **error)
{
    static const char *const kinds[] = {"bilateral", "diagonal", "full", "regional", "extended"};
    const trf_json *methods = trf_json_get(scheme, "cumulation_methods");

    if (!methods)
        return TARIFF_OK;
    if (methods->type != TRF_JSON_OBJECT)
        return trf_published_refuse(&o->p, &o->document, scheme, "cumulation_methods", "an object", error);
    for (const trf_json *one = methods->first; one; one = one->next) {
        const trf_json *list;
        const char *kind = NULL;
        tariff_status status;

        for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
            kind = trf_slice_is(one->name, kinds[i]) ? kinds[i] : kind;
        if (!kind)
            return trf_published_refuse(&o->p, &o->document, one, NULL, "bilateral, diagonal, full, regional or extended", error);
        status = trf_published_list(&o->p, &o->document, one, "countries", true, TRF_JSON_STRING, &list, error);
        if (status < 0)
            return status;
        trf_buffer_clear(&o->scratch);
        for (const trf_json *area = list->first; area; area = area->next) {
            trf_buffer_text(&o->scratch, area == list->first ? "" : " ");
            trf_buffer_slice(&o->scratch, area->text);
        }
        trf_xml_write_start(&o->p.out, "cumulation");
        trf_xml_write_attribute(&o->p.out, "kind", trf_slice_text(kind));
        trf_xml_write_attribute(&o->p.out, "areas", trf_buffer_view(&o->scratch));
        trf_xml_write_end(&o->p.out);
    }
    return o->scratch.failed ? trf_fail_memory(error) : TARIFF_OK;
}

/** What the agreement is, and where it is published. */
static tariff_status source(uk_origin *o, const trf_json *scheme, tariff_error **error)
{
    const trf_json *list;
    trf_slice words = TRF_SLICE_EMPTY, url = TRF_SLICE_EMPTY;
    tariff_status status = trf_published_list(&o->p, &o->document, scheme, "links", false, TRF_JSON_OBJECT, &list, error);

    if (status >= 0 && list && list->first) {
        status = trf_published_text(&o->p, &o->document, list->first, "text", false, &words, error);
        if (status >= 0)
            status = trf_published_text(&o->p, &o->document, list->first, "url", false, &url, error);
    }
    trf_buffer_clear(&o->scratch);
    trf_buffer_slice(&o->scratch, words);
    trf_buffer_text(&o->scratch, words.size && url.size ? ", " : "");
    trf_buffer_slice(&o->scratch, url);
    if (o->scratch.size)
        trf_xml_write_attribute(&o->p.out, "source", trf_buffer_view(&o->scratch));
    return status;
}

/** "CODE CODE-provisions": its rules, and what holds for all of them. */
static trf_slice with_suffix(uk_origin *o, trf_slice code, bool both)
{
    trf_buffer_clear(&o->scratch);
    if (both) {
        trf_buffer_slice(&o->scratch, code);
        trf_buffer_char(&o->scratch, ' ');
    }
    trf_buffer_slice(&o->scratch, code);
    trf_buffer_text(&o->scratch, "-provisions");
    return trf_buffer_view(&o->scratch);
}

static tariff_status provisions(uk_origin *o, const trf_json *scheme, trf_slice code, trf_slice from, trf_slice to,
                                tariff_error **error)
{
    static const struct {
        const char *feature, *kind;
    } known[] = {{"absorption", "absorption"},
                 {"tolerances", "tolerance"},
                 {"sets", "sets"},
                 {"cumulation", "cumulation"},
                 {"drawback", "drawback"}};
    const trf_json *features = trf_json_get(scheme, "features"), *ord = trf_json_get(scheme, "ord");
    trf_slice title, version;
    tariff_status status = TARIFF_OK;

    trf_xml_write_start(&o->p.out, "rules-of-origin");
    trf_xml_write_attribute(&o->p.out, "id", with_suffix(o, code, false));
    trf_xml_write_attribute(&o->p.out, "agreement", code);
    trf_xml_write_attribute(&o->p.out, "vintage", TRF_SLICE("uk"));
    if (from.size)
        trf_xml_write_attribute(&o->p.out, "from", from);
    if (to.size)
        trf_xml_write_attribute(&o->p.out, "to", to);
    if (trf_json_is(ord, TRF_JSON_OBJECT)) {
        status = trf_published_text(&o->p, &o->document, ord, "ord_title", false, &title, error);
        if (status >= 0)
            status = trf_published_text(&o->p, &o->document, ord, "ord_version", false, &version, error);
        if (status < 0)
            return status;
        trf_buffer_clear(&o->scratch);
        trf_buffer_slice(&o->scratch, title);
        trf_buffer_text(&o->scratch, version.size ? ", version " : "");
        trf_buffer_slice(&o->scratch, version);
        if (o->scratch.size)
            trf_xml_write_attribute(&o->p.out, "source", trf_buffer_view(&o->scratch));
    }
    for (const trf_json *one = trf_json_is(features, TRF_JSON_OBJECT) ? features->first : NULL; one; one = one->next) {
        const char *kind = NULL;

        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            kind = trf_slice_is(one->name, known[i].feature) ? known[i].kind : kind;
        if (one->type != TRF_JSON_TRUE && one->type != TRF_JSON_FALSE)
            return trf_published_refuse(&o->p, &o->document, one, NULL, "true or false", error);
        if (!kind && !trf_published_is_id(one->name))
            return trf_published_refuse(&o->p, &o->document, one, NULL, "a name of letters, digits, dots and dashes", error);
        trf_xml_write_start(&o->p.out, "provision");
        trf_xml_write_attribute(&o->p.out, "kind", kind ? trf_slice_text(kind) : one->name);
        trf_xml_write_attribute(&o->p.out, "allowed", one->type == TRF_JSON_TRUE ? TRF_SLICE("true") : TRF_SLICE("false"));
        trf_xml_write_end(&o->p.out);
    }
    trf_xml_write_end(&o->p.out);
    return o->scratch.failed ? trf_fail_memory(error) : TARIFF_OK;
}

static tariff_status scheme_of(uk_origin *o, const trf_json *scheme, tariff_error **error)
{
    trf_slice code, title, from, to;
    tariff_status status = trf_published_id(&o->p, &o->document, scheme, "scheme_code", &code, error);

    if (status >= 0)
        status = trf_published_text(&o->p, &o->document, scheme, "title", true, &title, error);
    if (status >= 0)
        status = trf_published_day(&o->p, &o->document, scheme, "validity_start_date", &from, error);
    if (status >= 0)
        status = trf_published_day(&o->p, &o->document, scheme, "validity_end_date", &to, error);
    if (status < 0)
        return status;
    if (from.size == 0)
        from = o->options.valid_from;
    if (to.size == 0)
        to = o->options.valid_to;
    trf_xml_write_start(&o->p.out, "agreement");
    trf_xml_write_attribute(&o->p.out, "id", code);
    if (from.size)
        trf_xml_write_attribute(&o->p.out, "from", from);
    if (to.size)
        trf_xml_write_attribute(&o->p.out, "to", to);
    trf_xml_write_attribute(&o->p.out, "origin-rules", with_suffix(o, code, true));
    status = source(o, scheme, error);
    trf_published_words(&o->p, o->options.language, title);
    if (status >= 0)
        status = countries(o, scheme, error);
    if (status >= 0)
        status = proofs(o, scheme, error);
    if (status >= 0)
        status = cumulation(o, scheme, error);
    trf_xml_write_end(&o->p.out);
    return status < 0 ? status : provisions(o, scheme, code, from, to, error);
}

/* ---- rules ---- */
/** The name of a file without what follows its first dot. */
static trf_slice stem(trf_slice name)
{
    for (size_t i = 0; i < name.size; i++)
        if (name.data[i] == '.')
            return trf_slice_of(name.data, i);
    return name;
}

static bool digits(trf_slice text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] < '0' || text.data[i] > '9')
            return false;
    return text.size >= 2 && text.size <= 14;
}

static void words_of(uk_origin *o, const trf_json *rule)
{
    const trf_json *text = trf_json_get(rule, "rule");

    if (text)
        trf_published_words(&o->p, o->options.language, text->text);
}

static void prose(uk_origin *o, const trf_json *rule)
{
    trf_xml_write_start(&o->p.out, "prose");
    words_of(o, rule);
    trf_xml_write_end(&o->p.out);
}

/**
 * One text, or alternatives where each further one says so. Where some do not say how they go together, or have no words, those
 * there are make one text that nobody evaluates by mistake.
 */
static tariff_status condition(uk_origin *o, const trf_json *rules, trf_slice heading, tariff_error **error)
{
    bool alternatives = true;

    for (const trf_json *one = rules->first; one; one = one->next) {
        trf_slice words, operator;
        tariff_status status = trf_published_text(&o->p, &o->document, one, "rule", false, &words, error);

        if (status >= 0)
            status = trf_published_text(&o->p, &o->document, one, "operator", false, &operator, error);
        if (status < 0)
            return status;
        if (operator.size && !trf_slice_is(operator, "or"))
            return trf_published_refuse(&o->p, &o->document, one, "operator", "or, or nothing", error);
        if (words.size == 0)
            trf_published_report(&o->p, &o->document, one, "rule-without-text", heading, "a rule of %S has no text",
                                 o->document.name);
        alternatives = alternatives && words.size && (one == rules->first || operator.size);
    }
    if (rules->count == 1) {
        prose(o, rules->first);
    } else if (alternatives) {
        trf_xml_write_start(&o->p.out, "any");
        for (const trf_json *one = rules->first; one; one = one->next)
            prose(o, one);
        trf_xml_write_end(&o->p.out);
    } else {
        trf_xml_write_start(&o->p.out, "prose");
        for (const trf_json *one = rules->first; one; one = one->next)
            words_of(o, one);
        trf_xml_write_end(&o->p.out);
    }
    return TARIFF_OK;
}

static void footnotes(uk_origin *o, const trf_json *rules)
{
    for (const trf_json *rule = rules->first; rule; rule = rule->next) {
        const trf_json *list = trf_json_get(rule, "footnotes");

        for (const trf_json *one = trf_json_is(list, TRF_JSON_ARRAY) ? list->first : NULL; one; one = one->next) {
            if (one->type != TRF_JSON_STRING || trf_published_trim(one->text).size == 0)
                continue;
            trf_xml_write_start(&o->p.out, "footnote");
            trf_published_words(&o->p, o->options.language, one->text);
            trf_xml_write_end(&o->p.out);
        }
    }
}

static tariff_status rule_set(uk_origin *o, const trf_json *set, tariff_error **error)
{
    const trf_json *rules, *valid = trf_json_get(set, "valid");
    trf_slice least, most, heading, subdivision;
    tariff_status status = trf_published_text(&o->p, &o->document, set, "min", true, &least, error);

    if (status >= 0)
        status = trf_published_text(&o->p, &o->document, set, "max", true, &most, error);
    if (status >= 0)
        status = trf_published_text(&o->p, &o->document, set, "heading", false, &heading, error);
    if (status >= 0)
        status = trf_published_text(&o->p, &o->document, set, "subdivision", false, &subdivision, error);
    if (status >= 0)
        status = trf_published_list(&o->p, &o->document, set, "rules", true, TRF_JSON_OBJECT, &rules, error);
    if (status < 0)
        return status;
    if (!digits(least))
        return trf_published_refuse(&o->p, &o->document, set, "min", "2 to 14 digits", error);
    if (!digits(most) || most.size != least.size || memcmp(least.data, most.data, most.size) > 0)
        return trf_published_refuse(&o->p, &o->document, set, "max", "as many digits as min, and no less", error);
    if (rules->count == 0)
        return trf_published_refuse(&o->p, &o->document, set, "rules", "at least one rule", error);
    if (trf_json_is(valid, TRF_JSON_FALSE)) {
        trf_published_report(&o->p, &o->document, set, "rule-set-not-valid", heading,
                             "the publisher marks rules of %S as not valid: left out", o->document.name);
        return TARIFF_OK;
    }
    trf_buffer_clear(&o->scratch);
    trf_buffer_slice(&o->scratch, least);
    trf_buffer_char(&o->scratch, '-');
    trf_buffer_slice(&o->scratch, most);
    if (o->scratch.failed)
        return trf_fail_memory(error);
    trf_xml_write_start(&o->p.out, "rule");
    trf_xml_write_attribute(&o->p.out, "codes", trf_buffer_view(&o->scratch));
    if (heading.size > 2 && trf_slice_begins(heading, TRF_SLICE("ex"))) /* a part of what the codes hold */
        trf_xml_write_attribute(&o->p.out, "ex", TRF_SLICE("true"));
    if (heading.size)
        trf_xml_write_attribute(&o->p.out, "source", heading);
    if (subdivision.size) {
        trf_xml_write_start(&o->p.out, "description");
        trf_xml_write_attribute(&o->p.out, "lang", o->options.language);
        trf_xml_write_text(&o->p.out, subdivision);
        trf_xml_write_end(&o->p.out);
    }
    status = condition(o, rules, heading, error);
    if (status >= 0)
        footnotes(o, rules);
    trf_xml_write_end(&o->p.out);
    return status;
}

static tariff_status rule_sets(uk_origin *o, const trf_json *sets, tariff_error **error)
{
    trf_slice code = stem(o->document.name);
    tariff_status status = TARIFF_OK;

    if (!trf_published_is_id(code))
        return trf_published_refuse(&o->p, &o->document, o->document.root, NULL, "a file named after its scheme", error);
    trf_xml_write_start(&o->p.out, "rules-of-origin");
    trf_xml_write_attribute(&o->p.out, "id", code);
    trf_xml_write_attribute(&o->p.out, "agreement", code);
    trf_xml_write_attribute(&o->p.out, "vintage", TRF_SLICE("uk"));
    if (o->options.valid_from.size)
        trf_xml_write_attribute(&o->p.out, "from", o->options.valid_from);
    if (o->options.valid_to.size)
        trf_xml_write_attribute(&o->p.out, "to", o->options.valid_to);
    for (const trf_json *one = sets->first; one && status >= 0; one = one->next)
        status = rule_set(o, one, error);
    trf_xml_write_end(&o->p.out);
    return status;
}

/* ---- documents ---- */
tariff_status uk_origin_read(uk_origin *o, trf_slice name, trf_slice text, tariff_error **error)
{
    const trf_json *list = NULL;
    tariff_status status = trf_published_read(&o->p, name, text, &o->document, error);

    if (status < 0)
        return status;
    if (trf_json_get(o->document.root, "schemes")) {
        status = trf_published_list(&o->p, &o->document, o->document.root, "schemes", true, TRF_JSON_OBJECT, &list, error);
        for (const trf_json *one = list ? list->first : NULL; one && status >= 0; one = one->next)
            status = scheme_of(o, one, error);
    } else {
        status = trf_published_list(&o->p, &o->document, o->document.root, "rule_sets", true, TRF_JSON_OBJECT, &list, error);
        if (status >= 0)
            status = rule_sets(o, list, error);
    }
    trf_arena_reset(&o->p.arena);
    return status;
}

tariff_status uk_origin_finish(uk_origin *o, tariff_error **error)
{
    return trf_published_finish(&o->p, error);
}
