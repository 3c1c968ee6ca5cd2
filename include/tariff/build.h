/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Building an image from inputs: native XML and TARIC3, in order.
 */
#ifndef TARIFF_BUILD_H
#define TARIFF_BUILD_H

#include "tariff/snapshot.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An image in the making. */
typedef struct tariff_build tariff_build;

/**
 * Begin.
 *
 * @param[in]  context  limits, memory and callbacks
 * @param[out] build    written only on success; ends with tariff_build_free()
 * @param[out] error    written only on failure; may be NULL
 * @retval TARIFF_OK           @p build takes inputs
 * @retval TARIFF_EUNSUPPORTED this build of the library reads no XML
 * @retval TARIFF_ENOMEM       memory was refused
 * @par Ownership the caller frees the build with tariff_build_free()
 * @par Threads one build per thread
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_build_new(tariff_context *context, tariff_build **build, tariff_error **error);

/**
 * Begin from the records that an image keeps: what is read then comes after them, as if their inputs had been read first.
 *
 * @param[in]  context   limits, memory and callbacks
 * @param[in]  snapshot  an image that keeps its records; not needed after the call
 * @param[out] build     written only on success; ends with tariff_build_free()
 * @param[out] error     written only on failure; may be NULL
 * @retval TARIFF_OK           @p build takes inputs
 * @retval TARIFF_EIMAGE       what the image keeps is damaged
 * @retval TARIFF_EUNSUPPORTED the image keeps no records, or this build of the library reads no XML
 * @retval TARIFF_ENOMEM       memory was refused
 * @par Ownership the caller frees the build with tariff_build_free()
 * @par Threads one build per thread
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_build_from_snapshot(tariff_context *context, const tariff_snapshot *snapshot,
                                                                   tariff_build **build, tariff_error **error);

/**
 * Read a file: native XML or a TARIC3 envelope, told apart by their root element; plain, gzip or xz. Order matters.
 *
 * @param[in]  build   takes what is read
 * @param[in]  path    terminated
 * @param[in]  tariff  terminated id of the tariff of a TARIC3 envelope; NULL for "TARIC"
 * @param[out] error   written only on failure; may be NULL; has file, line and element
 * @retval TARIFF_OK         read
 * @retval TARIFF_EIO        the file cannot be opened or read
 * @retval TARIFF_EINPUT     it is not what this library reads; the build can only be freed
 * @retval TARIFF_ELIMIT     a limit of the context was reached; the build can only be freed
 * @retval TARIFF_ECANCELLED the progress callback asked to stop; the build can only be freed
 * @retval TARIFF_ENOMEM     memory was refused; the build can only be freed
 * @par Threads   one build per thread
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_build_add_file(tariff_build *build, const char *path, const char *tariff,
                                                              tariff_error **error);

/**
 * The same from memory.
 *
 * @param[in]  build   takes what is read
 * @param[in]  data    one document, may be gzip or xz; not needed after the call
 * @param[in]  size    bytes
 * @param[in]  name    terminated base name, which the image keeps
 * @param[in]  tariff  terminated id of the tariff of a TARIC3 envelope; NULL for "TARIC"
 * @param[out] error   written only on failure; may be NULL
 * @retval TARIFF_OK         read
 * @retval TARIFF_EINPUT     it is not what this library reads; the build can only be freed
 * @retval TARIFF_ELIMIT     a limit of the context was reached; the build can only be freed
 * @retval TARIFF_ECANCELLED the progress callback asked to stop; the build can only be freed
 * @retval TARIFF_ENOMEM     memory was refused; the build can only be freed
 * @par Ownership the bytes are read during the call and not kept
 * @par Threads   one build per thread
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_build_add_memory(tariff_build *build, const void *data, uint64_t size,
                                                                const char *name, const char *tariff, tariff_error **error);

/**
 * Check what was read by the consistency rules of TARIC, by official id. What they find is reported as findings are; it changes
 * nothing and stops nothing.
 *
 * @param[in]  build  what was read; nothing can be added afterwards
 * @param[out] error  written only on failure; may be NULL
 * @retval TARIFF_OK         no rule found anything
 * @retval TARIFF_FINDINGS   some did: see tariff_build_finding()
 * @retval TARIFF_ELIMIT     a limit of the model was reached
 * @retval TARIFF_ECANCELLED the progress callback asked to stop
 * @retval TARIFF_ENOMEM     memory was refused
 * @par Threads   one build per thread
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_build_check(tariff_build *build, tariff_error **error);

/**
 * Compile what was read and write the image: a temporary file beside path, then one rename.
 *
 * @param[in]  build  nothing can be added afterwards
 * @param[in]  path   terminated; what stood there is replaced at once
 * @param[out] error  written only on failure; may be NULL
 * @retval TARIFF_OK         written
 * @retval TARIFF_FINDINGS   written, and something in the data was reported to the log callback
 * @retval TARIFF_EIO        cannot be written; nothing stands half-written under path
 * @retval TARIFF_ELIMIT     the image would pass a limit of its layout
 * @retval TARIFF_ECANCELLED the progress callback asked to stop
 * @retval TARIFF_ENOMEM     memory was refused
 * @par Threads   one build per thread
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_build_write(tariff_build *build, const char *path, tariff_error **error);

/**
 * Compile what was read and open the image in memory.
 *
 * @param[in]  build     nothing can be added afterwards
 * @param[out] snapshot  written only on success; ends with tariff_snapshot_release()
 * @param[out] error     written only on failure; may be NULL
 * @retval TARIFF_OK         @p snapshot can be asked
 * @retval TARIFF_FINDINGS   the same, and something in the data was reported to the log callback
 * @retval TARIFF_ELIMIT     the image would pass a limit of its layout
 * @retval TARIFF_ECANCELLED the progress callback asked to stop
 * @retval TARIFF_ENOMEM     memory was refused
 * @par Ownership the caller releases the snapshot
 * @par Threads   one build per thread
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_build_open(tariff_build *build, tariff_snapshot **snapshot, tariff_error **error);

/**
 * Number of findings so far, also of those past the limit of the context.
 *
 * @param[in] build  may be NULL
 * @return number of findings
 * @par Threads   one build per thread
 * @since 0.1
 */
TARIFF_API uint64_t tariff_build_finding_count(const tariff_build *build);

/** One finding: something in the data that a rule does not allow and that did not stop reading. */
typedef struct tariff_finding {
    uint32_t size;      /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;     /**< must be zero */
    uint32_t line;      /**< of the file; 0 unknown */
    uint32_t reserved0; /**< must be zero */
    tariff_text rule;   /**< official id, or a short name */
    tariff_text record; /**< element and key */
    tariff_text file;   /**< base name */
    tariff_text text;   /**< one sentence */
} tariff_finding;
/** Initialiser of tariff_finding. */
#define TARIFF_FINDING_INIT                                                                                                      \
    {                                                                                                                            \
        (uint32_t)sizeof(tariff_finding), 0, 0, 0, {0, 0, 0}, {0, 0, 0}, {0, 0, 0},                                              \
        {                                                                                                                        \
            0, 0, 0                                                                                                              \
        }                                                                                                                        \
    }

/**
 * A finding by number, in the order in which they were found.
 *
 * @param[in]     build    what was read
 * @param[in]     index    from 0
 * @param[in,out] finding  size set by the caller; texts are borrowed until the build ends
 * @param[out]    error    written only on failure; may be NULL
 * @retval TARIFF_OK         @p finding is filled
 * @retval TARIFF_NOT_FOUND  no such number, or past the limit of the context
 * @retval TARIFF_EINVAL     finding has a size this library does not know
 * @par Ownership texts are borrowed from the build
 * @par Threads   one build per thread
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_build_finding(const tariff_build *build, uint64_t index, tariff_finding *finding,
                                                             tariff_error **error);

/**
 * End a build.
 *
 * @param[in] build  may be NULL
 * @par Ownership ends @p build and its findings; NULL is nothing
 * @par Threads   any, once
 * @since 0.1
 */
TARIFF_API void tariff_build_free(tariff_build *build);

#ifdef __cplusplus
}
#endif
#endif
