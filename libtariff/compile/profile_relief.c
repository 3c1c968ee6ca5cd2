/* SPDX-License-Identifier: Apache-2.0 */
/* Tests of profiles, which say when something holds for a declaration, and reliefs from charges. */
#include "base/instant.h"
#include "compile/profile_reader.h"

/** What a test looks at, by the attribute that names it. */
static const struct {
    const char *attribute;
    uint8_t kind;
} subjects[] = {{"field", TRF_TEST_FIELD}, {"claim", TRF_TEST_CLAIM}, {"fact", TRF_TEST_FACT},
                {"value", TRF_TEST_VALUE}, {"date", TRF_TEST_DATE},   {"code", TRF_TEST_CODE}};

static const struct {
    const char *attribute;
    uint8_t compare;
} limits[] = {{"at-most", TRF_COMPARE_AT_MOST}, {"above", TRF_COMPARE_ABOVE}};

static const struct {
    const char *attribute;
    uint8_t compare;
} moments[] = {{"before", TRF_COMPARE_BEFORE}, {"not-before", TRF_COMPARE_NOT_BEFORE}};

/** What it is compared with; false where nothing sound is said. */
static bool compared(trf_profile_builder *b, uint32_t node, trf_profile_test_record *test)
{
    trf_slice value;
    trf_instant at;

    for (size_t i = 0; i < sizeof moments / sizeof *moments && test->kind == TRF_TEST_DATE; i++) {
        value = trf_profile_attribute(b, node, moments[i].attribute);
        if (value.size == 0)
            continue;
        if (!trf_instant_parse(value, &at)) {
            trf_profile_report(b, node, "'%S': not an instant (expected YYYY-MM-DDThh:mm:ss with an offset)", value);
            return false;
        }
        test->compare = moments[i].compare;
        test->words[0] = (uint64_t)at.seconds;
        return true;
    }
    for (size_t i = 0; i < sizeof limits / sizeof *limits && (test->kind == TRF_TEST_FACT || test->kind == TRF_TEST_VALUE); i++) {
        value = trf_profile_attribute(b, node, limits[i].attribute);
        if (value.size == 0)
            continue;
        test->compare = limits[i].compare;
        return trf_profile_number(b, node, value, test->words, &test->scale);
    }
    if (test->values != 0 && test->kind != TRF_TEST_VALUE && test->kind != TRF_TEST_DATE)
        return true;
    trf_profile_report(b, node, "test of '%S': says nothing to compare with",
                       trf_profile_attribute(b, node, subjects[0].attribute));
    return false;
}

static tariff_status element_test(trf_profile_builder *b, uint32_t node)
{
    trf_profile_test_record test = {0};
    tariff_status status = trf_profile_source_id(b, node, &test.source);

    test.node = node + b->node_base;
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects && status >= 0 && test.kind == 0; i++) {
        if (trf_profile_attribute(b, node, subjects[i].attribute).size == 0)
            continue;
        test.kind = subjects[i].kind;
        status = trf_profile_attribute_id(b, node, subjects[i].attribute, &test.name);
    }
    if (status >= 0)
        status = trf_profile_attribute_id(b, node,
                                          test.kind == TRF_TEST_CLAIM  ? "list"
                                          : test.kind == TRF_TEST_CODE ? "begins"
                                                                       : "is",
                                          &test.values);
    if (status < 0)
        return status;
    if (trf_slice_is(trf_profile_attribute(b, node, "not"), "yes"))
        test.flags |= TRF_TEST_NEGATED;
    if (test.kind == 0) {
        trf_profile_report(b, node, "'%S': names nothing to look at", trf_profile_name(b, node));
        return status;
    }
    return compared(b, node, &test) ? trf_profile_put(b, TRF_SECTION_PROFILE_TEST, &test) : status;
}

tariff_status trf_profile_tests(trf_profile_builder *b, uint32_t node, uint32_t *first, uint32_t *count)
{
    tariff_status status = TARIFF_OK;

    *first = trf_profile_rows(b, TRF_SECTION_PROFILE_TEST)->count;
    for (uint32_t child = trf_profile_node(b, node)->first_child; child != TRF_NODE_NONE && status >= 0;
         child = trf_profile_node(b, child)->next) {
        if (trf_slice_is(trf_profile_name(b, child), "test"))
            status = element_test(b, child);
    }
    *count = trf_profile_rows(b, TRF_SECTION_PROFILE_TEST)->count - *first;
    if (*count == 0)
        *first = 0;
    return status;
}

tariff_status trf_profile_relief(trf_profile_builder *b, uint32_t node)
{
    static const char *const states[] = {"relieved", "replaced", "excluded", NULL};
    trf_profile_relief_record relief = {0};
    const struct {
        const char *name;
        trf_str *out;
    } texts[] = {{"id", &relief.id}, {"list", &relief.list}, {"not-list", &relief.not_list}};
    trf_slice list = trf_profile_attribute(b, node, "charges"), one;
    tariff_status status = trf_profile_source_id(b, node, &relief.source);

    trf_profile_period(b, node, &relief.start, &relief.end);
    relief.node = node + b->node_base;
    relief.state = (uint8_t)trf_profile_word(b, node, "state", states, TRF_RELIEF_RELIEVED);
    while (trf_tree_next_word(&list, &one)) {
        unsigned charge = trf_profile_charge(b, one);

        if (charge == 255)
            trf_profile_report(b, node, "charge '%S': not in the programme", one);
        else
            relief.charges |= UINT64_C(1) << charge;
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status >= 0; i++)
        status = trf_profile_attribute_id(b, node, texts[i].name, texts[i].out);
    if (status >= 0)
        status = trf_profile_tests(b, node, &relief.first_test, &relief.test_count);
    return status < 0 ? status : trf_profile_put(b, TRF_SECTION_PROFILE_RELIEF, &relief);
}
