/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Snapshots: opened images. Immutable, counted, shared by threads.
 */
#ifndef TARIFF_SNAPSHOT_H
#define TARIFF_SNAPSHOT_H

#include "tariff/context.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An opened image. */
typedef struct tariff_snapshot tariff_snapshot;

/**
 * Open an image file. Costs a map and a check of its header, however large it is.
 *
 * The file must not be changed in place while it is open; whoever replaces it renames a new one over it, as
 * tariff_build_write() does. Over network file systems and for files of unknown writers use tariff_snapshot_open_memory().
 *
 * @param[in]  context   limits and memory
 * @param[in]  path      terminated, in the encoding of the file system
 * @param[out] snapshot  written only on success; ends with tariff_snapshot_release()
 * @param[out] error     written only on failure; may be NULL
 * @retval TARIFF_OK      @p snapshot can be asked
 * @retval TARIFF_EIO     the file cannot be opened or mapped
 * @retval TARIFF_EIMAGE  not an image, damaged, or one that needs a feature this library lacks; the error says which
 * @retval TARIFF_ENOMEM  memory was refused
 * @par Ownership the caller owns one reference
 * @par Threads   a snapshot may be shared by any number of threads
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_snapshot_open(tariff_context *context, const char *path,
                                                             tariff_snapshot **snapshot, tariff_error **error);

/**
 * Open an image that lies in memory.
 *
 * @param[in]  context   limits and memory
 * @param[in]  data      aligned to 8; must stay as it is until the last reference goes, unless copied
 * @param[in]  size      bytes
 * @param[in]  flags     0, or TARIFF_OPEN_COPY
 * @param[out] snapshot  written only on success; ends with tariff_snapshot_release()
 * @param[out] error     written only on failure; may be NULL
 * @retval TARIFF_OK      @p snapshot can be asked
 * @retval TARIFF_EINVAL  data is NULL or not aligned, or a flag is unknown
 * @retval TARIFF_EIMAGE  not an image, damaged, or one that needs a feature this library lacks
 * @retval TARIFF_ENOMEM  memory was refused
 * @par Ownership the caller releases the snapshot; see there how long the bytes must live
 * @par Threads   any
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_snapshot_open_memory(tariff_context *context, const void *data, uint64_t size,
                                                                    uint32_t flags, tariff_snapshot **snapshot,
                                                                    tariff_error **error);
/** Take a copy of the bytes. */
#define TARIFF_OPEN_COPY 1u

/**
 * Compile XML in memory (native or TARIC3) and open the result.
 *
 * @param[in]  context   limits and memory
 * @param[in]  data      one XML document, may be gzip or xz
 * @param[in]  size      bytes
 * @param[in]  tariff    terminated id of the tariff of a TARIC3 document; NULL for "TARIC"
 * @param[out] snapshot  written only on success; ends with tariff_snapshot_release()
 * @param[out] error     written only on failure; may be NULL
 * @retval TARIFF_OK           @p snapshot can be asked
 * @retval TARIFF_FINDINGS     the same, and something in the data was reported to the log callback
 * @retval TARIFF_EINPUT       the document cannot be read; the error has line and element
 * @retval TARIFF_ELIMIT       a limit of the context was reached
 * @retval TARIFF_EUNSUPPORTED this build reads no XML
 * @retval TARIFF_ENOMEM       memory was refused
 * @par Ownership the caller releases the snapshot
 * @par Threads   any
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_snapshot_open_xml(tariff_context *context, const char *data, uint64_t size,
                                                                 const char *tariff, tariff_snapshot **snapshot,
                                                                 tariff_error **error);

/**
 * One more reference.
 *
 * @param[in] snapshot  not NULL
 * @par Ownership one more release is owed
 * @par Threads any
 * @since 0.1
 */
TARIFF_API void tariff_snapshot_retain(tariff_snapshot *snapshot);

/**
 * One reference less; the last one closes the image.
 *
 * @param[in] snapshot  may be NULL
 * @par Ownership one reference is given back; the last one unmaps
 * @par Threads any
 * @since 0.1
 */
TARIFF_API void tariff_snapshot_release(tariff_snapshot *snapshot);

/**
 * Check everything: layout, content hash, each reference of each record, padding.
 *
 * @param[in]  snapshot  an opened image
 * @param[out] error     written only on failure; may be NULL
 * @retval TARIFF_OK      sound
 * @retval TARIFF_EIMAGE  the error names section and record
 * @retval TARIFF_ENOMEM  memory was refused
 * @par Threads   any number at once over one snapshot
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_snapshot_verify(const tariff_snapshot *snapshot, tariff_error **error);

/** What tariff_snapshot_info() says. */
typedef struct tariff_snapshot_facts {
    uint32_t size;            /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;           /**< must be zero */
    uint32_t layout;          /**< version of the image layout */
    uint32_t tariff_count;    /**< tariffs in it, without the shared one */
    uint32_t line_count;      /**< goods nomenclature lines */
    uint32_t measure_count;   /**< measures */
    uint64_t bytes;           /**< of the image */
    uint8_t content_hash[32]; /**< SHA-256 over all sections */
} tariff_snapshot_facts;
/** Initialiser of tariff_snapshot_facts. */
#define TARIFF_SNAPSHOT_FACTS_INIT                                                                                               \
    {                                                                                                                            \
        (uint32_t)sizeof(tariff_snapshot_facts), 0, 0, 0, 0, 0, 0,                                                               \
        {                                                                                                                        \
            0                                                                                                                    \
        }                                                                                                                        \
    }

/**
 * Size, hash and counts of an image.
 *
 * @param[in]     snapshot  an opened image
 * @param[in,out] facts     size set by the caller; filled as far as it goes
 * @param[out]    error     written only on failure; may be NULL
 * @retval TARIFF_OK      @p facts is filled
 * @retval TARIFF_EINVAL  facts has a size this library does not know
 * @par Ownership texts are borrowed from the snapshot
 * @par Threads   any number at once over one snapshot
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_snapshot_info(const tariff_snapshot *snapshot, tariff_snapshot_facts *facts,
                                                             tariff_error **error);

#ifdef __cplusplus
}
#endif
#endif
