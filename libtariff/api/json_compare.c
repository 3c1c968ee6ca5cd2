/* SPDX-License-Identifier: Apache-2.0 */
/* compare */
#include "api/json_declaration.h"
#include "assess/routes.h"
#include "explain/word.h"

static void put_amount(const trf_explanation *e, trf_json_writer *reply, const char *name, trf_number number, trf_buffer *scratch)
{
    trf_buffer_clear(scratch);
    trf_word_amount(e, number, scratch);
    trf_json_member_text(reply, name, trf_buffer_view(scratch));
}

static void put_route(trf_door *door, const trf_explanation *e, const trf_route *route, trf_slice currency,
                      trf_json_writer *reply, trf_buffer *scratch)
{
    trf_json_begin_object(reply);
    trf_json_member_string(reply, "route", trf_route_kind_name(route->kind));
    trf_json_member_text_if(reply, "preference", route->preference);
    if (route->measure != UINT32_MAX) {
        trf_buffer_clear(scratch);
        trf_word_sid(door->snapshot, route->measure, scratch);
        trf_json_member_text(reply, "measure", trf_buffer_view(scratch));
    }
    trf_json_member_text_if(reply, "quota", route->quota);
    trf_json_member_text_if(reply, "scheme", route->scheme);
    trf_json_member_text_if(reply, "claim", route->claim);
    trf_json_member_text_if(reply, "expression", route->expression);
    if (route->known)
        put_amount(e, reply, "amount", route->amount, scratch);
    else
        trf_json_member_null(reply, "amount");
    trf_json_member_text(reply, "currency", currency);
    if (!route->known && route->bounds.has_least) {
        trf_json_name(reply, "range");
        trf_json_begin_object(reply);
        put_amount(e, reply, "min", route->bounds.least, scratch);
        if (route->bounds.has_most)
            put_amount(e, reply, "max", route->bounds.most, scratch);
        else
            trf_json_member_null(reply, "max");
        trf_json_end_object(reply);
    }
    trf_json_name(reply, "needs");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < route->need_count; i++)
        trf_json_put_text(reply, route->needs[i]);
    trf_json_end_array(reply);
    if (route->measure != UINT32_MAX && route->later != TRF_DATE_NONE) {
        trf_json_name(reply, "later");
        trf_json_begin_object(reply);
        trf_json_member_date_if(reply, "from", route->later);
        trf_json_member_text(reply, "expression", route->later_expression);
        trf_json_end_object(reply);
    }
    trf_json_end_object(reply);
}

tariff_status trf_method_compare(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_declaration_reader r = {door, error};
    trf_declaration declaration = {0};
    trf_assess_policy policy;
    trf_assessor assessor;
    trf_explanation explanation;
    trf_assessment frame = {0};
    trf_route *routes = NULL;
    trf_slice currency = TRF_SLICE_EMPTY;
    uint32_t count = 0;
    trf_buffer scratch;
    tariff_status status = trf_declaration_flat(&r, request, &declaration, true), compared;

    if (status >= 0)
        status = trf_declaration_policies(&r, request, &policy);
    if (status >= 0)
        status = trf_assessor_of(door->session, false, &assessor, error);
    if (status < 0)
        return status;
    compared = trf_routes(&assessor, &declaration, &policy, &routes, &count, &currency, error);
    if (compared < 0)
        return compared;
    frame.snapshot = door->snapshot;
    frame.numbers = door->numbers;
    frame.currency = currency;
    status = trf_explanation_of(door->session, &frame, TRF_SLICE_EMPTY, 0, &explanation, error);
    if (status < 0)
        return status;
    trf_buffer_init(&scratch, door->alloc, 0);
    trf_json_begin_object(reply);
    trf_json_name(reply, "routes");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < count; i++)
        put_route(door, &explanation, &routes[i], currency, reply, &scratch);
    trf_json_end_array(reply);
    trf_json_end_object(reply);
    status = scratch.failed ? trf_fail_memory(error) : compared;
    trf_buffer_done(&scratch);
    return status;
}
