/* SPDX-License-Identifier: Apache-2.0 */
#include "image/digest.h"

#include <nettle/sha2.h>
#include <nettle/version.h>
#include <string.h>

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(trf_digest), "trf_digest must hold the context of nettle");
_Static_assert(_Alignof(struct sha256_ctx) <= _Alignof(uint64_t), "trf_digest must be aligned like the context of nettle");
_Static_assert(SHA256_DIGEST_SIZE == TRF_DIGEST_SIZE, "SHA-256 has 32 bytes");

static struct sha256_ctx *context(trf_digest *digest)
{
    return (struct sha256_ctx *)(void *)digest->state.bytes;
}

void trf_digest_begin(trf_digest *digest)
{
    memset(digest, 0, sizeof *digest);
    sha256_init(context(digest));
}

void trf_digest_add(trf_digest *digest, const void *data, size_t size)
{
    if (size > 0)
        sha256_update(context(digest), size, data);
}

void trf_digest_end(trf_digest *digest, uint8_t out[TRF_DIGEST_SIZE])
{
    sha256_digest(context(digest), TRF_DIGEST_SIZE, out);
}

void trf_digest_of(const void *data, size_t size, uint8_t out[TRF_DIGEST_SIZE])
{
    trf_digest digest;

    trf_digest_begin(&digest);
    trf_digest_add(&digest, data, size);
    trf_digest_end(&digest, out);
}

void trf_digest_hex(const uint8_t digest[TRF_DIGEST_SIZE], char out[2 * TRF_DIGEST_SIZE])
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < TRF_DIGEST_SIZE; i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
}

#define TEXT_OF(x)  #x
#define TEXT(x)     TEXT_OF(x)

const char *trf_nettle_version(void) { return TEXT(NETTLE_VERSION_MAJOR) "." TEXT(NETTLE_VERSION_MINOR); }
