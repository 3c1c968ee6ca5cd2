/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/word.h"

#include "assess/work.h"
#include "snapshot/profile.h"

void trf_word_amount(const trf_explanation *e, trf_number number, trf_buffer *out)
{
    if (trf_number_format(e->assessment->numbers, number, 2, 18, out) < 0)
        out->failed = true;
}

void trf_word_number(const trf_explanation *e, trf_number number, trf_buffer *out)
{
    if (trf_number_format(e->assessment->numbers, number, 0, 18, out) < 0)
        out->failed = true;
}

void trf_word_sid(const trf_snapshot *snapshot, uint32_t measure, trf_buffer *out)
{
    const trf_measure_record *record = trf_snapshot_measure(snapshot, measure);

    trf_buffer_signed(out, (int64_t)((uint64_t)record->sid_high << 32 | record->sid_low));
}

void trf_word_unit(const trf_explanation *e, uint32_t unit, trf_buffer *out)
{
    uint32_t id = TRF_TRACE_REF_ID(unit);

    switch (TRF_TRACE_REF_KIND(unit)) {
    case TRF_IN_CURRENCY:
        if (id < e->vocabulary->currency_count)
            trf_buffer_slice(out, e->vocabulary->currencies[id].code);
        else
            trf_buffer_slice(out, e->assessment->currency);
        break;
    case TRF_IN_UNIT:
        if (id < e->vocabulary->unit_count) {
            trf_buffer_slice(out, e->vocabulary->units[id].code);
            trf_buffer_slice(out, e->vocabulary->units[id].qualifier);
        }
        break;
    case TRF_IN_PERCENT: trf_buffer_char(out, '%'); break;
    case TRF_IN_MONEY_PER_UNIT:
        trf_buffer_slice(out, e->assessment->currency);
        if (id < e->vocabulary->unit_count) {
            trf_buffer_char(out, '/');
            trf_buffer_slice(out, e->vocabulary->units[id].code);
            trf_buffer_slice(out, e->vocabulary->units[id].qualifier);
        }
        break;
    case TRF_IN_TEXT: trf_buffer_slice(out, trf_snapshot_text(e->assessment->snapshot, id)); break;
    default: break;
    }
}

void trf_word_rule(const trf_explanation *e, uint32_t rule, trf_buffer *out)
{
    const trf_snapshot *s = e->assessment->snapshot;
    uint32_t id = TRF_TRACE_REF_ID(rule);
    char date[10];

    switch (TRF_TRACE_REF_KIND(rule)) {
    case TRF_RULE_MEASURE: trf_word_sid(s, id, out); break;
    case TRF_RULE_CONDITION: trf_buffer_unsigned(out, trf_snapshot_condition(s, id)->sid, 1); break;
    case TRF_RULE_PROFILE: trf_buffer_slice(out, trf_snapshot_text(s, trf_snapshot_node(s, id)->name)); break;
    case TRF_RULE_UNIT: trf_word_unit(e, TRF_TRACE_REF(TRF_IN_UNIT, id), out); break;
    case TRF_RULE_EXCHANGE: {
        const trf_exchange_record *row = trf_snapshot_exchange(s, id);

        trf_buffer_slice(out, trf_snapshot_text(s, row->base));
        trf_buffer_char(out, '/');
        trf_buffer_slice(out, trf_snapshot_text(s, row->currency));
        if (row->start >= TRF_DATE_MIN && row->start <= TRF_DATE_MAX) {
            trf_date_format(row->start, date);
            trf_buffer_char(out, ' ');
            trf_buffer_bytes(out, date, sizeof date);
        }
        break;
    }
    case TRF_RULE_FIELD:
        if (id >= TRF_FIELD_BASE)
            trf_buffer_text(out, trf_declared_field_name(id - TRF_FIELD_BASE));
        else
            trf_buffer_slice(out, trf_snapshot_text(s, id));
        break;
    case TRF_RULE_TEXT: trf_buffer_slice(out, trf_snapshot_text(s, id)); break;
    case TRF_RULE_AGREEMENT: {
        const trf_staging_record *staging = trf_snapshot_staging(s, id);

        trf_buffer_slice(out, trf_snapshot_text(s, staging->agreement));
        trf_buffer_char(out, '/');
        trf_buffer_slice(out, trf_snapshot_text(s, staging->category));
        if (staging->stage) {
            trf_buffer_char(out, '/');
            trf_buffer_unsigned(out, staging->stage, 1);
        }
        break;
    }
    default: trf_buffer_unsigned(out, id, 1); break;
    }
}

void trf_word_image(const trf_snapshot *snapshot, trf_buffer *out)
{
    static const char digits[] = "0123456789abcdef";

    trf_buffer_text(out, "sha256:");
    for (unsigned i = 0; i < TRF_IMAGE_HASH_SIZE; i++) {
        trf_buffer_char(out, digits[snapshot->header->content_hash[i] >> 4]);
        trf_buffer_char(out, digits[snapshot->header->content_hash[i] & 15]);
    }
}

trf_slice trf_word_expression(const trf_snapshot *snapshot, uint32_t expression)
{
    const trf_expression_record *record = trf_snapshot_expression(snapshot, expression);

    return trf_snapshot_text(snapshot, record->text ? record->text : record->canonical);
}

const trf_profile_measures_record *trf_word_measures(const trf_assessment *assessment, const trf_assessed_item *item,
                                                     uint32_t candidate)
{
    const trf_snapshot *s = assessment->snapshot;
    const trf_measure_type_record *type;

    if (candidate >= item->candidate_count)
        return trf_snapshot_profile_measures(s, 0);
    type = trf_snapshot_measure_type(s, trf_snapshot_measure(s, item->candidates[candidate].measure)->type);
    return trf_snapshot_profile_measures(
        s, trf_profile_measures_find(
               s, trf_snapshot_profile(s, trf_word_second(item, candidate) ? assessment->second_profile : assessment->profile),
               type->id, type->series, assessment->date));
}

bool trf_word_second(const trf_assessed_item *item, uint32_t candidate)
{
    return item->drawn && candidate >= item->drawn->own_candidates && candidate < item->candidate_count;
}

trf_slice trf_word_tariff(const trf_snapshot *snapshot, const trf_assessed_item *item, bool second)
{
    return item->drawn ? trf_snapshot_text(snapshot, trf_snapshot_tariff(snapshot, item->drawn->tariffs[second])->id)
                       : TRF_SLICE_EMPTY;
}

/* "additional-code": the tax type is the measure's additional code without its type; "heading": its act. */
static trf_slice from_measure(const trf_snapshot *s, trf_slice official, const trf_candidate *c)
{
    const trf_measure_record *measure = trf_snapshot_measure(s, c->measure);

    if (trf_slice_is(official, "additional-code"))
        return trf_snapshot_text(s, trf_snapshot_additional_code(s, measure->additional_code)->code);
    if (trf_slice_is(official, "heading"))
        return trf_snapshot_text(s, trf_snapshot_regulation(s, measure->regulation)->id);
    return official;
}

trf_slice trf_word_official(const trf_assessment *assessment, const trf_assessed_item *item, const trf_charge *charge)
{
    const trf_snapshot *s = assessment->snapshot;
    const trf_profile_record *profile = trf_snapshot_profile(s, assessment->profile);
    trf_slice official = trf_snapshot_text(s, trf_word_measures(assessment, item, charge->candidate)->official);

    if (official.size && charge->candidate < item->candidate_count)
        return from_measure(s, official, &item->candidates[charge->candidate]);
    return trf_snapshot_text(s, trf_snapshot_profile_charge(s, profile->first_charge + charge->charge)->official);
}

void trf_word_outcome(const trf_explanation *e, const trf_outcome *outcome, trf_buffer *out)
{
    trf_slice sentence = trf_message(e->language, "OUTCOME_", outcome->code);

    trf_buffer_slice(out, sentence.size ? sentence : outcome->code);
    for (uint32_t i = 0; i < outcome->need_count; i++) {
        trf_buffer_text(out, i ? ", " : ": ");
        trf_buffer_slice(out, outcome->needs[i]);
    }
    if (outcome->text.size) {
        trf_buffer_text(out, ": ");
        trf_buffer_slice(out, outcome->text);
    }
}
