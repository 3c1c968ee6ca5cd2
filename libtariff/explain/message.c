/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/message.h"

static const struct {
    const char *id, *language, *text;
} messages[] = {
#define MESSAGE(id, language, text) {#id, language, text},
#include "explain/message.def"
#undef MESSAGE
};

static bool is_id(const char *id, trf_slice start, trf_slice rest)
{
    trf_slice whole = trf_slice_text(id);

    return whole.size == start.size + rest.size && trf_slice_begins(whole, start) &&
           trf_slice_equal(trf_slice_of(whole.data + start.size, rest.size), rest);
}

trf_slice trf_message(trf_slice language, const char *start, trf_slice rest)
{
    trf_slice found = TRF_SLICE_EMPTY;

    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        if (!is_id(messages[i].id, trf_slice_text(start), rest))
            continue;
        if (trf_slice_is(language, messages[i].language))
            return trf_slice_text(messages[i].text);
        if (strcmp(messages[i].language, "en") == 0)
            found = trf_slice_text(messages[i].text);
    }
    return found;
}

void trf_message_print(trf_slice language, const char *id, trf_slice one, trf_slice two, trf_buffer *out)
{
    trf_slice text = trf_message(language, id, TRF_SLICE_EMPTY);

    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == '%' && i + 1 < text.size && (text.data[i + 1] == '1' || text.data[i + 1] == '2'))
            trf_buffer_slice(out, text.data[++i] == '1' ? one : two);
        else
            trf_buffer_char(out, text.data[i]);
    }
}
