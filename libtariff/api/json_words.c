/* SPDX-License-Identifier: Apache-2.0 */
/* text.analyse, text.normalise */
#include "config.h"

#include "api/door.h"

#ifdef TRF_SEARCH

#include "text/analysis.h"
#include "text/negation.h"

static tariff_status read_request(trf_door *door, const trf_json *request, trf_slice *text, trf_slice *language,
                                  tariff_error **error)
{
    tariff_status status = trf_json_text(request, "text", false, text, door->alloc, error);

    *language = TRF_SLICE("en");
    return status < 0 ? status : trf_json_text(request, "lang", false, language, door->alloc, error);
}

static void put_token(trf_json_writer *reply, const trf_token *token)
{
    static const char *const kinds[] = {"word", "number", "quantity", "code", "cas", "cus", "han", "kana", "hangul", "thai"};
    static const struct {
        uint16_t flag;
        const char *name;
    } flags[] = {{TRF_TOKEN_STOP, "stop"},     {TRF_TOKEN_NEGATED, "negated"}, {TRF_TOKEN_NEGATION, "negation"},
                 {TRF_TOKEN_JOINED, "joined"}, {TRF_TOKEN_PART, "part"},       {TRF_TOKEN_MATERIAL, "material"},
                 {TRF_TOKEN_CUT, "cut"},       {TRF_TOKEN_VARIANT, "variant"}, {TRF_TOKEN_IGNORED, "ignored"}};

    trf_json_begin_object(reply);
    trf_json_member_text(reply, "kind", trf_slice_text(kinds[token->kind]));
    trf_json_member_text(reply, "form", token->form);
    trf_json_member_text(reply, "term", token->term);
    trf_json_member_integer(reply, "start", token->start);
    trf_json_member_integer(reply, "size", token->size);
    trf_json_member_integer(reply, "position", token->position);
    if (token->value.size)
        trf_json_member_text(reply, "value", token->value);
    if (token->unit.size)
        trf_json_member_text(reply, "unit", token->unit);
    if (token->of != TRF_TOKEN_NONE)
        trf_json_member_integer(reply, "of", token->of);
    trf_json_name(reply, "flags");
    trf_json_begin_array(reply);
    for (unsigned i = 0; i < sizeof flags / sizeof flags[0]; i++)
        if (token->flags & flags[i].flag)
            trf_json_put_text(reply, trf_slice_text(flags[i].name));
    trf_json_end_array(reply);
    trf_json_end_object(reply);
}

tariff_status trf_method_text_analyse(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    char version[TRF_TEXT_VERSION_MAX];
    trf_analyser *analyser = NULL;
    trf_slice text = TRF_SLICE_EMPTY, language;
    trf_tokens tokens;
    tariff_status status = read_request(door, request, &text, &language, error);

    if (status >= 0)
        status = trf_analyser_open_shipped(door->alloc, language, &analyser, error);
    if (status >= 0)
        status = trf_analyse(analyser, text, &tokens, error);
    if (status < 0)
        goto done;
    trf_json_begin_object(reply);
    trf_json_member_text(reply, "lang", language);
    if (tokens.code.size)
        trf_json_member_text(reply, "code", tokens.code);
    trf_json_member_flag(reply, "cut", tokens.cut != 0);
    trf_json_member_text(reply, "analysis", trf_slice_of(version, trf_text_version(version)));
    trf_json_name(reply, "tokens");
    trf_json_begin_array(reply);
    for (uint32_t i = 0; i < tokens.count; i++)
        put_token(reply, &tokens.items[i]);
    trf_json_end_array(reply);
    trf_json_end_object(reply);
done:
    trf_analyser_free(analyser);
    return status;
}

static void excess(const trf_text_rules *rules, trf_slice text, trf_buffer *out)
{
    (void)rules;
    trf_text_trim(text, out);
}

tariff_status trf_method_text_normalise(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    static const struct {
        const char *name;
        void (*run)(const trf_text_rules *rules, trf_slice text, trf_buffer *out);
    } operations[] = {{"normalise", trf_text_normalise},
                      {"strip_negation", trf_negation_strip},
                      {"strip_negation_lower", trf_negation_strip_lower},
                      {"strip_excess", excess}};
    static const trf_text_rules none;
    trf_slice text = TRF_SLICE_EMPTY, language, name = trf_slice_text(operations[0].name);
    const trf_text_rules *rules;
    trf_buffer out;
    unsigned at = 0;
    tariff_status status = read_request(door, request, &text, &language, error);

    if (status >= 0)
        status = trf_json_text(request, "op", false, &name, door->alloc, error);
    if (status < 0)
        return status;
    while (at < sizeof operations / sizeof operations[0] && !trf_slice_is(name, operations[at].name))
        at++;
    if (at == sizeof operations / sizeof operations[0])
        return trf_json_fail(request, "op", door->alloc, error,
                             "no such operation (expected normalise, strip_negation, strip_negation_lower or strip_excess)");
    rules = trf_text_rules_shipped(language);
    trf_buffer_init(&out, door->alloc, 0);
    operations[at].run(rules ? rules : &none, text, &out);
    if (out.failed) {
        status = trf_fail_memory(error);
    } else {
        trf_json_begin_object(reply);
        trf_json_member_text(reply, "text", trf_buffer_view(&out));
        trf_json_end_object(reply);
    }
    trf_buffer_done(&out);
    return status;
}

#else

tariff_status trf_method_text_analyse(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    (void)request;
    (void)reply;
    return trf_fail(error, door->alloc, TARIFF_EUNSUPPORTED,
                    "text.analyse: this build of the library analyses no texts (configure --enable-search)");
}

tariff_status trf_method_text_normalise(trf_door *door, const trf_json *request, trf_json_writer *reply, tariff_error **error)
{
    (void)request;
    (void)reply;
    return trf_fail(error, door->alloc, TARIFF_EUNSUPPORTED,
                    "text.normalise: this build of the library analyses no texts (configure --enable-search)");
}
#endif
