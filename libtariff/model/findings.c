/* SPDX-License-Identifier: Apache-2.0 */
#include "model/findings.h"

void trf_finding_add(trf_model *model, const trf_row_source *source, trf_slice rule, trf_slice record, trf_slice text)
{
    void *grown = model->findings;
    trf_finding *finding;

    model->findings_total++;
    if (model->findings_count >= model->limits.findings ||
        !trf_alloc_grow(model->alloc, &grown, &model->findings_capacity, model->findings_count + 1, sizeof *model->findings))
        return;
    model->findings = grown;
    finding = &model->findings[model->findings_count];
    *finding = (trf_finding){.rule = rule, .text = text};
    finding->record = trf_arena_copy(&model->arena, record);
    if (!finding->record.data)
        return;
    if (source && source->input < model->inputs_count)
        finding->file = model->inputs[source->input].name;
    finding->line = source ? source->line : 0;
    model->findings_count++;
}

void trf_model_report(trf_model *model, const trf_row_source *source, const char *rule, trf_slice record, const char *format, ...)
{
    char message[TRF_MESSAGE_MAX + 1];
    va_list arguments;
    size_t size;
    trf_slice text, name;

    if (model->findings_count >= model->limits.findings) {
        model->findings_total++;
        return;
    }
    va_start(arguments, format);
    size = trf_message_format(message, format, arguments);
    va_end(arguments);
    name = trf_arena_copy(&model->arena, trf_slice_text(rule));
    text = trf_arena_copy(&model->arena, trf_slice_of(message, size));
    if (!name.data || !text.data) {
        model->findings_total++;
        return;
    }
    trf_finding_add(model, source, name, record, text);
}

/* A key is short; what does not fit is cut. */
trf_slice trf_record_name(const trf_model *model, trf_kind kind, const trf_value *row, char out[TRF_RECORD_NAME_MAX])
{
    const trf_kind_info *info = &trf_kinds[kind];
    size_t size = strlen(info->element);
    uint8_t keys[TRF_KEYS_MAX];
    unsigned count = trf_kind_keys(kind, keys);

    memcpy(out, info->element, size);
    for (unsigned i = 0; i < count; i++) {
        char scratch[16];
        trf_slice text = trf_model_text(model, row[keys[i]], scratch);
        size_t room = TRF_RECORD_NAME_MAX - size - 1;

        if (TRF_RECORD_NAME_MAX <= size + 1)
            break;
        out[size++] = ' ';
        if (text.size > room)
            for (text.size = room; text.size > 0 && ((unsigned char)text.data[text.size] & 0xC0) == 0x80;)
                text.size--;
        if (text.size)
            memcpy(out + size, text.data, text.size);
        size += text.size;
    }
    return trf_slice_of(out, size);
}
