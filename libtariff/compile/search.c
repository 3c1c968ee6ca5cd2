/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text index: a space for each nomenclature with texts, its lines as places, and the words of each language. Texts of a
 * nomenclature that another one inherits are indexed once.
 */
#include "compile/search.h"

#include "model/tree.h"

static const trf_line_record *line_at(const trf_build *build, uint32_t line)
{
    return trf_build_at(build, TRF_SECTION_LINE, line);
}

static trf_search_place_record *place_at(const trf_build *build, const trf_search_space *space, uint32_t place)
{
    return trf_build_at(build, TRF_SECTION_SEARCH_PLACE, space->record.first_place + place);
}

/* ---- places ---- */

static bool is_place(const trf_line_record *line)
{
    return !(line->flags & (TRF_LINE_SECTION | TRF_LINE_PLACEHOLDER));
}

/* The parent of a line in its last period: a nomenclature moves lines seldom. */
static uint32_t parent_of(const trf_build *build, const trf_line_record *line)
{
    if (line->parent != TRF_LINE_VARIES || line->parent_count == 0)
        return line->parent;
    return ((const trf_parent_record *)trf_build_at(build, TRF_SECTION_PARENT, line->first_parent + line->parent_count - 1))
        ->parent;
}

/* Codes of a space stand in the order of its lines. */
static trf_slice code_at(const trf_build *build, const trf_search_space_record *space, uint32_t place)
{
    return trf_build_get(build, line_at(build, trf_search_place_at(build, space, place)->line)->code);
}

uint16_t trf_search_place(const trf_build *build, const trf_search_space_record *space, trf_slice code)
{
    uint32_t low = 0, high = space->place_count;
    uint16_t found = TRF_SEARCH_NO_PLACE;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (trf_slice_compare(code_at(build, space, middle), code) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    /* A tariff that writes its codes in full has zeros behind the digits that count. */
    for (; low < space->place_count && trf_slice_begins(code_at(build, space, low), code); low++) {
        const trf_line_record *line = line_at(build, trf_search_place_at(build, space, low)->line);

        if (found == TRF_SEARCH_NO_PLACE)
            found = (uint16_t)low;
        if (line->suffix == 80 && line->level >= code.size)
            return line->level == code.size ? (uint16_t)low : found;
    }
    return found;
}

static tariff_status add_places(trf_build *build, trf_search_space *space)
{
    const trf_tariff_record *tariff = trf_build_at(build, TRF_SECTION_TARIFF, space->record.tariff);
    uint16_t *of_line = trf_alloc_array(build->alloc, (size_t)tariff->line_count + 1, sizeof *of_line);
    tariff_status status = of_line ? TARIFF_OK : trf_fail_memory(build->error);

    space->record.first_place = trf_build_count(build, TRF_SECTION_SEARCH_PLACE);
    for (uint32_t i = 0; i < tariff->line_count && status == TARIFF_OK; i++) {
        const trf_line_record *line = line_at(build, tariff->first_line + i);
        uint32_t parent = parent_of(build, line);
        trf_search_place_record *place;

        of_line[i] = TRF_SEARCH_NO_PLACE;
        if (!is_place(line))
            continue;
        place = trf_build_add(build, TRF_SECTION_SEARCH_PLACE);
        if (!place) {
            status = trf_fail_memory(build->error);
            break;
        }
        *place = (trf_search_place_record){tariff->first_line + i, TRF_SEARCH_NO_PLACE, line->level,
                                           TRF_PLACE_LEAF,         TRF_SEARCH_NO_PLACE, 0};
        if (parent >= tariff->first_line && parent < tariff->first_line + i)
            place->parent = of_line[parent - tariff->first_line];
        if (place->parent != TRF_SEARCH_NO_PLACE)
            place_at(build, space, place->parent)->flags &= (uint8_t)~TRF_PLACE_LEAF;
        of_line[i] = (uint16_t)space->record.place_count++;
    }
    trf_alloc_free(build->alloc, of_line, ((size_t)tariff->line_count + 1) * sizeof *of_line);
    return status;
}

/* Where the places below each one end, and how many leaves stand before it. */
static tariff_status measure_places(trf_build *build, trf_search_space *space)
{
    uint32_t count = space->record.place_count;

    space->leaves = trf_alloc_array(build->alloc, (size_t)count + 1, sizeof *space->leaves);
    space->end = trf_alloc_array(build->alloc, (size_t)count + 1, sizeof *space->end);
    if (!space->leaves || !space->end)
        return trf_fail_memory(build->error);
    for (uint32_t i = count; i-- > 0;) {
        uint16_t parent = place_at(build, space, i)->parent;

        if (space->end[i] == 0)
            space->end[i] = (uint16_t)(i + 1);
        if (parent != TRF_SEARCH_NO_PLACE && space->end[parent] < space->end[i])
            space->end[parent] = space->end[i];
    }
    for (uint32_t i = 0; i < count; i++)
        space->leaves[i + 1] = (uint16_t)(space->leaves[i] + (place_at(build, space, i)->flags & TRF_PLACE_LEAF));
    return TARIFF_OK;
}

static void forget_places(trf_build *build, trf_search_space *space)
{
    size_t count = (size_t)space->record.place_count + 1;

    trf_alloc_free(build->alloc, space->leaves, count * sizeof *space->leaves);
    trf_alloc_free(build->alloc, space->end, count * sizeof *space->end);
}

/* The places of the nomenclature below that have the same digits. */
static void link_below(const trf_build *build, const trf_search_space *space, const trf_search_space_record *below)
{
    for (uint32_t i = 0; i < space->record.place_count; i++) {
        trf_search_place_record *place = place_at(build, space, i);
        trf_slice code = code_at(build, &space->record, i);

        if (place->level <= code.size)
            place->below = trf_search_place(build, below, trf_slice_of(code.data, place->level));
    }
}

/* ---- words ---- */

static tariff_status add_descriptions(trf_build *build, const trf_search_space *space, uint16_t language, trf_search_words *words)
{
    for (uint32_t i = 0; i < space->record.place_count; i++) {
        const trf_line_record *line = line_at(build, place_at(build, space, i)->line);
        trf_str before = 0;

        for (uint32_t l = 0; l < line->label_count; l++) {
            const trf_label_record *label = trf_build_at(build, TRF_SECTION_LABEL, line->first_label + l);
            tariff_status status;

            if (label->language != language || label->plain == before)
                continue;
            before = label->plain;
            status = trf_search_add_description(words, (uint16_t)i, trf_build_get(build, label->plain));
            if (status < 0)
                return status;
        }
    }
    return TARIFF_OK;
}

/* What the analysis makes of a text with something of everything: an index that was made otherwise is searched otherwise. */
static tariff_status probe(trf_build *build, trf_analyser *analyser, trf_search_language_record *record)
{
    uint64_t hash;
    tariff_status status = trf_analyser_probe(analyser, TRF_SLICE(TRF_SEARCH_PROBE), &hash, build->error);

    if (status == TARIFF_OK) {
        record->probe_low = (uint32_t)hash;
        record->probe_high = (uint32_t)(hash >> 32);
    }
    return status;
}

static tariff_status add_language(trf_build *build, trf_search_space *space, uint16_t language)
{
    const trf_language_record *of = trf_build_at(build, TRF_SECTION_LANGUAGE, language);
    trf_search_language_record record = {.language = language};
    trf_search_language_record *made;
    trf_search_words *words = NULL;
    trf_analyser *analyser = NULL;
    trf_slice tag = trf_build_get(build, of->tag);
    tariff_status status = trf_analyser_open_shipped(build->alloc, tag, &analyser, build->error);

    if (status == TARIFF_OK)
        status = probe(build, analyser, &record);
    if (status == TARIFF_OK)
        status = trf_search_words_open(build, space, analyser, &words);
    if (status == TARIFF_OK)
        status = add_descriptions(build, space, language, words);
    if (status == TARIFF_OK)
        status = trf_search_add_lexicons(build, space, tag, words);
    if (status == TARIFF_OK && trf_search_words_any(words)) {
        status = trf_search_words_write(words, &record);
        made = trf_build_add(build, TRF_SECTION_SEARCH_LANGUAGE);
        status = status < 0 ? status : made ? TARIFF_OK : trf_fail_memory(build->error);
        if (made)
            *made = record;
        space->record.language_count++;
    }
    trf_search_words_close(words);
    trf_analyser_free(analyser);
    return status;
}

/* ---- spaces ---- */

/* The space of the nomenclature that a tariff inherits; TRF_INDEX_NONE where the image has none. */
static uint32_t space_below(const trf_build *build, const trf_tariff_record *tariff)
{
    for (uint32_t i = 0; i < trf_build_count(build, TRF_SECTION_SEARCH_SPACE); i++) {
        const trf_search_space_record *space = trf_build_at(build, TRF_SECTION_SEARCH_SPACE, i);
        const trf_tariff_record *other = trf_build_at(build, TRF_SECTION_TARIFF, space->tariff);

        if (tariff->nomenclature && other->id == tariff->nomenclature && other != tariff)
            return i;
    }
    return TRF_INDEX_NONE;
}

static bool inherits(const trf_build *build, const trf_tariff_record *tariff)
{
    for (uint32_t i = 1; i < trf_build_count(build, TRF_SECTION_TARIFF); i++) {
        const trf_tariff_record *other = trf_build_at(build, TRF_SECTION_TARIFF, i);

        if (tariff->nomenclature && other->id == tariff->nomenclature && other != tariff)
            return true;
    }
    return false;
}

static tariff_status add_space(trf_build *build, uint16_t tariff)
{
    const trf_tariff_record *record = trf_build_at(build, TRF_SECTION_TARIFF, tariff);
    trf_search_space space = {.record = {.tariff = tariff, .below = space_below(build, record)}};
    trf_search_space_record *made;
    tariff_status status;

    if (record->line_count == 0)
        return TARIFF_OK;
    if (record->line_count >= TRF_SEARCH_PLACES_MAX) {
        trf_model_report(build->model, NULL, "too-many-lines-to-search", trf_build_get(build, record->id),
                         "%u lines: words find none of them (expected fewer than %u)", record->line_count, TRF_SEARCH_PLACES_MAX);
        return TARIFF_OK;
    }
    space.record.first_language = trf_build_count(build, TRF_SECTION_SEARCH_LANGUAGE);
    status = add_places(build, &space);
    if (status == TARIFF_OK)
        status = measure_places(build, &space);
    if (status == TARIFF_OK && space.record.below != TRF_INDEX_NONE)
        link_below(build, &space, trf_build_at(build, TRF_SECTION_SEARCH_SPACE, space.record.below));
    for (uint32_t language = 0; language < trf_build_count(build, TRF_SECTION_LANGUAGE) && status == TARIFF_OK; language++)
        status = add_language(build, &space, (uint16_t)language);
    forget_places(build, &space);
    if (status < 0)
        return status;
    made = trf_build_add(build, TRF_SECTION_SEARCH_SPACE);
    if (!made)
        return trf_fail_memory(build->error);
    *made = space.record;
    return TARIFF_OK;
}

tariff_status trf_build_search(trf_build *build)
{
    char version[TRF_TEXT_VERSION_MAX];
    size_t size = trf_text_version(version);
    trf_search_record *record;
    tariff_status status = TARIFF_OK;

    /* What others inherit comes first. */
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 1; i < trf_build_count(build, TRF_SECTION_TARIFF) && status == TARIFF_OK; i++)
            if (inherits(build, trf_build_at(build, TRF_SECTION_TARIFF, i)) == (pass == 1))
                status = add_space(build, (uint16_t)i);
    if (status < 0 || trf_build_count(build, TRF_SECTION_SEARCH_SPACE) == 0)
        return status;
    status = trf_search_add_vague(build);
    if (status < 0)
        return status;
    record = trf_build_add(build, TRF_SECTION_SEARCH);
    if (!record)
        return trf_fail_memory(build->error);
    record->analysis = trf_build_text(build, trf_slice_of(version, size));
    return trf_build_status(build);
}
