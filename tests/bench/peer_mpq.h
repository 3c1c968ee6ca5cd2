/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The peer of the evaluation benchmarks: duty expressions in GMP rationals (mpq) that are made once and used again.
 * Components are parsed beforehand, so one evaluation is products, sums, comparisons and one rounding.
 *
 * A line is a list of components from left to right. MIN and MAX of a duty text take the whole sum on their left and the
 * whole sum up to the next MIN or MAX on their right, AT_LEAST and AT_MOST here.
 */
#ifndef TESTS_BENCH_PEER_MPQ_H
#define TESTS_BENCH_PEER_MPQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gmp.h>

typedef enum peer_mpq_join {
    PEER_MPQ_ADD = 0,
    PEER_MPQ_SUBTRACT,
    PEER_MPQ_AT_LEAST, /**< text "MIN": the greater of both sides */
    PEER_MPQ_AT_MOST   /**< text "MAX": the lesser of both sides */
} peer_mpq_join;

typedef enum peer_mpq_base {
    PEER_MPQ_VALUE = 0, /**< per cent of the customs value */
    PEER_MPQ_QUANTITY,  /**< an amount per unit of quantity `quantity` */
    PEER_MPQ_FIXED      /**< an amount */
} peer_mpq_base;

typedef struct peer_mpq_component {
    mpq_t rate; /**< what the base is multiplied with: per cent and "per 100" are in it already */
    peer_mpq_join join;
    peer_mpq_base base;
    unsigned quantity;
} peer_mpq_component;

/** Rationals of one evaluation, used again by the next. */
typedef struct peer_mpq {
    mpq_t product, sum, left;
    mpz_t numerator, denominator;
} peer_mpq;

void peer_mpq_init(peer_mpq *peer);
void peer_mpq_done(peer_mpq *peer);
/**
 * A rational of coefficient / 10^scale / divisor: how a rate is parsed, and how a fact of an item enters a rational that
 * is reused.
 */
void peer_mpq_set(mpq_t out, int64_t coefficient, unsigned scale, unsigned divisor);
/** A component of coefficient / 10^scale for each `divisor` of its base; a percentage is divided by 100 here. */
void peer_mpq_component_init(peer_mpq_component *component, peer_mpq_join join, peer_mpq_base base, unsigned quantity,
                             int64_t coefficient, unsigned scale, unsigned divisor);
void peer_mpq_component_done(peer_mpq_component *component);
/** The duty, exactly; it stays valid until the next evaluation. */
mpq_srcptr peer_mpq_evaluate(peer_mpq *peer, const peer_mpq_component *components, size_t count, mpq_srcptr value,
                             const mpq_t *quantities);
/** The same, rounded half away from zero to hundredths: how many of them. */
int64_t peer_mpq_cents(peer_mpq *peer, const peer_mpq_component *components, size_t count, mpq_srcptr value,
                       const mpq_t *quantities);

#endif
