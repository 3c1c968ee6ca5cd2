/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The image under construction, shared by the files of compile/: sections as growing arrays of records, texts as ids of one
 * pool (that of the model, cut back to what it was in the end), and the tables of what records name.
 */
#ifndef TRF_COMPILE_BUILD_H
#define TRF_COMPILE_BUILD_H

#include "base/sort.h"
#include "compile/profile.h"
#include "compile/registry.h"
#include "expr/vocabulary.h"
#include "image/layout.h"
#include "model/model.h"

/** A section that grows. */
typedef struct trf_rows {
    uint8_t *data;
    size_t capacity; /**< records */
    uint32_t count;
    uint32_t record_size;
} trf_rows;

/** What a condition, component list or text was already compiled to. */
typedef struct trf_memo trf_memo;

typedef struct trf_build {
    const trf_alloc *alloc;
    trf_model *model; /**< settled; gets findings, and texts until the end */
    tariff_error **error;
    bool failed;         /**< memory for a text was refused: trf_build_status says so at the end of a step */
    uint32_t text_count; /**< texts of the model before compiling */
    trf_rows rows[TRF_SECTION_MAX];
    trf_rows small_texts; /**< trf_str of integers below TRF_SMALL_TEXTS */
    trf_registry registries[TRF_REGISTRY_COUNT];
    trf_profile_tables profiles;
    trf_vocabulary_builder *vocabulary_builder;
    const trf_vocabulary *vocabulary;
    trf_memo *memo;
    trf_arena scratch;       /**< of one duty */
    trf_arena lasting;       /**< texts of the vocabulary */
    struct trf_named *named; /**< what each current measure names, between naming and writing */
    size_t named_size;
    struct trf_staged *staged; /**< measures made of agreements: agreement.c; NULL none */
    trf_buffer display, plain; /**< scratch */
} trf_build;

#define TRF_SMALL_TEXTS 16384u

/* ---- texts and values ---- */
/** Id of a text in the image; equal texts have equal ids. Where memory is refused, 0 and build->failed. */
trf_str trf_build_text(trf_build *build, trf_slice text);
/** Id of a value's text, blanks at its ends dropped; 0 for an absent one. */
trf_str trf_build_value(trf_build *build, trf_value value);
/** The same with its blanks. */
trf_str trf_build_raw(trf_build *build, trf_value value);
trf_slice trf_build_get(const trf_build *build, trf_str id);
/** The date of a value, or what it says where there is none. */
trf_day trf_build_day(trf_value value, trf_day none);
/** The integer of a value, also of one with zeros before it; `none` for anything else. */
uint32_t trf_build_int(const trf_build *build, trf_value value, uint32_t none);

/** TARIFF_OK, or ENOMEM where a text could not be kept. */
static inline tariff_status trf_build_status(const trf_build *build)
{
    return build->failed ? trf_fail_memory(build->error) : TARIFF_OK;
}

/* ---- sections ---- */
/** One more record, zeroed; NULL where memory is refused. Earlier records of the section may move. */
void *trf_build_add(trf_build *build, uint32_t section);
static inline void *trf_build_at(const trf_build *build, uint32_t section, uint32_t index)
{
    return build->rows[section].data + (size_t)index * build->rows[section].record_size;
}
static inline uint32_t trf_build_count(const trf_build *build, uint32_t section)
{
    return build->rows[section].count;
}

bool trf_rows_reserve(const trf_alloc *alloc, trf_rows *rows, size_t more);
void *trf_rows_add(const trf_alloc *alloc, trf_rows *rows);
void trf_rows_done(const trf_alloc *alloc, trf_rows *rows);

/* ---- rows of the model ---- */
/** Current rows of a kind. */
static inline uint32_t trf_current_count(const trf_build *build, trf_kind kind)
{
    return build->model->tables[kind].current_count;
}
static inline uint32_t trf_current_row(const trf_build *build, trf_kind kind, uint32_t i)
{
    return build->model->tables[kind].current[i];
}
static inline const trf_value *trf_current(const trf_build *build, trf_kind kind, uint32_t i)
{
    return trf_model_row(build->model, kind, trf_current_row(build, kind, i));
}
static inline const trf_row_source *trf_current_source(const trf_build *build, trf_kind kind, uint32_t i)
{
    return &build->model->tables[kind].sources[trf_current_row(build, kind, i)];
}

/* ---- the steps, in the order in which trf_compile runs them; each leaves sections that the later ones point at ---- */
tariff_status trf_build_vocabulary(trf_build *build);   /* units, currencies, duty expressions: vocabulary.c */
tariff_status trf_build_registries(trf_build *build);   /* what records name, with placeholders: registry.c */
tariff_status trf_build_tariffs(trf_build *build);      /* tariffs, inputs, languages, trees: tables.c */
tariff_status trf_build_nomenclature(trf_build *build); /* lines: nomenclature.c */
tariff_status trf_build_hierarchy(trf_build *build);    /* parents: nomenclature.c */
tariff_status trf_build_geography(trf_build *build);    /* members, hash of areas: geography.c */
tariff_status trf_build_agreements(trf_build *build);   /* measures of staged rates, as rows behind those read: agreement.c */
tariff_status trf_build_names(trf_build *build);        /* placeholders for what measures name: measures.c */
tariff_status trf_build_measures(trf_build *build);     /* measures, rows, conditions, exclusions: measures.c */
tariff_status trf_build_quotas(trf_build *build);       /* definitions, events: quotas.c */
tariff_status trf_build_labels(trf_build *build);       /* labels of everything: labels.c */
tariff_status trf_build_search(trf_build *build);       /* words of lines: search.c */

/** How the amounts of a measure came about, where its row was made of an agreement; `measure` is its index in the image. */
tariff_status trf_build_staging(trf_build *build, uint32_t row, uint32_t measure);
/** AGREEMENT and PROOF, once what they name is numbered. */
tariff_status trf_build_proofs(trf_build *build);
/** Takes the rows that trf_build_agreements() added out of the model again. */
void trf_agreements_done(trf_build *build);

/** The hash section of sorted runs of equal (tariff, text): `count` records from `first` on. */
typedef void (*trf_key_of)(const void *record, uint32_t *tariff, trf_str *text);
tariff_status trf_build_hash(trf_build *build, uint32_t section, uint32_t of, uint32_t first, trf_key_of key_of);

/** Index of an expression record for components (each five values: id, amount, money, unit, qualifier), 0 for none. */
tariff_status trf_build_components(trf_build *build, const trf_value *components, size_t count, uint32_t *out);
/** The same for a text in a grammar. */
tariff_status trf_build_duty_text(trf_build *build, trf_value text, trf_value grammar, uint32_t *out);
void trf_memo_free(trf_build *build);

/* ---- what belongs to owners: collected in any order, then sorted to runs ---- */
/** Something of an owner; `value` is an index into what the caller keeps. */
typedef struct trf_runs {
    trf_sort_item *items;
    size_t capacity, count;
} trf_runs;

/** order: what sorts within the owner. */
bool trf_runs_add(const trf_alloc *alloc, trf_runs *runs, uint32_t owner, uint32_t order, uint64_t value);
/** By owner, then order, then as added. */
bool trf_runs_sort(const trf_alloc *alloc, trf_runs *runs);
static inline uint32_t trf_runs_owner(const trf_runs *runs, size_t i)
{
    return (uint32_t)(runs->items[i].key >> 32);
}
void trf_runs_done(const trf_alloc *alloc, trf_runs *runs);

/** Line of a sid; TRF_LINE_NONE. */
uint32_t trf_build_line_of_sid(const trf_build *build, uint16_t tariff, trf_value sid);
/** Line of a code and suffix that holds on a day, else another of that name; TRF_LINE_NONE. */
uint32_t trf_build_line_of_code(const trf_build *build, uint16_t tariff, trf_str code, trf_str suffix, trf_day day);

#endif
