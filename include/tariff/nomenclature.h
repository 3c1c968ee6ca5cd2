/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Looking up goods nomenclature lines: by code and date, up and down the tree.
 */
#ifndef TARIFF_NOMENCLATURE_H
#define TARIFF_NOMENCLATURE_H

#include "tariff/session.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A line of the goods nomenclature on a date. Texts are borrowed from the snapshot. */
typedef struct tariff_goods_nomenclature {
    uint32_t size;           /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;          /**< TARIFF_LINE_* or-ed together */
    uint32_t line;           /**< stable id within the tariff: the published sid, or one assigned by order */
    uint32_t parent;         /**< line of the parent; 0 none */
    uint32_t suffix;         /**< product line suffix; 80 for a line that goods can be declared under */
    uint32_t level;          /**< digits of the code proper; 0 a section */
    int32_t indent;          /**< dashes before the description */
    uint32_t children;       /**< lines directly below */
    tariff_text code;        /**< full digits; a section's Roman numeral */
    tariff_text description; /**< plain, in the language asked or the one it fell back to */
    tariff_text lang;        /**< tag of the language of description */
    tariff_text valid_from;  /**< YYYY-MM-DD; empty: open */
    tariff_text valid_to;    /**< YYYY-MM-DD; empty: open */
} tariff_goods_nomenclature;
/** Initialiser of tariff_goods_nomenclature. */
#define TARIFF_GOODS_NOMENCLATURE_INIT                                                                                           \
    {                                                                                                                            \
        (uint32_t)sizeof(tariff_goods_nomenclature), 0, 0, 0, 0, 0, 0, 0, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0},            \
        {                                                                                                                        \
            0, 0, 0                                                                                                              \
        }                                                                                                                        \
    }
/** Goods can be declared under it. */
#define TARIFF_LINE_DECLARABLE 1u
/** A line without a number of its own. */
#define TARIFF_LINE_UNNUMBERED 2u
/** The description is in another language than the one asked. */
#define TARIFF_LINE_OTHER_LANGUAGE 4u

/** A question for a line. */
typedef struct tariff_goods_nomenclature_query {
    uint32_t size;      /**< sizeof this struct as the caller knows it; set by the initialiser */
    uint32_t flags;     /**< must be zero */
    uint32_t suffix;    /**< product line suffix; 0: 80, then the greatest */
    uint32_t reserved0; /**< must be zero */
    tariff_text tariff; /**< id; empty: the only one besides HS, else HS */
    tariff_text code;   /**< dots and blanks aside; shorter codes find their padded form */
    tariff_text date;   /**< YYYY-MM-DD; empty: whenever */
    tariff_text lang;   /**< language tag; empty: the first of the tariff */
} tariff_goods_nomenclature_query;
/** Initialiser of tariff_goods_nomenclature_query. */
#define TARIFF_GOODS_NOMENCLATURE_QUERY_INIT                                                                                     \
    {                                                                                                                            \
        (uint32_t)sizeof(tariff_goods_nomenclature_query), 0, 0, 0, {0, 0, 0}, {0, 0, 0}, {0, 0, 0},                             \
        {                                                                                                                        \
            0, 0, 0                                                                                                              \
        }                                                                                                                        \
    }

/**
 * Find a line by its code.
 *
 * @param[in]     session  over a snapshot
 * @param[in]     query    what is asked
 * @param[in,out] line     size set by the caller; filled as far as it goes; texts live until the session's next call
 * @param[out]    error    written only on failure; may be NULL
 * @retval TARIFF_OK         @p line is the line valid on the date
 * @retval TARIFF_NOT_FOUND  no line of that code is valid then; @p line is as it was
 * @retval TARIFF_EINVAL     a struct has a size this library does not know, the code or date is malformed, the tariff is unknown
 * @retval TARIFF_ENOMEM     memory was refused
 * @par Ownership texts are borrowed until the next call of the session
 * @par Threads   one session per thread
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_goods_nomenclature_find(tariff_session *session,
                                                                       const tariff_goods_nomenclature_query *query,
                                                                       tariff_goods_nomenclature *line, tariff_error **error);

/**
 * Find many lines: one call for an array of questions.
 *
 * @param[in]     session   over a snapshot
 * @param[in]     count     number of questions
 * @param[in]     queries   count structs, each of queries[0].size bytes
 * @param[in,out] lines     count structs, each of lines[0].size bytes; those not found keep line 0
 * @param[out]    statuses  count statuses; TARIFF_OK or TARIFF_NOT_FOUND, or the error of that question
 * @param[out]    error     written only on failure of the whole call; may be NULL
 * @retval TARIFF_OK      each question was answered or refused in @p statuses
 * @retval TARIFF_EINVAL  a struct has a size this library does not know
 * @retval TARIFF_ENOMEM  memory was refused
 * @par Ownership texts are borrowed until the next call of the session
 * @par Threads   one session per thread
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_goods_nomenclature_find_many(tariff_session *session, uint32_t count,
                                                                            const tariff_goods_nomenclature_query *queries,
                                                                            tariff_goods_nomenclature *lines,
                                                                            tariff_status *statuses, tariff_error **error);

/**
 * The parent of a line on a date, and so on up.
 *
 * @param[in]     session  over a snapshot
 * @param[in]     query    names the line
 * @param[in]     capacity structs in lines
 * @param[in,out] lines    ancestors, nearest first, each of lines[0].size bytes
 * @param[out]    count    number of ancestors, also of those that lines has no room for
 * @param[out]    error    written only on failure; may be NULL
 * @retval TARIFF_OK         @p count ancestors
 * @retval TARIFF_NOT_FOUND  no line of that code is valid then
 * @retval TARIFF_EINVAL     as tariff_goods_nomenclature_find()
 * @retval TARIFF_ENOMEM     memory was refused
 * @par Ownership texts are borrowed until the next call of the session
 * @par Threads   one session per thread
 * @since 0.1
 */
TARIFF_API TARIFF_CHECKED tariff_status tariff_goods_nomenclature_ancestors(tariff_session *session,
                                                                            const tariff_goods_nomenclature_query *query,
                                                                            uint32_t capacity, tariff_goods_nomenclature *lines,
                                                                            uint32_t *count, tariff_error **error);

#ifdef __cplusplus
}
#endif
#endif
