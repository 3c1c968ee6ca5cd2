/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words to postings and entries. What is added is kept as drafts, one for each occurrence of a term in a field of a place; they
 * are sorted by term, place and field, and each group gets its impact, BM25 with the weight of its field,
 *
 *     impact = W * tf / (tf + K),   tf = occurrences / (1 - B + B * length / average length),
 *     score  = impact * weight of the term,   weight = log2(1 + (N - n + 1/2) / (n + 1/2)),
 *
 * where N are the leaves of the space and n those whose path has the term. All of it in fixed point, so that every host writes
 * the same bytes. Entries and descriptions stand beside, each with the terms it has and the places it means, so that a query that
 * says the whole of an entry finds it.
 */
#include "compile/search.h"

#include "num/logarithm.h"
#include "text/language.h"

#define ONE              65536u /* tf of 1 */
#define K                (ONE * 15u / 10u)
#define SCORE_ONE        10000u /* one binary digit */
#define IMPACT_MAX       255u
#define WEIGHT_TOP       384u /* the greatest W, in 256ths */
#define DESCRIPTION_SURE 205u /* a description that is said in whole is not as sure as an entry; in 256ths */

/* W in 256ths and B in 256ths, by field and by what the place is. */
typedef enum rank { RANK_CHAPTER, RANK_HEADING, RANK_GROUP, RANK_LINE, RANK_COUNT } rank;
static const uint16_t field_weight[TRF_SEARCH_FIELD_COUNT][RANK_COUNT] = {
    [TRF_SEARCH_DESCRIPTION] = {51, 154, 77, 256},
    [TRF_SEARCH_LEXICON] = {128, 205, 256, 384},
};
static const uint16_t length_weight[TRF_SEARCH_FIELD_COUNT] = {[TRF_SEARCH_DESCRIPTION] = 77, [TRF_SEARCH_LEXICON] = 13};

/* One occurrence, sorted: key = term, place, field; value = how much of one, in 65,536ths. */
#define DRAFT(term, place, field) ((uint64_t)(term) << 24 | (uint64_t)(place) << 8 | (field))
#define DRAFT_TERM(key)           ((uint32_t)((key) >> 24))
#define DRAFT_PLACE(key)          ((uint16_t)((key) >> 8))
#define DRAFT_FIELD(key)          ((uint8_t)(key))

typedef struct entry {
    trf_str text;
    uint32_t first_meaning, first_term;
    uint16_t confidence;
    uint8_t field;
} entry;

#define BESIDE UINT32_C(0x80000000) /* of a term of an entry: stands beside others, of which it is made */

struct trf_search_words {
    trf_build *build;
    const trf_search_space *space;
    trf_analyser *analyser;
    trf_intern terms;
    trf_intern forms;      /* words as they stand in the texts */
    trf_rows drafts;       /* trf_sort_item */
    trf_rows shown;        /* uint64_t: term, form of each occurrence */
    trf_rows entries;      /* entry */
    trf_rows entry_terms;  /* uint32_t: those of an entry, each once; BESIDE */
    trf_rows entry_places; /* trf_search_meaning_record */
    trf_rows lengths;      /* uint64_t by (field, place): occurrences, in 65,536ths */
    uint64_t average[TRF_SEARCH_FIELD_COUNT];
    uint32_t documents;
    trf_language_counter trigrams;
};

static void *item(const trf_rows *rows, uint32_t index)
{
    return rows->data + (size_t)index * rows->record_size;
}

static uint64_t *length_of(const trf_search_words *words, unsigned field, uint16_t place)
{
    return item(&words->lengths, field * words->space->record.place_count + place);
}

tariff_status trf_search_words_open(trf_build *build, const trf_search_space *space, trf_analyser *analyser,
                                    trf_search_words **out)
{
    trf_search_words *words = trf_alloc_zero(build->alloc, sizeof *words);

    if (!words)
        return trf_fail_memory(build->error);
    *out = words;
    words->build = build;
    words->space = space;
    words->analyser = analyser;
    words->drafts.record_size = sizeof(trf_sort_item);
    words->shown.record_size = sizeof(uint64_t);
    words->entries.record_size = sizeof(entry);
    words->entry_terms.record_size = sizeof(uint32_t);
    words->entry_places.record_size = sizeof(trf_search_meaning_record);
    words->lengths.record_size = sizeof(uint64_t);
    if (!trf_intern_init(&words->terms, build->alloc, 0) || !trf_intern_init(&words->forms, build->alloc, 0))
        return trf_fail_memory(build->error);
    for (uint32_t i = 0; i < TRF_SEARCH_FIELD_COUNT * space->record.place_count; i++)
        if (!trf_rows_add(build->alloc, &words->lengths))
            return trf_fail_memory(build->error);
    return TARIFF_OK;
}

void trf_search_words_close(trf_search_words *words)
{
    const trf_alloc *alloc;

    if (!words)
        return;
    alloc = words->build->alloc;
    trf_intern_done(&words->terms);
    trf_intern_done(&words->forms);
    trf_rows_done(alloc, &words->drafts);
    trf_rows_done(alloc, &words->shown);
    trf_rows_done(alloc, &words->entries);
    trf_rows_done(alloc, &words->entry_terms);
    trf_rows_done(alloc, &words->entry_places);
    trf_rows_done(alloc, &words->lengths);
    trf_alloc_free(alloc, words, sizeof *words);
}

/* ---- adding ---- */

static bool add_draft(trf_search_words *words, uint32_t term, uint16_t place, trf_search_field field, uint32_t weight)
{
    trf_sort_item *draft = trf_rows_add(words->build->alloc, &words->drafts);

    if (!draft)
        return false;
    *draft = (trf_sort_item){DRAFT(term, place, field), weight};
    *length_of(words, field, place) += weight;
    return true;
}

/* The number of a token's term, and a note of the word as it stands in the text. */
static uint32_t term_of(trf_search_words *words, const trf_token *token, trf_slice text)
{
    uint32_t term = trf_intern_add(&words->terms, token->term),
             form = trf_intern_add(&words->forms, trf_slice_of(text.data + token->start, token->size));
    uint64_t *shown = trf_rows_add(words->build->alloc, &words->shown);

    if (term >= BESIDE || form == TRF_INTERN_NONE || !shown)
        return TRF_INTERN_NONE;
    *shown = (uint64_t)term << 32 | form;
    return term;
}

static bool add_entry_term(trf_search_words *words, const entry *of, uint32_t term, bool beside)
{
    uint32_t *made;

    for (uint32_t i = of->first_term; i < words->entry_terms.count; i++)
        if ((*(uint32_t *)item(&words->entry_terms, i) & ~BESIDE) == term)
            return true;
    made = trf_rows_add(words->build->alloc, &words->entry_terms);
    if (made)
        *made = term | (beside ? BESIDE : 0);
    return made != NULL;
}

/* What an entry means: of many leaves, each gets the less, as the root of their number. */
static bool add_meanings(trf_search_words *words, const uint16_t *places, uint32_t count, uint32_t *share)
{
    const trf_search_space *space = words->space;
    uint32_t leaves = 0;

    for (uint32_t i = 0; i < count; i++)
        leaves += (uint32_t)(space->leaves[space->end[places[i]]] - space->leaves[places[i]]);
    *share = leaves > 1 ? trf_root(65536u / leaves) : 256;
    for (uint32_t i = 0; i < count; i++) {
        trf_search_meaning_record *meaning = trf_rows_add(words->build->alloc, &words->entry_places);

        if (!meaning)
            return false;
        *meaning = (trf_search_meaning_record){places[i], (uint16_t)*share};
    }
    return true;
}

static tariff_status add(trf_search_words *words, const uint16_t *places, uint32_t place_count, trf_slice text,
                         trf_search_field field, uint32_t weight)
{
    entry made = {0, words->entry_places.count, words->entry_terms.count,
                  (uint16_t)(field == TRF_SEARCH_DESCRIPTION ? DESCRIPTION_SURE : weight), (uint8_t)field};
    entry *kept;
    trf_tokens tokens;
    uint32_t share = 256;
    tariff_status status = trf_analyse(words->analyser, text, &tokens, words->build->error);
    bool ok = true;

    for (uint32_t i = 0; i < tokens.count && status == TARIFF_OK && ok; i++) {
        const trf_token *token = &tokens.items[i];
        uint32_t term;

        if (!trf_search_counts(token))
            continue;
        if (made.first_meaning == words->entry_places.count)
            ok = add_meanings(words, places, place_count, &share);
        term = ok ? term_of(words, token, text) : TRF_INTERN_NONE;
        ok = term != TRF_INTERN_NONE && add_entry_term(words, &made, term, trf_search_is_beside(token));
        for (uint32_t p = 0; p < place_count && ok; p++)
            ok = add_draft(words, term, places[p], field, (uint32_t)((uint64_t)ONE * weight / TRF_WEIGHT_ONE * share / 256));
    }
    trf_language_count(&words->trigrams, text);
    if (status < 0 || (ok && made.first_meaning == words->entry_places.count))
        return status;
    kept = ok ? trf_rows_add(words->build->alloc, &words->entries) : NULL;
    if (!kept)
        return trf_fail_memory(words->build->error);
    if (field != TRF_SEARCH_DESCRIPTION)
        made.text = trf_build_text(words->build, text);
    *kept = made;
    return TARIFF_OK;
}

tariff_status trf_search_add_description(trf_search_words *words, uint16_t place, trf_slice text)
{
    uint32_t before = words->entries.count;
    tariff_status status = add(words, &place, 1, text, TRF_SEARCH_DESCRIPTION, TRF_WEIGHT_ONE);

    words->documents += words->entries.count - before;
    return status;
}

tariff_status trf_search_add_entry(trf_search_words *words, const uint16_t *places, uint32_t place_count, trf_slice text,
                                   uint32_t weight)
{
    return add(words, places, place_count, text, TRF_SEARCH_LEXICON, weight);
}

bool trf_search_words_any(const trf_search_words *words)
{
    return words->entries.count > 0;
}

/* ---- impacts ---- */

static rank rank_of(const trf_search_words *words, uint16_t at)
{
    const trf_search_place_record *place = trf_search_place_at(words->build, &words->space->record, at);
    const trf_line_record *line = trf_build_at(words->build, TRF_SECTION_LINE, place->line);

    return line->suffix != 80 ? RANK_GROUP : place->level <= 2 ? RANK_CHAPTER : place->level <= 4 ? RANK_HEADING : RANK_LINE;
}

/* What a text of average length has, of those places that have any. */
static void find_averages(trf_search_words *words)
{
    for (unsigned field = 1; field < TRF_SEARCH_FIELD_COUNT; field++) {
        uint64_t sum = 0, places = 0;

        for (uint32_t place = 0; place < words->space->record.place_count; place++) {
            sum += *length_of(words, field, (uint16_t)place);
            places += *length_of(words, field, (uint16_t)place) != 0;
        }
        words->average[field] = places && sum / places ? sum / places : 1;
    }
}

static uint8_t impact(const trf_search_words *words, uint64_t key, uint64_t occurrences)
{
    unsigned field = DRAFT_FIELD(key);
    uint64_t b = length_weight[field], length = *length_of(words, field, DRAFT_PLACE(key));
    uint64_t tf = occurrences * 256u / (256u - b + b * length / words->average[field]);
    uint64_t of_top = (uint64_t)field_weight[field][rank_of(words, DRAFT_PLACE(key))] * tf / (tf + K) * IMPACT_MAX / WEIGHT_TOP;

    return (uint8_t)(of_top == 0 ? 1 : of_top);
}

/* Leaves whose path has a term: those below its places, which stand in the order of the tree. */
static uint32_t leaves_of(const trf_search_words *words, const trf_sort_item *drafts, size_t count)
{
    const trf_search_space *space = words->space;
    uint32_t leaves = 0, covered = 0;

    for (size_t i = 0; i < count; i++) {
        uint16_t place = DRAFT_PLACE(drafts[i].key);

        if (space->end[place] > covered) {
            uint32_t from = place > covered ? place : covered;

            leaves += (uint32_t)(space->leaves[space->end[place]] - space->leaves[from]);
            covered = space->end[place];
        }
    }
    return leaves;
}

static uint32_t term_weight(const trf_search_words *words, const trf_sort_item *drafts, size_t count)
{
    uint64_t all = words->space->leaves[words->space->record.place_count], of_term = leaves_of(words, drafts, count);

    return (uint32_t)((uint64_t)trf_log2(2 * all + 2, 2 * of_term + 1) * SCORE_ONE / TRF_LOG2_ONE);
}

/* ---- sections ---- */

/* The form that a term has most often; forms of a term lie together in words->shown, which is sorted. */
static trf_str shown_of(trf_search_words *words, uint32_t term, uint32_t *at)
{
    uint32_t best = 0, most = 0;

    while (*at < words->shown.count && *(uint64_t *)item(&words->shown, *at) >> 32 == term) {
        uint64_t key = *(uint64_t *)item(&words->shown, *at);
        uint32_t times = 0;

        for (; *at < words->shown.count && *(uint64_t *)item(&words->shown, *at) == key; ++*at)
            times++;
        if (times > most) {
            most = times;
            best = (uint32_t)key;
        }
    }
    return trf_build_text(words->build, trf_intern_get(&words->forms, best));
}

static tariff_status write_postings(trf_search_words *words, const trf_sort_item *drafts, size_t count)
{
    for (size_t i = 0, next; i < count; i = next) {
        trf_search_posting_record *posting = trf_build_add(words->build, TRF_SECTION_SEARCH_POSTING);
        uint64_t occurrences = 0;

        if (!posting)
            return trf_fail_memory(words->build->error);
        for (next = i; next < count && drafts[next].key == drafts[i].key; next++)
            occurrences += drafts[next].value;
        *posting = (trf_search_posting_record){DRAFT_PLACE(drafts[i].key), impact(words, drafts[i].key, occurrences),
                                               DRAFT_FIELD(drafts[i].key)};
    }
    return TARIFF_OK;
}

/* Terms in the order of their numbers, which is that of the drafts; the one behind them ends their runs. */
static tariff_status write_terms(trf_search_words *words)
{
    const trf_sort_item *drafts = (const trf_sort_item *)(const void *)words->drafts.data;
    trf_build *build = words->build;
    uint32_t shown = 0;

    for (size_t i = 0, next = 0; i <= words->drafts.count; i = next) {
        trf_search_term_record *term = trf_build_add(build, TRF_SECTION_SEARCH_TERM);
        trf_slice text;
        tariff_status status;

        if (!term)
            return trf_fail_memory(build->error);
        term->first_posting = trf_build_count(build, TRF_SECTION_SEARCH_POSTING);
        if (i == words->drafts.count)
            break;
        for (next = i; next < words->drafts.count && DRAFT_TERM(drafts[next].key) == DRAFT_TERM(drafts[i].key); next++)
            ;
        text = trf_intern_get(&words->terms, DRAFT_TERM(drafts[i].key));
        term->text = trf_build_text(build, text);
        term->shown = shown_of(words, DRAFT_TERM(drafts[i].key), &shown);
        term->shape = trf_search_shape(text);
        term->weight = term_weight(words, drafts + i, next - i);
        status = write_postings(words, drafts + i, next - i);
        if (status < 0)
            return status;
    }
    return TARIFF_OK;
}

static trf_search_term_record *term_at(const trf_search_words *words, const trf_search_language_record *record, uint32_t term)
{
    return trf_build_at(words->build, TRF_SECTION_SEARCH_TERM, record->first_term + term - 1); /* numbers begin with 1 */
}

static tariff_status write_entries(trf_search_words *words, const trf_search_language_record *record)
{
    trf_build *build = words->build;
    uint32_t meanings = trf_build_count(build, TRF_SECTION_SEARCH_MEANING);

    for (uint32_t i = 0; i <= words->entries.count; i++) {
        trf_search_entry_record *made = trf_build_add(build, TRF_SECTION_SEARCH_ENTRY);
        const entry *of = item(&words->entries, i);
        uint32_t end = i + 1 < words->entries.count ? of[1].first_term : words->entry_terms.count;

        if (!made)
            return trf_fail_memory(build->error);
        if (i == words->entries.count) {
            made->first_meaning = meanings + words->entry_places.count;
            break;
        }
        *made = (trf_search_entry_record){of->text, meanings + of->first_meaning, 0, of->confidence, of->field, 0};
        for (uint32_t t = of->first_term; t < end; t++) {
            uint32_t term = *(uint32_t *)item(&words->entry_terms, t);

            if (!(term & BESIDE))
                made->weight += term_at(words, record, term)->weight;
        }
    }
    for (uint32_t i = 0; i < words->entry_places.count; i++) {
        trf_search_meaning_record *made = trf_build_add(build, TRF_SECTION_SEARCH_MEANING);

        if (!made)
            return trf_fail_memory(build->error);
        *made = *(trf_search_meaning_record *)item(&words->entry_places, i);
    }
    return TARIFF_OK;
}

/* Which entries have a term: the terms of the entries, turned round. */
static tariff_status write_mentions(trf_search_words *words, const trf_search_language_record *record)
{
    trf_build *build = words->build;
    size_t count = words->entry_terms.count, size = (count + 1) * sizeof(trf_sort_item);
    trf_sort_item *items = trf_alloc_zero(build->alloc, size), *scratch = trf_alloc_zero(build->alloc, size);
    uint32_t first = trf_build_count(build, TRF_SECTION_SEARCH_MENTION), at = 0;
    tariff_status status = items && scratch ? TARIFF_OK : trf_fail_memory(build->error);

    for (uint32_t i = 0; i < words->entries.count && status == TARIFF_OK; i++) {
        uint32_t end = i + 1 < words->entries.count ? ((entry *)item(&words->entries, i + 1))->first_term : (uint32_t)count;

        for (; at < end; at++)
            items[at] = (trf_sort_item){*(uint32_t *)item(&words->entry_terms, at) & ~BESIDE, i};
    }
    if (status == TARIFF_OK)
        trf_sort_items(items, scratch, count);
    for (uint32_t i = 0, term = 1; term <= record->term_count + 1 && status == TARIFF_OK; term++) {
        term_at(words, record, term)->first_mention = first + i;
        for (; i < count && items[i].key == term; i++) {
            uint32_t *mention = trf_build_add(build, TRF_SECTION_SEARCH_MENTION);

            if (!mention) {
                status = trf_fail_memory(build->error);
                break;
            }
            *mention = (uint32_t)items[i].value;
        }
    }
    trf_alloc_free(build->alloc, items, size);
    trf_alloc_free(build->alloc, scratch, size);
    return status;
}

static tariff_status write_slots(trf_search_words *words, trf_search_language_record *record)
{
    trf_build *build = words->build;
    uint32_t slots = 1;
    uint32_t *slot;

    while (slots < record->term_count * 2)
        slots *= 2;
    record->first_slot = trf_build_count(build, TRF_SECTION_SEARCH_SLOT);
    record->slot_count = slots;
    for (uint32_t i = 0; i < slots; i++)
        if (!trf_build_add(build, TRF_SECTION_SEARCH_SLOT))
            return trf_fail_memory(build->error);
    slot = trf_build_at(build, TRF_SECTION_SEARCH_SLOT, record->first_slot);
    for (uint32_t term = 1; term <= record->term_count; term++) {
        uint32_t at = trf_search_hash(trf_intern_get(&words->terms, term)) & (slots - 1);

        while (slot[at])
            at = (at + 1) & (slots - 1);
        slot[at] = term;
    }
    return TARIFF_OK;
}

static tariff_status write_trigrams(trf_search_words *words, trf_search_language_record *record)
{
    int16_t weights[TRF_LANGUAGE_BUCKETS];

    record->first_trigram = trf_build_count(words->build, TRF_SECTION_SEARCH_TRIGRAM);
    trf_language_weigh(&words->trigrams, weights);
    for (uint32_t i = 0; i < TRF_LANGUAGE_BUCKETS; i++) {
        uint16_t *made = trf_build_add(words->build, TRF_SECTION_SEARCH_TRIGRAM);

        if (!made)
            return trf_fail_memory(words->build->error);
        *made = (uint16_t)weights[i];
    }
    return TARIFF_OK;
}

static tariff_status sort(trf_search_words *words)
{
    const trf_alloc *alloc = words->build->alloc;
    size_t most = words->drafts.count > words->shown.count ? words->drafts.count : words->shown.count;
    trf_sort_item *scratch = trf_alloc_array(alloc, most + 1, sizeof *scratch);

    if (!scratch)
        return trf_fail_memory(words->build->error);
    trf_sort_items((trf_sort_item *)(void *)words->drafts.data, scratch, words->drafts.count);
    trf_sort_keys((uint64_t *)(void *)words->shown.data, (uint64_t *)(void *)scratch, words->shown.count);
    trf_alloc_free(alloc, scratch, (most + 1) * sizeof *scratch);
    return TARIFF_OK;
}

tariff_status trf_search_words_write(trf_search_words *words, trf_search_language_record *record)
{
    tariff_status status = sort(words);

    record->first_term = trf_build_count(words->build, TRF_SECTION_SEARCH_TERM);
    record->term_count = words->terms.count - 1;
    record->first_entry = trf_build_count(words->build, TRF_SECTION_SEARCH_ENTRY);
    record->entry_count = words->entries.count;
    record->documents = words->documents;
    record->top = WEIGHT_TOP;
    find_averages(words);
    if (status == TARIFF_OK)
        status = write_terms(words);
    if (status == TARIFF_OK)
        status = write_entries(words, record);
    if (status == TARIFF_OK)
        status = write_mentions(words, record);
    if (status == TARIFF_OK)
        status = write_slots(words, record);
    if (status == TARIFF_OK)
        status = write_trigrams(words, record);
    return status == TARIFF_OK ? trf_build_status(words->build) : status;
}
