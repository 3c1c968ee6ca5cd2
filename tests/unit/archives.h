/* SPDX-License-Identifier: Apache-2.0 */
/** @file Zip archives and workbooks made by hand, sound and otherwise, for tests and fuzz targets. */
#ifndef TESTS_UNIT_ARCHIVES_H
#define TESTS_UNIT_ARCHIVES_H

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/buffer.h"

typedef struct zip_made {
    trf_buffer bytes, directory;
    unsigned count;
} zip_made;

static inline void le(trf_buffer *out, uint64_t value, unsigned size)
{
    for (unsigned i = 0; i < size; i++)
        trf_buffer_char(out, (char)(i < 8 ? value >> (8 * i) & 0xff : 0));
}

static inline zip_made zip_begin(void)
{
    zip_made zip = {.count = 0};

    trf_buffer_init(&zip.bytes, &trf_alloc_default, 0);
    trf_buffer_init(&zip.directory, &trf_alloc_default, 0);
    return zip;
}

typedef struct zip_entry_made {
    const char *name;
    trf_slice data;
    unsigned method, flags;
    bool wrong_sum;
} zip_entry_made;

static inline void zip_put(zip_made *zip, zip_entry_made entry)
{
    size_t name = strlen(entry.name), offset = zip->bytes.size, packed = entry.data.size;
    uint32_t sum = (uint32_t)crc32(0, (const Bytef *)entry.data.data, (uInt)entry.data.size) + entry.wrong_sum;
    char *deflated = NULL;
    trf_buffer *both[2] = {&zip->bytes, &zip->directory};

    if (entry.method == 8) {
        z_stream z = {0};

        deflated = malloc(entry.data.size + 1000);
        if (!deflated || deflateInit2(&z, 9, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
            abort();
        z.next_in = (Bytef *)(uintptr_t)entry.data.data;
        z.avail_in = (uInt)entry.data.size;
        z.next_out = (Bytef *)deflated;
        z.avail_out = (uInt)entry.data.size + 1000;
        if (deflate(&z, Z_FINISH) != Z_STREAM_END)
            abort();
        packed = z.total_out;
        deflateEnd(&z);
    }
    for (unsigned i = 0; i < 2; i++) {
        trf_buffer_text(both[i], i ? "PK\1\2" : "PK\3\4");
        if (i)
            le(both[i], 20, 2);
        le(both[i], 20, 2);
        le(both[i], entry.flags, 2);
        le(both[i], entry.method, 2);
        le(both[i], 0, 4);
        le(both[i], sum, 4);
        le(both[i], packed, 4);
        le(both[i], entry.data.size, 4);
        le(both[i], name, 2);
        le(both[i], 0, 2);
        if (i) {
            le(both[i], 0, 10);
            le(both[i], offset, 4);
        }
        trf_buffer_text(both[i], entry.name);
    }
    trf_buffer_bytes(&zip->bytes, deflated ? deflated : entry.data.data, packed);
    free(deflated);
    zip->count++;
}

static inline trf_slice zip_end(zip_made *zip)
{
    size_t at = zip->bytes.size;

    trf_buffer_slice(&zip->bytes, trf_buffer_view(&zip->directory));
    trf_buffer_text(&zip->bytes, "PK\5\6");
    le(&zip->bytes, 0, 4);
    le(&zip->bytes, zip->count, 2);
    le(&zip->bytes, zip->count, 2);
    le(&zip->bytes, zip->directory.size, 4);
    le(&zip->bytes, at, 4);
    le(&zip->bytes, 0, 2);
    return trf_buffer_view(&zip->bytes);
}

static inline void zip_drop(zip_made *zip)
{
    trf_buffer_done(&zip->bytes);
    trf_buffer_done(&zip->directory);
}

/* ---- workbooks ---- */

#define PACKAGE                    "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE                     "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN                       "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define RELATIONS(inside)          "<Relationships xmlns='" PACKAGE "'>" inside "</Relationships>"
#define RELATION(id, type, target) "<Relationship Id='" id "' Type='" OFFICE "/" type "' Target='" target "'/>"
#define TO_BOOK                    RELATIONS(RELATION("a", "officeDocument", "xl/workbook.xml"))
#define BOOK                                                                                                                     \
    "<workbook xmlns='" MAIN "' xmlns:r='" OFFICE "'><sheets><sheet name='S' r:id='x'/><sheet name='T' r:id='y'/></sheets>"      \
    "</workbook>"
#define TO_SHEET    RELATIONS(RELATION("x", "worksheet", "worksheets/one.xml") RELATION("s", "sharedStrings", "/xl/strings.xml"))
#define SHEET(rows) "<worksheet xmlns='" MAIN "'><sheetData>" rows "</sheetData></worksheet>"
#define STRINGS                                                                                                                  \
    "<sst xmlns='" MAIN "'><si><t>EN</t></si><si><r><t>Li</t></r><r><t>ve</t></r><rPh sb='0' eb='1'><t>no</t></rPh></si></sst>"

/** NULL: left out. */
typedef struct workbook_parts {
    const char *package, *book, *relations, *strings, *sheet;
} workbook_parts;

static inline trf_slice workbook_of(zip_made *zip, workbook_parts p)
{
    const char *const names[] = {"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/strings.xml",
                                 "xl/worksheets/one.xml"};
    const char *const texts[] = {p.package, p.book, p.relations, p.strings, p.sheet};

    *zip = zip_begin();
    for (unsigned i = 0; i < 5; i++)
        if (texts[i])
            zip_put(zip, (zip_entry_made){.name = names[i], .data = trf_slice_text(texts[i]), .method = i % 2 ? 8 : 0});
    return zip_end(zip);
}

#endif
