/* SPDX-License-Identifier: Apache-2.0 */
#include "peer_mpq.h"

void peer_mpq_init(peer_mpq *peer)
{
    mpq_inits(peer->product, peer->sum, peer->left, NULL);
    mpz_inits(peer->numerator, peer->denominator, NULL);
}

void peer_mpq_done(peer_mpq *peer)
{
    mpq_clears(peer->product, peer->sum, peer->left, NULL);
    mpz_clears(peer->numerator, peer->denominator, NULL);
}

void peer_mpq_set(mpq_t out, int64_t coefficient, unsigned scale, unsigned divisor)
{
    static const unsigned long powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

    mpz_set_si(mpq_numref(out), (long)coefficient);
    if (scale < sizeof powers / sizeof powers[0])
        mpz_set_ui(mpq_denref(out), powers[scale]);
    else
        mpz_ui_pow_ui(mpq_denref(out), 10, scale);
    if (divisor != 1)
        mpz_mul_ui(mpq_denref(out), mpq_denref(out), divisor);
    mpq_canonicalize(out);
}

void peer_mpq_component_init(peer_mpq_component *component, peer_mpq_join join, peer_mpq_base base, unsigned quantity,
                             int64_t coefficient, unsigned scale, unsigned divisor)
{
    mpq_init(component->rate);
    peer_mpq_set(component->rate, coefficient, base == PEER_MPQ_VALUE ? scale + 2 : scale, divisor);
    component->join = join;
    component->base = base;
    component->quantity = quantity;
}

void peer_mpq_component_done(peer_mpq_component *component)
{
    mpq_clear(component->rate);
}

/* Keep the side that holds: what stands left of a MIN or MAX, or what stands right. */
static void choose(peer_mpq *peer, peer_mpq_join pending)
{
    int order;

    if (pending == PEER_MPQ_ADD)
        return;
    order = mpq_cmp(peer->left, peer->sum);
    if (pending == PEER_MPQ_AT_LEAST ? order > 0 : order < 0)
        mpq_swap(peer->sum, peer->left);
}

mpq_srcptr peer_mpq_evaluate(peer_mpq *peer, const peer_mpq_component *components, size_t count, mpq_srcptr value,
                             const mpq_t *quantities)
{
    peer_mpq_join pending = PEER_MPQ_ADD; /* the MIN or MAX whose right side is being summed */
    bool empty = true;
    size_t i;

    if (count == 0)
        mpq_set_ui(peer->sum, 0, 1);
    for (i = 0; i < count; i++) {
        const peer_mpq_component *component = &components[i];
        mpq_srcptr part = peer->product;

        if (component->join >= PEER_MPQ_AT_LEAST) {
            choose(peer, pending);
            mpq_swap(peer->left, peer->sum);
            pending = component->join;
            empty = true;
        }
        /* The first part of a sum is computed in place. */
        switch (component->base) {
        case PEER_MPQ_VALUE: mpq_mul(empty ? peer->sum : peer->product, value, component->rate); break;
        case PEER_MPQ_QUANTITY:
            mpq_mul(empty ? peer->sum : peer->product, quantities[component->quantity], component->rate);
            break;
        case PEER_MPQ_FIXED:
            part = component->rate;
            if (empty)
                mpq_set(peer->sum, component->rate);
            break;
        }
        if (empty && component->join == PEER_MPQ_SUBTRACT)
            mpq_neg(peer->sum, peer->sum);
        else if (!empty && component->join == PEER_MPQ_SUBTRACT)
            mpq_sub(peer->sum, peer->sum, part);
        else if (!empty)
            mpq_add(peer->sum, peer->sum, part);
        empty = false;
    }
    choose(peer, pending);
    return peer->sum;
}

int64_t peer_mpq_cents(peer_mpq *peer, const peer_mpq_component *components, size_t count, mpq_srcptr value,
                       const mpq_t *quantities)
{
    mpq_srcptr duty = peer_mpq_evaluate(peer, components, count, value, quantities);

    /* floor(|n| * 200 + d, 2 d) with the sign of n */
    mpz_mul_ui(peer->numerator, mpq_numref(duty), 200);
    mpz_abs(peer->numerator, peer->numerator);
    mpz_add(peer->numerator, peer->numerator, mpq_denref(duty));
    mpz_mul_2exp(peer->denominator, mpq_denref(duty), 1);
    mpz_tdiv_q(peer->numerator, peer->numerator, peer->denominator);
    return mpq_sgn(duty) < 0 ? -(int64_t)mpz_get_si(peer->numerator) : (int64_t)mpz_get_si(peer->numerator);
}
