/* SPDX-License-Identifier: Apache-2.0 */
/** @file Small tariffs from XML text, for tests of what is compiled and read. Any failure fails the test. */
#ifndef TESTS_UNIT_IMAGES_H
#define TESTS_UNIT_IMAGES_H

#include "unit.h"

#include "base/error.h"
#include "compile/compile.h"
#include "ingest/ingest.h"
#include "snapshot/snapshot.h"

#define NATIVE(body) "<tariff-data xmlns='urn:libtariff:tariff:1' version='1'>" body "</tariff-data>"

static inline void unit_check(tariff_status status, const tariff_error *error)
{
    if (status < 0)
        ck_abort_msg("status %d: %.*s", (int)status, error ? (int)error->message.size : 0, error ? error->message.data : "");
}
/** The call ends well; the error is looked at after it. */
#define unit_ok(call, error)                \
    do {                                    \
        tariff_status unit_status = (call); \
        unit_check(unit_status, error);     \
    } while (0)

static inline trf_model *unit_model(void)
{
    trf_limits limits = TRF_LIMITS_DEFAULT;
    trf_model *model = NULL;
    tariff_error *error = NULL;

    unit_ok(trf_model_new(&trf_alloc_default, &limits, 0x9e3779b97f4a7c15u, &model, &error), error);
    return model;
}

static inline void unit_ingest(trf_model *model, const char *name, const char *xml)
{
    tariff_error *error = NULL;

    unit_ok(trf_ingest_memory(model, xml, strlen(xml), trf_slice_text(name), NULL, &error), error);
}

typedef struct unit_image {
    uint8_t *data;
    size_t size;
    trf_compile_report report;
} unit_image;

static inline unit_image unit_compile(trf_model *model, uint32_t flags)
{
    trf_compile_options options = {flags};
    tariff_error *error = NULL;
    unit_image image = {0};

    unit_ok(trf_compile_to_memory(model, &options, &image.data, &image.size, &image.report, &error), error);
    return image;
}

/** XML to a verified snapshot that owns its memory. */
static inline trf_snapshot *unit_snapshot(const char *xml)
{
    trf_model *model = unit_model();
    trf_snapshot *snapshot = NULL;
    tariff_error *error = NULL;
    unit_image image;

    unit_ingest(model, "test.xml", xml);
    image = unit_compile(model, 0);
    trf_model_free(model);
    unit_ok(trf_snapshot_adopt_memory(&trf_alloc_default, image.data, image.size, &snapshot, &error), error);
    unit_ok(trf_snapshot_verify(snapshot, &error), error);
    return snapshot;
}

static inline bool unit_says(const trf_snapshot *snapshot, trf_str id, const char *text)
{
    return trf_slice_is(trf_snapshot_text(snapshot, id), text);
}

/** Index of the first line with this code and suffix; the test fails where there is none. */
static inline uint32_t unit_line(const trf_snapshot *snapshot, const char *code, unsigned suffix)
{
    for (uint32_t i = 0; i < trf_snapshot_line_count(snapshot); i++)
        if (unit_says(snapshot, trf_snapshot_line(snapshot, i)->code, code) && trf_snapshot_line(snapshot, i)->suffix == suffix)
            return i;
    ck_abort_msg("no line %s %u", code, suffix);
    return 0;
}

#endif
