/* SPDX-License-Identifier: Apache-2.0 */
/* money.apportion, money.format */
#include "api/money.h"
#include "api/rate.h"

tariff_status trf_money_show(trf_numbers *pool, const trf_vocabulary *words, trf_slice currency, trf_number amount,
                             trf_buffer *out)
{
    uint32_t index = trf_vocabulary_currency(words, currency);

    return trf_money_show_places(pool, words, currency, amount,
                                 index == TRF_VOCABULARY_NONE ? 2 : words->currencies[index].minor_unit, out);
}

tariff_status trf_money_show_places(trf_numbers *pool, const trf_vocabulary *words, trf_slice currency, trf_number amount,
                                    unsigned least, trf_buffer *out)
{
    uint32_t index = trf_vocabulary_currency(words, currency);
    const trf_currency *known = index == TRF_VOCABULARY_NONE ? NULL : &words->currencies[index];
    trf_slice digits;
    trf_buffer text;
    size_t whole;
    tariff_status status;

    trf_buffer_init(&text, out->alloc, 0);
    status = trf_number_format(pool, amount, least, TRF_SCALE_MAX, &text);
    if (status < 0 || text.failed) {
        trf_buffer_done(&text);
        return status < 0 ? status : TARIFF_ENOMEM;
    }
    digits = trf_buffer_view(&text);
    if (digits.data[0] == '-') {
        trf_buffer_char(out, '-');
        digits = trf_slice_of(digits.data + 1, digits.size - 1);
    }
    if (known && known->symbol.size) {
        trf_buffer_slice(out, known->symbol);
    } else if (currency.size) {
        trf_buffer_slice(out, currency);
        trf_buffer_char(out, ' ');
    }
    for (whole = 0; whole < digits.size && digits.data[whole] != '.'; whole++)
        ;
    for (size_t i = 0; i < digits.size; i++) {
        if (i && i < whole && (whole - i) % 3 == 0)
            trf_buffer_char(out, ',');
        trf_buffer_char(out, digits.data[i]);
    }
    trf_buffer_done(&text);
    return TARIFF_OK;
}

static tariff_status add_all(trf_door *door, const trf_json *list, trf_number *sum, tariff_error **error)
{
    *sum = trf_number_of(0);
    for (const trf_json *item = list->first; item; item = item->next) {
        trf_number part;
        tariff_status status;

        if (!trf_json_is_decimal(item->text))
            return trf_json_fail(item, NULL, door->alloc, error, "not a decimal");
        status = trf_number_parse(door->numbers, item->text, &part);
        if (status >= 0)
            status = trf_number_add(door->numbers, *sum, part, sum);
        if (status < 0)
            return trf_json_fail(item, NULL, door->alloc, error, "a number with too many digits");
    }
    return TARIFF_OK;
}

tariff_status trf_method_money_apportion(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    const trf_json *list = NULL;
    trf_number amount, unit = trf_number_scaled(1, 2), *shares;
    trf_buffer text;
    tariff_status status = trf_rate_read_number(door, request, "amount", true, &amount, error);
    uint32_t count = 0;

    if (status >= 0)
        status = trf_rate_read_number(door, request, "unit", false, &unit, error);
    if (status >= 0)
        status = trf_json_array(request, "weights", true, &list, door->alloc, error);
    if (status < 0)
        return status;
    if (trf_number_sign(door->numbers, unit) <= 0)
        return trf_json_fail(request, "unit", door->alloc, error, "not above zero");
    shares = trf_arena_take(door->arena, (list->count + 1) * sizeof *shares);
    if (!shares)
        return trf_fail_memory(error);
    for (const trf_json *item = list->first; item; item = item->next) {
        if (!trf_json_is_decimal(item->text) || trf_number_parse(door->numbers, item->text, &shares[count]) < 0 ||
            trf_number_sign(door->numbers, shares[count]) < 0)
            return trf_json_fail(item, NULL, door->alloc, error, "not a decimal of 0 or more");
        count++;
    }
    status = trf_number_apportion(door->numbers, amount, shares, count, unit, shares);
    if (status == TARIFF_EINVAL)
        return trf_json_fail(
            request, "weights", door->alloc, error,
            "nothing to share out by (expected a weight above zero, and an amount that is a multiple of the unit)");
    if (status < 0)
        return trf_fail(error, door->alloc, status, "amount: it cannot be shared out");
    trf_json_begin_object(reply);
    trf_json_name(reply, "shares");
    trf_json_begin_array(reply);
    trf_buffer_init(&text, door->alloc, 0);
    for (uint32_t i = 0; i < count && status >= 0; i++) {
        status = trf_number_print(door->numbers, shares[i], &text);
        trf_json_put_text(reply, trf_buffer_view(&text));
        if (text.failed)
            status = TARIFF_ENOMEM;
        trf_buffer_clear(&text);
    }
    trf_buffer_done(&text);
    trf_json_end_array(reply);
    trf_json_end_object(reply);
    return status < 0 ? trf_fail_memory(error) : TARIFF_OK;
}

tariff_status trf_method_money_format(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    trf_slice currency = TRF_SLICE_EMPTY;
    trf_rounding_policy round = {0};
    const trf_json *list = NULL;
    trf_number sum, rounded;
    trf_buffer shown;
    tariff_status status = trf_json_array(request, "amounts", true, &list, door->alloc, error);

    if (status >= 0)
        status = trf_json_text(request, "currency", true, &currency, door->alloc, error);
    if (status >= 0)
        status = trf_rate_read_rounding(door, request, "round", &round, error);
    if (status >= 0)
        status = add_all(door, list, &sum, error);
    if (status < 0)
        return status;
    status = trf_rounding_policy_apply(door->numbers, round, sum, &rounded);
    if (status < 0)
        return trf_fail(error, door->alloc, status, "amounts: their sum cannot be rounded");
    trf_buffer_init(&shown, door->alloc, 0);
    trf_json_begin_object(reply);
    status = trf_rate_put_number(door, reply, "amount", rounded, TRF_PLACES_KEPT, error);
    if (status >= 0)
        status = trf_rate_put_number(door, reply, "unrounded", sum, 0, error);
    if (status >= 0) {
        status = trf_money_show(door->numbers, &trf_vocabulary_default, currency, rounded, &shown);
        if (status < 0 || shown.failed)
            status = trf_fail_memory(error);
        else
            trf_json_member_text(reply, "formatted", trf_buffer_view(&shown));
    }
    trf_json_end_object(reply);
    trf_buffer_done(&shown);
    return status;
}
