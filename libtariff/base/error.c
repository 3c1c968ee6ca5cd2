/* SPDX-License-Identifier: Apache-2.0 */
#include "error.h"

#include "buffer.h"
#include "utf8.h"

enum { MESSAGE_MAX = TRF_MESSAGE_MAX };

/* Handed out where there is no memory for an error; recognised by its address, read-only, never freed. */
static const tariff_error out_of_memory = {
    .status = TARIFF_ENOMEM,
    .message = {"memory was refused", 18},
    .file = {"", 0},
    .subject = {"", 0},
};

typedef struct message {
    char bytes[MESSAGE_MAX + 1];
    size_t size;
    bool cut;
} message;

/* Once something was cut, nothing more is added: a message never has a hole. */
static void message_add(message *out, const char *data, size_t size)
{
    size_t room = MESSAGE_MAX - out->size;

    if (out->cut)
        return;
    if (size > room) {
        out->cut = true;
        size = room;
        /* Not in the middle of a UTF-8 character. */
        while (size > 0 && ((unsigned char)data[size] & 0xC0) == 0x80)
            size--;
    }
    if (size)
        memcpy(out->bytes + out->size, data, size);
    out->size += size;
}

/* Text that came from an input: a message stays one line of UTF-8, whatever the input holds. */
static void message_add_input(message *out, trf_slice text)
{
    size_t at = 0;

    while (at < text.size && !out->cut) {
        unsigned length;
        uint32_t point = trf_utf8_read(trf_slice_of(text.data + at, text.size - at), &length);

        if (length == 0 || point < 0x20 || point == 0x7F) {
            message_add(out, "?", 1);
            at++;
        } else {
            message_add(out, text.data + at, length);
            at += length;
        }
    }
}

static void message_add_unsigned(message *out, uint64_t value)
{
    char digits[20];
    size_t first = sizeof digits;

    do {
        digits[--first] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    message_add(out, digits + first, sizeof digits - first);
}

static void message_format(message *out, const char *format, va_list arguments)
{
    while (*format) {
        size_t plain = strcspn(format, "%");

        message_add(out, format, plain);
        format += plain;
        if (!*format)
            break;
        format++;
        if (*format == 's') {
            const char *text = va_arg(arguments, const char *);

            message_add_input(out, trf_slice_text(text));
        } else if (*format == 'S') {
            trf_slice text = va_arg(arguments, trf_slice);

            message_add_input(out, text);
        } else if (*format == 'u') {
            message_add_unsigned(out, va_arg(arguments, uint32_t));
        } else if (*format == 'd') {
            int32_t value = va_arg(arguments, int32_t);

            if (value < 0)
                message_add(out, "-", 1);
            message_add_unsigned(out, value < 0 ? -(uint64_t)value : (uint64_t)value);
        } else if (format[0] == 'l' && format[1] == 'u') {
            message_add_unsigned(out, va_arg(arguments, uint64_t));
            format++;
        } else if (*format == '%') {
            message_add(out, "%", 1);
        } else {
            /* An unknown directive ends the message: its argument's size is not known. */
            break;
        }
        format++;
    }
}

size_t trf_message_format(char out[TRF_MESSAGE_MAX + 1], const char *format, va_list arguments)
{
    message text = {.size = 0};

    message_format(&text, format, arguments);
    memcpy(out, text.bytes, text.size);
    out[text.size] = '\0';
    return text.size;
}

static bool slice_copy(trf_slice *out, const trf_alloc *alloc, trf_slice text)
{
    char *copy = trf_alloc_copy(alloc, text);

    if (!copy)
        return false;
    *out = trf_slice_of(copy, text.size);
    return true;
}

static void slice_free(trf_slice *text, const trf_alloc *alloc)
{
    if (text->data)
        trf_alloc_free(alloc, (char *)text->data, text->size + 1);
    *text = TRF_SLICE_EMPTY;
}

tariff_status trf_fail(tariff_error **error, const trf_alloc *alloc, tariff_status status, const char *format, ...)
{
    message text = {.size = 0};
    tariff_error *made;
    va_list arguments;

    if (!error || *error)
        return status;
    va_start(arguments, format);
    message_format(&text, format, arguments);
    va_end(arguments);
    if (alloc->lasting)
        alloc = alloc->lasting;
    made = trf_alloc_zero(alloc, sizeof *made);
    if (!made)
        goto refused;
    made->alloc = *alloc;
    made->status = status;
    if (!slice_copy(&made->message, alloc, trf_slice_of(text.bytes, text.size)) ||
        !slice_copy(&made->file, alloc, TRF_SLICE_EMPTY) || !slice_copy(&made->subject, alloc, TRF_SLICE_EMPTY))
        goto refused;
    *error = made;
    return status;

refused:
    trf_error_free(made);
    /* The status stays the caller's: what went wrong first is what the host asked about. */
    *error = (tariff_error *)&out_of_memory;
    return status;
}

void trf_error_at(tariff_error *error, trf_slice file, uint32_t line, uint32_t column, trf_slice subject)
{
    trf_slice copy;

    if (!error || error == &out_of_memory)
        return;
    if (file.size && error->file.size == 0 && slice_copy(&copy, &error->alloc, file)) {
        slice_free(&error->file, &error->alloc);
        error->file = copy;
    }
    if (subject.size && error->subject.size == 0 && slice_copy(&copy, &error->alloc, subject)) {
        slice_free(&error->subject, &error->alloc);
        error->subject = copy;
    }
    if (error->line == 0) {
        error->line = line;
        error->column = column;
    }
}

tariff_status trf_fail_memory(tariff_error **error)
{
    if (error && !*error)
        *error = (tariff_error *)&out_of_memory;
    return TARIFF_ENOMEM;
}

void trf_error_free(tariff_error *error)
{
    trf_alloc alloc;

    if (!error || error == &out_of_memory)
        return;
    alloc = error->alloc;
    slice_free(&error->message, &alloc);
    slice_free(&error->file, &alloc);
    slice_free(&error->subject, &alloc);
    trf_alloc_free(&alloc, error, sizeof *error);
}
