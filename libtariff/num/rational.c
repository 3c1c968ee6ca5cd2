/* SPDX-License-Identifier: Apache-2.0 */
#include "num/rational.h"

#include "base/arena.h"
#include "num/natural.h"
#include "num/round.h"

typedef struct rational {
    mp_limb_t *limbs; /* numerator, then denominator */
    int32_t numerator_size;
    int32_t denominator_size;
    bool negative;
} rational;

/* A number read as numerator / denominator, not reduced where it is a decimal. */
typedef struct operand {
    const mp_limb_t *numerator, *denominator;
    mp_size_t numerator_size, denominator_size;
    bool negative;
    mp_limb_t numerator_own[TRF_COEFFICIENT_LIMBS + 1], denominator_own[TRF_COEFFICIENT_LIMBS + 1];
} operand;

struct trf_numbers {
    trf_alloc alloc;
    trf_arena arena;
    rational *items;
    size_t count, capacity;
    uint64_t bytes; /* of limbs taken since the last reset */
    uint64_t falls;
    void *scratch;
    size_t scratch_size;
    trf_natural numerator, denominator, left, right, quotient, rest, divisor;
};

/* ---- the pool ---- */
trf_numbers *trf_numbers_new(const trf_alloc *alloc)
{
    trf_numbers *pool = trf_alloc_zero(alloc, sizeof *pool);

    if (pool == NULL)
        return NULL;
    pool->alloc = *alloc;
    trf_arena_init(&pool->arena, &pool->alloc, 0);
    return pool;
}

void trf_numbers_free(trf_numbers *pool)
{
    trf_alloc alloc;

    if (pool == NULL)
        return;
    alloc = pool->alloc;
    trf_arena_done(&pool->arena);
    trf_alloc_free(&alloc, pool->items, pool->capacity * sizeof *pool->items);
    trf_alloc_free(&alloc, pool->scratch, pool->scratch_size);
    trf_alloc_free(&alloc, pool, sizeof *pool);
}

void trf_numbers_reset(trf_numbers *pool)
{
    trf_arena_reset(&pool->arena);
    pool->count = 0;
    pool->bytes = 0;
}

uint64_t trf_numbers_falls(const trf_numbers *pool)
{
    return pool->falls;
}

const char *trf_gmp_version(void)
{
    return gmp_version;
}

const trf_alloc *trf_numbers_alloc(const trf_numbers *pool)
{
    return &pool->alloc;
}

void *trf_numbers_scratch(trf_numbers *pool, size_t count, size_t size)
{
    if (count > SIZE_MAX / size)
        return NULL;
    if (!trf_alloc_grow(&pool->alloc, &pool->scratch, &pool->scratch_size, count * size, 1))
        return NULL;
    return pool->scratch;
}

/* ---- operands ---- */
static void load(const trf_numbers *pool, const trf_number *a, operand *out)
{
    if (a->big != 0) {
        const rational *item = &pool->items[a->big - 1];

        out->numerator = item->limbs;
        out->numerator_size = item->numerator_size;
        out->denominator = item->limbs + item->numerator_size;
        out->denominator_size = item->denominator_size;
        out->negative = item->negative;
        return;
    }
    out->numerator_size = trf_limbs_of_wide(trf_wide_magnitude(a->coefficient), out->numerator_own);
    out->denominator_own[0] = 1;
    out->denominator_size = trf_limbs_raise_ten(out->denominator_own, 1, (unsigned)a->scale);
    out->numerator = out->numerator_own;
    out->denominator = out->denominator_own;
    out->negative = a->coefficient < 0;
}

/* pool->numerator / pool->denominator to lowest terms. */
static void reduce(trf_numbers *pool)
{
    trf_natural *n = &pool->numerator, *d = &pool->denominator;
    trf_natural *u = &pool->left, *v = &pool->right, *gcd = &pool->divisor;
    mp_bitcnt_t n_zeros, d_zeros, zeros;

    if (n->size == 0) {
        d->limbs[0] = 1;
        d->size = 1;
    }
    if (d->size == 1 && d->limbs[0] == 1)
        return;
    n_zeros = mpn_scan1(n->limbs, 0);
    d_zeros = mpn_scan1(d->limbs, 0);
    zeros = n_zeros < d_zeros ? n_zeros : d_zeros;
    trf_natural_shift_right(n, zeros);
    trf_natural_shift_right(d, zeros);

    /* What is left in common is odd: mpn_gcd wants an odd operand and the longer one first, and destroys both. */
    trf_natural_set(u, n->limbs, n->size);
    trf_natural_shift_right(u, n_zeros - zeros);
    trf_natural_set(v, d->limbs, d->size);
    trf_natural_shift_right(v, d_zeros - zeros);
    if (trf_limbs_order(u->limbs, u->size, v->limbs, v->size) < 0) {
        trf_natural *swap = u;
        u = v;
        v = swap;
    }
    gcd->size = mpn_gcd(gcd->limbs, u->limbs, u->size, v->limbs, v->size);
    if (gcd->size == 1 && gcd->limbs[0] == 1)
        return;
    trf_natural_divide(n, gcd, &pool->quotient, &pool->rest);
    trf_natural_set(n, pool->quotient.limbs, pool->quotient.size);
    trf_natural_divide(d, gcd, &pool->quotient, &pool->rest);
    trf_natural_set(d, pool->quotient.limbs, pool->quotient.size);
}

/*
 * How often 2 and 5 divide a denominator in lowest terms; false where another prime does, or where more than 36 places are
 * needed.
 */
static bool decimal_places(const mp_limb_t *denominator, mp_size_t size, unsigned *twos, unsigned *fives)
{
    trf_natural rest;

    if (trf_limbs_bits(denominator, size) > 120) /* 10^36 has 120 bits */
        return false;
    rest.size = size;
    mpn_copyi(rest.limbs, denominator, size);
    *twos = (unsigned)mpn_scan1(rest.limbs, 0);
    trf_natural_shift_right(&rest, *twos);
    for (*fives = 0; rest.size > 1 || rest.limbs[0] != 1; ++*fives) {
        if (mpn_divrem_1(rest.limbs, 0, rest.limbs, rest.size, 5) != 0)
            return false;
        rest.size = trf_limbs_trim(rest.limbs, rest.size);
    }
    return *twos <= TRF_SCALE_MAX && *fives <= TRF_SCALE_MAX;
}

/* numerator * 10^scale / denominator into pool->quotient; whether it has at most 128 bits as a signed integer. */
static bool coefficient(trf_numbers *pool, bool negative, unsigned twos, unsigned fives, unsigned scale)
{
    trf_natural *c = &pool->quotient;
    unsigned i;

    if (trf_limbs_bits(pool->numerator.limbs, pool->numerator.size) > 128)
        return false;
    trf_natural_set(c, pool->numerator.limbs, pool->numerator.size);
    for (i = fives; i < scale; i++)
        c->size = trf_limbs_multiply(c->limbs, c->size, 5);
    trf_natural_shift_left(c, scale - twos);
    if (trf_limbs_bits(c->limbs, c->size) <= 127)
        return true;
    return negative && trf_limbs_bits(c->limbs, c->size) == 128 && mpn_scan1(c->limbs, 0) == 127;
}

static bool fits_wide(const trf_natural *c, bool negative, trf_wide *out)
{
    trf_uwide magnitude = 0;
    mp_size_t i;

    if (trf_limbs_bits(c->limbs, c->size) > TRF_WIDE_BITS)
        return false;
    for (i = c->size; i-- > 0;) {
#if TRF_WIDE_BITS > TRF_LIMB_BITS
        magnitude <<= TRF_LIMB_BITS;
#endif
        magnitude |= c->limbs[i];
    }
    return trf_wide_signed(negative, magnitude, out);
}

static tariff_status store(trf_numbers *pool, bool negative, int scale, trf_number *out)
{
    size_t size = (size_t)(pool->numerator.size + pool->denominator.size) * sizeof(mp_limb_t);
    mp_limb_t *limbs;
    void *items = pool->items;

    if (pool->bytes + size > TRF_RATIONALS_BYTES || pool->count >= UINT32_MAX - 1)
        return TARIFF_ELIMIT;
    if (!trf_alloc_grow(&pool->alloc, &items, &pool->capacity, pool->count + 1, sizeof *pool->items))
        return TARIFF_ENOMEM;
    pool->items = items;
    limbs = trf_arena_take(&pool->arena, size);
    if (limbs == NULL)
        return TARIFF_ENOMEM;
    mpn_copyi(limbs, pool->numerator.limbs, pool->numerator.size);
    mpn_copyi(limbs + pool->numerator.size, pool->denominator.limbs, pool->denominator.size);
    pool->items[pool->count] = (rational){limbs, (int32_t)pool->numerator.size, (int32_t)pool->denominator.size, negative};
    pool->bytes += size;
    pool->count++;
    *out = (trf_number){0, (uint32_t)pool->count, (int16_t)scale, 0};
    return TARIFF_OK;
}

/*
 * Give pool->numerator / pool->denominator its one form. A decimal takes the wanted scale if its coefficient then has at
 * most 128 bits, else its shortest scale if that helps; the host's own width decides only whether it is kept as machine
 * integers.
 */
static tariff_status settle(trf_numbers *pool, bool negative, int wanted, trf_number *out)
{
    unsigned twos = 0, fives = 0;
    int shortest, scale;
    bool narrow;
    trf_wide value;

    reduce(pool);
    negative = negative && pool->numerator.size > 0; /* zero has no sign */
    if (trf_limbs_bits(pool->numerator.limbs, pool->numerator.size) > (mp_size_t)TRF_RATIONAL_BITS ||
        trf_limbs_bits(pool->denominator.limbs, pool->denominator.size) > (mp_size_t)TRF_RATIONAL_BITS)
        return TARIFF_ERANGE;
    if (!decimal_places(pool->denominator.limbs, pool->denominator.size, &twos, &fives))
        return store(pool, negative, TRF_SCALE_NONE, out);

    shortest = (int)(twos > fives ? twos : fives);
    scale = wanted > TRF_SCALE_MAX ? TRF_SCALE_MAX : wanted;
    if (scale < shortest)
        scale = shortest;
    narrow = coefficient(pool, negative, twos, fives, (unsigned)scale);
    if (!narrow && scale > shortest) {
        narrow = coefficient(pool, negative, twos, fives, (unsigned)shortest);
        if (narrow)
            scale = shortest;
    }
    if (narrow && fits_wide(&pool->quotient, negative, &value)) {
        *out = (trf_number){value, 0, (int16_t)scale, 0};
        return TARIFF_OK;
    }
    return store(pool, negative, scale, out);
}

/* ---- operations ---- */
tariff_status trf_rational_add(trf_numbers *pool, trf_number a, trf_number b, bool subtract, trf_number *out)
{
    operand x, y;
    trf_natural *n = &pool->numerator;
    const trf_natural *big = &pool->left, *small = &pool->right;
    int wanted = a.scale < 0 || b.scale < 0 ? TRF_SCALE_SHORTEST : (a.scale > b.scale ? a.scale : b.scale);
    bool negative;

    pool->falls++;
    load(pool, &a, &x);
    load(pool, &b, &y);
    y.negative = y.negative != subtract;
    trf_natural_multiply(&pool->left, x.numerator, x.numerator_size, y.denominator, y.denominator_size);
    trf_natural_multiply(&pool->right, y.numerator, y.numerator_size, x.denominator, x.denominator_size);
    trf_natural_multiply(&pool->denominator, x.denominator, x.denominator_size, y.denominator, y.denominator_size);
    negative = x.negative;
    if (trf_limbs_order(big->limbs, big->size, small->limbs, small->size) < 0) {
        big = &pool->right;
        small = &pool->left;
        negative = y.negative;
    }
    trf_natural_set(n, big->limbs, big->size);
    if (small->size > 0 && x.negative == y.negative) {
        mp_limb_t carry = mpn_add(n->limbs, big->limbs, big->size, small->limbs, small->size);
        if (carry != 0)
            n->limbs[n->size++] = carry;
    } else if (small->size > 0) {
        mpn_sub(n->limbs, big->limbs, big->size, small->limbs, small->size);
        n->size = trf_limbs_trim(n->limbs, n->size);
    }
    return settle(pool, negative, wanted, out);
}

tariff_status trf_rational_multiply(trf_numbers *pool, trf_number a, trf_number b, trf_number *out)
{
    operand x, y;
    int wanted = a.scale < 0 || b.scale < 0 ? TRF_SCALE_SHORTEST : a.scale + b.scale;

    pool->falls++;
    load(pool, &a, &x);
    load(pool, &b, &y);
    trf_natural_multiply(&pool->numerator, x.numerator, x.numerator_size, y.numerator, y.numerator_size);
    trf_natural_multiply(&pool->denominator, x.denominator, x.denominator_size, y.denominator, y.denominator_size);
    return settle(pool, x.negative != y.negative, wanted, out);
}

tariff_status trf_rational_divide(trf_numbers *pool, trf_number a, trf_number b, trf_number *out)
{
    operand x, y;

    pool->falls++;
    load(pool, &a, &x);
    load(pool, &b, &y);
    trf_natural_multiply(&pool->numerator, x.numerator, x.numerator_size, y.denominator, y.denominator_size);
    trf_natural_multiply(&pool->denominator, x.denominator, x.denominator_size, y.numerator, y.numerator_size);
    return settle(pool, x.negative != y.negative, TRF_SCALE_SHORTEST, out);
}

tariff_status trf_rational_shift(trf_numbers *pool, trf_number a, int places, trf_number *out)
{
    operand x;
    trf_natural *grows = places < 0 ? &pool->numerator : &pool->denominator;
    unsigned distance = places < 0 ? 0u - (unsigned)places : (unsigned)places;
    int wanted;

    pool->falls++;
    load(pool, &a, &x);
    /* More than the bound in either direction; zero stays zero. */
    if (distance > TRF_RATIONAL_BITS && x.numerator_size > 0)
        return TARIFF_ERANGE;
    wanted = a.scale < 0         ? TRF_SCALE_SHORTEST
             : places < -a.scale ? 0
                                 : a.scale + (places > TRF_SCALE_MAX ? TRF_SCALE_MAX : places);
    trf_natural_set(&pool->numerator, x.numerator, x.numerator_size);
    trf_natural_set(&pool->denominator, x.denominator, x.denominator_size);
    while (x.numerator_size > 0 && distance > 0) {
        unsigned step = distance > TRF_SCALE_MAX ? TRF_SCALE_MAX : distance;

        grows->size = trf_limbs_raise_ten(grows->limbs, grows->size, step);
        if (trf_limbs_bits(grows->limbs, grows->size) > 2 * (mp_size_t)TRF_RATIONAL_BITS)
            return TARIFF_ERANGE;
        distance -= step;
    }
    return settle(pool, x.negative, wanted, out);
}

tariff_status trf_rational_negate(trf_numbers *pool, trf_number a, trf_number *out)
{
    operand x;

    pool->falls++;
    load(pool, &a, &x);
    trf_natural_set(&pool->numerator, x.numerator, x.numerator_size);
    trf_natural_set(&pool->denominator, x.denominator, x.denominator_size);
    return settle(pool, !x.negative, a.scale, out);
}

tariff_status trf_rational_round(trf_numbers *pool, trf_number a, trf_rounding mode, trf_number unit, trf_number *out)
{
    operand x, u;
    trf_natural *quotient = &pool->quotient, *rest = &pool->rest;
    bool inexact;
    int half;

    pool->falls++;
    load(pool, &a, &x);
    load(pool, &unit, &u);
    trf_natural_multiply(&pool->left, x.numerator, x.numerator_size, u.denominator, u.denominator_size);
    trf_natural_multiply(&pool->right, x.denominator, x.denominator_size, u.numerator, u.numerator_size);
    trf_natural_divide(&pool->left, &pool->right, quotient, rest);
    inexact = rest->size > 0;
    trf_natural_shift_left(rest, 1);
    half = trf_limbs_order(rest->limbs, rest->size, pool->right.limbs, pool->right.size);
    if (inexact && trf_rounding_takes_up(mode, x.negative, half, quotient->size > 0 && (quotient->limbs[0] & 1) != 0))
        trf_natural_add_limb(quotient, 1);
    /* The quotient times the unit's numerator is about a times its denominator: no longer than what was just held. */
    trf_natural_multiply(&pool->numerator, quotient->limbs, quotient->size, u.numerator, u.numerator_size);
    trf_natural_set(&pool->denominator, u.denominator, u.denominator_size);
    return settle(pool, x.negative, unit.scale, out);
}

int trf_rational_compare(trf_numbers *pool, trf_number a, trf_number b)
{
    operand x, y;
    trf_natural *left = &pool->left, *right = &pool->right;
    int result;

    pool->falls++;
    load(pool, &a, &x);
    load(pool, &b, &y);
    if (x.negative != y.negative)
        return x.negative ? -1 : 1;
    trf_natural_multiply(left, x.numerator, x.numerator_size, y.denominator, y.denominator_size);
    trf_natural_multiply(right, y.numerator, y.numerator_size, x.denominator, x.denominator_size);
    result = trf_limbs_order(left->limbs, left->size, right->limbs, right->size);
    return x.negative ? -result : result;
}

int trf_rational_sign(const trf_numbers *pool, trf_number a)
{
    /* Zero is never kept as a rational. */
    return pool->items[a.big - 1].negative ? -1 : 1;
}

tariff_status trf_rational_of_digits(trf_numbers *pool, bool negative, const char *digits, size_t count, int scale,
                                     trf_number *out)
{
    trf_natural *n = &pool->numerator, *d = &pool->denominator;
    size_t i;

    pool->falls++;
    n->size = 0;
    for (i = 0; i < count; i++) {
        n->size = trf_limbs_multiply(n->limbs, n->size, 10);
        trf_natural_add_limb(n, (mp_limb_t)(digits[i] - '0'));
    }
    d->limbs[0] = 1;
    d->size = trf_limbs_raise_ten(d->limbs, 1, (unsigned)scale);
    return settle(pool, negative, scale, out);
}

size_t trf_rational_digits(trf_numbers *pool, trf_number a, unsigned places, char digits[TRF_DIGITS_TEXT_MAX], bool *exact)
{
    operand x;

    load(pool, &a, &x);
    trf_natural_set(&pool->left, x.numerator, x.numerator_size);
    pool->left.size = trf_limbs_raise_ten(pool->left.limbs, pool->left.size, places);
    trf_natural_set(&pool->right, x.denominator, x.denominator_size);
    trf_natural_divide(&pool->left, &pool->right, &pool->quotient, &pool->rest);
    *exact = pool->rest.size == 0;
    return trf_natural_digits(&pool->quotient, digits);
}

size_t trf_rational_ratio(trf_numbers *pool, trf_number a, bool denominator, char digits[TRF_DIGITS_TEXT_MAX])
{
    operand x;
    trf_natural *part = denominator ? &pool->denominator : &pool->numerator;

    load(pool, &a, &x);
    trf_natural_set(&pool->numerator, x.numerator, x.numerator_size);
    trf_natural_set(&pool->denominator, x.denominator, x.denominator_size);
    reduce(pool);
    return trf_natural_digits(part, digits);
}

int trf_rational_places(trf_numbers *pool, trf_number a)
{
    operand x;
    unsigned twos, fives;

    load(pool, &a, &x);
    trf_natural_set(&pool->numerator, x.numerator, x.numerator_size);
    trf_natural_set(&pool->denominator, x.denominator, x.denominator_size);
    reduce(pool);
    if (!decimal_places(pool->denominator.limbs, pool->denominator.size, &twos, &fives))
        return TRF_SCALE_NONE;
    return (int)(twos > fives ? twos : fives);
}

/* ---- between pools and images ---- */
bool trf_rational_words(const trf_numbers *pool, trf_number a, uint64_t words[2], bool *negative)
{
    operand x;
    trf_natural scaled, divisor, quotient, rest;
    mp_size_t i;

    if (a.scale < 0)
        return false;
    load(pool, &a, &x);
    trf_natural_set(&scaled, x.numerator, x.numerator_size);
    scaled.size = trf_limbs_raise_ten(scaled.limbs, scaled.size, (unsigned)a.scale);
    trf_natural_set(&divisor, x.denominator, x.denominator_size);
    trf_natural_divide(&scaled, &divisor, &quotient, &rest);
    if (trf_limbs_bits(quotient.limbs, quotient.size) > 128)
        return false;
    words[0] = words[1] = 0;
    for (i = 0; i < quotient.size; i++)
        words[i * TRF_LIMB_BITS / 64] |= (uint64_t)quotient.limbs[i] << (i * TRF_LIMB_BITS % 64);
    *negative = x.negative;
    return true;
}

tariff_status trf_rational_of_words(trf_numbers *pool, const uint64_t words[2], bool negative, int scale, trf_number *out)
{
    trf_natural *n = &pool->numerator, *d = &pool->denominator;
    mp_size_t i;

    pool->falls++;
    for (i = 0; i < TRF_COEFFICIENT_LIMBS; i++)
        n->limbs[i] = (mp_limb_t)(words[i * TRF_LIMB_BITS / 64] >> (i * TRF_LIMB_BITS % 64));
    n->size = trf_limbs_trim(n->limbs, TRF_COEFFICIENT_LIMBS);
    d->limbs[0] = 1;
    d->size = trf_limbs_raise_ten(d->limbs, 1, (unsigned)scale);
    return settle(pool, negative, scale, out);
}

tariff_status trf_rational_copy(const trf_numbers *from, trf_number a, trf_numbers *to, trf_number *out)
{
    operand x;

    load(from, &a, &x);
    trf_natural_set(&to->numerator, x.numerator, x.numerator_size);
    trf_natural_set(&to->denominator, x.denominator, x.denominator_size);
    return store(to, x.negative, a.scale, out);
}
