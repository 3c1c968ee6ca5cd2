/* SPDX-License-Identifier: Apache-2.0 */
/* Entries of lexicons, with the places that they can mean. */
#include "compile/search.h"

#include "model/tree.h"
#include "num/number.h"

#define CODES_MAX 32u /* of one entry; more say nothing */

typedef struct lexicon {
    trf_build *build;
    const trf_search_space *space;
    trf_slice language;
    trf_search_words *words;
    trf_numbers *numbers;
} lexicon;

/* The weight of an entry in 256ths: all of it where it names none, or none that is from 0 to 1. */
static uint32_t weight_of(lexicon *l, uint32_t entry)
{
    trf_slice text = trf_tree_attribute(l->build->model, entry, "weight");
    trf_number number;
    int64_t weight;

    if (text.size == 0 || trf_number_parse(l->numbers, text, &number) != TARIFF_OK ||
        trf_number_multiply(l->numbers, number, trf_number_of(TRF_WEIGHT_ONE), &number) != TARIFF_OK ||
        trf_number_round(l->numbers, number, TRF_ROUND_HALF_UP, trf_number_of(1), &number) != TARIFF_OK ||
        !trf_number_int64(l->numbers, number, &weight) || weight < 0 || weight > TRF_WEIGHT_ONE)
        return TRF_WEIGHT_ONE;
    return (uint32_t)weight;
}

static uint32_t places_of(const lexicon *l, uint32_t entry, uint16_t places[CODES_MAX])
{
    trf_slice codes = trf_tree_attribute(l->build->model, entry, "codes"), code;
    uint32_t count = 0;

    while (count < CODES_MAX && trf_tree_next_word(&codes, &code)) {
        places[count] = trf_search_place(l->build, &l->space->record, code);
        count += places[count] != TRF_SEARCH_NO_PLACE;
    }
    return count;
}

static tariff_status add_entry(lexicon *l, uint32_t entry, trf_slice language)
{
    const trf_model *model = l->build->model;
    uint32_t weight = weight_of(l, entry), count;
    uint16_t places[CODES_MAX];
    tariff_status status = TARIFF_OK;

    count = places_of(l, entry, places);
    if (count == 0)
        return TARIFF_OK;
    for (uint32_t word = model->nodes[entry].first_child; word != TRF_NODE_NONE && status == TARIFF_OK;
         word = model->nodes[word].next) {
        trf_slice own = trf_tree_attribute(model, word, "lang");

        if (trf_slice_is(trf_tree_name(model, word), "word") && trf_slice_equal(own.size ? own : language, l->language))
            status = trf_search_add_entry(l->words, places, count, trf_tree_text(model, word), weight);
    }
    return status;
}

tariff_status trf_search_add_lexicons(trf_build *build, const trf_search_space *space, trf_slice language,
                                      trf_search_words *words)
{
    const trf_model *model = build->model;
    lexicon l = {build, space, language, words, trf_numbers_new(build->alloc)};
    tariff_status status = l.numbers ? TARIFF_OK : trf_fail_memory(build->error);

    for (uint32_t i = 0; i < trf_current_count(build, TRF_KIND_tree) && status == TARIFF_OK; i++) {
        uint16_t tariff = trf_current_source(build, TRF_KIND_tree, i)->tariff;
        uint32_t root = trf_tree_root(model, i, "lexicon");

        /* One that stands in no tariff speaks of the nomenclature that the others inherit. */
        if (root == TRF_NODE_NONE || !(tariff == space->record.tariff || (tariff == 0 && space->record.below == TRF_INDEX_NONE)))
            continue;
        for (uint32_t entry = model->nodes[root].first_child; entry != TRF_NODE_NONE && status == TARIFF_OK;
             entry = model->nodes[entry].next)
            status = add_entry(&l, entry, trf_tree_attribute(model, root, "lang"));
    }
    trf_numbers_free(l.numbers);
    return status;
}
