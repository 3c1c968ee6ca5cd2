/* SPDX-License-Identifier: Apache-2.0 */
#include "text/rules.h"

#include "libtariff/text/rules.inc"

const trf_text_rules *trf_text_rules_all(uint32_t *count)
{
    *count = (uint32_t)(sizeof shipped / sizeof shipped[0]);
    return shipped;
}

static const trf_text_rules *find(trf_slice tag)
{
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
        if (trf_slice_equal(aliases[i].tag, tag))
            return &shipped[aliases[i].rules];
    return NULL;
}

const trf_text_rules *trf_text_rules_shipped(trf_slice language)
{
    for (;;) {
        const trf_text_rules *found = find(language);

        if (found || language.size == 0)
            return found;
        do
            language.size--;
        while (language.size && language.data[language.size] != '-');
    }
}
