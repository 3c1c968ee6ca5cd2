/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Status codes, error objects, text slices and the export marks that every public header uses.
 */
#ifndef TARIFF_STATUS_H
#define TARIFF_STATUS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(TARIFF_BUILD) && defined(__GNUC__)
#define TARIFF_API __attribute__((visibility("default")))
#else
#define TARIFF_API
#endif
#if defined(__GNUC__)
#define TARIFF_CHECKED __attribute__((warn_unused_result))
#else
#define TARIFF_CHECKED
#endif

/** What a call says: 0 done, negative an error, positive a normal answer that is no value. */
typedef int32_t tariff_status;

#define TARIFF_OK 0            /**< done */
#define TARIFF_NOT_FOUND 1     /**< nothing of that name or code is valid then */
#define TARIFF_FINDINGS 2      /**< done, and something in the data was reported */
#define TARIFF_INCOMPLETE 3    /**< answered as far as the facts allow; the answer names what is missing */
#define TARIFF_NEGATIVE 4      /**< done, and the answer is no */
#define TARIFF_EINVAL (-1)     /**< an argument or a request field is wrong */
#define TARIFF_ENOMEM (-2)     /**< memory was refused */
#define TARIFF_ERANGE (-3)     /**< a number has more digits than the context allows */
#define TARIFF_EINPUT (-4)     /**< input data cannot be read; the error names file and line */
#define TARIFF_EIO (-5)        /**< a file cannot be opened, read, written or renamed */
#define TARIFF_EIMAGE (-6)     /**< not an image, a damaged one, or one that needs a feature this library lacks */
#define TARIFF_ELIMIT (-7)     /**< a limit of the context was reached */
#define TARIFF_EUNSUPPORTED (-8) /**< this build or this version does not do that */
#define TARIFF_ECANCELLED (-9) /**< a callback of the host asked to stop */

/** UTF-8 text that is not terminated; it lives as long as what it was taken from. */
typedef struct tariff_text {
    const char *data; /**< first byte; may be NULL where size is 0 */
    uint32_t size;    /**< bytes */
    uint32_t reserved0;
} tariff_text;

/** A terminated text as a tariff_text; NULL is the empty one. */
static inline tariff_text tariff_text_of(const char *terminated)
{
    tariff_text text = {terminated, 0, 0};

    while (terminated && terminated[text.size] != '\0')
        text.size++;
    return text;
}

/** Why a call failed: created by the call, owned by the caller. */
typedef struct tariff_error tariff_error;

#ifdef __cplusplus
}
#endif
#endif
