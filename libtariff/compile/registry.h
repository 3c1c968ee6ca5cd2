/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What other records name by id: lines, areas, measure types, additional codes, certificates, footnotes, regulations, order
 * numbers. A name that no input declares gets a placeholder and one finding, so that the record that names it keeps its
 * meaning: a measure whose area is not known must not become one for all the world.
 */
#ifndef TRF_COMPILE_REGISTRY_H
#define TRF_COMPILE_REGISTRY_H

#include "image/layout.h"
#include "model/model.h"

typedef enum trf_registry_name {
    TRF_REGISTRY_AREA,
    TRF_REGISTRY_MEASURE_TYPE,
    TRF_REGISTRY_ADDITIONAL_CODE,
    TRF_REGISTRY_CERTIFICATE,
    TRF_REGISTRY_FOOTNOTE,
    TRF_REGISTRY_REGULATION,
    TRF_REGISTRY_ORDER_NUMBER,
    TRF_REGISTRY_LINE, /**< (code, suffix); its section has no null record: line = index - 1 */
    TRF_REGISTRY_COUNT
} trf_registry_name;

#define TRF_ENTRY_NONE UINT32_MAX

typedef struct trf_entry {
    uint16_t tariff;
    uint16_t kind;         /**< trf_kind of the row */
    trf_str first, second; /**< (type, code), (role, id), or (id, 0) */
    trf_value sid;         /**< absent where the kind has none */
    uint32_t row;          /**< of the model; TRF_ENTRY_NONE for a placeholder */
    trf_day start, end;
    uint32_t next;  /**< entry of the same name; TRF_ENTRY_NONE at the end */
    uint32_t index; /**< in its section, counted from 1, once sorted */
    trf_str before; /**< of a section of the nomenclature: its first chapter, before which it stands */
} trf_entry;

typedef struct trf_registry {
    trf_entry *entries;
    size_t capacity;
    uint32_t count;
    uint32_t *names; /**< open addressing by (tariff, first, second): entry + 1 */
    uint32_t *sids;  /**< by (tariff, sid) */
    uint32_t slots;  /**< of each */
    uint32_t used_sids, used_names;
    uint32_t *order; /**< entries in the order of the section */
    uint32_t order_size;
} trf_registry;

struct trf_build;

/**
 * The entry of a name that holds on the day, of the tariff or of what all share; where none holds then, the first of that name.
 * A sid, where given and known, decides. A placeholder is made where there is none, and reported with the record that names it.
 */
tariff_status trf_registry_find(struct trf_build *build, trf_registry_name name, uint16_t tariff, trf_value sid, trf_str first,
                                trf_str second, trf_day day, const trf_row_source *source, const char *by, uint32_t *entry);
/** Entry of a sid; TRF_ENTRY_NONE. */
uint32_t trf_registry_sid(const struct trf_build *build, trf_registry_name name, uint16_t tariff, trf_value sid);
/** Entry of a name without making one. */
uint32_t trf_registry_name_of(const struct trf_build *build, trf_registry_name name, uint16_t tariff, trf_str first,
                              trf_str second);
/** Sort all, number them from 1 and write their sections; entries made later would have no number. */
tariff_status trf_registries_seal(struct trf_build *build);
/** Number of an entry in its section; 0 for TRF_ENTRY_NONE. */
static inline uint32_t trf_registry_index(const trf_registry *registry, uint32_t entry)
{
    return entry < registry->count ? registry->entries[entry].index : 0;
}
void trf_registries_done(struct trf_build *build);

#endif
