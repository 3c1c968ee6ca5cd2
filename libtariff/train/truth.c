/* SPDX-License-Identifier: Apache-2.0 */
#include "train/truth.h"

#include "base/limits.h"
#include "base/utf8.h"

static const char *const names[TRF_TRUTH_COLUMNS] = {"id", "language", "text", "code", "source"};

static bool next_line(trf_truth *truth, trf_slice *out)
{
    while (trf_slice_cut(&truth->rest, '\n', out)) {
        truth->line++;
        if (out->size && out->data[out->size - 1] == '\r')
            out->size--;
        if (out->size)
            return true;
    }
    return false;
}

static tariff_status fail(const trf_truth *truth, trf_slice subject, tariff_error **error, const char *format, trf_slice found)
{
    tariff_status status = trf_fail(error, truth->alloc, TARIFF_EINPUT, format, found);

    if (error && *error)
        trf_error_at(*error, truth->name, truth->line, 0, subject);
    return status;
}

tariff_status trf_truth_open(const trf_alloc *alloc, trf_slice name, trf_slice bytes, trf_truth *out, tariff_error **error)
{
    trf_slice header, column;

    *out = (trf_truth){.alloc = alloc, .name = name, .rest = bytes};
    memset(out->places, UINT8_MAX, sizeof out->places);
    if (trf_slice_begins(out->rest, TRF_SLICE("\xef\xbb\xbf")))
        out->rest = trf_slice_of(bytes.data + 3, bytes.size - 3);
    if (!next_line(out, &header))
        return fail(out, TRF_SLICE("header"), error, "no header (expected the columns id, language, text, code, source)", header);
    while (trf_slice_cut(&header, '\t', &column)) {
        for (unsigned i = 0; i < TRF_TRUTH_COLUMNS; i++)
            if (trf_slice_is(column, names[i]))
                out->places[i] = (uint8_t)out->count;
        if (++out->count > 64)
            return fail(out, TRF_SLICE("header"), error, "more than 64 columns (expected id, language, text, code, source)",
                        column);
    }
    if (out->places[TRF_TRUTH_TEXT] == UINT8_MAX || out->places[TRF_TRUTH_CODE] == UINT8_MAX)
        return fail(out, TRF_SLICE("header"), error,
                    "no column text or none named code (expected id, language, text, code, source, tab-separated)", column);
    return TARIFF_OK;
}

size_t trf_truth_digits(trf_slice code, char out[16])
{
    size_t size = 0;

    for (size_t i = 0; i < code.size; i++) {
        if (code.data[i] == '.' || code.data[i] == ' ')
            continue;
        if (code.data[i] < '0' || code.data[i] > '9' || size == TRF_CODE_MAX)
            return 0;
        out[size++] = code.data[i];
    }
    out[size] = 0;
    return size;
}

tariff_status trf_truth_next(trf_truth *truth, trf_truth_row *out, tariff_error **error)
{
    trf_slice line, value;
    uint32_t count = 0;
    char digits[16];

    if (!next_line(truth, &line))
        return TARIFF_NOT_FOUND;
    *out = (trf_truth_row){.line = truth->line};
    for (trf_slice rest = line; trf_slice_cut(&rest, '\t', &value); count++)
        for (unsigned i = 0; i < TRF_TRUTH_COLUMNS; i++)
            if (truth->places[i] == count)
                out->columns[i] = value;
    if (count != truth->count)
        return fail(truth, out->columns[TRF_TRUTH_ID], error, "'%S': has another number of columns than the header",
                    trf_utf8_start(line, 40));
    if (!trf_utf8_valid(line))
        return fail(truth, out->columns[TRF_TRUTH_ID], error, "'%S': is not UTF-8", trf_utf8_start(line, 40));
    if (trf_truth_digits(out->columns[TRF_TRUTH_CODE], digits) < 2)
        return fail(truth, out->columns[TRF_TRUTH_ID], error, "code '%S': expected 2 to 14 digits, dots or blanks between them",
                    trf_utf8_start(out->columns[TRF_TRUTH_CODE], 40));
    return TARIFF_OK;
}
