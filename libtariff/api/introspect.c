/* SPDX-License-Identifier: Apache-2.0 */
/* introspect: the public API out of its headers, the methods out of their table */
#include "api/door.h"

#include "config.h"
#include "image/digest.h"
#include "image/layout.h"
#ifdef TRF_INGEST
#include "ingest/xml.h"
#include "io/archive.h"
#endif
#include "io/inflate.h"

static const char *const pieces[] = {
#include "libtariff/api/introspect.inc"
};

static const char *form_name(unsigned form)
{
    static const char *const names[] = {"text", "decimal", "date", "count", "flag", "texts", "object", "array", "any"};

    return form < sizeof names / sizeof names[0] ? names[form] : "any";
}

/** The libraries that this one was made with, so that a report of a fault says what ran. */
static void put_libraries(trf_json_writer *reply)
{
    trf_json_name(reply, "libraries");
    trf_json_begin_object(reply);
    trf_json_member_string(reply, "gmp", trf_gmp_version());
    trf_json_member_string(reply, "liblzma", trf_lzma_version());
#ifdef TRF_INGEST
    trf_json_member_string(reply, "libxml2", trf_libxml2_version());
    trf_json_member_string(reply, "libzip", trf_libzip_version());
#endif
    trf_json_member_string(reply, "nettle", trf_nettle_version());
    trf_json_member_string(reply, "zlib", trf_zlib_version());
    trf_json_end_object(reply);
}

static void put_fields(trf_json_writer *reply, const char *name, const trf_method_field *fields, bool request)
{
    trf_json_name(reply, name);
    trf_json_begin_array(reply);
    for (; fields->name; fields++) {
        trf_json_begin_object(reply);
        trf_json_member_string(reply, "name", fields->name);
        trf_json_member_string(reply, "form", form_name(fields->form));
        if (request)
            trf_json_member_flag(reply, "required", fields->use == TRF_REQUIRED);
        trf_json_member_string(reply, "doc", fields->doc);
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
}

static void put_statuses(trf_json_writer *reply)
{
    trf_json_name(reply, "statuses");
    trf_json_begin_array(reply);
    for (tariff_status status = -64; status < 64; status++) {
        const char *name = tariff_status_name(status);

        if (strcmp(name, "unknown") == 0)
            continue;
        trf_json_begin_object(reply);
        trf_json_member_string(reply, "name", name);
        trf_json_member_integer(reply, "value", status);
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
}

tariff_status trf_method_introspect(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    (void)door;
    (void)request;
    (void)error;
    trf_json_begin_object(reply);
    trf_json_member_string(reply, "library", tariff_version());
    trf_json_member_integer(reply, "layout", TRF_IMAGE_LAYOUT);
    put_libraries(reply);
    trf_buffer_char(reply->out, ',');
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++)
        trf_buffer_text(reply->out, pieces[i]);
    put_statuses(reply);
    trf_json_name(reply, "methods");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < trf_methods_count; i++) {
        const trf_method *method = &trf_methods[i];

        trf_json_begin_object(reply);
        trf_json_member_string(reply, "name", method->name);
        trf_json_member_flag(reply, "snapshot", (method->flags & TRF_METHOD_SNAPSHOT) != 0);
        trf_json_member_flag(reply, "files", (method->flags & TRF_METHOD_FILES) != 0);
        trf_json_member_flag(reply, "open", (method->flags & TRF_METHOD_OPEN) != 0);
        if (method->list)
            trf_json_member_string(reply, "list", method->list);
        trf_json_member_string(reply, "doc", method->doc);
        put_fields(reply, "request", method->fields, true);
        put_fields(reply, "reply", method->reply, false);
        trf_json_end_object(reply);
    }
    trf_json_end_array(reply);
    trf_json_end_object(reply);
    return TARIFF_OK;
}
