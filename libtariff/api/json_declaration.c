/* SPDX-License-Identifier: Apache-2.0 */
#include "api/json_declaration.h"

#include "base/instant.h"
#include "geography/geography.h"
#include "snapshot/clock.h"

/* ---- reading a declaration ---- */
tariff_status trf_declaration_text(trf_declaration_reader *r, const trf_json *object, const char *name, trf_slice *out)
{
    return trf_json_text(object, name, false, out, r->door->alloc, r->error);
}

static tariff_status decimal_of(trf_declaration_reader *r, const trf_json *object, const char *name, trf_slice *out)
{
    return trf_json_decimal(object, name, false, out, r->door->alloc, r->error);
}

static tariff_status array_of(trf_declaration_reader *r, const trf_json *object, const char *name, const trf_json **out)
{
    return trf_json_array(object, name, false, out, r->door->alloc, r->error);
}

static tariff_status only(trf_declaration_reader *r, const trf_json *value, const char *names)
{
    if (!trf_json_is(value, TRF_JSON_OBJECT))
        return trf_json_fail(value, NULL, r->door->alloc, r->error, "expected an object");
    return trf_json_only(value, names, r->door->alloc, r->error);
}

static tariff_status room(trf_declaration_reader *r, const trf_json *list, size_t size, void *out)
{
    void *made = trf_arena_zero(r->door->arena, (list->count ? list->count : 1) * size);

    if (!made)
        return trf_fail_memory(r->error);
    memcpy(out, &made, sizeof made);
    return TARIFF_OK;
}

/** Over what a cost is spread, and of that the units that count. */
static tariff_status read_spread(trf_declaration_reader *r, const trf_json *object, trf_declared_amount *out)
{
    const trf_json *spread = NULL, *units = NULL, *over = NULL;
    tariff_status status = trf_json_object(object, "spread", false, &spread, r->door->alloc, r->error);

    if (status < 0 || !spread)
        return status;
    status = only(r, spread, "over units imported");
    if (status >= 0)
        status = trf_json_text(spread, "over", true, &out->spread, r->door->alloc, r->error);
    if (status >= 0)
        status = trf_json_object(spread, "units", true, &units, r->door->alloc, r->error);
    if (status >= 0)
        status = trf_json_decimal(spread, "imported", true, &out->imported, r->door->alloc, r->error);
    if (status < 0)
        return status;
    for (over = units->first; over && !trf_slice_equal(over->name, out->spread); over = over->next)
        ;
    if (!over || !trf_json_is_decimal(over->text))
        return trf_json_fail(spread, "units", r->door->alloc, r->error, "no number of units for what it is spread over");
    out->over = over->text;
    return TARIFF_OK;
}

static tariff_status read_sales(trf_declaration_reader *r, const trf_json *object, trf_declared_item *out)
{
    const trf_json *list = NULL;
    trf_declared_sale *made = NULL;
    tariff_status status = array_of(r, object, "sales", &list);

    if (status < 0 || !list)
        return status;
    status = room(r, list, sizeof *made, &made);
    for (const trf_json *sale = list->first; sale && status >= 0; sale = sale->next) {
        status = only(r, sale, "quantity unit_price");
        if (status >= 0)
            status = trf_json_decimal(sale, "quantity", true, &made[sale->index].quantity, r->door->alloc, r->error);
        if (status >= 0)
            status = trf_json_decimal(sale, "unit_price", true, &made[sale->index].unit_price, r->door->alloc, r->error);
    }
    out->sales = made;
    out->sale_count = list->count;
    return status;
}

static tariff_status read_amounts(trf_declaration_reader *r, const trf_json *object, const char *name,
                                  const trf_declared_amount **out, uint32_t *count)
{
    const trf_json *list = NULL;
    trf_declared_amount *made = NULL;
    tariff_status status = array_of(r, object, name, &list);

    if (status < 0 || !list)
        return status;
    status = room(r, list, sizeof *made, &made);
    for (const trf_json *item = list->first; item && status >= 0; item = item->next) {
        trf_declared_amount *amount = &made[item->index];

        status = only(r, item, "kind amount currency by spread");
        if (status >= 0)
            status = trf_json_text(item, "kind", true, &amount->kind, r->door->alloc, r->error);
        if (status >= 0)
            status = trf_json_decimal(item, "amount", true, &amount->amount, r->door->alloc, r->error);
        if (status >= 0)
            status = trf_declaration_text(r, item, "currency", &amount->currency);
        if (status >= 0)
            status = trf_declaration_text(r, item, "by", &amount->by);
        if (status >= 0)
            status = read_spread(r, item, amount);
    }
    *out = made;
    *count = list->count;
    return status;
}

static tariff_status read_quantities(trf_declaration_reader *r, const trf_json *object, trf_declared_item *out)
{
    const trf_json *list = NULL;
    trf_declared_quantity *made = NULL;
    tariff_status status = array_of(r, object, "quantities", &list);
    trf_assess_slot *slot;

    if (status < 0 || !list)
        return status;
    status = room(r, list, sizeof *made, &made);
    if (status >= 0)
        status = trf_assess_slot_of(r->door->session, &slot, r->error);
    for (const trf_json *item = list->first; item && status >= 0; item = item->next) {
        trf_declared_quantity *quantity = &made[item->index];

        status = only(r, item, "unit quantity");
        if (status >= 0)
            status = trf_json_text(item, "unit", true, &quantity->unit, r->door->alloc, r->error);
        if (status >= 0)
            status = trf_json_decimal(item, "quantity", true, &quantity->quantity, r->door->alloc, r->error);
        if (status >= 0 && trf_vocabulary_unit_declared(slot->vocabulary, quantity->unit) == TRF_VOCABULARY_NONE)
            status = trf_json_fail(item, "unit", r->door->alloc, r->error,
                                   "no measurement unit with this code (TARIC or UN/ECE Rec 20)");
    }
    out->quantities = made;
    out->quantity_count = list->count;
    return status;
}

static tariff_status read_documents(trf_declaration_reader *r, const trf_json *object, trf_declared_item *out)
{
    const trf_json *list = NULL;
    trf_declared_document *made = NULL;
    tariff_status status = array_of(r, object, "documents", &list);

    if (status < 0 || !list)
        return status;
    status = room(r, list, sizeof *made, &made);
    for (const trf_json *item = list->first; item && status >= 0; item = item->next) {
        trf_declared_document *document = &made[item->index];

        document->issued = document->valid_to = TRF_DATE_NONE;
        if (trf_json_is(item, TRF_JSON_STRING)) {
            document->code = trf_slice_trimmed(item->text);
            continue;
        }
        status = only(r, item, "code reference status issued valid_to issuer quantity unit exhausts");
        if (status >= 0)
            status = trf_json_text(item, "code", true, &document->code, r->door->alloc, r->error);
        document->code = trf_slice_trimmed(document->code);
        if (status >= 0)
            status = trf_declaration_text(r, item, "reference", &document->reference);
        if (status >= 0)
            status = trf_declaration_text(r, item, "status", &document->status);
        if (status >= 0)
            status = trf_json_date(item, "issued", false, &document->issued, r->door->alloc, r->error);
        if (status >= 0)
            status = trf_json_date(item, "valid_to", false, &document->valid_to, r->door->alloc, r->error);
    }
    out->documents = made;
    out->document_count = list->count;
    return status;
}

static tariff_status read_claims(trf_declaration_reader *r, const trf_json *object, trf_declared_item *out)
{
    const trf_json *list = NULL;
    trf_declared_claim *made = NULL;
    tariff_status status = array_of(r, object, "claims", &list);

    if (status < 0 || !list)
        return status;
    status = room(r, list, sizeof *made, &made);
    for (const trf_json *item = list->first; item && status >= 0; item = item->next) {
        status = only(r, item, "scheme code");
        if (status >= 0)
            status = trf_json_text(item, "scheme", true, &made[item->index].scheme, r->door->alloc, r->error);
        if (status >= 0)
            status = trf_json_text(item, "code", true, &made[item->index].code, r->door->alloc, r->error);
    }
    out->claims = made;
    out->claim_count = list->count;
    return status;
}

/** Facts of the item, then those of the declaration. */
static tariff_status read_facts(trf_declaration_reader *r, const trf_json *item, const trf_json *declaration,
                                trf_declared_item *out)
{
    const trf_json *own = NULL, *shared = NULL;
    trf_declared_fact *made;
    tariff_status status = trf_json_object(item, "facts", false, &own, r->door->alloc, r->error);
    uint32_t count = 0;

    if (status >= 0 && declaration)
        status = trf_json_object(declaration, "facts", false, &shared, r->door->alloc, r->error);
    if (status < 0)
        return status;
    made = trf_arena_zero(r->door->arena, ((own ? own->count : 0) + (shared ? shared->count : 0) + 1) * sizeof *made);
    if (!made)
        return trf_fail_memory(r->error);
    for (unsigned pass = 0; pass < 2; pass++) {
        const trf_json *facts = pass ? shared : own;

        for (const trf_json *fact = facts ? facts->first : NULL; fact; fact = fact->next) {
            made[count].name = fact->name;
            if (fact->type == TRF_JSON_TRUE)
                made[count].value = TRF_SLICE("yes");
            else if (fact->type == TRF_JSON_FALSE)
                made[count].value = TRF_SLICE("no");
            else if (fact->type == TRF_JSON_STRING || fact->type == TRF_JSON_INTEGER)
                made[count].value = fact->text;
            else
                return trf_json_fail(fact, NULL, r->door->alloc, r->error, "expected text, an integer, true or false");
            count++;
        }
    }
    out->facts = made;
    out->fact_count = count;
    return TARIFF_OK;
}

static tariff_status read_texts(trf_declaration_reader *r, const trf_json *object, const char *name, const trf_slice **out,
                                uint32_t *count)
{
    const trf_json *list = NULL;
    trf_slice *made = NULL;
    tariff_status status = array_of(r, object, name, &list);

    if (status < 0 || !list)
        return status;
    status = room(r, list, sizeof *made, &made);
    for (const trf_json *item = list->first; item && status >= 0; item = item->next) {
        status = trf_json_item_text(item, &made[item->index], r->door->alloc, r->error);
        made[item->index] = trf_slice_trimmed(made[item->index]);
    }
    *out = made;
    *count = list->count;
    return status;
}

static tariff_status read_item(trf_declaration_reader *r, const trf_json *item, const trf_json *declaration,
                               trf_declared_item *out)
{
    static const char names[] = "number code origin dispatch preferential_origin export_country price currency customs_value "
                                "net_mass gross_mass quantities preference "
                                "procedure additional_procedures valuation documents additional_codes facts cus quota lines_of "
                                "set zone trade_remedies claims payment";
    const struct {
        const char *name;
        trf_slice *out;
        bool decimal;
    } fields[] = {{"code", &out->code, false},
                  {"origin", &out->origin, false},
                  {"preferential_origin", &out->preferential_origin, false},
                  {"dispatch", &out->export_country, false},
                  {"export_country", &out->export_country, false},
                  {"price", &out->price, true},
                  {"currency", &out->currency, false},
                  {"customs_value", &out->customs_value, true},
                  {"net_mass", &out->net_mass, true},
                  {"gross_mass", &out->gross_mass, true},
                  {"preference", &out->preference, false},
                  {"quota", &out->quota, false}};
    const trf_json *valuation = NULL;
    uint64_t number = 0;
    tariff_status status = only(r, item, names);

    if (status >= 0)
        status = trf_json_count(item, "number", false, UINT32_MAX, &number, r->door->alloc, r->error);
    out->number = (uint32_t)number;
    for (size_t i = 0; i < sizeof fields / sizeof *fields && status >= 0; i++) {
        status = fields[i].decimal ? decimal_of(r, item, fields[i].name, fields[i].out)
                                   : trf_declaration_text(r, item, fields[i].name, fields[i].out);
        *fields[i].out = trf_slice_trimmed(*fields[i].out);
    }
    if (status >= 0)
        status = trf_json_object(item, "valuation", false, &valuation, r->door->alloc, r->error);
    if (status >= 0 && valuation) {
        status = only(r, valuation, "method indicators sale sales related additions deductions vat_adjustment simplified");
        if (status >= 0)
            status = trf_declaration_text(r, valuation, "method", &out->method);
        if (status >= 0)
            status = read_sales(r, valuation, out);
        if (status >= 0)
            status = decimal_of(r, valuation, "vat_adjustment", &out->vat_adjustment);
        if (status >= 0)
            status = read_amounts(r, valuation, "additions", &out->additions, &out->addition_count);
        if (status >= 0)
            status = read_amounts(r, valuation, "deductions", &out->deductions, &out->deduction_count);
    }
    if (status >= 0)
        status = read_quantities(r, item, out);
    if (status >= 0)
        status = read_documents(r, item, out);
    if (status >= 0)
        status = read_claims(r, item, out);
    if (status >= 0)
        status = read_facts(r, item, declaration, out);
    return status < 0 ? status : read_texts(r, item, "additional_codes", &out->additional_codes, &out->additional_code_count);
}

/* A decimal that is more than zero: no sign, and a digit that is not 0. */
static bool is_positive(trf_slice decimal)
{
    for (size_t i = 0; i < decimal.size; i++) {
        if (decimal.data[i] == '-')
            return false;
        if (decimal.data[i] >= '1' && decimal.data[i] <= '9')
            return true;
    }
    return false;
}

static tariff_status read_rates(trf_declaration_reader *r, const trf_json *object, trf_declaration *out)
{
    const trf_json *list = NULL;
    trf_declared_rate *made = NULL;
    tariff_status status = array_of(r, object, "exchange_rates", &list);

    if (status < 0 || !list)
        return status;
    status = room(r, list, sizeof *made, &made);
    for (const trf_json *item = list->first; item && status >= 0; item = item->next) {
        trf_declared_rate *rate = &made[item->index];

        status = only(r, item, "currency per_unit_of_declaration_currency source");
        if (status >= 0)
            status = trf_json_text(item, "currency", true, &rate->currency, r->door->alloc, r->error);
        if (status >= 0)
            status = trf_json_decimal(item, "per_unit_of_declaration_currency", true, &rate->per_unit, r->door->alloc, r->error);
        if (status >= 0 && !is_positive(rate->per_unit))
            status = trf_json_fail(item, "per_unit_of_declaration_currency", r->door->alloc, r->error, "expected more than zero");
        if (status >= 0)
            status = trf_declaration_text(r, item, "source", &rate->source);
    }
    out->exchange_rates = made;
    out->rate_count = list->count;
    return status;
}

static tariff_status read_quotas(trf_declaration_reader *r, const trf_json *object, trf_declaration *out)
{
    const trf_json *list = NULL;
    trf_declared_quota *made = NULL;
    tariff_status status = array_of(r, object, "quotas", &list);

    if (status < 0 || !list)
        return status;
    status = room(r, list, sizeof *made, &made);
    for (const trf_json *item = list->first; item && status >= 0; item = item->next) {
        trf_declared_quota *quota = &made[item->index];
        int critical = 0;

        quota->as_of = TRF_DATE_NONE;
        status = only(r, item, "order_number balance unit critical as_of");
        if (status >= 0)
            status = trf_json_text(item, "order_number", true, &quota->order_number, r->door->alloc, r->error);
        if (status >= 0)
            status = decimal_of(r, item, "balance", &quota->balance);
        if (status >= 0)
            status = trf_declaration_text(r, item, "unit", &quota->unit);
        if (status >= 0)
            status = trf_json_flag(item, "critical", false, &critical, r->door->alloc, r->error);
        if (status >= 0)
            status = trf_json_date(item, "as_of", false, &quota->as_of, r->door->alloc, r->error);
        quota->critical = critical == 1;
    }
    out->quotas = made;
    out->quota_count = list->count;
    return status;
}

/** A date, or an instant whose date the clocks of the tariff say. */
static tariff_status read_moment(trf_declaration_reader *r, const trf_json *declaration, const trf_json *object, const char *name,
                                 unsigned which, trf_declaration *out)
{
    const trf_json *value = trf_json_get(object, name);
    trf_slice text = TRF_SLICE_EMPTY;
    trf_instant at;
    uint32_t tariff = 0;
    tariff_status status;

    if (which != TRF_ON_ACCEPTANCE && (!value || value->type != TRF_JSON_STRING || value->text.size <= 10))
        return trf_json_date(object, name, false, &out->dates[which], r->door->alloc, r->error);
    status = trf_declaration_text(r, object, name, &text);
    if (status < 0)
        return status;
    if (!trf_instant_parse(text, &at))
        return trf_json_fail(object, name, r->door->alloc, r->error,
                             "not an instant (expected YYYY-MM-DDThh:mm:ss with an offset)");
    status = trf_door_tariff(r->door, declaration, false, &tariff, r->error);
    if (status < 0)
        return status;
    out->moments[which] = at.seconds;
    out->timed |= 1u << which;
    out->dates[which] = trf_clock_date_of(r->door->snapshot, tariff, at.seconds);
    return TARIFF_OK;
}

static tariff_status read_dates(trf_declaration_reader *r, const trf_json *object, trf_declaration *out)
{
    const trf_json *dates = NULL;
    tariff_status status;

    for (unsigned i = 0; i < TRF_ON_COUNT; i++)
        out->dates[i] = TRF_DATE_NONE;
    out->as_published = TRF_DATE_NONE;
    status = trf_json_date(object, "date", false, &out->dates[TRF_ON_ACCEPTANCE], r->door->alloc, r->error);
    if (status >= 0 && trf_json_get(object, "time")) {
        if (out->dates[TRF_ON_ACCEPTANCE] != TRF_DATE_NONE)
            return trf_json_fail(object, "time", r->door->alloc, r->error, "stands beside date (expected one of them)");
        status = read_moment(r, object, object, "time", TRF_ON_ACCEPTANCE, out);
    }
    if (status >= 0)
        status = trf_json_date(object, "as_published", false, &out->as_published, r->door->alloc, r->error);
    if (status >= 0)
        status = trf_json_object(object, "dates", false, &dates, r->door->alloc, r->error);
    if (status >= 0 && dates)
        status =
            only(r, dates, "entry export loading import arrival presentation placement withdrawal zone_status release payment");
    for (unsigned i = TRF_ON_ENTRY; i < TRF_ON_COUNT && dates && status >= 0; i++)
        status = read_moment(r, object, dates, trf_declared_date_name(i), i, out);
    if (status >= 0 && out->dates[TRF_ON_ACCEPTANCE] == TRF_DATE_NONE)
        return trf_json_fail(object, "date", r->door->alloc, r->error, "always required (expected YYYY-MM-DD)");
    return status;
}

static tariff_status read_movement(trf_declaration_reader *r, const trf_json *object, trf_declaration *out)
{
    trf_slice movement = TRF_SLICE_EMPTY;
    tariff_status status = trf_declaration_text(r, object, "movement", &movement);

    out->movement = TRF_MOVEMENT_IMPORT;
    if (status < 0 || movement.size == 0 || trf_slice_is(movement, "import"))
        return status;
    if (trf_slice_is(movement, "export")) {
        out->movement = TRF_MOVEMENT_EXPORT;
        return TARIFF_OK;
    }
    return trf_json_fail(object, "movement", r->door->alloc, r->error,
                         trf_slice_is(movement, "transit") ? "transit is not assessed in this version"
                                                           : "expected import, export or transit");
}

/** What kind of declaration it is, and how the goods come. */
static tariff_status read_kinds(trf_declaration_reader *r, const trf_json *object, trf_declaration *out)
{
    const trf_json *transport = NULL;
    tariff_status status = trf_declaration_text(r, object, "entry_type", &out->entry_type);

    if (status >= 0)
        status = trf_declaration_text(r, object, "dataset", &out->dataset);
    if (status >= 0)
        status = trf_declaration_text(r, object, "kind", &out->kind);
    if (status >= 0)
        status = trf_json_object(object, "transport", false, &transport, r->door->alloc, r->error);
    if (status < 0 || !transport)
        return status;
    status = only(r, transport, "mode port_of_loading port_of_unlading");
    return status < 0 ? status : trf_declaration_text(r, transport, "mode", &out->transport_mode);
}

tariff_status trf_declaration_read(trf_declaration_reader *r, const trf_json *object, trf_declaration *out)
{
    const trf_json *delivery = NULL, *items = NULL;
    trf_declared_item *made = NULL;
    tariff_status status = read_dates(r, object, out);

    if (status >= 0)
        status = trf_declaration_text(r, object, "id", &out->id);
    if (status >= 0)
        status = read_kinds(r, object, out);
    if (status >= 0)
        status = trf_json_text(object, "tariff", true, &out->tariff, r->door->alloc, r->error);
    if (status >= 0)
        status = trf_declaration_text(r, object, "currency", &out->currency);
    if (status >= 0)
        status = read_movement(r, object, out);
    if (status >= 0)
        status = trf_json_object(object, "delivery", false, &delivery, r->door->alloc, r->error);
    if (status >= 0 && delivery) {
        status = only(r, delivery, "incoterm place additions deductions");
        if (status >= 0)
            status = trf_declaration_text(r, delivery, "incoterm", &out->incoterm);
        if (status >= 0)
            status = trf_declaration_text(r, delivery, "place", &out->place);
        if (status >= 0)
            status = read_amounts(r, delivery, "additions", &out->additions, &out->addition_count);
        if (status >= 0)
            status = read_amounts(r, delivery, "deductions", &out->deductions, &out->deduction_count);
    }
    if (status >= 0)
        status = read_rates(r, object, out);
    if (status >= 0)
        status = read_quotas(r, object, out);
    if (status >= 0)
        status = trf_json_array(object, "items", true, &items, r->door->alloc, r->error);
    if (status < 0)
        return status;
    if (items->count == 0)
        return trf_json_fail(object, "items", r->door->alloc, r->error, "holds no goods item");
    if (items->count > r->door->limits->items)
        return trf_fail(r->error, r->door->alloc, TARIFF_ELIMIT, "items: %u of them (at most %u)", items->count,
                        r->door->limits->items);
    status = room(r, items, sizeof *made, &made);
    for (const trf_json *item = items->first; item && status >= 0; item = item->next) {
        status = read_item(r, item, object, &made[item->index]);
        if (status >= 0 && made[item->index].code.size == 0)
            status = trf_json_fail(item, "code", r->door->alloc, r->error, "always required");
        if (status >= 0 && made[item->index].origin.size == 0)
            status = trf_json_fail(item, "origin", r->door->alloc, r->error, "always required");
    }
    out->items = made;
    out->item_count = items->count;
    return status;
}

tariff_status trf_declaration_policies(trf_declaration_reader *r, const trf_json *object, trf_assess_policy *out)
{
    const trf_json *policies = NULL;
    tariff_status status = trf_json_object(object, "policies", false, &policies, r->door->alloc, r->error);

    memset(out, 0, sizeof *out);
    if (status < 0 || !policies)
        return status;
    status = only(r, policies, "rounding conditions exchange route");
    if (status >= 0)
        status = trf_declaration_text(r, policies, "rounding", &out->rounding);
    if (status >= 0)
        status = trf_declaration_text(r, policies, "conditions", &out->conditions);
    if (status >= 0)
        status = trf_declaration_text(r, policies, "route", &out->routes);
    return status < 0 ? status : trf_declaration_text(r, policies, "exchange", &out->exchange);
}

/** "1000 EUR", or an amount alone in the currency of the tariff. */
static tariff_status read_value(trf_declaration_reader *r, const trf_json *request, trf_declared_item *item)
{
    trf_slice value = TRF_SLICE_EMPTY;
    tariff_status status = trf_declaration_text(r, request, "value", &value);
    size_t blank = 0;

    if (status < 0 || value.size == 0)
        return status;
    while (blank < value.size && value.data[blank] != ' ')
        blank++;
    item->price = trf_slice_of(value.data, blank);
    while (blank < value.size && value.data[blank] == ' ')
        blank++;
    item->currency = trf_slice_of(value.data + blank, value.size - blank);
    if (trf_json_is_decimal(item->price))
        return TARIFF_OK;
    return trf_json_fail(request, "value", r->door->alloc, r->error,
                         item->price.size > TRF_DIGITS_BEFORE
                             ? "more digits than an amount has (at most 38 before the point, 18 after it)"
                             : "not an amount (expected \"1000 EUR\")");
}

/* Goods originate in one country: a group of countries is no origin, though a preference may be claimed in one. */
static tariff_status check_origin(trf_declaration_reader *r, const trf_json *request, uint32_t tariff, trf_slice origin)
{
    enum { GROUP = 1 };
    uint32_t area = origin.size ? trf_geography_find(r->door->snapshot, tariff, origin, TRF_DATE_NONE) : TRF_AREA_NONE;

    if (area != TRF_AREA_NONE && trf_snapshot_area(r->door->snapshot, area)->kind == GROUP)
        return trf_json_fail(request, "origin", r->door->alloc, r->error, "is a group of countries (expected one country)");
    return TARIFF_OK;
}

/** One item from flat fields. */
tariff_status trf_declaration_flat(trf_declaration_reader *r, const trf_json *request, trf_declaration *out, bool need_origin)
{
    trf_declared_item *item = trf_arena_zero(r->door->arena, sizeof *item);
    const struct {
        const char *name;
        trf_slice *out;
    } texts[] = {{"preference", item ? &item->preference : NULL},
                 {"preferential_origin", item ? &item->preferential_origin : NULL},
                 {"export_country", item ? &item->export_country : NULL},
                 {"quota", item ? &item->quota : NULL}};
    uint32_t tariff = 0;
    tariff_status status;

    if (!item)
        return trf_fail_memory(r->error);
    status = read_dates(r, request, out);
    if (status >= 0)
        status = trf_door_tariff(r->door, request, true, &tariff, r->error);
    if (status < 0)
        return status;
    out->tariff = trf_door_text(r->door, trf_snapshot_tariff(r->door->snapshot, tariff)->id);
    if (need_origin && trf_snapshot_tariff(r->door->snapshot, tariff)->measure_count == 0 &&
        !trf_assess_draws(r->door->snapshot, tariff, out->dates[TRF_ON_ACCEPTANCE]))
        return trf_fail(r->error, r->door->alloc, TARIFF_EINVAL, "tariff '%S': it has no measures, nothing can be assessed",
                        out->tariff);
    status = read_movement(r, request, out);
    if (status >= 0)
        status = trf_declaration_text(r, request, "currency", &out->currency);
    if (status >= 0)
        status = trf_json_text(request, "code", true, &item->code, r->door->alloc, r->error);
    if (status >= 0)
        status = trf_json_text(request, "origin", need_origin, &item->origin, r->door->alloc, r->error);
    item->code = trf_slice_trimmed(item->code);
    item->origin = trf_slice_trimmed(item->origin);
    if (status >= 0 && need_origin)
        status = check_origin(r, request, tariff, item->origin);
    if (status >= 0)
        status = read_value(r, request, item);
    if (status >= 0)
        status = decimal_of(r, request, "net_mass", &item->net_mass);
    if (status >= 0)
        status = decimal_of(r, request, "gross_mass", &item->gross_mass);
    if (status >= 0)
        status = decimal_of(r, request, "customs_value", &item->customs_value);
    for (size_t i = 0; i < sizeof texts / sizeof *texts && status >= 0; i++) {
        status = trf_declaration_text(r, request, texts[i].name, texts[i].out);
        *texts[i].out = trf_slice_trimmed(*texts[i].out);
    }
    if (status >= 0)
        status = read_quantities(r, request, item);
    if (status >= 0)
        status = read_documents(r, request, item);
    if (status >= 0)
        status = read_claims(r, request, item);
    if (status >= 0)
        status = read_facts(r, request, NULL, item);
    if (status >= 0)
        status = read_texts(r, request, "additional_codes", &item->additional_codes, &item->additional_code_count);
    if (status >= 0)
        status = read_rates(r, request, out);
    out->items = item;
    out->item_count = 1;
    return status;
}
