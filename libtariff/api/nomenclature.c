/* SPDX-License-Identifier: Apache-2.0 */
#include "nomenclature/nomenclature.h"

#include "api/door.h"
#include "tariff/nomenclature.h"

/* A question after its texts were read. */
typedef struct question {
    uint32_t tariff, line;
    trf_date date;
    trf_slice lang;
} question;

/* YYYY-MM-DD in the session's arena; empty for open ends. */
static tariff_text date_text(tariff_session *session, trf_date date)
{
    char *text;

    if (date < TRF_DATE_MIN || date > TRF_DATE_MAX)
        return trf_text_of(TRF_SLICE_EMPTY);
    text = trf_arena_zero(&session->arena, 11);
    if (!text)
        return (tariff_text){NULL, 0, 0};
    trf_date_format(date, text);
    return trf_text_of(trf_slice_of(text, 10));
}

static tariff_status fill(tariff_session *session, const question *asked, uint32_t line, tariff_goods_nomenclature *out,
                          tariff_error **error)
{
    const trf_snapshot *snapshot = session->snapshot;
    const trf_line_record *record = trf_snapshot_line(snapshot, line);
    const trf_label_record *label = trf_nomenclature_label(snapshot, line, asked->lang, asked->date);
    tariff_goods_nomenclature own = TARIFF_GOODS_NOMENCLATURE_INIT;
    uint32_t parent = trf_nomenclature_parent(snapshot, line, asked->date);

    own.line = record->sid;
    own.parent = parent == TRF_LINE_NONE ? 0 : trf_snapshot_line(snapshot, parent)->sid;
    own.suffix = record->suffix;
    own.level = record->level;
    own.indent = trf_nomenclature_indent(snapshot, line, asked->date);
    own.children = trf_nomenclature_child_count(snapshot, line, asked->date);
    own.code = trf_text_of(trf_snapshot_text(snapshot, record->code));
    own.description = own.lang = trf_text_of(TRF_SLICE_EMPTY);
    if (trf_nomenclature_declarable(snapshot, line, asked->date))
        own.flags |= TARIFF_LINE_DECLARABLE;
    if (record->flags & TRF_LINE_UNNUMBERED)
        own.flags |= TARIFF_LINE_UNNUMBERED;
    if (label) {
        trf_slice tag = trf_snapshot_text(snapshot, trf_snapshot_language(snapshot, label->language)->tag);

        own.description = trf_text_of(trf_snapshot_text(snapshot, label->plain));
        own.lang = trf_text_of(tag);
        if (asked->lang.size && label->language != trf_snapshot_language_index(snapshot, asked->lang))
            own.flags |= TARIFF_LINE_OTHER_LANGUAGE;
    }
    own.valid_from = date_text(session, record->start);
    own.valid_to = date_text(session, record->end);
    if (!own.valid_from.data || !own.valid_to.data)
        return trf_fail_memory(error);
    if (!trf_struct_write(out, out->size, &own, (uint32_t)sizeof own))
        return trf_fail(error, &session->context->alloc, TARIFF_EINVAL,
                        "goods nomenclature of %u bytes: not a size this library knows", out->size);
    return TARIFF_OK;
}

/* Reads a question and finds its line. */
static tariff_status ask(tariff_session *session, const tariff_goods_nomenclature_query *query, question *asked,
                         tariff_error **error)
{
    tariff_goods_nomenclature_query own = TARIFF_GOODS_NOMENCLATURE_QUERY_INIT;
    const trf_alloc *alloc = &session->context->alloc;
    trf_door door = {session->context,  session,         alloc,           &session->context->limits,
                     session->snapshot, &session->arena, session->numbers};
    char suffix[2];
    tariff_status status;

    if (!trf_struct_read(query, query->size, &own, (uint32_t)sizeof own))
        return trf_fail(error, alloc, TARIFF_EINVAL, "query of %u bytes: not a size this library knows", query->size);
    if (own.flags || own.suffix > 99)
        return trf_fail(error, alloc, TARIFF_EINVAL, "query: flags must be zero and the suffix at most 99");
    asked->lang = trf_slice_of_text(own.lang);
    asked->date = TRF_DATE_NONE;
    if (own.date.size && !trf_date_parse(trf_slice_of_text(own.date), &asked->date))
        return trf_fail(error, alloc, TARIFF_EINVAL, "date '%S': not a date (expected YYYY-MM-DD)", trf_slice_of_text(own.date));
    status = trf_door_tariff_of(&door, trf_slice_of_text(own.tariff), false, &asked->tariff, error);
    if (status < 0)
        return status;
    suffix[0] = (char)('0' + own.suffix / 10);
    suffix[1] = (char)('0' + own.suffix % 10);
    return trf_door_line_of(&door, trf_slice_of_text(own.code), trf_slice_of(suffix, own.suffix ? 2 : 0), asked->tariff,
                            asked->date, &asked->line, error);
}

static tariff_status require(const tariff_session *session, const void *query, const void *out, tariff_error **error)
{
    if (session && session->snapshot && query && out)
        return TARIFF_OK;
    return trf_fail(error, session ? &session->context->alloc : &trf_alloc_default, TARIFF_EINVAL,
                    "lookup: a session over a snapshot, a query and a place for the answer are required");
}

tariff_status tariff_goods_nomenclature_find(tariff_session *session, const tariff_goods_nomenclature_query *query,
                                             tariff_goods_nomenclature *line, tariff_error **error)
{
    question asked;
    tariff_status status = require(session, query, line, error);

    if (status < 0)
        return status;
    trf_session_begin(session);
    status = ask(session, query, &asked, error);
    return status == TARIFF_OK ? fill(session, &asked, asked.line, line, error) : status;
}

tariff_status tariff_goods_nomenclature_find_many(tariff_session *session, uint32_t count,
                                                  const tariff_goods_nomenclature_query *queries,
                                                  tariff_goods_nomenclature *lines, tariff_status *statuses, tariff_error **error)
{
    tariff_status status;

    if (count == 0)
        return TARIFF_OK;
    status = require(session, queries, lines, error);
    if (status < 0)
        return status;
    if (!statuses)
        return trf_fail(error, &session->context->alloc, TARIFF_EINVAL, "statuses: is required");
    if (queries->size < 8 || lines->size < 8)
        return trf_fail(error, &session->context->alloc, TARIFF_EINVAL, "lookup: a struct's size is not one this library knows");
    trf_session_begin(session);
    for (uint32_t i = 0; i < count; i++) {
        const tariff_goods_nomenclature_query *query = (const void *)((const char *)queries + (size_t)i * queries->size);
        tariff_goods_nomenclature *line = (void *)((char *)lines + (size_t)i * lines->size);
        question asked;

        statuses[i] = ask(session, query, &asked, NULL);
        if (statuses[i] == TARIFF_OK)
            statuses[i] = fill(session, &asked, asked.line, line, NULL);
    }
    return TARIFF_OK;
}

tariff_status tariff_goods_nomenclature_ancestors(tariff_session *session, const tariff_goods_nomenclature_query *query,
                                                  uint32_t capacity, tariff_goods_nomenclature *lines, uint32_t *count,
                                                  tariff_error **error)
{
    uint32_t ancestors[TRF_TREE_DEPTH_MAX];
    uint32_t found;
    question asked;
    tariff_status status = require(session, query, count, error);

    if (status < 0)
        return status;
    if (capacity && !lines)
        return trf_fail(error, &session->context->alloc, TARIFF_EINVAL, "lines: is required");
    trf_session_begin(session);
    status = ask(session, query, &asked, error);
    if (status != TARIFF_OK)
        return status;
    found = trf_nomenclature_ancestors(session->snapshot, asked.line, asked.date, ancestors);
    for (uint32_t i = 0; i < found && i < capacity; i++) {
        tariff_goods_nomenclature *line = (void *)((char *)lines + (size_t)i * lines->size);

        status = fill(session, &asked, ancestors[i], line, error);
        if (status < 0)
            return status;
    }
    *count = found;
    return TARIFF_OK;
}
