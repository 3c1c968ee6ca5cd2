/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Sessions: what one thread needs to ask a snapshot, and the JSON door.
 */
#ifndef TARIFF_SESSION_H
#define TARIFF_SESSION_H

#include "tariff/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One thread's scratch memory over a snapshot. */
typedef struct tariff_session tariff_session;

/**
 * Make a session.
 *
 * @param[in]  context   limits and memory
 * @param[in]  snapshot  what is asked; NULL for a session that serves only what needs none (compile, import, rate.parse …)
 * @param[in]  options   must be NULL: reserved
 * @param[out] session   written only on success; ends with tariff_session_free()
 * @param[out] error     written only on failure; may be NULL
 * @retval TARIFF_OK      @p session can be used
 * @retval TARIFF_EINVAL  options is not NULL
 * @retval TARIFF_ENOMEM  memory was refused
 * @par Ownership the session holds a reference on snapshot and on context
 * @par Threads   one session per thread; any number may share a snapshot. Usable in the child after fork
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_session_new(tariff_context *context, tariff_snapshot *snapshot,
                                                           const void *options, tariff_session **session, tariff_error **error);

/**
 * Give a session back; results borrowed from it end.
 *
 * @param[in] session  may be NULL
 * @par Ownership ends @p session and all that was borrowed from it; NULL is nothing
 * @par Threads   the thread of the session
 * @since 0.1
 */
TARIFF_API void tariff_session_free(tariff_session *session);

/**
 * The JSON door: ask a method by name, with a request and a reply in JSON. The methods and their fields are those of `tariff
 * introspect`.
 *
 * @param[in]  session       one thread's session
 * @param[in]  method        terminated name: "rate.parse"
 * @param[in]  request       one JSON object, UTF-8; NULL with length 0 counts as {}
 * @param[in]  length        bytes of the request
 * @param[out] reply         one JSON object, terminated; written unless the call fails; borrowed until the session's next call
 * @param[out] reply_length  bytes of the reply
 * @param[out] error         written only on failure; may be NULL; its subject is the path of the field
 * @retval TARIFF_OK           @p reply holds the answer
 * @retval TARIFF_NOT_FOUND    the same, and the answer is that nothing of that name or code is valid then
 * @retval TARIFF_FINDINGS     the same, and something in the data was reported
 * @retval TARIFF_INCOMPLETE   the same, and the answer names what is missing
 * @retval TARIFF_NEGATIVE     the same, and the answer is no
 * @retval TARIFF_EINVAL       unknown method, not JSON, an unknown, missing or mistyped field, or the method needs a snapshot
 * @retval TARIFF_ELIMIT       the request or the reply is larger than the context allows
 * @retval TARIFF_EINPUT       a file that the request names cannot be read; the error has file and line
 * @retval TARIFF_EIO          a file cannot be opened or written
 * @retval TARIFF_EIMAGE       an image that the request names is damaged
 * @retval TARIFF_ERANGE       a number has too many digits
 * @retval TARIFF_EUNSUPPORTED this build lacks what the method needs
 * @retval TARIFF_ECANCELLED   the progress callback asked to stop
 * @retval TARIFF_ENOMEM       memory was refused; the session can be used again
 * @par Ownership the reply is borrowed until the next call of the session
 * @par Threads   one session per thread
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_call_json(tariff_session *session, const char *method, const char *request,
                                                         uint64_t length, const char **reply, uint64_t *reply_length,
                                                         tariff_error **error);

#ifdef __cplusplus
}
#endif
#endif
