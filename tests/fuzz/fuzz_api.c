/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The functions of the C interface over bytes: lines of text fill the fields of queries, goods items and declarations; a line of
 * one control character stands for a value that makes sense. What is refused has an error object, what is answered can be read.
 * A session answers many calls, and makes place for a new one now and then.
 */
#include <stdlib.h>
#include <string.h>
#include <tariff.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char tariff_xml[] =
    "<tariff-data xmlns='urn:libtariff:tariff:1' version='1'><exchange-rates authority='B' purpose='customs' base='EUR'>"
    "<rate currency='GBP' from='2024-01-01' to='2024-12-31' value='0.85'/></exchange-rates><geographical-areas>"
    "<country id='CN'/><country id='FR'/><group id='1011'><member area='CN'/><member area='FR'/></group></geographical-areas>"
    "<tariff id='T' currency='EUR' lang='en'><goods-nomenclature lang='en'><line code='9500000000' indent='0'><text>Toys</text>"
    "</line><line code='9503000000' indent='0'><text>Dolls</text><unit code='KGM'/></line></goods-nomenclature><measure-types>"
    "<measure-type id='103' series='C' movement='import'/><measure-type id='142' series='C' movement='import'/>"
    "<measure-type id='305' series='P' movement='import'/></measure-types><measures>"
    "<measure type='103' code='9503000000' area='1011' from='2020-01-01' duty='4.70 % + 1.00 EUR / 100 kg' grammar='taric'/>"
    "<measure type='142' code='9503000000' area='FR' from='2020-01-01' duty='0.00 %' grammar='taric'>"
    "<condition code='B' sequence='1' action='27' certificate='N990'/><condition code='B' sequence='2' action='07'/></measure>"
    "<measure type='305' code='9503000000' area='1011' from='2020-01-01' duty='20.00 %' grammar='taric'/></measures>"
    "<profile id='T' from='2020-01-01' currency='EUR' source='own'><valuation basis='CIF'/>"
    "<policy aspect='rounding' name='charge' default='yes'><round at='charge' mode='half-up' unit='0.01'/></policy>"
    "<policy aspect='conditions' name='law' behaviour='all-codes' default='yes'/>"
    "<policy aspect='exchange' name='law' behaviour='in-period' default='yes'/>"
    "<exchange authority='B' purpose='customs' date='acceptance'/><charge id='duty' role='base-duty' total='duty'/>"
    "<charge id='vat' role='vat' total='taxes'><base><sum><named-amount name='customs-value'/><charges ids='duty'/></sum></base>"
    "</charge><measures types='103' role='base-duty' charge='duty'/><measures types='142' role='preference' charge='duty' "
    "claim='preference' preferences='300' place='preferential-origin'/><measures types='305' role='vat' charge='vat'/>"
    "<condition-codes ids='B' test='document'/><actions ids='27' effect='applies'/><actions ids='07' effect='not-applies'/>"
    "</profile></tariff></tariff-data>";

static const char *const sensible[] = {
    "",    "T",   "2024-03-05", "9503000000", "9503", "CN",  "FR",      "1200.00", "EUR",    "GBP", "KGM",
    "250", "300", "N990",       "freight",    "0.01", "FOB", "2023-01", "-1",      "weight", "DDP", "1e5",
};

typedef struct lines {
    const char *data;
    size_t size;
} lines;

static tariff_text next(lines *in)
{
    const char *end = memchr(in->data, '\n', in->size);
    size_t size = end ? (size_t)(end - in->data) : in->size, skip = size < in->size ? size + 1 : size;
    tariff_text text = {in->data, (uint32_t)size, 0};

    if (size == 1 && (unsigned char)in->data[0] < sizeof sensible / sizeof *sensible)
        text = tariff_text_of(sensible[(unsigned char)in->data[0]]);
    in->data += skip;
    in->size -= skip;
    return text;
}

/** An error status has an error object that can be read; nothing else has one. */
static tariff_status told(tariff_status status, tariff_error **error)
{
    if ((status < 0) != (*error != NULL))
        abort();
    if (*error && (tariff_error_status(*error) != status || tariff_error_message(*error).size == 0 ||
                   (tariff_error_file(*error).size && !tariff_error_file(*error).data) ||
                   (tariff_error_subject(*error).size && !tariff_error_subject(*error).data) ||
                   tariff_error_line(*error) + tariff_error_column(*error) > UINT32_MAX || !tariff_status_name(status)))
        abort();
    tariff_error_free(*error);
    *error = NULL;
    return status;
}

static void read_all(tariff_session *session, const tariff_assessment *assessment)
{
    tariff_assessment_summary summary = TARIFF_ASSESSMENT_SUMMARY_INIT;
    tariff_item_summary item = TARIFF_ITEM_SUMMARY_INIT;
    tariff_charge charge = TARIFF_CHARGE_INIT;
    tariff_outcome outcome = TARIFF_OUTCOME_INIT;
    tariff_candidate candidate = TARIFF_CANDIDATE_INIT;
    tariff_assessment *own = NULL;
    tariff_error *error = NULL;
    tariff_text text;

    if (tariff_assessment_get(assessment, &summary) != TARIFF_OK)
        abort();
    for (uint32_t i = 0; tariff_assessment_item(assessment, i, &item) == TARIFF_OK; i++) {
        for (uint32_t k = 0; tariff_assessment_charge(assessment, i, k, &charge) == TARIFF_OK;)
            k++;
        for (uint32_t k = 0; tariff_assessment_outcome(assessment, i, k, &outcome) == TARIFF_OK;)
            k++;
        for (uint32_t k = 0; tariff_assessment_candidate(assessment, i, k, &candidate) == TARIFF_OK;)
            k++;
    }
    if (told(tariff_assessment_detach(assessment, &own, &error), &error) < 0)
        return;
    (void)told(tariff_assessment_json(session, own, TARIFF_EXPLAIN_TRACE | TARIFF_EXPLAIN_DISPOSITIONS, &text, &error), &error);
    (void)told(tariff_assessment_explain(session, own, tariff_text_of("en"), 0, &text, &error), &error);
    tariff_assessment_free(own);
}

static int32_t visit(void *user, uint32_t index, const tariff_assessment *assessment, const tariff_error *error)
{
    (void)user;
    (void)index;
    if ((assessment != NULL) == (error != NULL))
        abort();
    return 0;
}

static void assess(tariff_session *session, lines *in, uint8_t choice)
{
    tariff_declared_quantity quantity = TARIFF_DECLARED_QUANTITY_INIT;
    tariff_declared_document document = TARIFF_DECLARED_DOCUMENT_INIT;
    tariff_declared_claim claim = TARIFF_DECLARED_CLAIM_INIT;
    tariff_declared_fact fact = TARIFF_DECLARED_FACT_INIT;
    tariff_declared_amount freight = TARIFF_DECLARED_AMOUNT_INIT;
    tariff_declared_rate rate = TARIFF_DECLARED_RATE_INIT;
    tariff_declared_quota quota = TARIFF_DECLARED_QUOTA_INIT;
    tariff_goods_item item = TARIFF_GOODS_ITEM_INIT;
    tariff_declaration declaration = TARIFF_DECLARATION_INIT;
    tariff_assess_options options = TARIFF_ASSESS_OPTIONS_INIT;
    tariff_text *const texts[] = {
        &item.tariff,
        &item.date,
        &item.code,
        &item.origin,
        &item.price,
        &item.price_currency,
        &quantity.unit,
        &quantity.quantity,
        &item.preference,
        &document.code,
        &item.preferential_origin,
        &item.customs_value,
        &item.net_mass,
        &item.currency,
        &freight.kind,
        &freight.amount,
        &freight.currency,
        &freight.by,
        &document.status,
        &document.valid_to,
        &claim.scheme,
        &claim.code,
        &fact.name,
        &fact.value,
        &rate.currency,
        &rate.per_unit,
        &rate.source,
        &quota.order_number,
        &quota.balance,
        &quota.unit,
        &quota.as_of,
        &declaration.incoterm,
        &declaration.place,
        &declaration.as_published,
        &item.export_country,
        &item.vat_adjustment,
        &item.quota,
    };
    const tariff_assessment *borrowed = NULL;
    tariff_error *error = NULL;

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = next(in);
    item.quantities = &quantity;
    item.quantity_count = choice & 1;
    item.documents = &document;
    item.document_count = choice >> 1 & 1;
    item.claims = &claim;
    item.claim_count = choice >> 2 & 1;
    item.facts = &fact;
    item.fact_count = choice >> 3 & 1;
    item.additions = &freight;
    item.addition_count = choice >> 4 & 1;
    options.flags = choice & 32 ? TARIFF_ASSESS_EXPLAIN : 0;
    if (told(tariff_assess(session, &item, &options, &borrowed, &error), &error) >= 0)
        read_all(session, borrowed);
    (void)told(tariff_assess_many(session, &item, 1, NULL, visit, NULL, &error), &error);
    declaration.tariff = item.tariff;
    declaration.date = item.date;
    declaration.currency = item.currency;
    item.tariff = item.date = item.currency = tariff_text_of(NULL);
    declaration.items = &item;
    declaration.item_count = 1;
    declaration.exchange_rates = &rate;
    declaration.rate_count = choice >> 6 & 1;
    declaration.quotas = &quota;
    declaration.quota_count = choice >> 7;
    declaration.additions = &freight;
    declaration.addition_count = choice >> 4 & 1;
    if (told(tariff_assess_declaration(session, &declaration, &options, &borrowed, &error), &error) >= 0)
        read_all(session, borrowed);
}

static void find(tariff_session *session, lines *in)
{
    tariff_goods_nomenclature_query query = TARIFF_GOODS_NOMENCLATURE_QUERY_INIT;
    tariff_goods_nomenclature found[4] = {TARIFF_GOODS_NOMENCLATURE_INIT, TARIFF_GOODS_NOMENCLATURE_INIT,
                                          TARIFF_GOODS_NOMENCLATURE_INIT, TARIFF_GOODS_NOMENCLATURE_INIT};
    tariff_status each[1];
    tariff_error *error = NULL;
    uint32_t count = 0;

    query.tariff = next(in);
    query.date = next(in);
    query.code = next(in);
    query.suffix = next(in).size;
    query.lang = next(in);
    (void)told(tariff_goods_nomenclature_find(session, &query, &found[0], &error), &error);
    (void)told(tariff_goods_nomenclature_find_many(session, 1, &query, found, each, &error), &error);
    (void)told(tariff_goods_nomenclature_ancestors(session, &query, 4, found, &count, &error), &error);
}

/** The rest of the bytes as an input of a build over the image, checked, opened and, rarely, written. */
static void build(tariff_context *context, tariff_snapshot *base, const lines *in, uint8_t choice)
{
    tariff_build *made = NULL;
    tariff_snapshot *snapshot = NULL;
    tariff_finding finding = TARIFF_FINDING_INIT;
    tariff_error *error = NULL;
    tariff_status status =
        choice & 1 ? tariff_build_new(context, &made, &error) : tariff_build_from_snapshot(context, base, &made, &error);

    if (told(status, &error) < 0)
        abort();
    if (told(tariff_build_add_memory(made, in->data, in->size, "fuzz", NULL, &error), &error) >= 0) {
        (void)told(tariff_build_check(made, &error), &error);
        for (uint64_t i = 0; i < tariff_build_finding_count(made) && i < 10; i++)
            (void)told(tariff_build_finding(made, i, &finding, &error), &error);
        if (told(tariff_build_open(made, &snapshot, &error), &error) >= 0) {
            if (told(tariff_snapshot_verify(snapshot, &error), &error) != TARIFF_OK)
                abort();
            tariff_snapshot_release(snapshot);
        }
        if (choice % 64 == 2) {
            (void)told(tariff_build_write(made, "fuzz-api.tariff", &error), &error);
            if (told(tariff_snapshot_open(context, "fuzz-api.tariff", &snapshot, &error), &error) >= 0)
                tariff_snapshot_release(snapshot);
            (void)told(tariff_build_add_file(made, "fuzz-api.tariff", NULL, &error), &error);
            unlink("fuzz-api.tariff");
        }
    }
    tariff_build_free(made);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static tariff_context *context;
    static tariff_snapshot *snapshot;
    static tariff_session *session;
    lines in = {(const char *)data + 1, size - 1};

    if (size < 2)
        return 0;
    if (!snapshot) {
        tariff_context_options options = TARIFF_CONTEXT_OPTIONS_INIT;

        options.hash_seed = 1;
        if (tariff_context_new(&options, &context, NULL) < 0 ||
            tariff_snapshot_open_xml(context, tariff_xml, sizeof tariff_xml - 1, NULL, &snapshot, NULL) < 0 ||
            tariff_version()[0] == 0)
            abort();
    }
    if (!session && tariff_session_new(context, snapshot, NULL, &session, NULL) < 0)
        abort();
    switch (data[0] >> 6) {
    case 0: find(session, &in); break;
    case 1: build(context, snapshot, &in, data[0]); break;
    default: assess(session, &in, (uint8_t)next(&in).size ^ data[0]); break;
    }
    if (size % 256 == 0) {
        tariff_session_free(session);
        session = NULL;
    }
    tariff_snapshot_retain(snapshot);
    tariff_snapshot_release(snapshot);
    return 0;
}
