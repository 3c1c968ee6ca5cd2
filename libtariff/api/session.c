/* SPDX-License-Identifier: Apache-2.0 */
#include "api/door.h"

void trf_session_begin(tariff_session *session)
{
    session->watch.refused = false;
    trf_arena_reset(&session->arena);
    trf_numbers_reset(session->numbers);
    trf_trace_reset(&session->trace);
}

tariff_status tariff_session_new(tariff_context *context, tariff_snapshot *snapshot, const void *options,
                                 tariff_session **session, tariff_error **error)
{
    tariff_session *own;

    if (!context || !session)
        return trf_fail(error, &trf_alloc_default, TARIFF_EINVAL, "session: a context and a place to write it are required");
    if (options)
        return trf_fail(error, &context->alloc, TARIFF_EINVAL, "session options: must be NULL in this version");
    own = trf_alloc_zero(&context->alloc, sizeof *own);
    if (!own)
        return trf_fail_memory(error);
    trf_alloc_watch_init(&own->watch, &context->alloc);
    own->numbers = trf_numbers_new(&own->watch.alloc);
    if (!own->numbers) {
        trf_alloc_free(&context->alloc, own, sizeof *own);
        return trf_fail_memory(error);
    }
    own->context = trf_context_retain(context);
    trf_arena_init(&own->arena, &own->watch.alloc, 0);
    trf_trace_init(&own->trace, &own->watch.alloc);
    trf_buffer_init(&own->reply, &own->watch.alloc, 0);
    own->snapshot = snapshot;
    if (snapshot)
        trf_snapshot_retain(snapshot);
    *session = own;
    return TARIFF_OK;
}

void tariff_session_free(tariff_session *session)
{
    tariff_context *context;

    if (!session)
        return;
    context = session->context;
    for (unsigned i = 0; i < TRF_SLOT_COUNT; i++)
        if (session->slots[i].free_data)
            session->slots[i].free_data(session->slots[i].data, &context->alloc);
    trf_buffer_done(&session->reply);
    trf_trace_done(&session->trace);
    trf_numbers_free(session->numbers);
    trf_arena_done(&session->arena);
    if (session->overlay)
        trf_snapshot_release(session->overlay);
    if (session->snapshot)
        trf_snapshot_release(session->snapshot);
    trf_alloc_free(&context->alloc, session, sizeof *session);
    tariff_context_free(context);
}

tariff_status tariff_call_json(tariff_session *session, const char *method, const char *request, uint64_t length,
                               const char **reply, uint64_t *reply_length, tariff_error **error)
{
    trf_door door;
    trf_slice text;
    tariff_status status;

    if (!session || !method || !reply || !reply_length || (!request && length))
        return trf_fail(error, session ? &session->context->alloc : &trf_alloc_default, TARIFF_EINVAL,
                        "call: session, method, request and places for the reply are required");
    text = request && length ? trf_slice_of(request, (size_t)length) : TRF_SLICE("{}");
    if (text.size != length && request && length)
        return trf_fail(error, &session->context->alloc, TARIFF_ELIMIT, "request of %lu bytes: longer than this host can hold",
                        length);
    trf_session_begin(session);
    door = (trf_door){session->context,  session,         &session->watch.alloc,    &session->context->limits,
                      session->snapshot, &session->arena, session->numbers};
    trf_buffer_clear(&session->reply);
    status = trf_door_call(&door, trf_slice_text(method), text, &session->reply, error);
    if (status < 0)
        return status;
    trf_buffer_char(&session->reply, '\0');
    if (session->reply.failed)
        return trf_fail_memory(error);
    *reply = session->reply.data;
    *reply_length = session->reply.size - 1;
    return status;
}
