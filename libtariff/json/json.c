/* SPDX-License-Identifier: Apache-2.0 */
#include "json.h"

#include "scan.h"

enum { PATH_DEPTH = 66, PAIRWISE = 16, FOUND_MOST = 60 };

/* ---- building the tree ---- */

static trf_json *add_node(trf_arena *arena, trf_json *parent, trf_json *last, trf_slice name, trf_json_type type, uint64_t offset)
{
    trf_json *node = trf_arena_zero(arena, sizeof *node);

    if (!node)
        return NULL;
    node->type = (uint8_t)type;
    node->offset = (uint32_t)offset;
    node->name = name;
    node->parent = parent;
    if (parent) {
        node->index = parent->count++;
        if (last)
            last->next = node;
        else
            parent->first = node;
    }
    return node;
}

/* A text of the scanner: borrowed where it lies in the document, else copied to the arena. */
static bool keep(trf_arena *arena, const trf_json_scanner *scanner, trf_slice *text)
{
    *text = scanner->token;
    if (!scanner->spilled)
        return true;
    *text = trf_arena_copy(arena, scanner->token);
    return text->data != NULL || text->size == 0;
}

static int compare_names(const trf_json *a, const trf_json *b)
{
    return trf_slice_compare(a->name, b->name);
}

/* Heap sort: no recursion, no worst case, in place. */
static void sort_names(const trf_json **nodes, size_t count)
{
    for (size_t end = count, start = count / 2; end > 1;) {
        const trf_json *moved;
        size_t hole, child;

        if (start > 0) {
            moved = nodes[--start];
        } else {
            moved = nodes[--end];
            nodes[end] = nodes[0];
        }
        for (hole = start; (child = 2 * hole + 1) < end; hole = child) {
            if (child + 1 < end && compare_names(nodes[child], nodes[child + 1]) < 0)
                child++;
            if (compare_names(moved, nodes[child]) >= 0)
                break;
            nodes[hole] = nodes[child];
        }
        nodes[hole] = moved;
    }
}

/* The second of two members with one name; NULL for none; *refused where memory was. */
static const trf_json *repeated_name(trf_arena *arena, const trf_json *object, bool *refused)
{
    const trf_json **nodes;
    size_t count = 0;

    if (object->count <= PAIRWISE) {
        for (const trf_json *a = object->first; a; a = a->next)
            for (const trf_json *b = a->next; b; b = b->next)
                if (trf_slice_equal(a->name, b->name))
                    return b;
        return NULL;
    }
    nodes = trf_arena_take(arena, object->count * sizeof *nodes);
    if (!nodes) {
        *refused = true;
        return NULL;
    }
    for (const trf_json *member = object->first; member; member = member->next)
        nodes[count++] = member;
    sort_names(nodes, count);
    for (size_t i = 1; i < count; i++)
        if (compare_names(nodes[i - 1], nodes[i]) == 0)
            return nodes[i];
    return NULL;
}

static tariff_status build(trf_arena *arena, trf_json_scanner *scanner, trf_slice text, bool reals, const trf_json **out,
                           tariff_error **error)
{
    trf_json *last[TRF_JSON_SCAN_DEPTH + 1] = {NULL}; /* last child at each depth */
    trf_json *open = NULL, *node, *root = NULL;
    trf_slice name = TRF_SLICE_EMPTY;
    trf_json_event event;
    tariff_status status;

    for (;;) {
        trf_json_type type = TRF_JSON_NULL;
        trf_slice token = TRF_SLICE_EMPTY;

        status = trf_json_scan_next(scanner, &event, error);
        if (status < 0)
            return status;
        switch (event) {
        case TRF_JSON_EVENT_END: *out = root; return TARIFF_OK;
        case TRF_JSON_EVENT_NAME:
            if (!keep(arena, scanner, &name))
                return trf_fail_memory(error);
            continue;
        case TRF_JSON_EVENT_OBJECT_END:
        case TRF_JSON_EVENT_ARRAY_END: {
            bool refused = false;

            if (event == TRF_JSON_EVENT_OBJECT_END && repeated_name(arena, open, &refused))
                return trf_json_scan_fail(scanner, TARIFF_EINVAL, error, "the object that ends here names a member twice");
            if (refused)
                return trf_fail_memory(error);
            open->text = trf_slice_of(text.data + open->offset, (size_t)trf_json_scan_offset(scanner) - open->offset);
            open = (trf_json *)(uintptr_t)open->parent;
            name = TRF_SLICE_EMPTY;
            continue;
        }
        case TRF_JSON_EVENT_REAL:
            if (!reals)
                return trf_json_scan_fail(scanner, TARIFF_EINVAL, error,
                                          "a JSON real; decimals are written as strings, \"1.10\"");
            type = TRF_JSON_REAL;
            if (!keep(arena, scanner, &token))
                return trf_fail_memory(error);
            break;
        case TRF_JSON_EVENT_INTEGER:
        case TRF_JSON_EVENT_STRING:
            type = event == TRF_JSON_EVENT_STRING ? TRF_JSON_STRING : TRF_JSON_INTEGER;
            if (!keep(arena, scanner, &token))
                return trf_fail_memory(error);
            break;
        case TRF_JSON_EVENT_TRUE: type = TRF_JSON_TRUE; break;
        case TRF_JSON_EVENT_FALSE: type = TRF_JSON_FALSE; break;
        case TRF_JSON_EVENT_NULL: type = TRF_JSON_NULL; break;
        case TRF_JSON_EVENT_OBJECT_BEGIN: type = TRF_JSON_OBJECT; break;
        case TRF_JSON_EVENT_ARRAY_BEGIN: type = TRF_JSON_ARRAY; break;
        }
        /* A structure that has just begun stands one deeper than its node. */
        uint32_t depth = scanner->depth - (type >= TRF_JSON_ARRAY);

        node = add_node(arena, open, last[depth], name, type, scanner->event_offset);
        if (!node)
            return trf_fail_memory(error);
        node->text = token;
        last[depth] = node;
        name = TRF_SLICE_EMPTY;
        if (!open && !root)
            root = node;
        if (type >= TRF_JSON_ARRAY) {
            open = node;
            last[depth + 1] = NULL;
        }
    }
}

static tariff_status parse(trf_arena *arena, const trf_limits *limits, trf_slice text, bool reals, const trf_json **out,
                           tariff_error **error)
{
    trf_json_scanner scanner;
    tariff_status status;

    if (text.size > limits->request_bytes || text.size > UINT32_MAX)
        return trf_fail(error, arena->alloc, TARIFF_ELIMIT, "JSON of %lu bytes: longer than the limit of %lu",
                        (uint64_t)text.size, limits->request_bytes);
    trf_json_scan_text(&scanner, arena->alloc, text, limits->json_depth, 0);
    status = build(arena, &scanner, text, reals, out, error);
    trf_json_scan_done(&scanner);
    return status;
}

tariff_status trf_json_parse(trf_arena *arena, const trf_limits *limits, trf_slice text, const trf_json **out,
                             tariff_error **error)
{
    return parse(arena, limits, text, false, out, error);
}

tariff_status trf_json_parse_published(trf_arena *arena, const trf_limits *limits, trf_slice text, const trf_json **out,
                                       tariff_error **error)
{
    return parse(arena, limits, text, true, out, error);
}

/* ---- reading it ---- */

const trf_json *trf_json_get(const trf_json *value, const char *name)
{
    size_t size = strlen(name);

    if (!value || value->type != TRF_JSON_OBJECT)
        return NULL;
    for (const trf_json *member = value->first; member; member = member->next)
        if (member->name.size == size && memcmp(member->name.data, name, size) == 0)
            return member->type == TRF_JSON_NULL ? NULL : member;
    return NULL;
}

void trf_json_path(const trf_json *value, const char *name, trf_buffer *out)
{
    const trf_json *steps[PATH_DEPTH];
    size_t count = 0;
    bool begun = false;

    for (const trf_json *step = value; step && step->parent && count < PATH_DEPTH; step = step->parent)
        steps[count++] = step;
    while (count > 0) {
        const trf_json *step = steps[--count];

        if (step->parent->type == TRF_JSON_ARRAY) {
            trf_buffer_char(out, '[');
            trf_buffer_unsigned(out, step->index, 1);
            trf_buffer_char(out, ']');
        } else {
            if (begun)
                trf_buffer_char(out, '.');
            trf_buffer_slice(out, step->name);
        }
        begun = true;
    }
    if (name) {
        if (begun)
            trf_buffer_char(out, '.');
        trf_buffer_text(out, name);
    }
}

tariff_status trf_json_fail(const trf_json *value, const char *name, const trf_alloc *alloc, tariff_error **error,
                            const char *fault)
{
    const trf_json *member = name ? trf_json_get(value, name) : value;
    trf_slice found = TRF_SLICE_EMPTY;
    tariff_error *own = NULL;
    tariff_error **made = error && !*error ? error : &own;
    trf_buffer path;
    tariff_status status;

    trf_buffer_init(&path, alloc, 4096);
    trf_json_path(value, name, &path);
    if (member && (member->type == TRF_JSON_STRING || member->type == TRF_JSON_INTEGER))
        found = member->text;
    if (found.size > FOUND_MOST)
        found.size = FOUND_MOST;
    if (path.size == 0)
        trf_buffer_text(&path, "request");
    if (found.data)
        status = trf_fail(made, alloc, TARIFF_EINVAL, "%S '%S': %s", trf_buffer_view(&path), found, fault);
    else
        status = trf_fail(made, alloc, TARIFF_EINVAL, "%S: %s", trf_buffer_view(&path), fault);
    trf_error_at(*made, TRF_SLICE_EMPTY, 0, 0, trf_buffer_view(&path));
    trf_error_free(own);
    trf_buffer_done(&path);
    return status;
}

/* The member, where it is there. */
static tariff_status member_of(const trf_json *object, const char *name, bool required, const trf_json **out,
                               const trf_alloc *alloc, tariff_error **error)
{
    *out = trf_json_get(object, name);
    if (!*out && required)
        return trf_json_fail(object, name, alloc, error, "is required");
    return TARIFF_OK;
}

tariff_status trf_json_text(const trf_json *object, const char *name, bool required, trf_slice *out, const trf_alloc *alloc,
                            tariff_error **error)
{
    const trf_json *member;
    tariff_status status = member_of(object, name, required, &member, alloc, error);

    if (status < 0 || !member)
        return status;
    if (member->type != TRF_JSON_STRING)
        return trf_json_fail(object, name, alloc, error, "expected a string");
    *out = member->text;
    return TARIFF_OK;
}

bool trf_json_is_decimal(trf_slice text)
{
    size_t at = 0, digits;

    if (at < text.size && text.data[at] == '-')
        at++;
    for (digits = 0; at < text.size && text.data[at] >= '0' && text.data[at] <= '9'; at++)
        digits++;
    if (digits == 0 || digits > TRF_DIGITS_BEFORE)
        return false;
    if (at == text.size)
        return true;
    if (text.data[at++] != '.')
        return false;
    for (digits = 0; at < text.size && text.data[at] >= '0' && text.data[at] <= '9'; at++)
        digits++;
    return digits > 0 && digits <= TRF_DIGITS_AFTER && at == text.size;
}

tariff_status trf_json_decimal(const trf_json *object, const char *name, bool required, trf_slice *out, const trf_alloc *alloc,
                               tariff_error **error)
{
    trf_slice text = TRF_SLICE_EMPTY;
    tariff_status status = trf_json_text(object, name, required, &text, alloc, error);

    if (status < 0 || !trf_json_get(object, name))
        return status;
    if (!trf_json_is_decimal(text))
        return trf_json_fail(object, name, alloc, error,
                             "not a decimal (expected digits and one '.', at most 38 before it and 18 after)");
    *out = text;
    return TARIFF_OK;
}

tariff_status trf_json_count(const trf_json *object, const char *name, bool required, uint64_t most, uint64_t *out,
                             const trf_alloc *alloc, tariff_error **error)
{
    const trf_json *member;
    uint64_t value = 0;
    tariff_status status = member_of(object, name, required, &member, alloc, error);

    if (status < 0 || !member)
        return status;
    if (member->type != TRF_JSON_INTEGER || member->text.data[0] == '-')
        return trf_json_fail(object, name, alloc, error, "expected a JSON integer that is not negative");
    for (size_t i = 0; i < member->text.size; i++) {
        unsigned digit = (unsigned)(member->text.data[i] - '0');

        if (value > (UINT64_MAX - digit) / 10)
            return trf_json_fail(object, name, alloc, error, "too large");
        value = value * 10 + digit;
    }
    if (value > most)
        return trf_json_fail(object, name, alloc, error, "too large");
    *out = value;
    return TARIFF_OK;
}

tariff_status trf_json_date(const trf_json *object, const char *name, bool required, trf_date *out, const trf_alloc *alloc,
                            tariff_error **error)
{
    trf_slice text = TRF_SLICE_EMPTY;
    tariff_status status = trf_json_text(object, name, required, &text, alloc, error);

    if (status < 0 || !trf_json_get(object, name))
        return status;
    if (!trf_date_parse(text, out))
        return trf_json_fail(object, name, alloc, error, "not a date (expected YYYY-MM-DD)");
    return TARIFF_OK;
}

tariff_status trf_json_flag(const trf_json *object, const char *name, bool required, int *out, const trf_alloc *alloc,
                            tariff_error **error)
{
    const trf_json *member;
    tariff_status status = member_of(object, name, required, &member, alloc, error);

    if (status < 0 || !member)
        return status;
    if (member->type != TRF_JSON_TRUE && member->type != TRF_JSON_FALSE)
        return trf_json_fail(object, name, alloc, error, "expected true or false");
    *out = member->type == TRF_JSON_TRUE;
    return TARIFF_OK;
}

tariff_status trf_json_array(const trf_json *object, const char *name, bool required, const trf_json **out,
                             const trf_alloc *alloc, tariff_error **error)
{
    const trf_json *member;
    tariff_status status = member_of(object, name, required, &member, alloc, error);

    if (status < 0 || !member)
        return status;
    if (member->type != TRF_JSON_ARRAY)
        return trf_json_fail(object, name, alloc, error, "expected an array");
    *out = member;
    return TARIFF_OK;
}

tariff_status trf_json_object(const trf_json *object, const char *name, bool required, const trf_json **out,
                              const trf_alloc *alloc, tariff_error **error)
{
    const trf_json *member;
    tariff_status status = member_of(object, name, required, &member, alloc, error);

    if (status < 0 || !member)
        return status;
    if (member->type != TRF_JSON_OBJECT)
        return trf_json_fail(object, name, alloc, error, "expected an object");
    *out = member;
    return TARIFF_OK;
}

tariff_status trf_json_item_text(const trf_json *item, trf_slice *out, const trf_alloc *alloc, tariff_error **error)
{
    if (item->type != TRF_JSON_STRING)
        return trf_json_fail(item, NULL, alloc, error, "expected a string");
    *out = item->text;
    return TARIFF_OK;
}

/* Whether a name is one of a blank-separated list. */
static bool listed(trf_slice name, const char *names)
{
    while (*names) {
        size_t size = strcspn(names, " ");

        if (size == name.size && memcmp(names, name.data, size) == 0)
            return true;
        names += size;
        names += *names == ' ';
    }
    return false;
}

tariff_status trf_json_only(const trf_json *object, const char *names, const trf_alloc *alloc, tariff_error **error)
{
    for (const trf_json *member = object->first; member; member = member->next)
        if (!listed(member->name, names)) {
            tariff_error *own = NULL;
            tariff_error **made = error && !*error ? error : &own;
            tariff_status status;
            trf_buffer path;

            trf_buffer_init(&path, alloc, 4096);
            trf_json_path(member, NULL, &path);
            status = trf_fail(made, alloc, TARIFF_EINVAL, "%S: no such field (known here: %s)", trf_buffer_view(&path), names);
            trf_error_at(*made, TRF_SLICE_EMPTY, 0, 0, trf_buffer_view(&path));
            trf_error_free(own);
            trf_buffer_done(&path);
            return status;
        }
    return TARIFF_OK;
}
