/* SPDX-License-Identifier: Apache-2.0 */
#include "scenario.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fault.h"

/* ---- the world ---- */
#define OUT_BYTES (16u << 20)

void world_say(world *w, const char *data, size_t size)
{
    if (size > w->out.capacity - w->out.size - 1)
        size = w->out.capacity - w->out.size - 1;
    memcpy(w->out.data + w->out.size, data, size);
    w->out.size += size;
    w->out.data[w->out.size] = 0;
}

static void say(world *w, const char *text) { world_say(w, text, strlen(text)); }

static void say_text(world *w, tariff_text text)
{
    world_say(w, text.data ? text.data : "", text.size);
    say(w, "\n");
}

/* A call ended: its error is told and freed, and that a failure has one is noted. */
static tariff_status ended(world *w, tariff_status status, tariff_error *error)
{
    if (status < 0 && !error)
        w->error_missing = true;
    /* Where there is no memory for the error itself, it says so. */
    if (status < 0 && error && tariff_error_status(error) != status && tariff_error_status(error) != TARIFF_ENOMEM)
        w->error_missing = true;
    if (error) {
        say_text(w, tariff_error_message(error));
        say_text(w, tariff_error_file(error));
        say_text(w, tariff_error_subject(error));
        if (tariff_error_line(error) + tariff_error_column(error))
            say(w, "at a place\n");
    }
    tariff_error_free(error);
    return status;
}

static const char tariff_xml[] =
    "<tariff-data xmlns='urn:libtariff:tariff:1' version='1'>"
    "<geographical-areas><country id='CN'/><country id='FR'/><group id='1011'><member area='CN'/><member area='FR'/></group>"
    "</geographical-areas>"
    "<tariff id='T' currency='EUR' lang='en'>"
    "<goods-nomenclature lang='en'><line code='9500000000' indent='0'><text>Toys</text></line>"
    "<line code='9503000000' indent='0'><text>Dolls &amp; wheels</text><unit code='KGM'/></line></goods-nomenclature>"
    "<measure-types><measure-type id='103' series='C' movement='import'><text "
    "lang='en'>Duty</text></measure-type></measure-types>"
    "<measures><measure type='103' code='9503000000' area='1011' from='2020-01-01' duty='4.70 % + 1.00 EUR / 100 kg' "
    "grammar='taric'/>"
    "</measures>"
    "<profile id='T' from='2020-01-01' currency='EUR' source='own'><valuation basis='CIF'/>"
    "<policy aspect='rounding' name='charge' default='yes'><round at='charge' mode='half-up' unit='0.01'/></policy>"
    "<policy aspect='conditions' name='law' behaviour='all-codes' default='yes'/>"
    "<policy aspect='exchange' name='law' behaviour='in-period' default='yes'/>"
    "<charge id='duty' role='base-duty' total='duty'/><measures types='103' role='base-duty' charge='duty'/>"
    "<quota-policy id='q' order='date' unit='1'/></profile></tariff></tariff-data>";

static const char later_xml[] =
    "<tariff-data xmlns='urn:libtariff:tariff:1' version='1'><tariff id='T'><descriptions lang='en'>"
    "<description code='9503000000' from='2026-01-01'>Dolls and more</description></descriptions></tariff></tariff-data>";

static void path_in(const world *w, char *path, const char *name)
{
    strcpy(path, w->folder);
    strcat(path, "/");
    strcat(path, name);
}

static bool write_file(const world *w, const char *name, const char *text)
{
    char path[300];
    FILE *file;

    path_in(w, path, name);
    file = fopen(path, "wb");
    return file && fputs(text, file) >= 0 && fclose(file) == 0;
}

bool world_open(world *w, const char *sources)
{
    tariff_context_options options = TARIFF_CONTEXT_OPTIONS_INIT;
    tariff_status status;

    memset(w, 0, sizeof *w);
    w->sources = sources;
    /* Mapped, not allocated: it is not among what fails. */
    w->out.capacity = OUT_BYTES;
    w->out.data = mmap(NULL, OUT_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    strcpy(w->folder, "torture.XXXXXX");
    if (w->out.data == MAP_FAILED || !mkdtemp(w->folder))
        return false;
    path_in(w, w->image, "image.tariff");
    path_in(w, w->output, "output");
    options.resize = fault_resize;
    options.hash_seed = 1;
    status = tariff_context_new(&options, &w->context, NULL);
    if (status >= 0)
        status = tariff_build_new(w->context, &w->build, NULL);
    if (status >= 0)
        status = tariff_build_add_memory(w->build, tariff_xml, sizeof tariff_xml - 1, "t.xml", NULL, NULL);
    if (status >= 0)
        status = tariff_build_write(w->build, w->image, NULL);
    if (status >= 0)
        status = tariff_snapshot_open(w->context, w->image, &w->snapshot, NULL);
    if (status >= 0)
        status = tariff_session_new(w->context, w->snapshot, NULL, &w->session, NULL);
    return status >= 0 && write_file(w, "t.xml", tariff_xml) && write_file(w, "later.xml", later_xml) &&
           write_file(w, "hts.csv",
                      "\"HTS Number\",\"Indent\",\"Description\",\"Unit of Quantity\",\"General Rate of Duty\",\"Special Rate of "
                      "Duty\",\"Column 2 Rate of Duty\",\"Quota Quantity\",\"Additional Duties\"\n"
                      "\"0101\",\"0\",\"Live horses\",\"\",\"\",\"\",\"\",\"\",\"\"\n"
                      "\"0101.21.00.00\",\"1\",\"Purebred\",\"[\"\"No.\"\"]\",\"4.5%\",\"\",\"20%\",\"\",\"\"\n");
}

void world_close(world *w)
{
    DIR *list;
    char path[600];

    tariff_session_free(w->session);
    tariff_snapshot_release(w->snapshot);
    tariff_build_free(w->build);
    tariff_context_free(w->context);
    list = opendir(w->folder);
    for (struct dirent *entry; list && (entry = readdir(list)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        strcpy(path, w->folder);
        strcat(path, "/");
        strcat(path, entry->d_name);
        unlink(path);
    }
    if (list)
        closedir(list);
    rmdir(w->folder);
    munmap(w->out.data, OUT_BYTES);
}

/* ---- contexts, images ---- */

static tariff_status whole_life(world *w)
{
    tariff_context_options options = TARIFF_CONTEXT_OPTIONS_INIT;
    tariff_context *context = NULL;
    tariff_snapshot *snapshot = NULL;
    tariff_session *session = NULL;
    tariff_error *error = NULL;
    tariff_status status;

    options.resize = fault_resize;
    options.hash_seed = 1;
    status = tariff_context_new(&options, &context, &error);
    if (status >= 0)
        status = tariff_snapshot_open(context, w->image, &snapshot, &error);
    if (status >= 0)
        status = tariff_session_new(context, snapshot, NULL, &session, &error);
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    tariff_context_free(context);
    say(w, tariff_version());
    say(w, tariff_status_name(status >= 0 ? TARIFF_OK : status));
    return ended(w, status, error);
}

static tariff_status open_copy(world *w)
{
    static _Alignas(8) char bytes[1 << 16];
    FILE *file = fopen(w->image, "rb");
    size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
    tariff_snapshot_facts facts = TARIFF_SNAPSHOT_FACTS_INIT;
    tariff_snapshot *snapshot = NULL;
    tariff_error *error = NULL;
    tariff_status status;

    if (file)
        fclose(file);
    if (size == 0)
        return TARIFF_ENOMEM + 0 * (w->error_missing = false); /* the file of the test itself could not be read */
    status = tariff_snapshot_open_memory(w->context, bytes, size, TARIFF_OPEN_COPY, &snapshot, &error);
    if (status >= 0) {
        tariff_snapshot_retain(snapshot);
        tariff_snapshot_release(snapshot);
        status = tariff_snapshot_verify(snapshot, &error);
    }
    if (status >= 0)
        status = tariff_snapshot_info(snapshot, &facts, &error);
    if (status >= 0)
        world_say(w, (const char *)facts.content_hash, sizeof facts.content_hash);
    tariff_snapshot_release(snapshot);
    return ended(w, status, error);
}

static tariff_status open_xml(world *w)
{
    tariff_snapshot *snapshot = NULL;
    tariff_error *error = NULL;
    tariff_status status = tariff_snapshot_open_xml(w->context, tariff_xml, sizeof tariff_xml - 1, NULL, &snapshot, &error);

    tariff_snapshot_release(snapshot);
    return ended(w, status, error);
}

static tariff_status verify(world *w)
{
    tariff_error *error = NULL;
    tariff_status status = tariff_snapshot_verify(w->snapshot, &error);

    return ended(w, status, error);
}

/* ---- builds ---- */

static tariff_status build_files(world *w)
{
    char path[300], name[16];
    tariff_build *build = NULL;
    tariff_snapshot *snapshot = NULL;
    tariff_finding finding = TARIFF_FINDING_INIT;
    tariff_error *error = NULL;
    tariff_status status = tariff_build_new(w->context, &build, &error);

    path_in(w, path, "t.xml");
    if (status >= 0)
        status = tariff_build_add_file(build, path, NULL, &error);
    if (status >= 0)
        status = tariff_build_add_memory(build, later_xml, sizeof later_xml - 1, "later.xml", NULL, &error);
    if (status >= 0)
        status = tariff_build_check(build, &error);
    if (status >= 0)
        status = tariff_build_write(build, w->output, &error);
    if (status >= 0)
        status = tariff_build_open(build, &snapshot, &error);
    if (status >= 0) {
        snprintf(name, sizeof name, "%u\n", (unsigned)tariff_build_finding_count(build));
        say(w, name);
        if (tariff_build_finding(build, 0, &finding, NULL) == TARIFF_OK)
            say_text(w, finding.text);
    }
    tariff_snapshot_release(snapshot);
    tariff_build_free(build);
    return ended(w, status, error);
}

static tariff_status write_again(world *w)
{
    tariff_error *error = NULL;
    tariff_status status = tariff_build_write(w->build, w->output, &error);

    return ended(w, status, error);
}

static tariff_status update(world *w)
{
    char path[300];
    tariff_build *build = NULL;
    tariff_error *error = NULL;
    tariff_status status = tariff_build_from_snapshot(w->context, w->snapshot, &build, &error);

    path_in(w, path, "later.xml");
    if (status >= 0)
        status = tariff_build_add_file(build, path, NULL, &error);
    if (status >= 0)
        status = tariff_build_write(build, w->output, &error);
    tariff_build_free(build);
    return ended(w, status, error);
}

/* ---- questions ---- */

static tariff_status look_up(world *w)
{
    tariff_goods_nomenclature_query queries[2] = {TARIFF_GOODS_NOMENCLATURE_QUERY_INIT, TARIFF_GOODS_NOMENCLATURE_QUERY_INIT};
    tariff_goods_nomenclature lines[4] = {TARIFF_GOODS_NOMENCLATURE_INIT, TARIFF_GOODS_NOMENCLATURE_INIT,
                                          TARIFF_GOODS_NOMENCLATURE_INIT, TARIFF_GOODS_NOMENCLATURE_INIT};
    tariff_status statuses[2];
    uint32_t count;
    tariff_error *error = NULL;
    tariff_status status;

    queries[0].code = tariff_text_of("9503");
    queries[1].code = tariff_text_of("9999");
    queries[0].tariff = queries[1].tariff = tariff_text_of("T");
    queries[0].date = queries[1].date = tariff_text_of("2026-02-01");
    status = tariff_goods_nomenclature_find(w->session, &queries[0], &lines[0], &error);
    if (status >= 0) {
        say_text(w, lines[0].description);
        status = tariff_goods_nomenclature_find_many(w->session, 2, queries, lines, statuses, &error);
    }
    if (status >= 0)
        status = tariff_goods_nomenclature_ancestors(w->session, &queries[0], 4, lines, &count, &error);
    if (status >= 0)
        say_text(w, lines[0].code);
    return ended(w, status, error);
}

static tariff_goods_item goods(void)
{
    static const tariff_declared_quantity quantity = {(uint32_t)sizeof quantity, 0, {"KGM", 3, 0}, {"250", 3, 0}};
    static const tariff_declared_amount freight = {.size = (uint32_t)sizeof freight,
                                                   .kind = {"freight", 7, 0},
                                                   .amount = {"10.00", 5, 0},
                                                   .currency = {"EUR", 3, 0}};
    tariff_goods_item item = TARIFF_GOODS_ITEM_INIT;

    item.tariff = tariff_text_of("T");
    item.date = tariff_text_of("2026-02-01");
    item.code = tariff_text_of("9503000000");
    item.origin = tariff_text_of("CN");
    item.price = tariff_text_of("1000.00");
    item.price_currency = tariff_text_of("EUR");
    item.quantities = &quantity;
    item.quantity_count = 1;
    item.additions = &freight;
    item.addition_count = 1;
    return item;
}

static void read_assessment(world *w, const tariff_assessment *assessment)
{
    tariff_assessment_summary summary = TARIFF_ASSESSMENT_SUMMARY_INIT;
    tariff_item_summary item = TARIFF_ITEM_SUMMARY_INIT;
    tariff_charge charge = TARIFF_CHARGE_INIT;
    tariff_outcome outcome = TARIFF_OUTCOME_INIT;
    tariff_candidate candidate = TARIFF_CANDIDATE_INIT;

    if (tariff_assessment_get(assessment, &summary) == TARIFF_OK)
        say_text(w, summary.payable);
    if (tariff_assessment_item(assessment, 0, &item) == TARIFF_OK)
        say_text(w, item.total);
    for (uint32_t i = 0; tariff_assessment_charge(assessment, 0, i, &charge) == TARIFF_OK; i++)
        say_text(w, charge.amount);
    for (uint32_t i = 0; tariff_assessment_outcome(assessment, 0, i, &outcome) == TARIFF_OK; i++)
        say_text(w, outcome.code);
    for (uint32_t i = 0; tariff_assessment_candidate(assessment, 0, i, &candidate) == TARIFF_OK; i++)
        say_text(w, candidate.disposition);
}

static tariff_status assess(world *w)
{
    tariff_goods_item item = goods();
    tariff_assess_options options = TARIFF_ASSESS_OPTIONS_INIT;
    const tariff_assessment *borrowed;
    tariff_assessment *own = NULL;
    tariff_text text;
    tariff_error *error = NULL;
    tariff_status status;

    options.flags = TARIFF_ASSESS_EXPLAIN;
    status = tariff_assess(w->session, &item, &options, &borrowed, &error);
    if (status >= 0)
        status = tariff_assessment_detach(borrowed, &own, &error);
    if (status >= 0) {
        read_assessment(w, own);
        status = tariff_assessment_json(w->session, own, TARIFF_EXPLAIN_TRACE | TARIFF_EXPLAIN_DISPOSITIONS, &text, &error);
    }
    if (status >= 0) {
        say_text(w, text);
        status = tariff_assessment_explain(w->session, own, tariff_text_of("en"), 0, &text, &error);
    }
    if (status >= 0)
        say_text(w, text);
    tariff_assessment_free(own);
    return ended(w, status, error);
}

static int32_t visited(void *user, uint32_t index, const tariff_assessment *assessment, const tariff_error *error)
{
    (void)index;
    if (assessment)
        read_assessment(user, assessment);
    else
        say_text(user, tariff_error_message(error));
    return 0;
}

/* An item that finds no memory is answered by its error and the call goes on: then it is as if the call had failed. */
static int32_t visited_strictly(void *user, uint32_t index, const tariff_assessment *assessment, const tariff_error *error)
{
    if (!assessment && tariff_error_status(error) != TARIFF_EINVAL)
        return 1;
    return visited(user, index, assessment, error);
}

static tariff_status assess_many(world *w)
{
    tariff_goods_item items[3] = {goods(), goods(), goods()};
    tariff_error *error = NULL;
    tariff_status status;

    items[1].code = tariff_text_of("no code");
    status = tariff_assess_many(w->session, items, 3, NULL, visited_strictly, w, &error);
    return ended(w, status, error);
}

static tariff_status assess_declaration(world *w)
{
    tariff_goods_item items[2] = {goods(), goods()};
    tariff_declaration declaration = TARIFF_DECLARATION_INIT;
    const tariff_assessment *borrowed;
    tariff_error *error = NULL;
    tariff_status status;

    for (unsigned i = 0; i < 2; i++)
        items[i].tariff = items[i].date = tariff_text_of(NULL);
    declaration.tariff = tariff_text_of("T");
    declaration.date = tariff_text_of("2026-02-01");
    declaration.items = items;
    declaration.item_count = 2;
    status = tariff_assess_declaration(w->session, &declaration, NULL, &borrowed, &error);
    if (status >= 0)
        read_assessment(w, borrowed);
    return ended(w, status, error);
}

/* ---- the JSON door ---- */

static tariff_status call(world *w, const char *method, const char *request)
{
    const char *reply;
    uint64_t size;
    tariff_error *error = NULL;
    tariff_status status = tariff_call_json(w->session, method, request, strlen(request), &reply, &size, &error);

    if (status >= 0)
        world_say(w, reply, (size_t)size);
    return ended(w, status, error);
}

static tariff_status call_questions(world *w)
{
    static const char *const calls[][2] = {
        {"info", "{}"},
        {"tree", "{\"tariff\":\"T\",\"date\":\"2026-02-01\"}"},
        {"show", "{\"code\":\"9503\",\"tariff\":\"T\",\"date\":\"2026-02-01\"}"},
        {"measures", "{\"code\":\"9503\",\"tariff\":\"T\",\"origin\":\"CN\",\"date\":\"2026-02-01\"}"},
        {"needs", "{\"code\":\"9503\",\"tariff\":\"T\",\"origin\":\"CN\",\"date\":\"2026-02-01\"}"},
        {"quote", "{\"code\":\"9503\",\"tariff\":\"T\",\"origin\":\"CN\",\"date\":\"2026-02-01\",\"value\":\"100 "
                  "EUR\",\"net_mass\":\"3\"}"},
        {"assess",
         "{\"tariff\":\"T\",\"date\":\"2026-02-01\",\"items\":[{\"code\":\"9503\",\"origin\":\"CN\",\"price\":\"7\"}]}"},
        {"rate.parse", "{\"text\":\"9.00 % MAX 0.35 GBP / kg\"}"},
        {"rate.eval", "{\"text\":\"9.00 %\",\"value\":\"100\",\"currency\":\"EUR\"}"},
        {"quota.allocate", "{\"tariff\":\"T\",\"date\":\"2026-02-01\",\"definition\":{\"volume\":\"10\"},"
                           "\"requests\":[{\"id\":\"a\",\"date\":\"2026-01-09\",\"quantity\":\"7\"},{\"id\":\"b\",\"date\":"
                           "\"2026-01-09\",\"quantity\":\"8\"}]}"},
        {"text.format", "{\"text\":\"a|b &ge; c\"}"},
        /* Not text.analyse: libstemmer 2.2 crashes where malloc refuses while a stemmer is made. */
        {"text.normalise", "{\"text\":\"Hats (not knitted), other than of felt\"}"},
        {"introspect", "{}"},
    };
    tariff_status status = TARIFF_OK;

    for (size_t i = 0; i < sizeof calls / sizeof *calls && status >= 0; i++)
        status = call(w, calls[i][0], calls[i][1]);
    return status < 0 ? status : TARIFF_OK;
}

static tariff_status call_import(world *w)
{
    char request[1200], input[300];

    path_in(w, input, "hts.csv");
    snprintf(request, sizeof request, "{\"format\":\"usitc-csv\",\"inputs\":[\"%s\"],\"output\":\"%s\"}", input, w->output);
    return call(w, "import", request);
}

static tariff_status call_compile(world *w)
{
    char request[1200], input[300];

    path_in(w, input, "t.xml");
    snprintf(request, sizeof request, "{\"inputs\":[\"%s\"],\"output\":\"%s\"}", input, w->output);
    return call(w, "compile", request);
}

const scenario scenarios[] = {
    {"life of a context",
     "context_new context_free snapshot_open snapshot_release session_new session_free version status_name error_status "
     "error_message "
     "error_file error_subject error_line error_column error_free",
     false, whole_life},
    {"image in memory", "snapshot_open_memory snapshot_retain snapshot_verify snapshot_info", false, open_copy},
    {"XML in memory", "snapshot_open_xml", false, open_xml},
    {"verify", "snapshot_verify", false, verify},
    {"build",
     "build_new build_add_file build_add_memory build_check build_write build_open build_finding_count build_finding build_free",
     true, build_files},
    {"write again", "build_write", true, write_again},
    {"update", "build_from_snapshot", true, update},
    {"look up", "goods_nomenclature_find goods_nomenclature_find_many goods_nomenclature_ancestors", false, look_up},
    {"assess",
     "assess assessment_detach assessment_free assessment_get assessment_item assessment_charge assessment_outcome "
     "assessment_candidate assessment_json assessment_explain",
     false, assess},
    {"assess many", "assess_many", false, assess_many},
    {"assess a declaration", "assess_declaration", false, assess_declaration},
    {"questions in JSON", "call_json", false, call_questions},
    {"import", "call_json", true, call_import},
    {"compile", "call_json", true, call_compile},
    {NULL, NULL, false, NULL},
};
