/* SPDX-License-Identifier: Apache-2.0 */
/* assess, quote, measures, needs, exchange.rate */
#include "api/json_declaration.h"
#include "explain/word.h"

/* ---- assess and quote ---- */
typedef struct manner {
    int explain, dispositions;
    bool as_text;
    trf_slice lang;
} manner;

static tariff_status read_manner(trf_declaration_reader *r, const trf_json *object, manner *out)
{
    trf_slice format = TRF_SLICE_EMPTY;
    tariff_status status;

    memset(out, 0, sizeof *out);
    status = trf_json_flag(object, "explain", false, &out->explain, r->door->alloc, r->error);
    if (status >= 0)
        status = trf_json_flag(object, "dispositions", false, &out->dispositions, r->door->alloc, r->error);
    if (status >= 0)
        status = trf_declaration_text(r, object, "format", &format);
    if (status >= 0)
        status = trf_declaration_text(r, object, "lang", &out->lang);
    if (status >= 0 && format.size && !trf_slice_is(format, "json") && !trf_slice_is(format, "text"))
        return trf_json_fail(object, "format", r->door->alloc, r->error, "expected json or text");
    out->as_text = trf_slice_is(format, "text");
    return status;
}

static tariff_status answer(trf_declaration_reader *r, const trf_declaration *declaration, const trf_assess_policy *policy,
                            const manner *how, trf_json_writer *reply)
{
    const trf_assessment *assessment;
    trf_explanation explanation;
    uint32_t flags = (how->explain == 1 ? TRF_EXPLAIN_TRACE : 0) | (how->dispositions == 1 ? TRF_EXPLAIN_DISPOSITIONS : 0);
    tariff_status assessed =
        trf_assess_run(r->door->session, declaration, policy, how->explain == 1, how->dispositions == 1, &assessment, r->error);
    tariff_status status = assessed;

    if (status >= 0)
        status = trf_explanation_of(r->door->session, assessment, how->lang, flags, &explanation, r->error);
    if (status < 0)
        return status;
    if (!how->as_text) {
        status = trf_explain_json(&explanation, reply, r->error);
    } else {
        trf_buffer text;

        trf_buffer_init(&text, r->door->alloc, 0);
        status = trf_explain_text(&explanation, &text, r->error);
        if (status >= 0) {
            trf_json_begin_object(reply);
            trf_json_member_string(reply, "status", trf_assessment_status_name(assessment->status));
            trf_json_member_text(reply, "text", trf_buffer_view(&text));
            trf_json_end_object(reply);
        }
        trf_buffer_done(&text);
    }
    return status < 0 ? status : assessed;
}

tariff_status trf_method_assess(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    static const char names[] =
        "id tariff date time dates dataset currency delivery exchange_rates items movement as_published entry_type kind revises "
        "parties transport "
        "authorisations guarantees statements previous_documents quotas facts policies explain dispositions format lang";
    trf_declaration_reader r = {door, error};
    trf_declaration declaration = {0};
    trf_assess_policy policy;
    manner how;
    tariff_status status = trf_json_is(request, TRF_JSON_OBJECT) ? trf_json_only(request, names, door->alloc, error) : TARIFF_OK;

    if (status >= 0)
        status = trf_declaration_read(&r, request, &declaration);
    if (status >= 0)
        status = trf_declaration_policies(&r, request, &policy);
    if (status >= 0)
        status = read_manner(&r, request, &how);
    return status < 0 ? status : answer(&r, &declaration, &policy, &how, reply);
}

tariff_status trf_method_quote(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_declaration_reader r = {door, error};
    trf_declaration declaration = {0};
    trf_assess_policy policy;
    manner how;
    tariff_status status = trf_declaration_flat(&r, request, &declaration, true);

    declaration.note_documents = true; /* somebody typed them */
    if (status >= 0)
        status = trf_declaration_policies(&r, request, &policy);
    if (status >= 0)
        status = read_manner(&r, request, &how);
    return status < 0 ? status : answer(&r, &declaration, &policy, &how, reply);
}

/* ---- looking ---- */
tariff_status trf_method_measures(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_declaration_reader r = {door, error};
    trf_declaration declaration = {0};
    trf_assessment frame = {0};
    trf_assessed_item *item = NULL;
    trf_explanation explanation;
    trf_assessor assessor;
    tariff_status status = trf_declaration_flat(&r, request, &declaration, false);

    if (status >= 0)
        status = trf_assessor_of(door->session, false, &assessor, error);
    if (status >= 0)
        status = trf_assess_look(&assessor, &declaration, &item, error);
    if (status < 0)
        return status;
    frame.snapshot = door->snapshot;
    frame.numbers = door->numbers;
    status = trf_explanation_of(door->session, &frame, TRF_SLICE_EMPTY, 0, &explanation, error);
    if (status < 0)
        return status;
    trf_json_begin_object(reply);
    trf_json_name(reply, "measures");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < item->candidate_count && status >= 0; i++)
        status = trf_explain_candidate(&explanation, item, i, reply);
    trf_json_end_array(reply);
    trf_json_end_object(reply);
    return status < 0 ? trf_fail_memory(error) : item->line == TRF_LINE_NONE ? TARIFF_NOT_FOUND : TARIFF_OK;
}

tariff_status trf_method_needs(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_declaration_reader r = {door, error};
    trf_declaration declaration = {0};
    trf_assess_need *needs = NULL;
    trf_assessor assessor;
    uint32_t count = 0;
    trf_buffer sid;
    tariff_status status = trf_declaration_flat(&r, request, &declaration, false);

    if (status >= 0)
        status = trf_assessor_of(door->session, false, &assessor, error);
    if (status >= 0)
        status = trf_assess_needs(&assessor, &declaration, &needs, &count, error);
    if (status < 0)
        return status;
    trf_buffer_init(&sid, door->alloc, 0);
    trf_json_begin_object(reply);
    trf_json_name(reply, "needs");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < count; i++) {
        const trf_assess_need *need = &needs[i];

        trf_json_begin_object(reply);
        trf_json_member_string(reply, "kind", need->kind);
        trf_json_member_text_if(reply, "code", need->code);
        trf_json_member_text_if(reply, "unit", need->unit);
        trf_json_name(reply, "for");
        trf_json_begin_array(reply);
        for (uint32_t k = 0; k < need->measure_count; k++) {
            trf_word_sid(door->snapshot, need->measures[k], &sid);
            trf_json_put_text(reply, trf_buffer_view(&sid));
            trf_buffer_clear(&sid);
        }
        trf_json_end_array(reply);
        trf_json_member_text_if(reply, "text", trf_message(TRF_SLICE_EMPTY, "NEED_", trf_slice_text(need->kind)));
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
    trf_json_end_object(reply);
    status = sid.failed ? trf_fail_memory(error) : TARIFF_OK;
    trf_buffer_done(&sid);
    return status;
}

/* ---- rates of exchange ---- */
tariff_status trf_method_exchange_rate(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_declaration_reader r = {door, error};
    trf_slice currency = TRF_SLICE_EMPTY, base = TRF_SLICE_EMPTY, policy = TRF_SLICE_EMPTY, use = TRF_SLICE_EMPTY;
    trf_assess_rate rate = {0};
    trf_date date = TRF_DATE_NONE;
    uint32_t tariff = 0;
    tariff_status status = trf_door_tariff(door, request, false, &tariff, error);

    if (status >= 0)
        status = trf_door_date(door, request, false, &date, error);
    if (status >= 0)
        status = trf_json_text(request, "currency", true, &currency, door->alloc, error);
    if (status >= 0)
        status = trf_json_text(request, "base", true, &base, door->alloc, error);
    if (status >= 0)
        status = trf_declaration_text(&r, request, "policy", &policy);
    if (status >= 0)
        status = trf_declaration_text(&r, request, "use", &use);
    if (status < 0)
        return status;
    status = trf_assess_exchange_rate(door->snapshot, door->numbers, tariff, base, currency, date, use, policy, &rate);
    if (status < 0)
        return trf_fail(error, door->alloc, status, "exchange rate: a rate of the image is not a decimal above zero");
    trf_json_begin_object(reply);
    if (status != TARIFF_OK) {
        trf_json_member_null(reply, "rate");
    } else {
        trf_json_member_text(reply, "rate", rate.value);
        if (rate.per.size && !trf_slice_is(rate.per, "1"))
            trf_json_member_text(reply, "per", rate.per);
        trf_json_member_text(reply, "base", rate.from_currency);
        trf_json_member_text(reply, "currency", rate.to_currency);
        trf_json_member_date_if(reply, "from", rate.start);
        trf_json_member_text_if(reply, "source", rate.source);
    }
    if (date != TRF_DATE_NONE)
        trf_json_member_date_if(reply, "published_on", trf_exchange_published(door->snapshot, tariff, date));
    trf_json_end_object(reply);
    return status;
}
