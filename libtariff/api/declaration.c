/* SPDX-License-Identifier: Apache-2.0 */
/* What a host declares in public structs, as an assessment reads it. */
#include "api/declaration.h"

#include "base/instant.h"
#include "snapshot/clock.h"

/* ---- from public structs ---- */
tariff_status trf_bad_struct(trf_inward *in, const char *what, uint32_t size)
{
    return trf_fail(in->error, in->alloc, TARIFF_EINVAL, "%s of %u bytes: not a size this library knows", what, size);
}

tariff_status trf_bad_array(trf_inward *in, const char *what)
{
    return trf_fail(in->error, in->alloc, TARIFF_EINVAL, "%s: NULL where the count says that there are some", what);
}

/** EINVAL that names a field, that of an item with its place: "items[2].price". */
static tariff_status bad_field(trf_inward *in, const char *field, trf_slice found, const char *fault)
{
    trf_buffer path;
    tariff_status status;

    trf_buffer_init(&path, in->alloc, 0);
    if (in->item) {
        trf_buffer_text(&path, "items[");
        trf_buffer_unsigned(&path, in->item - 1, 1);
        trf_buffer_text(&path, "].");
    }
    trf_buffer_text(&path, field);
    status = path.failed ? trf_fail_memory(in->error)
                         : trf_fail(in->error, in->alloc, TARIFF_EINVAL, "%S '%S': %s", trf_buffer_view(&path), found, fault);
    if (in->error && *in->error && !path.failed)
        trf_error_at(*in->error, TRF_SLICE_EMPTY, 0, 0, trf_buffer_view(&path));
    trf_buffer_done(&path);
    return status;
}

static tariff_status decimal_text(trf_inward *in, const char *field, tariff_text text, trf_slice *out)
{
    *out = trf_slice_of_text(text);
    if (out->size == 0 || trf_json_is_decimal(*out))
        return TARIFF_OK;
    return bad_field(in, field, *out, "not a decimal number (expected digits and one '.')");
}

tariff_status trf_day_in(trf_inward *in, const char *field, tariff_text text, trf_date *out)
{
    trf_slice day = trf_slice_of_text(text);

    *out = TRF_DATE_NONE;
    if (day.size == 0 || trf_date_parse(day, out))
        return TARIFF_OK;
    return bad_field(in, field, day, "not a date (expected YYYY-MM-DD)");
}

/** An instant, and the day that the clocks of the tariff show at it. */
static tariff_status instant_in(trf_inward *in, const char *field, trf_slice text, unsigned which, trf_declaration *out)
{
    uint32_t tariff;
    trf_instant at;

    if (!in->snapshot)
        return bad_field(in, field, text, "has no clocks to tell the day by, the session is over no snapshot");
    tariff = trf_snapshot_find_tariff(in->snapshot, out->tariff);
    if (!trf_instant_parse(text, &at))
        return bad_field(in, field, text, "not an instant (expected YYYY-MM-DDThh:mm:ss with an offset)");
    out->moments[which] = at.seconds;
    out->timed |= 1u << which;
    out->dates[which] = trf_clock_date_of(in->snapshot, tariff == UINT32_MAX ? 0 : tariff, at.seconds);
    return TARIFF_OK;
}

tariff_status trf_acceptance_in(trf_inward *in, tariff_text date, tariff_text time, trf_declaration *out)
{
    trf_slice instant = trf_slice_of_text(time);
    tariff_status status = trf_day_in(in, "date", date, &out->dates[TRF_ON_ACCEPTANCE]);

    if (status < 0 || instant.size == 0)
        return status;
    if (out->dates[TRF_ON_ACCEPTANCE] != TRF_DATE_NONE)
        return bad_field(in, "time", instant, "stands beside date (expected one of them)");
    return instant_in(in, "time", instant, TRF_ON_ACCEPTANCE, out);
}

/* Elements of an array lie apart by the size that their first one says. */
const void *trf_struct_element(const void *array, uint32_t stride, uint32_t at)
{
    return (const char *)array + (size_t)stride * at;
}

tariff_status trf_amounts_in(trf_inward *in, const char *what, const tariff_declared_amount *given, uint32_t count,
                             const trf_declared_amount **out)
{
    trf_declared_amount *made;
    tariff_status status = TARIFF_OK;

    if (count == 0)
        return TARIFF_OK;
    if (!given)
        return trf_bad_array(in, what);
    made = trf_arena_zero(in->arena, (size_t)count * sizeof *made);
    if (!made)
        return trf_fail_memory(in->error);
    for (uint32_t i = 0; i < count && status >= 0; i++) {
        const tariff_declared_amount *one = trf_struct_element(given, given->size, i);
        tariff_declared_amount own = TARIFF_DECLARED_AMOUNT_INIT;

        if (!TRF_STRUCT_READ(one, own))
            return trf_bad_struct(in, what, one->size);
        made[i].kind = trf_slice_of_text(own.kind);
        made[i].currency = trf_slice_of_text(own.currency);
        made[i].by = trf_slice_of_text(own.by);
        made[i].spread = trf_slice_of_text(own.spread);
        status = decimal_text(in, what, own.amount, &made[i].amount);
        if (status >= 0)
            status = decimal_text(in, what, own.units, &made[i].over);
        if (status >= 0)
            status = decimal_text(in, what, own.imported, &made[i].imported);
        if (status >= 0 && made[i].spread.size && (!made[i].over.size || !made[i].imported.size))
            return bad_field(in, what, made[i].spread, "is spread, which needs units and imported");
    }
    *out = made;
    return status;
}

static tariff_status lists_in(trf_inward *in, const tariff_goods_item *given, trf_declared_item *out)
{
    trf_declared_quantity *quantities = trf_arena_zero(in->arena, ((size_t)given->quantity_count + 1) * sizeof *quantities);
    trf_declared_document *documents = trf_arena_zero(in->arena, ((size_t)given->document_count + 1) * sizeof *documents);
    trf_declared_claim *claims = trf_arena_zero(in->arena, ((size_t)given->claim_count + 1) * sizeof *claims);
    trf_declared_fact *facts = trf_arena_zero(in->arena, ((size_t)given->fact_count + in->fact_count + 1) * sizeof *facts);
    trf_declared_sale *sales = trf_arena_zero(in->arena, ((size_t)given->sale_count + 1) * sizeof *sales);
    trf_slice *codes = trf_arena_zero(in->arena, ((size_t)given->additional_code_count + 1) * sizeof *codes);
    tariff_status status = TARIFF_OK;

    if (!quantities || !documents || !claims || !facts || !sales || !codes)
        return trf_fail_memory(in->error);
    if ((given->quantity_count && !given->quantities) || (given->document_count && !given->documents) ||
        (given->claim_count && !given->claims) || (given->fact_count && !given->facts) ||
        (given->additional_code_count && !given->additional_codes) || (given->sale_count && !given->sales))
        return trf_bad_array(in, "goods item");
    for (uint32_t i = 0; i < given->quantity_count && status >= 0; i++) {
        const tariff_declared_quantity *one = trf_struct_element(given->quantities, given->quantities->size, i);
        tariff_declared_quantity own = TARIFF_DECLARED_QUANTITY_INIT;

        if (!TRF_STRUCT_READ(one, own))
            return trf_bad_struct(in, "quantity", one->size);
        quantities[i].unit = trf_slice_of_text(own.unit);
        status = decimal_text(in, "quantities", own.quantity, &quantities[i].quantity);
    }
    for (uint32_t i = 0; i < given->document_count && status >= 0; i++) {
        const tariff_declared_document *one = trf_struct_element(given->documents, given->documents->size, i);
        tariff_declared_document own = TARIFF_DECLARED_DOCUMENT_INIT;

        if (!TRF_STRUCT_READ(one, own))
            return trf_bad_struct(in, "document", one->size);
        documents[i].code = trf_slice_trimmed(trf_slice_of_text(own.code));
        documents[i].reference = trf_slice_of_text(own.reference);
        documents[i].status = trf_slice_of_text(own.status);
        status = trf_day_in(in, "documents.issued", own.issued, &documents[i].issued);
        if (status >= 0)
            status = trf_day_in(in, "documents.valid_to", own.valid_to, &documents[i].valid_to);
    }
    for (uint32_t i = 0; i < given->claim_count && status >= 0; i++) {
        const tariff_declared_claim *one = trf_struct_element(given->claims, given->claims->size, i);
        tariff_declared_claim own = TARIFF_DECLARED_CLAIM_INIT;

        if (!TRF_STRUCT_READ(one, own))
            return trf_bad_struct(in, "claim", one->size);
        claims[i].scheme = trf_slice_of_text(own.scheme);
        claims[i].code = trf_slice_of_text(own.code);
    }
    for (uint32_t i = 0; i < given->fact_count && status >= 0; i++) {
        const tariff_declared_fact *one = trf_struct_element(given->facts, given->facts->size, i);
        tariff_declared_fact own = TARIFF_DECLARED_FACT_INIT;

        if (!TRF_STRUCT_READ(one, own))
            return trf_bad_struct(in, "fact", one->size);
        facts[i].name = trf_slice_of_text(own.name);
        facts[i].value = trf_slice_of_text(own.value);
    }
    if (in->fact_count)
        memcpy(facts + given->fact_count, in->facts, in->fact_count * sizeof *facts);
    for (uint32_t i = 0; i < given->sale_count && status >= 0; i++) {
        const tariff_declared_sale *one = trf_struct_element(given->sales, given->sales->size, i);
        tariff_declared_sale own = TARIFF_DECLARED_SALE_INIT;

        if (!TRF_STRUCT_READ(one, own))
            return trf_bad_struct(in, "sale", one->size);
        status = decimal_text(in, "sales", own.quantity, &sales[i].quantity);
        if (status >= 0)
            status = decimal_text(in, "sales", own.unit_price, &sales[i].unit_price);
        if (status >= 0 && (!sales[i].quantity.size || !sales[i].unit_price.size))
            return bad_field(in, "sales", TRF_SLICE_EMPTY, "a sale has a quantity and a unit price");
    }
    for (uint32_t i = 0; i < given->additional_code_count; i++)
        codes[i] = trf_slice_trimmed(trf_slice_of_text(given->additional_codes[i]));
    out->quantities = quantities;
    out->quantity_count = given->quantity_count;
    out->documents = documents;
    out->document_count = given->document_count;
    out->claims = claims;
    out->claim_count = given->claim_count;
    out->facts = facts;
    out->fact_count = given->fact_count + in->fact_count;
    out->sales = sales;
    out->sale_count = given->sale_count;
    out->additional_codes = codes;
    out->additional_code_count = given->additional_code_count;
    return status;
}

tariff_status trf_goods_item_in(trf_inward *in, const tariff_goods_item *given, trf_declared_item *out)
{
    tariff_status status;

    out->number = given->number;
    out->code = trf_slice_trimmed(trf_slice_of_text(given->code));
    out->origin = trf_slice_trimmed(trf_slice_of_text(given->origin));
    out->preferential_origin = trf_slice_trimmed(trf_slice_of_text(given->preferential_origin));
    out->export_country = trf_slice_trimmed(trf_slice_of_text(given->export_country));
    out->currency = trf_slice_of_text(given->price_currency);
    out->preference = trf_slice_trimmed(trf_slice_of_text(given->preference));
    out->quota = trf_slice_trimmed(trf_slice_of_text(given->quota));
    out->method = trf_slice_of_text(given->valuation_method);
    status = decimal_text(in, "price", given->price, &out->price);
    if (status >= 0)
        status = decimal_text(in, "customs_value", given->customs_value, &out->customs_value);
    if (status >= 0)
        status = decimal_text(in, "net_mass", given->net_mass, &out->net_mass);
    if (status >= 0)
        status = decimal_text(in, "gross_mass", given->gross_mass, &out->gross_mass);
    if (status >= 0)
        status = decimal_text(in, "vat_adjustment", given->vat_adjustment, &out->vat_adjustment);
    if (status >= 0)
        status = trf_amounts_in(in, "additions", given->additions, given->addition_count, &out->additions);
    if (status >= 0)
        status = trf_amounts_in(in, "deductions", given->deductions, given->deduction_count, &out->deductions);
    out->addition_count = given->addition_count;
    out->deduction_count = given->deduction_count;
    return status < 0 ? status : lists_in(in, given, out);
}

tariff_status trf_assess_options_in(trf_inward *in, const tariff_assess_options *given, trf_assess_policy *policy, bool *traced)
{
    tariff_assess_options own = TARIFF_ASSESS_OPTIONS_INIT;

    memset(policy, 0, sizeof *policy);
    *traced = false;
    if (!given)
        return TARIFF_OK;
    if (!TRF_STRUCT_READ(given, own))
        return trf_bad_struct(in, "assess options", given->size);
    if ((own.flags & ~TARIFF_ASSESS_EXPLAIN) || own.reserved0)
        return trf_fail(in->error, in->alloc, TARIFF_EINVAL,
                        "assess options: a flag or reserved field that this library does not know");
    policy->rounding = trf_slice_of_text(own.rounding);
    policy->conditions = trf_slice_of_text(own.conditions);
    policy->exchange = trf_slice_of_text(own.exchange);
    policy->routes = trf_slice_of_text(own.route);
    *traced = (own.flags & TARIFF_ASSESS_EXPLAIN) != 0;
    return TARIFF_OK;
}

/** Dates by name. */
static tariff_status dates_in(trf_inward *in, const tariff_declaration *given, trf_declaration *out)
{
    tariff_status status = TARIFF_OK;

    for (uint32_t i = 0; i < given->date_count && status >= 0; i++) {
        const tariff_declared_date *one = trf_struct_element(given->dates, given->dates->size, i);
        tariff_declared_date own = TARIFF_DECLARED_DATE_INIT;
        unsigned which = TRF_ON_ENTRY;

        if (!TRF_STRUCT_READ(one, own))
            return trf_bad_struct(in, "date", one->size);
        while (which < TRF_ON_COUNT && !trf_slice_is(trf_slice_of_text(own.name), trf_declared_date_name(which)))
            which++;
        if (which == TRF_ON_COUNT)
            return bad_field(in, "dates", trf_slice_of_text(own.name), "law names no date so");
        status = own.when.size > 10 ? instant_in(in, "dates", trf_slice_of_text(own.when), which, out)
                                    : trf_day_in(in, "dates", own.when, &out->dates[which]);
    }
    return status;
}

/** Facts of all items. */
static tariff_status facts_in(trf_inward *in, const tariff_declaration *given)
{
    trf_declared_fact *facts = trf_arena_zero(in->arena, ((size_t)given->fact_count + 1) * sizeof *facts);

    if (!facts)
        return trf_fail_memory(in->error);
    for (uint32_t i = 0; i < given->fact_count; i++) {
        const tariff_declared_fact *one = trf_struct_element(given->facts, given->facts->size, i);
        tariff_declared_fact own = TARIFF_DECLARED_FACT_INIT;

        if (!TRF_STRUCT_READ(one, own))
            return trf_bad_struct(in, "fact", one->size);
        facts[i].name = trf_slice_of_text(own.name);
        facts[i].value = trf_slice_of_text(own.value);
    }
    in->facts = facts;
    in->fact_count = given->fact_count;
    return TARIFF_OK;
}

tariff_status trf_declaration_shared_in(trf_inward *in, const tariff_declaration *given, trf_declaration *out)
{
    trf_declared_rate *rates = trf_arena_zero(in->arena, ((size_t)given->rate_count + 1) * sizeof *rates);
    trf_declared_quota *quotas = trf_arena_zero(in->arena, ((size_t)given->quota_count + 1) * sizeof *quotas);
    tariff_status status = TARIFF_OK;

    if (!rates || !quotas)
        return trf_fail_memory(in->error);
    if ((given->rate_count && !given->exchange_rates) || (given->quota_count && !given->quotas) ||
        (given->date_count && !given->dates) || (given->fact_count && !given->facts))
        return trf_bad_array(in, "declaration");
    out->entry_type = trf_slice_of_text(given->entry_type);
    out->dataset = trf_slice_of_text(given->dataset);
    out->kind = trf_slice_of_text(given->kind);
    out->transport_mode = trf_slice_of_text(given->transport_mode);
    status = dates_in(in, given, out);
    if (status >= 0)
        status = facts_in(in, given);
    for (uint32_t i = 0; i < given->rate_count && status >= 0; i++) {
        const tariff_declared_rate *one = trf_struct_element(given->exchange_rates, given->exchange_rates->size, i);
        tariff_declared_rate own = TARIFF_DECLARED_RATE_INIT;

        if (!TRF_STRUCT_READ(one, own))
            return trf_bad_struct(in, "exchange rate", one->size);
        rates[i].currency = trf_slice_of_text(own.currency);
        rates[i].source = trf_slice_of_text(own.source);
        status = decimal_text(in, "exchange_rates", own.per_unit, &rates[i].per_unit);
    }
    for (uint32_t i = 0; i < given->quota_count && status >= 0; i++) {
        const tariff_declared_quota *one = trf_struct_element(given->quotas, given->quotas->size, i);
        tariff_declared_quota own = TARIFF_DECLARED_QUOTA_INIT;

        if (!TRF_STRUCT_READ(one, own))
            return trf_bad_struct(in, "quota", one->size);
        quotas[i].order_number = trf_slice_of_text(own.order_number);
        quotas[i].unit = trf_slice_of_text(own.unit);
        quotas[i].critical = (own.flags & TARIFF_QUOTA_CRITICAL) != 0;
        status = decimal_text(in, "quotas", own.balance, &quotas[i].balance);
        if (status >= 0)
            status = trf_day_in(in, "quotas.as_of", own.as_of, &quotas[i].as_of);
    }
    out->exchange_rates = rates;
    out->rate_count = given->rate_count;
    out->quotas = quotas;
    out->quota_count = given->quota_count;
    return status;
}
