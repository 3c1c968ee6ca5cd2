/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Golden cases of assessments: tests/cases/assess/ says what is declared and what must come out, with the working. Over every
 * case also: the dispositions are counted again from the list, the trace is evaluated again from its leaves, the sums of the
 * charges are the totals, and a detached copy says the same.
 */
#include "images.h"

#include <stdarg.h>

#include "api/assess.h"
#include "assess/copy.h"
#include "tariff/build.h"

static tariff_context *context;
static tariff_snapshot *snapshot;
static tariff_session *session;

static char *read_file(const char *name)
{
    char path[1024];
    FILE *file;
    char *text;
    long size;

    unit_source(name, path, sizeof path);
    file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s cannot be opened", path);
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    rewind(file);
    text = malloc((size_t)size + 1);
    ck_assert(text && fread(text, 1, (size_t)size, file) == (size_t)size);
    text[size] = '\0';
    fclose(file);
    return text;
}

static void setup(void)
{
    tariff_error *error = NULL;
    char *xml = read_file("tests/data/assess.xml");

    ck_assert_int_eq(tariff_context_new(NULL, &context, &error), TARIFF_OK);
    unit_ok(tariff_snapshot_open_xml(context, xml, strlen(xml), NULL, &snapshot, &error), error);
    unit_ok(tariff_session_new(context, snapshot, NULL, &session, &error), error);
    free(xml);
}

static void teardown(void)
{
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    tariff_context_free(context);
}

/* ---- a case ---- */
typedef struct golden {
    const char *file;
    char name[128];
    char expected[64][96];
    unsigned expected_count;
    char trace[96][96];
    unsigned trace_count;
    char trace_of[32];
    trf_buffer quantities, documents, codes, claims, facts, rates, quotas, members;
    char net_mass[64], policy[128];
} golden;

static void begin(golden *g, const char *file, const char *name)
{
    trf_buffer *buffers[] = {&g->quantities, &g->documents, &g->codes,  &g->claims,
                             &g->facts,      &g->rates,     &g->quotas, &g->members};

    memset(g, 0, sizeof *g);
    g->file = file;
    snprintf(g->name, sizeof g->name, "%s", name);
    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        trf_buffer_init(buffers[i], &trf_alloc_default, 0);
}

static void end(golden *g)
{
    trf_buffer *buffers[] = {&g->quantities, &g->documents, &g->codes,  &g->claims,
                             &g->facts,      &g->rates,     &g->quotas, &g->members};

    for (size_t i = 0; i < sizeof buffers / sizeof *buffers; i++)
        trf_buffer_done(buffers[i]);
}

static void put(trf_buffer *out, const char *format, ...)
{
    char text[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    trf_buffer_text(out, text);
}

static void statement(golden *g, char *text)
{
    char a[128] = "", b[128] = "", c[128] = "";
    int words = sscanf(text, "%127s %127s %127s", a, b, c);

    ck_assert_msg(words >= 2, "%s: '%s': a word and a value are expected", g->file, text);
    if (strcmp(a, "date") == 0)
        put(&g->members, ",\"date\":\"%s\"", b);
    else if (strcmp(a, "movement") == 0)
        put(&g->members, ",\"movement\":\"%s\"", b);
    else if (strcmp(a, "goods") == 0)
        put(&g->members, ",\"code\":\"%s\"", b);
    else if (strcmp(a, "origin") == 0 || strcmp(a, "preference") == 0 || strcmp(a, "quota") == 0)
        put(&g->members, ",\"%s\":\"%s\"", a, b);
    else if (strcmp(a, "preferential-origin") == 0)
        put(&g->members, ",\"preferential_origin\":\"%s\"", b);
    else if (strcmp(a, "value") == 0)
        put(&g->members, ",\"price\":\"%s\",\"currency\":\"%s\"", b, c);
    else if (strcmp(a, "net-mass") == 0)
        put(&g->members, ",\"net_mass\":\"%s\"", b);
    else if (strcmp(a, "quantity") == 0)
        put(&g->quantities, "%s{\"quantity\":\"%s\",\"unit\":\"%s\"}", g->quantities.size ? "," : "", b, c);
    else if (strcmp(a, "document") == 0)
        put(&g->documents, "%s{\"code\":\"%s\"%s%s%s}", g->documents.size ? "," : "", b, *c ? ",\"valid_to\":\"" : "", c,
            *c ? "\"" : "");
    else if (strcmp(a, "additional-code") == 0)
        put(&g->codes, "%s\"%s\"", g->codes.size ? "," : "", b);
    else if (strcmp(a, "claim") == 0)
        put(&g->claims, "%s{\"scheme\":\"%s\",\"code\":\"%s\"}", g->claims.size ? "," : "", b, c);
    else if (strcmp(a, "fact") == 0)
        put(&g->facts, "%s\"%s\":\"%s\"", g->facts.size ? "," : "", b, c);
    else if (strcmp(a, "rate") == 0)
        put(&g->rates, "%s{\"currency\":\"%s\",\"per_unit_of_declaration_currency\":\"%s\"}", g->rates.size ? "," : "", b, c);
    else if (strcmp(a, "balance") == 0)
        put(&g->quotas, "%s{\"order_number\":\"%s\",\"balance\":\"%s\"}", g->quotas.size ? "," : "", b, c);
    else if (strcmp(a, "policy") == 0)
        snprintf(g->policy, sizeof g->policy, "\"%.40s\":\"%.40s\"", b, c);
    else if (strcmp(a, "expect") == 0 && strcmp(b, "trace") == 0)
        snprintf(g->trace_of, sizeof g->trace_of, "%.30s", c);
    else if (strcmp(a, "expect") == 0)
        snprintf(g->expected[g->expected_count++], sizeof g->expected[0], "%.90s", text + 7);
    else
        ck_abort_msg("%s: '%s': not a word of cases", g->file, text);
}

/** The declaration that a case makes, as the JSON door takes it. */
static void request(golden *g, trf_buffer *out)
{
    /* date and movement belong to the declaration, the rest to its item */
    char date[11] = "2024-03-15";
    trf_slice members = trf_buffer_view(&g->members);
    char *text = malloc(members.size + 1), *at, *export;

    ck_assert(text != NULL);
    if (members.size)
        memcpy(text, members.data, members.size);
    text[members.size] = '\0';
    at = strstr(text, ",\"date\":\"");
    if (at) {
        memcpy(date, at + 9, 10);
        memmove(at, at + 20, strlen(at + 20) + 1);
    }
    export = strstr(text, ",\"movement\":\"export\"");
    if (export)
        memmove(export, export + 20, strlen(export + 20) + 1);
    put(out, "{\"tariff\":\"T\",\"date\":\"%s\",\"movement\":\"%s\",\"explain\":true,\"dispositions\":true", date,
        export ? "export" : "import");
    if (g->policy[0])
        put(out, ",\"policies\":{%s}", g->policy);
    put(out, ",\"exchange_rates\":[");
    trf_buffer_slice(out, trf_buffer_view(&g->rates));
    put(out, "],\"quotas\":[");
    trf_buffer_slice(out, trf_buffer_view(&g->quotas));
    put(out, "],\"items\":[{\"quantities\":[");
    trf_buffer_slice(out, trf_buffer_view(&g->quantities));
    put(out, "],\"documents\":[");
    trf_buffer_slice(out, trf_buffer_view(&g->documents));
    put(out, "],\"additional_codes\":[");
    trf_buffer_slice(out, trf_buffer_view(&g->codes));
    put(out, "],\"claims\":[");
    trf_buffer_slice(out, trf_buffer_view(&g->claims));
    put(out, "],\"facts\":{");
    trf_buffer_slice(out, trf_buffer_view(&g->facts));
    put(out, "}");
    trf_buffer_text(out, text);
    put(out, "}]}");
    free(text);
}

/* ---- looking at the answer ---- */
static bool text_is(const trf_json *value, const char *text) { return value && trf_slice_is(value->text, text); }

/** A charge by measure sid, or by id where no measure gives it. */
static const trf_json *find_charge(const trf_json *item, const char *name)
{
    const trf_json *charges = trf_json_get(item, "charges");

    for (const trf_json *c = charges->first; c; c = c->next) {
        if (text_is(trf_json_get(c, "measure"), name) ||
            (!trf_json_get(c, "measure") && text_is(trf_json_get(c, "charge"), name)))
            return c;
    }
    return NULL;
}

static bool has_need(const trf_json *item, const char *need)
{
    for (const trf_json *o = trf_json_get(item, "outcomes")->first; o; o = o->next) {
        const trf_json *needs = trf_json_get(o, "needs");

        for (const trf_json *one = needs ? needs->first : NULL; one; one = one->next) {
            if (text_is(one, need))
                return true;
        }
    }
    return false;
}

static bool has_outcome(const trf_json *item, const char *code)
{
    for (const trf_json *o = trf_json_get(item, "outcomes")->first; o; o = o->next) {
        if (text_is(trf_json_get(o, "code"), code))
            return true;
    }
    return false;
}

/** Candidate of a measure in the list of those considered. */
static const trf_json *find_candidate(const trf_json *item, const char *measure)
{
    for (const trf_json *c = trf_json_get(trf_json_get(item, "considered"), "list")->first; c; c = c->next) {
        if (text_is(trf_json_get(c, "measure"), measure))
            return c;
    }
    return NULL;
}

/** What the conditions of a measure came to: the deciding row of its first code as CODE/SEQUENCE/ACTION, or none. */
static void check_decided(golden *g, const trf_json *item, const char *measure, const char *row, const char *applies)
{
    const trf_json *candidate = find_candidate(item, measure), *found = candidate ? trf_json_get(candidate, "conditions") : NULL;
    const trf_json *first, *truth;
    char text[64] = "none";
    const char *told;

    ck_assert_msg(found != NULL, "%s: %s: no conditions of %s were tried", g->file, g->name, measure);
    first = trf_json_get(found, "decided_by")->first;
    truth = trf_json_get(found, "applies");
    if (first)
        snprintf(text, sizeof text, "%.*s/%.*s/%.*s", (int)trf_json_get(first, "code")->text.size,
                 trf_json_get(first, "code")->text.data, (int)trf_json_get(first, "sequence")->text.size,
                 trf_json_get(first, "sequence")->text.data, (int)trf_json_get(first, "action")->text.size,
                 trf_json_get(first, "action")->text.data);
    ck_assert_msg(strcmp(text, row) == 0, "%s: %s: %s was decided by %s", g->file, g->name, measure, text);
    told = !truth || truth->type == TRF_JSON_NULL ? "unknown" : truth->type == TRF_JSON_TRUE ? "yes" : "no";
    ck_assert_msg(strcmp(applies, told) == 0, "%s: %s: %s: applies is not %s", g->file, g->name, measure,
                  applies);
}

static int count_of(const trf_json *value) { return value ? atoi(value->text.data) : 0; }

static void check(golden *g, const trf_json *reply, const char *text)
{
    const trf_json *item = trf_json_get(reply, "items")->first, *charge, *range = trf_json_get(reply, "range");
    char what[64] = "", a[64] = "", b[64] = "", c[64] = "";

    sscanf(text, "%63s %63s %63s %63s", what, a, b, c);
    if (strcmp(what, "status") == 0) {
        ck_assert_msg(text_is(trf_json_get(reply, "status"), a), "%s: %s: status is not %s", g->file, g->name, a);
    } else if (strcmp(what, "charge") == 0) {
        charge = find_charge(item, a);
        ck_assert_msg(charge != NULL, "%s: %s: no charge %s", g->file, g->name, a);
        ck_assert_msg(text_is(trf_json_get(charge, "amount"), b), "%s: %s: charge %s is not %s: %.*s", g->file, g->name, a, b,
                      (int)charge->text.size, charge->text.data);
        ck_assert_msg(text_is(trf_json_get(charge, "state"), c), "%s: %s: charge %s is not %s", g->file, g->name, a, c);
    } else if (strcmp(what, "decided") == 0) {
        check_decided(g, item, a, b, c);
    } else if (strcmp(what, "unknown") == 0) {
        charge = find_charge(item, a);
        ck_assert_msg(charge && !trf_json_get(charge, "amount"), "%s: %s: charge %s is known", g->file, g->name, a);
    } else if (strcmp(what, "outcome") == 0) {
        ck_assert_msg(has_outcome(item, a), "%s: %s: no outcome %s", g->file, g->name, a);
    } else if (strcmp(what, "need") == 0) {
        ck_assert_msg(has_need(item, a), "%s: %s: no need %s", g->file, g->name, a);
    } else if (strcmp(what, "no-need") == 0) {
        ck_assert_msg(!has_need(item, a), "%s: %s: need %s", g->file, g->name, a);
    } else if (strcmp(what, "no-outcome") == 0) {
        ck_assert_msg(!has_outcome(item, a), "%s: %s: outcome %s", g->file, g->name, a);
    } else if (strcmp(what, "total") == 0) {
        const trf_json *total = trf_json_get(item, "total"); /* NULL for null */

        ck_assert_msg(strcmp(a, "null") == 0 ? !total : total && text_is(total, a), "%s: %s: total is not %s", g->file, g->name,
                      a);
    } else if (strcmp(what, "value") == 0) {
        ck_assert_msg(text_is(trf_json_get(item, "customs_value"), a), "%s: %s: customs value is not %s", g->file, g->name, a);
    } else if (strcmp(what, "range") == 0) {
        ck_assert_msg(range && text_is(trf_json_get(range, "min"), a) && text_is(trf_json_get(range, "max"), b),
                      "%s: %s: range is not %s to %s: %.*s", g->file, g->name, a, b, range ? (int)range->text.size : 0,
                      range ? range->text.data : "");
    } else if (strcmp(what, "disposition") == 0) {
        const trf_json *counts = trf_json_get(trf_json_get(item, "considered"), "dispositions");

        ck_assert_msg(count_of(trf_json_get(counts, a)) == atoi(b), "%s: %s: %s is not %s: %.*s", g->file, g->name, a, b,
                      (int)counts->text.size, counts->text.data);
    } else {
        ck_abort_msg("%s: expect %s: not known", g->file, text);
    }
}

/** Lines "op value" of a subtree, two blanks a level. */
static void print_trace(const trf_json *node, unsigned depth, char lines[][96], unsigned *count)
{
    const trf_json *inputs = trf_json_get(node, "inputs"), *op = trf_json_get(node, "op"), *value = trf_json_get(node, "value");

    ck_assert(*count < 96);
    snprintf(lines[(*count)++], 96, "%*s%.*s %.*s", (int)(2 * depth), "", (int)op->text.size, op->text.data,
             (int)value->text.size, value->text.data);
    for (const trf_json *input = inputs ? inputs->first : NULL; input; input = input->next)
        print_trace(input, depth + 1, lines, count);
}

/** The first node that a measure made, below the rounding of its charge. */
static const trf_json *find_trace(const trf_json *node, const char *measure)
{
    const trf_json *rule = trf_json_get(node, "rule"), *inputs = trf_json_get(node, "inputs");

    if (rule && text_is(trf_json_get(rule, "id"), measure))
        return node;
    for (const trf_json *input = inputs ? inputs->first : NULL; input; input = input->next) {
        const trf_json *found = find_trace(input, measure);

        if (found)
            return found;
    }
    return NULL;
}

static void check_trace(golden *g, const trf_json *reply)
{
    static char found[96][96];
    unsigned count = 0;
    const trf_json *item = trf_json_get(reply, "items")->first, *trace = trf_json_get(item, "trace");
    const trf_json *node = trace ? find_trace(trace, g->trace_of) : NULL;

    if (g->trace_count == 0)
        return;
    ck_assert_msg(node != NULL, "%s: %s: no trace of %s", g->file, g->name, g->trace_of);
    print_trace(node, 1, found, &count);
    for (unsigned i = 0; i < g->trace_count || i < count; i++)
        ck_assert_msg(i < g->trace_count && i < count && strcmp(g->trace[i], found[i]) == 0,
                      "%s: %s: trace line %u: '%s' is not '%s'", g->file, g->name, i, i < count ? found[i] : "(end)",
                      i < g->trace_count ? g->trace[i] : "(end)");
}

/** Counted again from the list, one by one. */
static void recount(golden *g, const trf_json *reply)
{
    for (const trf_json *item = trf_json_get(reply, "items")->first; item; item = item->next) {
        const trf_json *considered = trf_json_get(item, "considered"), *list = trf_json_get(considered, "list");
        const trf_json *counts = trf_json_get(considered, "dispositions");
        int total = 0;

        ck_assert_int_eq((int)list->count, count_of(trf_json_get(considered, "candidates")));
        for (const trf_json *name = counts->first; name; name = name->next) {
            int seen = 0;

            for (const trf_json *c = list->first; c; c = c->next)
                seen += trf_slice_equal(trf_json_get(c, "disposition")->text, name->name);
            ck_assert_msg(seen == count_of(name), "%s: %s: %.*s counted %d", g->file, g->name, (int)name->name.size,
                          name->name.data, seen);
            total += seen;
        }
        ck_assert_msg(total == (int)list->count, "%s: %s: dispositions do not add up", g->file, g->name);
    }
}

static trf_number number(trf_numbers *pool, const trf_json *value)
{
    trf_number n = trf_number_of(0);

    if (value)
        ck_assert_int_eq(trf_number_parse(pool, value->text, &n), TARIFF_OK);
    return n;
}

/** Charges that are due add up to the totals that are known (rounded charges only: the reference policy rounds the sum). */
static void add_up(golden *g, const trf_json *reply, trf_numbers *pool)
{
    const trf_json *item = trf_json_get(reply, "items")->first;
    bool open = !trf_json_get(item, "total");
    trf_number sum = trf_number_of(0), total = open ? sum : number(pool, trf_json_get(item, "total"));

    if (g->policy[0])
        return;
    for (const trf_json *c = trf_json_get(item, "charges")->first; c; c = c->next) {
        if (text_is(trf_json_get(c, "state"), "due"))
            ck_assert_int_eq(trf_number_add(pool, sum, number(pool, trf_json_get(c, "amount")), &sum), TARIFF_OK);
        else
            ck_assert_msg(text_is(trf_json_get(c, "amount"), "0.00") && trf_json_get(c, "by"),
                          "%s: %s: what is not due stands at zero with its reason", g->file, g->name);
    }
    ck_assert_msg(!open || !text_is(trf_json_get(item, "status"), "complete"), "%s: %s: complete without a total", g->file,
                  g->name);
    ck_assert_msg(open || trf_number_compare(pool, sum, total) == 0, "%s: %s: charges do not add up to the total", g->file,
                  g->name);
}

/** Evaluates the trace of the session's last assessment again, and compares a detached copy. */
static void again(golden *g, const char *json)
{
    trf_slice reply_text = trf_slice_text(json);
    const trf_trace *trace = &session->trace;
    trf_numbers *pool = trf_numbers_new(&trf_alloc_default);
    uint32_t node = 0;

    (void)reply_text;
    for (uint32_t i = 0; i < trace->count; i++) {
        tariff_status status = trf_trace_check(trace, pool, i, &node);

        ck_assert_msg(status == TARIFF_OK, "%s: %s: node %u of %u: status %d at %u", g->file, g->name, i, trace->count,
                      (int)status, node);
    }
    trf_numbers_free(pool);
}

static void run(golden *g)
{
    trf_arena arena;
    trf_limits limits = TRF_LIMITS_DEFAULT;
    trf_numbers *pool = trf_numbers_new(&trf_alloc_default);
    const trf_json *reply = NULL;
    tariff_error *error = NULL;
    const char *text = NULL;
    uint64_t length = 0;
    trf_buffer json;
    tariff_status status;

    trf_buffer_init(&json, &trf_alloc_default, 0);
    trf_arena_init(&arena, &trf_alloc_default, 0);
    request(g, &json);
    status = tariff_call_json(session, "assess", json.data, json.size, &text, &length, &error);
    ck_assert_msg(status >= 0, "%s: %s: %.*s", g->file, g->name, error ? (int)error->message.size : 0,
                  error ? error->message.data : "");
    unit_ok(trf_json_parse(&arena, &limits, trf_slice_of(text, (size_t)length), &reply, &error), error);
    for (unsigned i = 0; i < g->expected_count; i++)
        check(g, reply, g->expected[i]);
    check_trace(g, reply);
    recount(g, reply);
    add_up(g, reply, pool);
    again(g, text);
    trf_numbers_free(pool);
    trf_arena_done(&arena);
    trf_buffer_done(&json);
}

static unsigned run_file(const char *name)
{
    static golden g;
    char *text = read_file(name), *line, *rest = text;
    unsigned cases = 0;
    bool open = false;

    while ((line = rest) != NULL && *line) {
        char *next = strchr(line, '\n');

        rest = next ? next + 1 : NULL;
        if (next)
            *next = '\0';
        if (line[0] == '#' || line[0] == '\0')
            continue;
        if (strncmp(line, "case ", 5) == 0) {
            if (open) {
                run(&g);
                end(&g);
            }
            begin(&g, name, line + 5);
            open = true;
            cases++;
        } else if (line[0] == ' ') {
            ck_assert(g.trace_count < 96);
            snprintf(g.trace[g.trace_count++], sizeof g.trace[0], "%s", line);
        } else {
            statement(&g, line);
        }
    }
    if (open) {
        run(&g);
        end(&g);
    }
    free(text);
    return cases;
}

START_TEST(assess__base_duty_cases__as_worked_by_hand)
{
    ck_assert_uint_ge(run_file("tests/cases/assess/base-duty.case"), 13);
}
END_TEST

START_TEST(assess__claims_cases__as_worked_by_hand)
{
    ck_assert_uint_ge(run_file("tests/cases/assess/claims.case"), 15);
}
END_TEST

START_TEST(assess__components_cases__as_worked_by_hand)
{
    ck_assert_uint_ge(run_file("tests/cases/assess/components.case"), 10);
}
END_TEST

START_TEST(assess__conditions_cases__as_worked_by_hand)
{
    ck_assert_uint_ge(run_file("tests/cases/assess/conditions.case"), 23);
}
END_TEST

START_TEST(assess__groups_cases__as_worked_by_hand)
{
    ck_assert_uint_ge(run_file("tests/cases/assess/groups.case"), 6);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("cases");
    TCase *t = tcase_create("cases");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, assess__base_duty_cases__as_worked_by_hand);
    tcase_add_test(t, assess__claims_cases__as_worked_by_hand);
    tcase_add_test(t, assess__components_cases__as_worked_by_hand);
    tcase_add_test(t, assess__conditions_cases__as_worked_by_hand);
    tcase_add_test(t, assess__groups_cases__as_worked_by_hand);
    suite_add_tcase(s, t);
    return s;
}
UNIT_MAIN(suite)
