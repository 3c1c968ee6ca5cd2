/* SPDX-License-Identifier: Apache-2.0 */
/* The records of an image as XML again, and a transmission applied to an image: through the writer and through the JSON door. */
#include "images.h"

#include <fcntl.h>

#include "ingest/taric3_write.h"
#include "tariff.h"

#define ENVELOPE(id, body)                                                                                                       \
    "<env:envelope xmlns:env='urn:publicid:-:DGTAXUD:GENERAL:ENVELOPE:1.0' xmlns='urn:publicid:-:DGTAXUD:TARIC:MESSAGE:1.0' "    \
    "id='" id "'>" body "</env:envelope>"
#define MESSAGE(transaction, message, record)                                                                                    \
    "<env:transaction id='" transaction "'><env:app.message id='" message "'><transmission><record><transaction.id>" transaction \
    "</transaction.id>" record "</record></transmission></env:app.message></env:transaction>"
#define CODES(code, subcode, update)                                                                                             \
    "<record.code>" code "</record.code><subrecord.code>" subcode "</subrecord.code><record.sequence.number>1"                   \
    "</record.sequence.number><update.type>" update "</update.type>"
#define AREA(transaction, message, update, sid, more)                                                                            \
    MESSAGE(transaction, message,                                                                                                \
            CODES("250", "00", update) "<geographical.area><geographical.area.sid>" sid "</geographical.area.sid>"               \
                                       "<geographical.area.id>Q" sid "</geographical.area.id><validity.start.date>1990-01-01"    \
                                       "</validity.start.date><geographical.code>0</geographical.code>" more                     \
                                       "</geographical.area>")

static tariff_status to_buffer(void *user, const void *data, size_t size, tariff_error **error)
{
    trf_buffer_bytes(user, data, size);
    return ((trf_buffer *)user)->failed ? trf_fail_memory(error) : TARIFF_OK;
}

static trf_buffer exported(const trf_model *model, const trf_taric3_write_options *options, trf_taric3_written *written)
{
    tariff_error *error = NULL;
    trf_buffer out;

    trf_buffer_init(&out, &trf_alloc_default, 0);
    unit_ok(trf_taric3_write(model, options, to_buffer, &out, written, &error), error);
    trf_buffer_char(&out, '\0');
    return out;
}

/* Where `what` begins in text, after the place `from`; it must be there. */
static const char *after(const char *from, const char *what)
{
    const char *found = strstr(from, what);

    ck_assert_msg(found != NULL, "no '%s' in: %.600s", what, from);
    return found + strlen(what);
}

START_TEST(taric3__what_happened_to_records__written_in_order_as_it_was_transmitted)
{
    trf_model *model = unit_model();
    trf_taric3_written written;
    trf_buffer out;
    const char *at;

    unit_ingest(
        model, "a.xml",
        ENVELOPE("18001", AREA("7", "2", "3", "1", "<parent.geographical.area.group.sid/>") AREA("8", "1", "2", "1", "")));
    unit_ingest(model, "b.xml", ENVELOPE("18002", AREA("9", "5", "1", "2", "")));
    out = exported(model, NULL, &written);
    at = after(out.data, "id=\"18002\""); /* the envelope of the input read last */
    at = after(at, "<env:transaction id=\"7\">");
    at = after(at, "<env:app.message id=\"2\">");
    at = after(at, "<oub:update.type>3<");
    at = after(at, "<oub:geographical.area.sid>1<");
    at = after(at, "<oub:parent.geographical.area.group.sid/>"); /* empty is not absent */
    at = after(at, "<env:transaction id=\"8\">");
    at = after(at, "<oub:record.code>250<");
    at = after(at, "<oub:subrecord.code>00<");
    at = after(at, "<oub:update.type>2<");
    ck_assert_ptr_null(strstr(at, "parent.geographical"));
    at = after(at, "<env:transaction id=\"9\">");
    at = after(at, "<oub:update.type>1<");
    ck_assert_uint_eq(written.records[TRF_KIND_geographical_area], 3);
    trf_buffer_done(&out);
    trf_model_free(model);
}
END_TEST

START_TEST(taric3__records_and_fields_that_are_not_known__given_back)
{
    trf_model *model = unit_model(), *again = unit_model();
    trf_taric3_written written;
    trf_buffer out;
    const char *at;

    unit_ingest(model, "a.xml",
                ENVELOPE("18001", AREA("7", "2", "3", "1", "<odd.field>a\nb=c\n= d\\n</odd.field>")
                                      MESSAGE("8", "1", CODES("999", "00", "3") "<odd.record><x.y> &lt;z </x.y></odd.record>")
                                          MESSAGE("9", "1",
                                                  CODES("250", "00", "77") "<geographical.area><geographical.area.id>QQ"
                                                                           "</geographical.area.id></geographical.area>")));
    out = exported(model, NULL, &written);
    at = after(out.data, "<oub:odd.field>a\nb=c\n= d\\n<"); /* a line of the value is no field of its own */
    at = after(at, "<oub:odd.record>");
    at = after(at, "<oub:x.y> &lt;z <");
    at = after(at, "<oub:update.type>77<");
    at = after(at, "<oub:geographical.area.id>QQ<");
    ck_assert_uint_eq(written.unknown, 2);
    unit_ingest(again, "b.xml", out.data);
    ck_assert_uint_eq(again->unknown_count, model->unknown_count);
    ck_assert_uint_eq(again->tables[TRF_KIND_geographical_area].count, 1);
    trf_buffer_done(&out);
    trf_model_free(model);
    trf_model_free(again);
}
END_TEST

#define TWO_TARIFFS                                                                                                              \
    NATIVE("<languages><language id='en'/></languages><tariff id='AA' lang='en'><goods-nomenclature><section number='I' "        \
           "first='01' last='05'><text>Animals</text></section><line code='01' indent='0' from='2001-01-01'><text>Live</text>"   \
           "</line></goods-nomenclature></tariff><tariff id='BB' lang='en'><goods-nomenclature><line code='02' indent='0'>"      \
           "<text>Meat</text></line></goods-nomenclature></tariff>")

START_TEST(taric3__records_of_the_own_schema__codes_of_their_kind_and_what_is_left_out)
{
    trf_model *model = unit_model();
    trf_taric3_written written;
    trf_buffer out;
    const char *at;

    unit_ingest(model, "own.xml", TWO_TARIFFS);
    out = exported(model, NULL, &written);
    at = after(out.data, "id=\"1\"");
    at = after(at, "<oub:record.code>400<");
    at = after(at, "<oub:subrecord.code>00<");
    at = after(at, "<oub:update.type>3<");
    at = after(at, "<oub:goods.nomenclature.item.id>01<");
    at = after(at, "<oub:subrecord.code>15<");
    at = after(at, "<oub:language.id>EN<"); /* as TARIC writes it */
    ck_assert_uint_eq(written.records[TRF_KIND_goods_nomenclature], 2);
    ck_assert_uint_eq(written.left_out[TRF_KIND_goods_nomenclature], 1); /* the section */
    ck_assert_uint_eq(written.left_out[TRF_KIND_tariff], 2);
    trf_buffer_done(&out);
    trf_model_free(model);
}
END_TEST

START_TEST(taric3__one_tariff__its_records_and_those_of_all)
{
    trf_model *model = unit_model();
    trf_taric3_write_options options = {true, 2};
    trf_taric3_written written;
    trf_buffer out;

    unit_ingest(model, "own.xml", TWO_TARIFFS);
    out = exported(model, &options, &written);
    ck_assert_ptr_null(strstr(out.data, "Live"));
    after(out.data, "Meat");
    ck_assert_uint_eq(written.records[TRF_KIND_language], 1);
    ck_assert_uint_eq(written.records[TRF_KIND_goods_nomenclature], 1);
    trf_buffer_done(&out);
    trf_model_free(model);
}
END_TEST

static tariff_status full(void *user, const void *data, size_t size, tariff_error **error)
{
    (void)user;
    (void)data;
    (void)size;
    return trf_fail(error, &trf_alloc_default, TARIFF_EIO, "no room");
}

START_TEST(taric3__a_sink_that_fails__its_status)
{
    trf_model *model = unit_model();
    trf_taric3_written written;
    tariff_error *error = NULL;

    unit_ingest(model, "own.xml", TWO_TARIFFS);
    ck_assert_int_eq(trf_taric3_write(model, NULL, full, NULL, &written, &error), TARIFF_EIO);
    trf_error_free(error);
    trf_model_free(model);
}
END_TEST

/* ---- the door ---- */

static tariff_context *context;
static tariff_session *session;
static tariff_snapshot *snapshot;
static char folder[] = "test_export-XXXXXX";
static unsigned findings;

static void log_line(void *user, int32_t level, const char *message, uint32_t size)
{
    (void)user;
    (void)message;
    (void)size;
    findings += level == TARIFF_LOG_FINDING;
}

static void open_session(const char *xml)
{
    tariff_context_options options = TARIFF_CONTEXT_OPTIONS_INIT;
    tariff_error *error = NULL;

    options.log = log_line;
    ck_assert_ptr_nonnull(mkdtemp(folder));
    unit_ok(tariff_context_new(&options, &context, &error), error);
    if (xml)
        unit_ok(tariff_snapshot_open_xml(context, xml, strlen(xml), NULL, &snapshot, &error), error);
    unit_ok(tariff_session_new(context, snapshot, NULL, &session, &error), error);
}

static void close_session(void)
{
    char command[100];

    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    tariff_context_free(context);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    ck_assert_int_eq(system(command), 0);
    memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
    snapshot = NULL;
}

/* A request with @ for the folder; the reply, or the message of the error. */
static const char *call(const char *method, const char *request, tariff_status expected)
{
    static char message[1000];
    char own[1000];
    size_t size = 0;
    const char *reply = NULL;
    uint64_t length = 0;
    tariff_error *error = NULL;
    tariff_status status;

    for (const char *c = request; *c && size + sizeof folder < sizeof own; c++)
        size += (size_t)snprintf(own + size, sizeof own - size, *c == '@' ? "%s" : "%.1s", *c == '@' ? folder : c);
    status = tariff_call_json(session, method, own, size, &reply, &length, &error);
    snprintf(message, sizeof message, "%s", status < 0 ? tariff_error_message(error).data : "");
    tariff_error_free(error);
    ck_assert_msg(status == expected, "%s: status %d: %s", own, (int)status, message);
    return status < 0 ? message : reply;
}

START_TEST(door__export_and_update__files_that_can_be_read_again)
{
    open_session(TWO_TARIFFS);
    after(call("export", "{\"format\":\"native\",\"output\":\"@/n.xml\"}", TARIFF_OK), "\"goods.nomenclature\":3");
    after(call("export", "{\"format\":\"native\",\"tariff\":\"BB\",\"output\":\"@/b.xml\"}", TARIFF_OK),
          "\"goods.nomenclature\":1");
    after(call("export", "{\"format\":\"taric3\",\"output\":\"@/t.xml\"}", TARIFF_FINDINGS), "\"not-in-taric3\":");
    call("compile", "{\"inputs\":[\"@/n.xml\"],\"output\":\"@/n.tariff\"}", TARIFF_OK);
    call("compile", "{\"inputs\":[\"@/t.xml\"],\"output\":\"@/t.tariff\"}", TARIFF_FINDINGS);
    /* the same lines again: each is told once, though the base was told of them too */
    after(call("update", "{\"base\":\"@/n.tariff\",\"inputs\":[\"@/n.xml\"],\"output\":\"@/n.tariff\"}", TARIFF_FINDINGS),
          "\"insert-of-existing-key\":");
    call("verify", "{\"image\":\"@/n.tariff\"}", TARIFF_OK);
    call("update", "{\"inputs\":[\"@/b.xml\"],\"output\":\"@/c.tariff\"}", TARIFF_FINDINGS);
    call("verify", "{\"image\":\"@/c.tariff\"}", TARIFF_OK);
    close_session();
}
END_TEST

START_TEST(door__update__what_the_base_was_told_of_is_not_told_again)
{
    static const char day_one[] = ENVELOPE("1", AREA("7", "2", "1", "1", "")),
                      day_two[] = ENVELOPE("2", AREA("8", "2", "3", "2", ""));
    char path[100];
    int file;

    open_session(NULL);
    for (int i = 0; i < 2; i++) {
        snprintf(path, sizeof path, "%s/%d.xml", folder, i + 1);
        file = open(path, O_WRONLY | O_CREAT, 0600);
        ck_assert_int_ge(file, 0);
        ck_assert_int_gt(write(file, i ? day_two : day_one, strlen(i ? day_two : day_one)), 0);
        close(file);
    }
    after(call("compile", "{\"inputs\":[\"@/1.xml\"],\"output\":\"@/1.tariff\"}", TARIFF_FINDINGS), "\"update-of-unseen-key\":1");
    findings = 0;
    after(call("update", "{\"base\":\"@/1.tariff\",\"inputs\":[\"@/2.xml\"],\"output\":\"@/2.tariff\"}", TARIFF_OK),
          "\"findings_total\":0");
    ck_assert_uint_eq(findings, 0);
    call("compile", "{\"inputs\":[\"@/1.xml\",\"@/2.xml\"],\"output\":\"@/3.tariff\"}", TARIFF_FINDINGS);
    /* of two tariffs it must be said which is meant */
    call("compile",
         "{\"inputs\":[{\"path\":\"@/1.xml\",\"tariff\":\"XA\"},{\"path\":\"@/1.xml\",\"tariff\":\"XB\"}],\"output\":\"@/"
         "4.tariff\"}",
         TARIFF_FINDINGS);
    after(call("update", "{\"base\":\"@/4.tariff\",\"inputs\":[\"@/2.xml\"],\"output\":\"@/5.tariff\"}", TARIFF_EINVAL),
          "of several tariffs");
    call("update", "{\"base\":\"@/4.tariff\",\"inputs\":[\"@/2.xml\"],\"tariff\":\"XA\",\"output\":\"@/5.tariff\"}", TARIFF_OK);
    snprintf(path, sizeof path, "cmp %s/2.tariff %s/3.tariff", folder, folder);
    ck_assert_int_eq(system(path), 0);
    close_session();
}
END_TEST

START_TEST(door__export_to_a_descriptor__all_of_it_there)
{
    char path[100], request[200];
    int file;

    open_session(TWO_TARIFFS);
    snprintf(path, sizeof path, "%s/out.xml", folder);
    file = open(path, O_RDWR | O_CREAT, 0600);
    snprintf(request, sizeof request, "{\"format\":\"native\",\"descriptor\":%d}", file);
    call("export", request, TARIFF_OK);
    close(file);
    call("compile", "{\"inputs\":[\"@/out.xml\"],\"output\":\"@/out.tariff\"}", TARIFF_OK);
    after(call("export", "{\"format\":\"native\",\"descriptor\":2147483647}", TARIFF_EIO), "cannot write");
    close_session();
}
END_TEST

START_TEST(door__requests_that_are_wrong__say_what_is_expected)
{
    open_session(TWO_TARIFFS);
    after(call("export", "{\"format\":\"csv\",\"output\":\"@/x\"}", TARIFF_EINVAL), "native or taric3");
    after(call("export", "{\"format\":\"native\"}", TARIFF_EINVAL), "output");
    after(call("export", "{\"format\":\"native\",\"output\":\"@/x\",\"descriptor\":1}", TARIFF_EINVAL), "not both");
    after(call("export", "{\"format\":\"native\",\"output\":\"@/x\",\"tariff\":\"CC\"}", TARIFF_EINVAL), "tariff");
    after(call("export", "{\"format\":\"native\",\"output\":\"@/none/x\"}", TARIFF_EIO), "x");
    after(call("update", "{\"base\":\"@/none\",\"inputs\":[\"@/x\"],\"output\":\"@/x\"}", TARIFF_EIO), "none");
    close_session();
    open_session(NULL);
    after(call("update", "{\"inputs\":[\"@/x\"],\"output\":\"@/x\"}", TARIFF_EINVAL), "base");
    call("export", "{\"format\":\"native\",\"output\":\"@/x\"}", TARIFF_EINVAL);
    close_session();
}
END_TEST

START_TEST(taric3__memory_refused_at_each_step__error_and_nothing_lost)
{
    tariff_status status = TARIFF_ENOMEM;
    trf_limits limits = TRF_LIMITS_DEFAULT;

    for (unsigned long step = 1; status == TARIFF_ENOMEM && step < 2000; step++) {
        unit_failing state = {0, step, 0};
        trf_alloc alloc = unit_failing_alloc(&state);
        trf_taric3_written written;
        tariff_error *error = NULL;
        trf_model *model = NULL;
        trf_buffer out;

        trf_buffer_init(&out, &trf_alloc_default, 0);
        status = trf_model_new(&alloc, &limits, 1, &model, &error);
        if (status >= 0)
            status = trf_ingest_memory(model, TWO_TARIFFS, strlen(TWO_TARIFFS), TRF_SLICE("a.xml"), NULL, &error);
        if (status >= 0)
            status = trf_taric3_write(model, NULL, to_buffer, &out, &written, &error);
        trf_error_free(error);
        trf_model_free(model);
        trf_buffer_done(&out);
        ck_assert_int_eq(state.live, 0);
    }
    ck_assert_int_eq(status, TARIFF_OK);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("export");
    TCase *writing = tcase_create("writing"), *door = tcase_create("door");

    tcase_add_test(writing, taric3__what_happened_to_records__written_in_order_as_it_was_transmitted);
    tcase_add_test(writing, taric3__records_and_fields_that_are_not_known__given_back);
    tcase_add_test(writing, taric3__records_of_the_own_schema__codes_of_their_kind_and_what_is_left_out);
    tcase_add_test(writing, taric3__one_tariff__its_records_and_those_of_all);
    tcase_add_test(writing, taric3__a_sink_that_fails__its_status);
    tcase_add_test(writing, taric3__memory_refused_at_each_step__error_and_nothing_lost);
    tcase_add_test(door, door__export_and_update__files_that_can_be_read_again);
    tcase_add_test(door, door__update__what_the_base_was_told_of_is_not_told_again);
    tcase_add_test(door, door__export_to_a_descriptor__all_of_it_there);
    tcase_add_test(door, door__requests_that_are_wrong__say_what_is_expected);
    suite_add_tcase(s, writing);
    suite_add_tcase(s, door);
    return s;
}

UNIT_MAIN(suite)
