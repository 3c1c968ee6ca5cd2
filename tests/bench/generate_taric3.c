/* SPDX-License-Identifier: Apache-2.0 */
#include "generate_taric3.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

#define NAMESPACES                                                                                                               \
    "xmlns:oub=\"urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0\" xmlns:env=\"urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0\""
#define ENVELOPE                                                                                                                 \
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><env:envelope xmlns=\"urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0\" "                \
    "xmlns:env=\"urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0\" id=\"18242\">"

/* ---- the generated envelope ---- */

/* One transaction's records; times of it in a cycle. A cycle has the counts of the real transmission. */
typedef struct shape {
    unsigned times;
    unsigned measures;
    unsigned update;     /* of measures and components */
    unsigned components; /* spread over the measures */
    unsigned conditions; /* the same */
    unsigned priced;     /* of every 20 conditions, those with an amount and components */
    unsigned footnotes;
    unsigned excluded;
    unsigned balances;
} shape;

static const shape shapes[] = {
    {428, 1, 1, 0, 0, 0, 0, 0, 0},  {17, 1, 2, 1, 0, 0, 0, 0, 0},  {240, 1, 3, 1, 0, 0, 0, 0, 0},
    {59, 1, 3, 1, 0, 0, 1, 0, 0},   {9, 1, 3, 1, 0, 0, 1, 3, 0},   {96, 1, 3, 0, 19, 17, 1, 0, 0},
    {91, 1, 3, 0, 17, 17, 1, 0, 0}, {200, 1, 3, 0, 3, 0, 9, 0, 0}, {26, 12, 3, 3, 12, 0, 16, 0, 0},
    {5, 0, 3, 0, 0, 0, 0, 0, 30},
};
enum { SHAPES = sizeof shapes / sizeof shapes[0], CODES = 435, AREAS = 20 };

typedef struct writer {
    FILE *file;
    uint64_t written;
    uint64_t random;
    bool failed;
    unsigned cycle;
    unsigned transaction, message, sequence;
    unsigned measure, condition;
    unsigned measure_in_cycle;
} writer;

static void put(writer *out, const char *format, ...)
{
    va_list arguments;
    int size;

    va_start(arguments, format);
    size = vfprintf(out->file, format, arguments);
    va_end(arguments);
    out->failed = out->failed || size < 0;
    out->written += size > 0 ? (uint64_t)size : 0;
}

static unsigned draw(writer *out, unsigned below)
{
    return (unsigned)(bench_random(&out->random) % below);
}

static void field(writer *out, const char *name, const char *format, unsigned value)
{
    put(out, "<oub:%s>", name);
    put(out, format, value);
    put(out, "</oub:%s>", name);
}

static void text(writer *out, const char *name, const char *value)
{
    put(out, "<oub:%s>%s</oub:%s>", name, value, name);
}

/* Real messages have one record each, and gaps in their numbers. */
static void open_record(writer *out, const char *code, const char *subcode, unsigned update, const char *element)
{
    put(out, "<env:app.message id=\"%u\"><oub:transmission " NAMESPACES "><oub:record>", out->message += 2);
    field(out, "transaction.id", "%u", out->transaction);
    text(out, "record.code", code);
    text(out, "subrecord.code", subcode);
    field(out, "record.sequence.number", "%u", ++out->sequence);
    field(out, "update.type", "%u", update);
    put(out, "<oub:%s>", element);
}

static void close_record(writer *out, const char *element)
{
    put(out, "</oub:%s></oub:record></oub:transmission></env:app.message>", element);
}

static void measure(writer *out, unsigned update)
{
    static const char *const types[] = {"142", "478", "490", "552"};
    static const char *const areas[AREAS] = {"UA", "CN", "TR",   "1011", "MA", "EG", "CH", "NO", "IL",   "ZA",
                                             "MX", "CL", "2020", "KR",   "JP", "CA", "SG", "VN", "1008", "US"};
    unsigned place = out->measure_in_cycle++;
    unsigned area = draw(out, AREAS), code = out->cycle * CODES + place % CODES, act = draw(out, 16);

    open_record(out, "430", "00", update, "measure");
    field(out, "measure.sid", "%u", out->measure);
    text(out, "measure.type", types[draw(out, 4)]);
    text(out, "geographical.area", areas[area]);
    field(out, "goods.nomenclature.item.id", "%010u", 101210000u + code * 20011u);
    field(out, "validity.start.date", "2018-%02u-01", 1 + draw(out, 12));
    text(out, "measure.generating.regulation.role", act & 1 ? "1" : "4");
    field(out, "measure.generating.regulation.id", "D14029%02u", act + 16 * out->cycle % 80);
    if (place % 24 < 17) {
        field(out, "validity.end.date", "2018-12-%02u", 1 + draw(out, 30));
        text(out, "justification.regulation.role", act & 1 ? "1" : "4");
        field(out, "justification.regulation.id", "D14029%02u", (act & 7) + 16 * out->cycle % 80);
    }
    text(out, "stopped.flag", "0");
    field(out, "geographical.area.sid", "%u", 40 + area * 17);
    field(out, "goods.nomenclature.sid", "%u", 35746 + code);
    close_record(out, "measure");
}

static void amount(writer *out, const char *name, unsigned distinct)
{
    unsigned value = draw(out, distinct);

    if (value % 3)
        put(out, "<oub:%s>%u.%u</oub:%s>", name, value / 8, value % 8 + 1, name);
    else
        field(out, name, "%u", value / 3);
}

static void component(writer *out, unsigned update)
{
    open_record(out, "430", "05", update, "measure.component");
    field(out, "measure.sid", "%u", out->measure);
    text(out, "duty.expression.id", "01");
    amount(out, "duty.amount", 64);
    if (draw(out, 10) == 0) {
        text(out, "monetary.unit.code", "EUR");
        text(out, "measurement.unit.code", "DTN");
    }
    close_record(out, "measure.component");
}

static void condition_component(writer *out, unsigned which)
{
    open_record(out, "430", "11", 3, "measure.condition.component");
    field(out, "measure.condition.sid", "%u", out->condition);
    text(out, "duty.expression.id", which ? "04" : "01");
    amount(out, "duty.amount", which ? 93 : 3);
    if (which) {
        text(out, "monetary.unit.code", "EUR");
        text(out, "measurement.unit.code", draw(out, 20) ? "DTN" : "HLT");
    }
    close_record(out, "measure.condition.component");
}

static void condition(writer *out, unsigned number, bool priced)
{
    static const char *const kinds[] = {"Y", "V", "B", "L"};
    static const char *const actions[] = {"29", "09", "01", "28", "08", "24"};

    out->condition++;
    open_record(out, "430", "10", 3, "measure.condition");
    field(out, "measure.condition.sid", "%u", out->condition);
    field(out, "measure.sid", "%u", out->measure);
    text(out, "condition.code", priced ? "V" : kinds[draw(out, 4)]);
    field(out, "component.sequence.number", "%u", 1 + number % 11);
    text(out, "action.code", priced ? "01" : actions[draw(out, 6)]);
    if (!priced && draw(out, 16) < 9) {
        text(out, "certificate.type.code", draw(out, 2) ? "X" : "Y");
        field(out, "certificate.code", "90%u", draw(out, 9));
    }
    if (priced) {
        amount(out, "condition.duty.amount", 216);
        text(out, "condition.monetary.unit.code", "EUR");
        text(out, "condition.measurement.unit.code", draw(out, 20) ? "DTN" : "HLT");
    }
    close_record(out, "measure.condition");
    if (priced)
        for (unsigned which = 0; which < 1 + (out->condition % 9 < 7); which++)
            condition_component(out, which);
}

static void footnote(writer *out, unsigned number)
{
    static const char *const types[] = {"TM", "DU", "CD", "NC", "TP"};

    open_record(out, "430", "20", 3, "footnote.association.measure");
    field(out, "measure.sid", "%u", out->measure);
    text(out, "footnote.type.id", types[draw(out, 5)]);
    field(out, "footnote.id", "%03u", 100 + (draw(out, 86) * 5 + number) % 431);
    close_record(out, "footnote.association.measure");
}

static void excluded(writer *out, unsigned number)
{
    static const char *const areas[] = {"TR", "MA", "EG", "IL", "DZ", "JO", "LB", "TN", "CH", "NO", "IS"};
    unsigned area = (draw(out, 4) * 3 + number) % 11;

    open_record(out, "430", "15", 3, "measure.excluded.geographical.area");
    field(out, "measure.sid", "%u", out->measure);
    text(out, "excluded.geographical.area", areas[area]);
    field(out, "geographical.area.sid", "%u", 100 + area * 9);
    close_record(out, "measure.excluded.geographical.area");
}

static void balance(writer *out, unsigned number)
{
    open_record(out, "375", "00", 3, "quota.balance.event");
    field(out, "quota.definition.sid", "%u", 12800 + out->cycle * 150 + out->transaction % 5 * 30 + number);
    put(out, "<oub:occurrence.timestamp>2018-12-%02uT15:%02u:%02u</oub:occurrence.timestamp>", 1 + out->cycle % 28,
        20 + draw(out, 4), draw(out, 22) * 2);
    put(out, "<oub:old.balance>%u.%u</oub:old.balance>", 100000 + draw(out, 900000), 10 + draw(out, 90));
    put(out, "<oub:new.balance>%u.%u</oub:new.balance>", 100000 + draw(out, 900000), 10 + draw(out, 90));
    put(out, "<oub:imported.amount>%u.%u</oub:imported.amount>", 100000 + draw(out, 900000), 10 + draw(out, 90));
    field(out, "last.import.date.in.allocation", "2018-12-1%u", draw(out, 3));
    close_record(out, "quota.balance.event");
}

static void transaction(writer *out, const shape *of)
{
    unsigned rounds = of->measures ? of->measures : 1;

    put(out, "<env:transaction id=\"%u\">", ++out->transaction);
    for (unsigned i = 0; i < rounds; i++) {
        out->measure++;
        if (of->measures)
            measure(out, of->update);
        /* Measure i's part of the things that are spread over all. */
        for (unsigned j = of->components * i / rounds; j < of->components * (i + 1) / rounds; j++)
            component(out, of->update);
        for (unsigned j = of->conditions * i / rounds; j < of->conditions * (i + 1) / rounds; j++)
            condition(out, j, j < of->priced * of->conditions / 20);
        for (unsigned j = of->footnotes * i / rounds; j < of->footnotes * (i + 1) / rounds; j++)
            footnote(out, j);
        for (unsigned j = 0; j < of->excluded; j++)
            excluded(out, j);
        for (unsigned j = 0; j < of->balances; j++)
            balance(out, j);
    }
    put(out, "</env:transaction>");
}

/* All shapes of a cycle, mixed: of those left, one by chance in proportion. */
static void write_cycle(writer *out, uint64_t bytes)
{
    unsigned left[SHAPES], total = 0;

    for (unsigned i = 0; i < SHAPES; i++)
        total += left[i] = shapes[i].times;
    out->measure_in_cycle = 0;
    for (; total > 0 && out->written < bytes && !out->failed; total--) {
        unsigned pick = draw(out, total), i = 0;

        while (pick >= left[i])
            pick -= left[i++];
        left[i]--;
        transaction(out, &shapes[i]);
    }
    out->cycle++;
}

static bool finish(writer *out)
{
    put(out, "</env:envelope>");
    if (fclose(out->file) != 0)
        out->failed = true;
    return !out->failed;
}

static bool begin(writer *out, const char *path)
{
    *out = (writer){.file = fopen(path, "w"), .random = 18242, .transaction = 16365212, .measure = 3610377, .condition = 1341382};
    if (!out->file)
        return false;
    put(out, ENVELOPE);
    return true;
}

bool generate_taric3(const char *path, uint64_t bytes)
{
    writer out;

    if (!begin(&out, path))
        return false;
    while (out.written < bytes && !out.failed)
        write_cycle(&out, bytes);
    return finish(&out);
}

/* ---- real ones, repeated ---- */

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "r");
    char *data = NULL;
    long length;

    if (!file)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (length = ftell(file)) > 0 && fseek(file, 0, SEEK_SET) == 0) {
        data = malloc((size_t)length + 1);
        *size = data ? fread(data, 1, (size_t)length, file) : 0;
        if (data)
            data[*size] = '\0';
    }
    fclose(file);
    return data;
}

/* Whether the number at `at` is the content of an element ".sid>" or the id of a transaction. */
static bool shifted_number(const char *start, const char *at)
{
    static const char *const ends[] = {"sid>", "transaction id=\"", "transaction.id>"};

    for (unsigned i = 0; i < 3; i++) {
        size_t size = strlen(ends[i]);

        if ((size_t)(at - start) >= size && memcmp(at - size, ends[i], size) == 0)
            return true;
    }
    return false;
}

/* The transactions of one envelope; sids keep their number of digits or gain one. */
static void write_shifted(writer *out, const char *data, size_t size, unsigned shift)
{
    const char *start = strstr(data, "<env:transaction"), *end = data + size, *from = start;

    while (end > data && strncmp(end, "</env:envelope>", 15) != 0)
        end--;
    if (!start || end <= start) {
        out->failed = true;
        return;
    }
    for (const char *at = start; at < end; at++) {
        unsigned long value;
        char *after;

        if (*at < '0' || *at > '9' || (at[-1] != '>' && at[-1] != '"') || !shifted_number(start, at))
            continue;
        value = strtoul(at, &after, 10);
        out->failed = out->failed || fwrite(from, 1, (size_t)(at - from), out->file) != (size_t)(at - from);
        out->written += (uint64_t)(at - from);
        put(out, "%lu", value + shift);
        from = after;
        at = after - 1;
    }
    out->failed = out->failed || fwrite(from, 1, (size_t)(end - from), out->file) != (size_t)(end - from);
    out->written += (uint64_t)(end - from);
}

bool repeat_taric3(const char *path, const char *const *sources, unsigned count, uint64_t bytes)
{
    writer out;

    if (!begin(&out, path))
        return false;
    for (unsigned round = 0; out.written < bytes && !out.failed; round++)
        for (unsigned i = 0; i < count && !out.failed; i++) {
            size_t size = 0;
            char *data = read_file(sources[i], &size);

            if (data)
                write_shifted(&out, data, size, round * 20000000u);
            else
                out.failed = true;
            free(data);
        }
    return finish(&out);
}
