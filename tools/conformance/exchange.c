/* SPDX-License-Identifier: Apache-2.0 */
/* exchange-rate: method exchange.rate over the table of the file */
#include "conformance/xml.h"

/* Rows [currency, first day, rate]: a rate holds until the next one of its currency. */
static tariff_session *open_rates(trial *trial, const json *table)
{
    text xml = {NULL, 0, 0};
    tariff_session *session;

    text_add(&xml, "<tariff-data xmlns=\"urn:libtariff:tariff:1\" version=\"1\">"
                   "<exchange-rates authority=\"" CASE_TARIFF "\" purpose=\"customs\" base=\"EUR\">");
    for (const json *row = table ? table->first : NULL; row; row = row->next) {
        if (!json_is(row, JSON_ARRAY) || row->count < 3)
            continue;
        text_add(&xml, "<rate");
        text_attribute(&xml, "currency", row->first->text);
        text_attribute(&xml, "from", row->first->next->text);
        text_attribute(&xml, "value", row->first->next->next->text);
        text_add(&xml, "/>");
    }
    text_add(&xml,
             "</exchange-rates><tariff id=\"" CASE_TARIFF "\" currency=\"GBP\"><profile id=\"" CASE_TARIFF "\" currency=\"GBP\">"
             "<policy aspect=\"exchange\" name=\"reference\" behaviour=\"else-latest\"/>"
             "<exchange authority=\"" CASE_TARIFF "\" purpose=\"customs\" base=\"EUR\" date=\"acceptance\"/></profile>");
    xml_end(&xml);
    session = trial_tariff(trial, &xml);
    text_free(&xml);
    return session;
}

bool adapt_exchange(trial *trial)
{
    tariff_session *session;
    text request = {NULL, 0, 0};
    json_document *reply;
    bool passed;

    if (!trial_only(trial, "rate from"))
        return false;
    session = open_rates(trial, json_get(trial->head, "monthly_eur_table"));
    text_char(&request, '{');
    text_member(&request, "tariff", CASE_TARIFF);
    text_member(&request, "base", "EUR");
    text_member(&request, "policy", "reference");
    put_member(&request, "currency", trial->inputs, "currency");
    put_member(&request, "date", trial->inputs, "import_date");
    text_char(&request, '}');
    reply = trial_ask(trial, session, "exchange.rate", &request);
    passed = reply && trial_same_all(trial, json_root(reply));
    json_free(reply);
    text_free(&request);
    return passed;
}
