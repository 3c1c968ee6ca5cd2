/* SPDX-License-Identifier: Apache-2.0 */
/** @file SHA-256 of images and inputs. */
#ifndef TRF_IMAGE_DIGEST_H
#define TRF_IMAGE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define TRF_DIGEST_SIZE 32u

/** A running SHA-256. Copying one copies its state; nothing needs to be freed. */
typedef struct trf_digest {
    union {
        uint64_t align;
        uint8_t bytes[256];
    } state; /**< of the implementation; its size is asserted where it is defined */
} trf_digest;

/** Version of the library that computes it, as it was built against. */
const char *trf_nettle_version(void);
void trf_digest_begin(trf_digest *digest);
/** Any number of pieces of any size; the result depends on their concatenation only. */
void trf_digest_add(trf_digest *digest, const void *data, size_t size);
/** The digest of what was added; begin again before adding more. */
void trf_digest_end(trf_digest *digest, uint8_t out[TRF_DIGEST_SIZE]);
/** All in one. */
void trf_digest_of(const void *data, size_t size, uint8_t out[TRF_DIGEST_SIZE]);
/** 64 lower-case hexadecimal digits, not terminated. */
void trf_digest_hex(const uint8_t digest[TRF_DIGEST_SIZE], char out[2 * TRF_DIGEST_SIZE]);

#endif
