/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The context: memory, limits and callbacks that everything else is made over; errors; versions.
 */
#ifndef TARIFF_CONTEXT_H
#define TARIFF_CONTEXT_H

#include "tariff/status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Memory, limits and callbacks of a host. Threads may share one; nothing in it changes after tariff_context_new(). */
typedef struct tariff_context tariff_context;

/**
 * Memory of the host: (user, NULL, 0, n) allocates, (user, p, old, n) resizes, (user, p, old, 0) frees and returns NULL. NULL
 * for n > 0 means refused and leaves p as it was. Blocks are aligned as malloc aligns them. May be called from any thread that
 * uses the context.
 */
typedef void *(*tariff_resize_fn)(void *user, void *old_block, uint64_t old_size, uint64_t new_size);

/**
 * Long work reports how far it is. stage is a word ("read", "compile", "write"); total is 0 where it is not known. Return 0 to
 * go on, anything else to stop the call with TARIFF_ECANCELLED. It may not longjmp and may not call the library with the same
 * session.
 */
typedef int32_t (*tariff_progress_fn)(void *user, const char *stage, uint64_t done, uint64_t total);

/** One line about something that is not an error: a finding, a count. text is terminated. */
typedef void (*tariff_log_fn)(void *user, int32_t level, const char *text, uint32_t size);
#define TARIFF_LOG_NOTE    0 /**< what was done */
#define TARIFF_LOG_FINDING 1 /**< something in the data is wrong; reading goes on */

/** What a context is made of. Zero everywhere means the defaults; limits can only be lowered. */
typedef struct tariff_context_options {
    uint32_t size;               /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;              /**< must be zero */
    uint64_t input_bytes;        /**< largest input file, inflated; 0: 4 GiB */
    uint64_t request_bytes;      /**< largest JSON request; 0: 1 MiB */
    uint64_t text_bytes;         /**< longest text of an XML element; 0: 1 MiB */
    uint64_t hash_seed;          /**< of hash tables over untrusted keys; never reaches a result. 0: one is made from addresses */
    uint32_t xml_depth;          /**< nested elements; 0: 64 */
    uint32_t json_depth;         /**< nested values; 0: 64 */
    uint32_t inflate_ratio;      /**< inflated : compressed; 0: 200 */
    uint32_t findings;           /**< kept in a report; 0: 100,000 */
    uint32_t items;              /**< goods items of a declaration; 0: 10,000 */
    uint32_t reserved0;          /**< must be zero */
    tariff_resize_fn resize;     /**< NULL: malloc */
    void *resize_user;           /**< first argument of resize */
    tariff_progress_fn progress; /**< may be NULL */
    void *progress_user;         /**< first argument of progress */
    tariff_log_fn log;           /**< may be NULL */
    void *log_user;              /**< first argument of log */
} tariff_context_options;
/** Initialiser of tariff_context_options. */
#define TARIFF_CONTEXT_OPTIONS_INIT                                                                                              \
    {                                                                                                                            \
        (uint32_t)sizeof(tariff_context_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0                              \
    }

/**
 * Make a context.
 *
 * @param[in]  options  NULL for the defaults; copied
 * @param[out] context  written only on success; ends with tariff_context_free()
 * @param[out] error    written only on failure; may be NULL
 * @retval TARIFF_OK      @p context is ready
 * @retval TARIFF_EINVAL  options has a size or a flag this library does not know, or raises a limit
 * @retval TARIFF_ENOMEM  memory was refused
 * @par Ownership the caller owns context; sessions, snapshots and builds made over it keep it alive
 * @par Threads   may be shared
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_context_new(const tariff_context_options *options, tariff_context **context,
                                                           tariff_error **error);

/**
 * Give a context back. What was made over it stays usable; its memory goes with the last of them.
 *
 * @param[in] context  may be NULL
 * @par Ownership ends @p context; NULL is nothing
 * @par Threads   any, when nothing made from the context is in use
 * @since 0.1
 */
TARIFF_API void tariff_context_free(tariff_context *context);

/**
 * The status that a call failed with.
 *
 * @param[in] error  may be NULL
 * @return a negative status; TARIFF_OK for NULL
 * @par Threads   any number may read one error
 * @since 0.1
 */
TARIFF_API tariff_status tariff_error_status(const tariff_error *error);

/**
 * What went wrong, for people: subject, fault, expectation.
 *
 * @param[in] error  may be NULL
 * @return terminated text, empty for NULL
 * @par Ownership the text lives as long as error
 * @par Threads   any number may read one error
 * @since 0.1
 */
TARIFF_API tariff_text tariff_error_message(const tariff_error *error);

/**
 * The file in which it went wrong.
 *
 * @param[in] error  may be NULL
 * @return terminated text, empty where no file is concerned
 * @par Ownership the text lives as long as the error
 * @par Threads   any number may read one error
 * @since 0.1
 */
TARIFF_API tariff_text tariff_error_file(const tariff_error *error);

/**
 * The element, record, section or request field ("items[0].quantities[1].unit") that the error speaks of.
 *
 * @param[in] error  may be NULL
 * @return terminated text, may be empty
 * @par Ownership the text lives as long as the error
 * @par Threads   any number may read one error
 * @since 0.1
 */
TARIFF_API tariff_text tariff_error_subject(const tariff_error *error);

/**
 * The line of the file or request.
 *
 * @param[in] error  may be NULL
 * @return from 1; 0 where unknown
 * @par Threads   any number may read one error
 * @since 0.1
 */
TARIFF_API uint32_t tariff_error_line(const tariff_error *error);

/**
 * The column of the line, in bytes.
 *
 * @param[in] error  may be NULL
 * @return from 1; 0 where unknown
 * @par Threads   any number may read one error
 * @since 0.1
 */
TARIFF_API uint32_t tariff_error_column(const tariff_error *error);

/**
 * Give an error object back, before or after the context of the call that made it: what counts is that the memory of the host
 * (tariff_context_options) still works.
 *
 * @param[in] error  may be NULL
 * @par Ownership ends @p error; NULL is nothing
 * @par Threads   any, once
 * @since 0.1
 */
TARIFF_API void tariff_error_free(tariff_error *error);

/**
 * A status as a stable word: "ok", "not_found", "invalid", "no_memory" and so on.
 *
 * @param[in] status  any value
 * @return terminated text; "unknown" for a status this library does not know
 * @par Ownership a constant
 * @par Threads   any
 * @since 0.1
 */
TARIFF_API const char *tariff_status_name(tariff_status status);

/**
 * Version of the library that runs, "0.1.0".
 *
 * @return terminated text
 * @par Ownership a constant
 * @par Threads   any
 * @since 0.1
 */
TARIFF_API const char *tariff_version(void);

#ifdef __cplusplus
}
#endif
#endif
