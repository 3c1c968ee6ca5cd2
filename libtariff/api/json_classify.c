/* SPDX-License-Identifier: Apache-2.0 */
/* classify */
#include "api/door.h"

#include "config.h"

#ifdef TRF_SEARCH
#include "api/json_classify.h"

#include "classify/vague.h"
#include "nomenclature/nomenclature.h"

#define TOP_DEFAULT 10u

static void free_classifier(void *data, const trf_alloc *alloc)
{
    (void)alloc;
    trf_classifier_free(data);
}

tariff_status trf_classifier_of(trf_door *door, trf_classifier **out, tariff_error **error)
{
    trf_session_slot *slot = &door->session->slots[TRF_SLOT_CLASSIFY];
    tariff_status status = TARIFF_OK;

    if (!slot->data) {
        trf_classifier *made;

        status = trf_classifier_new(door->alloc, door->snapshot, door->session->overlay, &made, error);
        if (status == TARIFF_OK)
            *slot = (trf_session_slot){made, free_classifier};
    }
    *out = slot->data;
    return status;
}

tariff_status trf_classify_digits(trf_door *door, const trf_json *request, uint32_t *out, tariff_error **error)
{
    trf_slice text = TRF_SLICE_EMPTY;
    tariff_status status = trf_json_text(request, "digits", false, &text, door->alloc, error);

    *out = 0;
    if (status < 0 || text.size == 0 || trf_slice_is(text, "leaf"))
        return status;
    if (!trf_slice_count(text, 10, out) || *out < 2 || *out % 2)
        return trf_json_fail(request, "digits", door->alloc, error, "expected 2, 4, 6, 8, 10 or leaf");
    return TARIFF_OK;
}

void trf_json_member_fixed(trf_json_writer *reply, const char *name, int64_t value)
{
    char digits[32];
    uint64_t rest = value < 0 ? (uint64_t)-value : (uint64_t)value;
    size_t at = sizeof digits;

    for (unsigned i = 0; rest || i < 5; i++, rest /= 10) {
        if (i == 4)
            digits[--at] = '.';
        digits[--at] = (char)('0' + rest % 10);
    }
    if (value < 0)
        digits[--at] = '-';
    trf_json_member_text(reply, name, trf_slice_of(digits + at, sizeof digits - at));
}

/* ---- the reply ---- */

static const char *field_name(unsigned field)
{
    static const char *const names[TRF_SEARCH_FIELD_COUNT] = {[TRF_SEARCH_DESCRIPTION] = "description",
                                                              [TRF_SEARCH_LEXICON] = "lexicon",
                                                              [TRF_SEARCH_NOTE] = "note",
                                                              [TRF_SEARCH_PRECEDENT] = "precedent",
                                                              [TRF_SEARCH_LEARNED] = "learned",
                                                              [TRF_SEARCH_SIBLINGS] = "heading",
                                                              [TRF_SEARCH_CODE] = "code"};

    return field < TRF_SEARCH_FIELD_COUNT && names[field] ? names[field] : "other";
}

static trf_slice code_of(const trf_door *door, uint32_t line)
{
    const trf_line_record *record = trf_snapshot_line(door->snapshot, line);
    trf_slice code = trf_door_text(door, record->code);

    if (record->level && record->level < code.size)
        code.size = record->level;
    return code;
}

static void put_reason(const trf_door *door, const trf_reason *reason, trf_slice lang, trf_json_writer *reply)
{
    trf_slice matched = reason->matched;

    if (matched.size == 0) {
        const trf_label_record *label = trf_nomenclature_label(door->snapshot, reason->line, lang, TRF_DATE_NONE);

        matched = label ? trf_door_text(door, label->plain) : matched;
    }
    trf_json_begin_object(reply);
    trf_json_member_text(reply, "term", reason->term);
    trf_json_member_text(reply, "matched", matched);
    trf_json_member_string(reply, "in", field_name(reason->field));
    trf_json_member_text(reply, "code", code_of(door, reason->line));
    if (reason->whole)
        trf_json_member_flag(reply, "whole", true);
    trf_json_member_fixed(reply, "field_weight", reason->weight);
    trf_json_member_integer(reply, "impact", reason->impact);
    trf_json_member_fixed(reply, "contribution", reason->contribution);
    trf_json_end_object(reply);
}

static void put_path(const trf_door *door, uint32_t line, trf_date date, trf_json_writer *reply)
{
    uint32_t ancestors[TRF_TREE_DEPTH_MAX], count = trf_nomenclature_ancestors(door->snapshot, line, date, ancestors);

    trf_json_name(reply, "path");
    trf_json_begin_array(reply);
    for (uint32_t i = count; i-- > 0;) {
        const trf_line_record *record = trf_snapshot_line(door->snapshot, ancestors[i]);

        if (!(record->flags & TRF_LINE_SECTION) && record->suffix == 80)
            trf_json_put_text(reply, code_of(door, ancestors[i]));
    }
    trf_json_put_text(reply, code_of(door, line));
    trf_json_end_array(reply);
}

static void put_candidate(const trf_door *door, const trf_candidate *candidate, trf_date date, trf_slice lang,
                          trf_json_writer *reply)
{
    const trf_line_record *line = trf_snapshot_line(door->snapshot, candidate->line);
    const trf_label_record *label = trf_nomenclature_label(door->snapshot, candidate->line, lang, date);
    char suffix[2] = {(char)('0' + line->suffix / 10 % 10), (char)('0' + line->suffix % 10)};

    trf_json_begin_object(reply);
    trf_json_member_text(reply, "code", candidate->code);
    trf_json_member_text(reply, "suffix", trf_slice_of(suffix, sizeof suffix));
    trf_json_member_integer(reply, "level", line->level);
    trf_json_member_fixed(reply, "score", candidate->score);
    trf_json_member_fixed(reply, "confidence", candidate->confidence);
    trf_json_member_text(reply, "description", label ? trf_door_text(door, label->plain) : TRF_SLICE_EMPTY);
    put_path(door, candidate->line, date, reply);
    trf_json_name(reply, "reasons");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < candidate->reason_count; i++)
        put_reason(door, &candidate->reasons[i], lang, reply);
    trf_json_end_array(reply);
    trf_json_name(reply, "notes");
    trf_json_begin_array(reply);
    trf_json_end_array(reply);
    trf_json_end_object(reply);
}

/* The candidates of an answer; an empty list where they are not shown here. */
static void put_candidates(const trf_door *door, const char *name, const trf_classification *answer, bool shown, trf_date date,
                           trf_slice lang, trf_json_writer *reply)
{
    trf_json_name(reply, name);
    trf_json_begin_array(reply);
    for (uint32_t i = 0; shown && i < answer->candidate_count; i++)
        put_candidate(door, &answer->candidates[i], date, lang, reply);
    trf_json_end_array(reply);
}

static void put_answer(const trf_door *door, uint32_t node, trf_slice lang, trf_json_writer *reply)
{
    trf_slice codes = trf_snapshot_node_attribute(door->snapshot, node, "codes"), code;

    trf_json_begin_object(reply);
    trf_json_member_text(reply, "id", trf_snapshot_node_attribute(door->snapshot, node, "id"));
    trf_json_member_text(reply, "text", trf_vague_text(door->snapshot, node, lang));
    trf_json_name(reply, "codes");
    trf_json_begin_array(reply);
    while (trf_slice_cut(&codes, ' ', &code))
        if (code.size)
            trf_json_put_text(reply, code);
    trf_json_end_array(reply);
    trf_json_end_object(reply);
}

/* What a decider asks, with its answers. */
static void put_question(const trf_door *door, trf_slice id, trf_slice lang, trf_json_writer *reply)
{
    const trf_snapshot *snapshot = door->snapshot;
    uint32_t decider = trf_vague_decider(snapshot, id), all = trf_snapshot_node_count(snapshot), steps = 0;

    if (decider == TRF_INDEX_NONE) {
        trf_json_member_null(reply, "question");
        return;
    }
    trf_json_name(reply, "question");
    trf_json_begin_object(reply);
    trf_json_member_text(reply, "id", id);
    trf_json_member_text(reply, "text", trf_vague_text(snapshot, decider, lang));
    trf_json_name(reply, "answers");
    trf_json_begin_array(reply);
    for (uint32_t node = trf_snapshot_node(snapshot, decider)->first_child; node < all && steps < all;
         node = trf_snapshot_node(snapshot, node)->next, steps++)
        if (trf_slice_is(trf_door_text(door, trf_snapshot_node(snapshot, node)->name), "answer"))
            put_answer(door, node, lang, reply);
    trf_json_end_array(reply);
    trf_json_end_object(reply);
}

tariff_status trf_method_classify(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    static const char *const verdicts[] = {"answered", "too_vague", "no_usable_word"};
    trf_classify_query query = {.date = TRF_DATE_NONE};
    trf_classify_form form = {0, TOP_DEFAULT, true};
    trf_classifier *classifier;
    trf_classification answer;
    uint64_t top = TOP_DEFAULT;
    trf_slice lang;
    bool vague;
    tariff_status status = trf_json_text(request, "text", true, &query.text, door->alloc, error);

    if (status >= 0)
        status = trf_door_tariff(door, request, false, &query.tariff, error);
    if (status >= 0)
        status = trf_door_date(door, request, false, &query.date, error);
    if (status >= 0)
        status = trf_door_language(door, request, &query.language, error);
    if (status >= 0)
        status = trf_json_count(request, "top", false, TRF_CLASSIFY_TOP_MAX, &top, door->alloc, error);
    if (status >= 0)
        status = trf_classify_digits(door, request, &form.digits, error);
    if (status >= 0)
        status = trf_classifier_of(door, &classifier, error);
    if (status >= 0)
        status = trf_classifier_ask(classifier, &query, error);
    form.top = (uint32_t)top;
    if (status >= 0)
        status = trf_classifier_answer(classifier, &form, &answer, error);
    if (status < 0)
        return status;
    lang = answer.language == UINT16_MAX ? query.language
                                         : trf_door_text(door, trf_snapshot_language(door->snapshot, answer.language)->tag);
    vague = answer.verdict == TRF_TOO_VAGUE;
    trf_json_begin_object(reply);
    trf_json_member_text(reply, "query", query.text);
    trf_json_member_text(reply, "lang", lang);
    trf_json_member_string(reply, "verdict", verdicts[answer.verdict]);
    put_candidates(door, "candidates", &answer, !vague, query.date, lang, reply);
    if (vague) {
        trf_json_member_text(reply, "reason", trf_snapshot_node_attribute(door->snapshot, answer.vague, "reason"));
        put_candidates(door, "would_be", &answer, true, query.date, lang, reply);
        put_question(door, trf_snapshot_node_attribute(door->snapshot, answer.vague, "decider"), lang, reply);
    } else {
        trf_json_member_null(reply, "question");
    }
    trf_json_name(reply, "unknown_terms");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < answer.unknown_count; i++)
        trf_json_put_text(reply, answer.unknown[i]);
    trf_json_end_array(reply);
    trf_json_end_object(reply);
    return answer.verdict == TRF_ANSWERED ? TARIFF_OK : TARIFF_NEGATIVE;
}

#else

tariff_status trf_method_classify(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    (void)request;
    (void)reply;
    return trf_fail(error, door->alloc, TARIFF_EUNSUPPORTED,
                    "classify: this build of the library knows no words (configure --enable-search)");
}
#endif
