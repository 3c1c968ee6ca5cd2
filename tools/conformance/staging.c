/* SPDX-License-Identifier: Apache-2.0 */
/* staging: a schedule of tariff elimination as an agreement in own XML; the preference is claimed, and its exact duty on 100 is
 * the rate. */
#include "conformance/xml.h"

#include <string.h>

/* The sides of an agreement, as the case has them: who imports, and somebody on the other side. */
#define IMPORTER "XA"
#define EXPORTER "XB"

/* Every aspect that a preference needs, and nothing else: no rounding, and no duty above that of third countries. */
static const char law[] =
    "<profile id=\"" CASE_TARIFF "\" currency=\"USD\"><policy aspect=\"rounding\" name=\"exact\" default=\"yes\"/>"
    "<group id=\"base\" several=\"nearest\"/><group id=\"preference\" several=\"lowest\"/>"
    "<charge id=\"customs-duty\" role=\"base-duty\" total=\"duty\" required=\"yes\" settlement=\"pay\"/>"
    "<measures types=\"base\" role=\"base-duty\" charge=\"customs-duty\" group=\"base\"/>"
    "<measures types=\"preference\" role=\"preference\" charge=\"customs-duty\" group=\"preference\" claim=\"preference\" "
    "preferences=\"claimed\" place=\"preferential-origin\"/>"
    "<relation kind=\"replaces\" groups=\"preference\" over=\"base\" when=\"not-higher\"/></profile>";

static void put_measures(trial *trial, text *xml)
{
    text_add(xml,
             "<measure-types>"
             "<measure-type id=\"base\" series=\"C\" movement=\"import\" components=\"mandatory\" order-number=\"forbidden\"/>"
             "<measure-type id=\"preference\" series=\"C\" movement=\"import\" components=\"mandatory\" "
             "order-number=\"forbidden\"/></measure-types><measures><measure type=\"base\" grammar=\"us\" area=\"" EXPORTER "\"");
    text_attribute(xml, "code", member(trial->inputs, "code"));
    text_add(xml, " duty=\"");
    text_add(xml, member(trial->inputs, "base_rate_percent"));
    text_add(xml, "%\"/></measures>");
}

/* No stages: free at once. */
static void put_category(trial *trial, text *xml)
{
    const char *stages = member(trial->inputs, "equal_annual_stages");

    text_add(xml, "<category");
    text_attribute(xml, "id", member(trial->inputs, "category"));
    if (strcmp(stages, "0") == 0) {
        text_add(xml, "><free/></category>");
        return;
    }
    text_add(xml, "><equal-stages");
    text_attribute(xml, "stages", stages);
    text_add(xml, " rounding=\"down\" to=\"0.1\"/></category>");
}

static void put_agreement(trial *trial, text *xml)
{
    text_add(xml, "<agreement id=\"agreement\" measure-type=\"preference\"");
    text_attribute(xml, "source", member(trial->inputs, "agreement"));
    text_add(xml, "><party area=\"" IMPORTER "\" tariff=\"" CASE_TARIFF "\"/><party area=\"" EXPORTER
                  "\"/><stage-dates first=\"dated\" later=\"1-january\"");
    text_attribute(xml, "first-date", member(trial->inputs, "first_stage"));
    text_add(xml, "/>");
    put_category(trial, xml);
    text_add(xml, "<schedule importer=\"" IMPORTER "\" exporter=\"" EXPORTER "\" vintage=\"case\" grammar=\"us\"");
    text_attribute(xml, "source", member(trial->inputs, "importer"));
    text_add(xml, "><base-line");
    text_attribute(xml, "code", member(trial->inputs, "code"));
    text_attribute(xml, "category", member(trial->inputs, "category"));
    text_add(xml, " base=\"");
    text_add(xml, member(trial->inputs, "base_rate_percent"));
    text_add(xml, "%\"/></schedule></agreement>");
}

static tariff_session *open_schedule(trial *trial)
{
    text xml = {NULL, 0, 0};
    tariff_session *session;

    text_add(&xml, "<tariff-data xmlns=\"urn:libtariff:tariff:1\" version=\"1\"><geographical-areas><country id=\"" IMPORTER
                   "\"/><country id=\"" EXPORTER "\"/></geographical-areas><tariff id=\"" CASE_TARIFF
                   "\" currency=\"USD\"><goods-nomenclature><line suffix=\"80\" indent=\"0\"");
    text_attribute(&xml, "code", member(trial->inputs, "code"));
    text_add(&xml, "/></goods-nomenclature>");
    put_measures(trial, &xml);
    text_add(&xml, law);
    put_agreement(trial, &xml);
    xml_end(&xml);
    session = trial_tariff(trial, &xml);
    text_free(&xml);
    return session;
}

bool adapt_staging(trial *trial)
{
    text request = {NULL, 0, 0};
    tariff_session *session;
    const json *items, *charges;
    json_document *reply;
    bool passed = false;

    if (!trial_only(trial, "expected_rate_percent"))
        return false;
    session = open_schedule(trial);
    if (!session)
        return false;
    text_add(&request, "{\"tariff\":\"" CASE_TARIFF "\",\"currency\":\"USD\"");
    put_member(&request, "date", trial->inputs, "date");
    text_add(&request, ",\"items\":[{\"origin\":\"" EXPORTER "\",\"preferential_origin\":\"" EXPORTER
                       "\",\"preference\":\"claimed\",\"customs_value\":\"100\"");
    put_member(&request, "code", trial->inputs, "code");
    text_add(&request, "}]}");
    reply = trial_ask(trial, session, "assess", &request);
    text_free(&request);
    if (!reply)
        return false;
    items = json_get(json_root(reply), "items");
    charges = items && items->first ? json_get(items->first, "charges") : NULL;
    for (const json *one = charges ? charges->first : NULL; one; one = one->next)
        if (strcmp(member(one, "state"), "due") == 0)
            passed = trial_same_text(trial, "expected_rate_percent",
                                     member(one, json_have(one, "unrounded") ? "unrounded" : "amount"));
    json_free(reply);
    return passed;
}
