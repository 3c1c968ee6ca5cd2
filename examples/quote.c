/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Assesses one goods item and prints each charge, what the declarant must know, and how every figure came about.
 *     cc quote.c $(pkg-config --cflags --libs libtariff) -o quote
 *     ./quote default.tariff UK 6109100010 CN 1200.00 GBP 2026-01-15
 */
#include <stdio.h>
#include <tariff.h>

static void print_text(const char *before, tariff_text text)
{
    printf("%s%.*s", before, (int)text.size, text.data ? text.data : "");
}

static void print_charges(const tariff_assessment *assessment)
{
    tariff_charge charge = TARIFF_CHARGE_INIT;
    tariff_outcome outcome = TARIFF_OUTCOME_INIT;
    tariff_item_summary item = TARIFF_ITEM_SUMMARY_INIT;

    for (uint32_t i = 0; tariff_assessment_charge(assessment, 0, i, &charge) == TARIFF_OK; i++) {
        print_text("", charge.charge);
        print_text("  ", charge.expression);
        print_text("  ", charge.amount.size ? charge.amount : tariff_text_of("not known"));
        print_text("  ", charge.state);
        putchar('\n');
    }
    for (uint32_t i = 0; tariff_assessment_outcome(assessment, 0, i, &outcome) == TARIFF_OK; i++) {
        print_text("! ", outcome.code);
        print_text(": ", outcome.needs);
        putchar('\n');
    }
    if (tariff_assessment_item(assessment, 0, &item) == TARIFF_OK) {
        print_text("total ", item.total.size ? item.total : tariff_text_of("not known"));
        puts(item.status == TARIFF_ASSESSMENT_COMPLETE ? "" : " (not complete)");
    }
}

static tariff_status quote(tariff_session *session, char **arguments, tariff_error **error)
{
    tariff_goods_item goods = TARIFF_GOODS_ITEM_INIT;
    tariff_assess_options options = TARIFF_ASSESS_OPTIONS_INIT;
    const tariff_assessment *assessment;
    tariff_text text;
    tariff_status status;

    goods.tariff = tariff_text_of(arguments[0]);
    goods.code = tariff_text_of(arguments[1]);
    goods.origin = tariff_text_of(arguments[2]);
    goods.price = tariff_text_of(arguments[3]);
    goods.price_currency = tariff_text_of(arguments[4]);
    goods.date = tariff_text_of(arguments[5]);
    options.flags = TARIFF_ASSESS_EXPLAIN;
    status = tariff_assess(session, &goods, &options, &assessment, error);
    if (status < 0) /* TARIFF_INCOMPLETE is an answer too: the outcomes say what is missing */
        return status;
    print_charges(assessment);
    status = tariff_assessment_explain(session, assessment, tariff_text_of("en"), 0, &text, error);
    if (status >= 0)
        print_text("\n", text);
    return status;
}

int main(int argc, char **argv)
{
    tariff_context *context = NULL;
    tariff_snapshot *snapshot = NULL;
    tariff_session *session = NULL;
    tariff_error *error = NULL;
    tariff_status status;

    if (argc != 8) {
        fputs("usage: quote IMAGE TARIFF CODE ORIGIN PRICE CURRENCY DATE\n", stderr);
        return 2;
    }
    status = tariff_context_new(NULL, &context, &error);
    if (status >= 0)
        status = tariff_snapshot_open(context, argv[1], &snapshot, &error);
    if (status >= 0)
        status = tariff_session_new(context, snapshot, NULL, &session, &error);
    if (status >= 0)
        status = quote(session, argv + 2, &error);
    if (status < 0)
        fprintf(stderr, "quote: %.*s\n", (int)tariff_error_message(error).size, tariff_error_message(error).data);
    tariff_error_free(error);
    tariff_session_free(session);
    tariff_snapshot_release(snapshot);
    tariff_context_free(context);
    return status < 0 ? 1 : 0;
}
