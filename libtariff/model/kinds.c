/* SPDX-License-Identifier: Apache-2.0 */
#include "model/model.h"
#include "model/records.h"

/* kinds.def three times: the fields of each kind, how many they are, and the kinds. */
#define KIND(name, record, subrecord, element) static const trf_field_info fields_##name[] = {
#define FIELD(kind, name, element, type, use) {element, TRF_TYPE_##type, TRF_USE_##use},
#define KIND_END(name) \
    }                  \
    ;
#include "model/kinds.def"
#undef KIND
#undef FIELD
#undef KIND_END

const trf_kind_info trf_kinds[TRF_KIND_COUNT] = {
#define KIND(name, record, subrecord, element) {element, fields_##name, TRF_F_##name##_COUNT, record, subrecord},
#define FIELD(kind, name, element, type, use)
#define KIND_END(name)
#include "model/kinds.def"
#undef KIND
#undef FIELD
#undef KIND_END
};

/* No row is wider than readers allow for. */
#define KIND(name, record, subrecord, element)
#define FIELD(kind, name, element, type, use)
#define KIND_END(name) _Static_assert(TRF_F_##name##_COUNT <= TRF_FIELDS_MAX, "TRF_FIELDS_MAX");
#include "model/kinds.def"
#undef KIND
#undef FIELD
#undef KIND_END

trf_kind trf_kind_of_element(trf_slice element)
{
    /* Some publishers shorten it. */
    if (trf_slice_is(element, "geographical.membership"))
        return TRF_KIND_geographical_area_membership;
    for (int kind = 0; kind < TRF_KIND_COUNT; kind++)
        if (trf_slice_is(element, trf_kinds[kind].element))
            return (trf_kind)kind;
    return TRF_KIND_COUNT;
}

trf_kind trf_kind_of_record(uint32_t record, uint32_t subrecord)
{
    for (int kind = 0; kind < TRF_KIND_COUNT && record; kind++)
        if (trf_kinds[kind].record == record && trf_kinds[kind].subrecord == subrecord)
            return (trf_kind)kind;
    return TRF_KIND_COUNT;
}

/* One spelling is official in goods.nomenclature, the other everywhere else; files use both in both places. */
static trf_slice other_spelling(trf_slice element)
{
    if (trf_slice_is(element, "producline.suffix"))
        return TRF_SLICE("productline.suffix");
    if (trf_slice_is(element, "productline.suffix"))
        return TRF_SLICE("producline.suffix");
    return TRF_SLICE_EMPTY;
}

int trf_field_of_element(trf_kind kind, trf_slice element)
{
    const trf_kind_info *info = &trf_kinds[kind];
    trf_slice other = other_spelling(element);

    for (int field = 0; field < info->field_count; field++)
        if (trf_slice_is(element, info->fields[field].element) ||
            (other.size && trf_slice_is(other, info->fields[field].element)))
            return field;
    return -1;
}

unsigned trf_kind_keys(trf_kind kind, uint8_t keys[TRF_KEYS_MAX])
{
    const trf_kind_info *info = &trf_kinds[kind];
    unsigned count = 0;

    for (uint8_t field = 0; field < info->field_count && count < TRF_KEYS_MAX; field++)
        if (info->fields[field].use == TRF_USE_KEY)
            keys[count++] = field;
    return count;
}
