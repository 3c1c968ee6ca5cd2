/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Only GMP's mpn functions are used: they work on arrays given to them and, at the sizes allowed here, keep their scratch on
 * the stack. So memory is refused by trf_alloc with a status, and never by GMP with an abort; a test sees that GMP's
 * allocator is not called.
 */
#include "num/rational.h"

#include <gmp.h>

#include "base/arena.h"
#include "base/limits.h"
#include "num/round.h"

#define LIMB_BITS    GMP_NUMB_BITS
#define STORED_LIMBS ((mp_size_t)(TRF_RATIONAL_BITS / LIMB_BITS))
/* The largest intermediate: a sum of two products of stored parts, or one stored part times 10^36, and a few limbs to spare. */
#define WORK_LIMBS        (2 * STORED_LIMBS + 128 / LIMB_BITS + 4)
#define COEFFICIENT_LIMBS (128 / LIMB_BITS)

#if LIMB_BITS >= 64
#define CHUNK_POWER 18
#define CHUNK       ((mp_limb_t)1000000000000000000u)
#else
#define CHUNK_POWER 9
#define CHUNK       ((mp_limb_t)1000000000u)
#endif

typedef struct rational {
    mp_limb_t *limbs; /* numerator, then denominator */
    int32_t numerator_size;
    int32_t denominator_size;
    bool negative;
} rational;

/* An integer under construction; size 0 is zero and the highest limb is never zero. */
typedef struct natural {
    mp_size_t size;
    mp_limb_t limbs[WORK_LIMBS];
} natural;

/* A number read as numerator / denominator, not reduced where it is a decimal. */
typedef struct operand {
    const mp_limb_t *numerator, *denominator;
    mp_size_t numerator_size, denominator_size;
    bool negative;
    mp_limb_t numerator_own[COEFFICIENT_LIMBS + 1], denominator_own[COEFFICIENT_LIMBS + 1];
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
    natural numerator, denominator, left, right, quotient, rest, divisor;
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

const trf_alloc *trf_numbers_alloc(const trf_numbers *pool)
{
    return &pool->alloc;
}

void *trf_numbers_scratch(trf_numbers *pool, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    if (!trf_alloc_grow(&pool->alloc, &pool->scratch, &pool->scratch_size, count * size, 1))
        return NULL;
    return pool->scratch;
}

/* ---- naturals ---- */
static mp_size_t trim(const mp_limb_t *limbs, mp_size_t size)
{
    while (size > 0 && limbs[size - 1] == 0)
        size--;
    return size;
}

static mp_size_t bits(const mp_limb_t *limbs, mp_size_t size)
{
    return size == 0 ? 0 : (mp_size_t)mpn_sizeinbase(limbs, size, 2);
}

static int order(const mp_limb_t *a, mp_size_t a_size, const mp_limb_t *b, mp_size_t b_size)
{
    if (a_size != b_size)
        return a_size < b_size ? -1 : 1;
    return a_size == 0 ? 0 : mpn_cmp(a, b, a_size);
}

static mp_size_t of_wide(trf_uwide value, mp_limb_t *limbs)
{
    mp_size_t size = 0;

    while (value != 0) {
        limbs[size++] = (mp_limb_t)value;
#if TRF_WIDE_BITS > LIMB_BITS
        value >>= LIMB_BITS;
#else
        value = 0;
#endif
    }
    return size;
}

static void set(natural *out, const mp_limb_t *limbs, mp_size_t size)
{
    out->size = size;
    if (size > 0)
        mpn_copyi(out->limbs, limbs, size);
}

static void multiply(natural *out, const mp_limb_t *a, mp_size_t a_size, const mp_limb_t *b, mp_size_t b_size)
{
    if (a_size == 0 || b_size == 0) {
        out->size = 0;
        return;
    }
    if (a_size < b_size)
        mpn_mul(out->limbs, b, b_size, a, a_size);
    else
        mpn_mul(out->limbs, a, a_size, b, b_size);
    out->size = trim(out->limbs, a_size + b_size);
}

static mp_size_t multiply_limb(mp_limb_t *limbs, mp_size_t size, mp_limb_t by)
{
    mp_limb_t carry;

    if (size == 0)
        return 0;
    carry = mpn_mul_1(limbs, limbs, size, by);
    if (carry != 0)
        limbs[size++] = carry;
    return size;
}

/* By 10^places, in place; the caller has seen to the room. */
static mp_size_t raise_ten(mp_limb_t *limbs, mp_size_t size, unsigned places)
{
    mp_limb_t rest = 1;

    for (; places >= CHUNK_POWER; places -= CHUNK_POWER)
        size = multiply_limb(limbs, size, CHUNK);
    for (; places > 0; places--)
        rest *= 10;
    return multiply_limb(limbs, size, rest);
}

static void add_limb(natural *value, mp_limb_t by)
{
    mp_limb_t carry = by;

    if (value->size > 0)
        carry = mpn_add_1(value->limbs, value->limbs, value->size, by);
    if (carry != 0)
        value->limbs[value->size++] = carry;
}

static void shift_left(natural *value, unsigned count)
{
    unsigned whole = count / LIMB_BITS;

    if (value->size == 0)
        return;
    if (whole > 0) {
        mpn_copyd(value->limbs + whole, value->limbs, value->size);
        mpn_zero(value->limbs, whole);
        value->size += whole;
    }
    if (count % LIMB_BITS != 0) {
        mp_limb_t carry = mpn_lshift(value->limbs, value->limbs, value->size, count % LIMB_BITS);
        if (carry != 0)
            value->limbs[value->size++] = carry;
    }
}

static void shift_right(natural *value, mp_bitcnt_t count)
{
    mp_size_t whole = (mp_size_t)(count / LIMB_BITS);

    if (whole > 0) {
        mpn_copyi(value->limbs, value->limbs + whole, value->size - whole);
        value->size -= whole;
    }
    if (count % LIMB_BITS != 0)
        mpn_rshift(value->limbs, value->limbs, value->size, count % LIMB_BITS);
    value->size = trim(value->limbs, value->size);
}

/* quotient and rest of a by b, which is not zero; rest may be a. */
static void divide(const natural *a, const natural *b, natural *quotient, natural *rest)
{
    mp_size_t a_size = a->size;

    if (a_size < b->size) {
        quotient->size = 0;
        if (rest != a)
            set(rest, a->limbs, a_size);
        return;
    }
    mpn_tdiv_qr(quotient->limbs, rest->limbs, 0, a->limbs, a_size, b->limbs, b->size);
    quotient->size = trim(quotient->limbs, a_size - b->size + 1);
    rest->size = trim(rest->limbs, b->size);
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
    out->numerator_size = of_wide(trf_wide_magnitude(a->coefficient), out->numerator_own);
    out->denominator_own[0] = 1;
    out->denominator_size = raise_ten(out->denominator_own, 1, (unsigned)a->scale);
    out->numerator = out->numerator_own;
    out->denominator = out->denominator_own;
    out->negative = a->coefficient < 0;
}

/* pool->numerator / pool->denominator to lowest terms. */
static void reduce(trf_numbers *pool)
{
    natural *n = &pool->numerator, *d = &pool->denominator;
    natural *u = &pool->left, *v = &pool->right, *gcd = &pool->divisor;
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
    shift_right(n, zeros);
    shift_right(d, zeros);

    /* What is left in common is odd: mpn_gcd wants an odd operand and the longer one first, and destroys both. */
    set(u, n->limbs, n->size);
    shift_right(u, n_zeros - zeros);
    set(v, d->limbs, d->size);
    shift_right(v, d_zeros - zeros);
    if (order(u->limbs, u->size, v->limbs, v->size) < 0) {
        natural *swap = u;
        u = v;
        v = swap;
    }
    gcd->size = mpn_gcd(gcd->limbs, u->limbs, u->size, v->limbs, v->size);
    if (gcd->size == 1 && gcd->limbs[0] == 1)
        return;
    divide(n, gcd, &pool->quotient, &pool->rest);
    set(n, pool->quotient.limbs, pool->quotient.size);
    divide(d, gcd, &pool->quotient, &pool->rest);
    set(d, pool->quotient.limbs, pool->quotient.size);
}

/*
 * How often 2 and 5 divide a denominator in lowest terms; false where another prime does, or where more than 36 places are
 * needed.
 */
static bool decimal_places(const mp_limb_t *denominator, mp_size_t size, unsigned *twos, unsigned *fives)
{
    natural rest;

    if (bits(denominator, size) > 120) /* 10^36 has 120 bits */
        return false;
    rest.size = size;
    mpn_copyi(rest.limbs, denominator, size);
    *twos = (unsigned)mpn_scan1(rest.limbs, 0);
    shift_right(&rest, *twos);
    for (*fives = 0; rest.size > 1 || rest.limbs[0] != 1; ++*fives) {
        if (mpn_divrem_1(rest.limbs, 0, rest.limbs, rest.size, 5) != 0)
            return false;
        rest.size = trim(rest.limbs, rest.size);
    }
    return *twos <= TRF_SCALE_MAX && *fives <= TRF_SCALE_MAX;
}

/* numerator * 10^scale / denominator into pool->quotient; whether it has at most 128 bits as a signed integer. */
static bool coefficient(trf_numbers *pool, bool negative, unsigned twos, unsigned fives, unsigned scale)
{
    natural *c = &pool->quotient;
    unsigned i;

    if (bits(pool->numerator.limbs, pool->numerator.size) > 128)
        return false;
    set(c, pool->numerator.limbs, pool->numerator.size);
    for (i = fives; i < scale; i++)
        c->size = multiply_limb(c->limbs, c->size, 5);
    shift_left(c, scale - twos);
    if (bits(c->limbs, c->size) <= 127)
        return true;
    return negative && bits(c->limbs, c->size) == 128 && mpn_scan1(c->limbs, 0) == 127;
}

static bool fits_wide(const natural *c, bool negative, trf_wide *out)
{
    trf_uwide magnitude = 0;
    mp_size_t i;

    if (bits(c->limbs, c->size) > TRF_WIDE_BITS)
        return false;
    for (i = c->size; i-- > 0;) {
#if TRF_WIDE_BITS > LIMB_BITS
        magnitude <<= LIMB_BITS;
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
    if (bits(pool->numerator.limbs, pool->numerator.size) > (mp_size_t)TRF_RATIONAL_BITS ||
        bits(pool->denominator.limbs, pool->denominator.size) > (mp_size_t)TRF_RATIONAL_BITS)
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
    natural *n = &pool->numerator;
    const natural *big = &pool->left, *small = &pool->right;
    int wanted = a.scale < 0 || b.scale < 0 ? TRF_SCALE_SHORTEST : (a.scale > b.scale ? a.scale : b.scale);
    bool negative;

    pool->falls++;
    load(pool, &a, &x);
    load(pool, &b, &y);
    y.negative = y.negative != subtract;
    multiply(&pool->left, x.numerator, x.numerator_size, y.denominator, y.denominator_size);
    multiply(&pool->right, y.numerator, y.numerator_size, x.denominator, x.denominator_size);
    multiply(&pool->denominator, x.denominator, x.denominator_size, y.denominator, y.denominator_size);
    negative = x.negative;
    if (order(big->limbs, big->size, small->limbs, small->size) < 0) {
        big = &pool->right;
        small = &pool->left;
        negative = y.negative;
    }
    set(n, big->limbs, big->size);
    if (small->size > 0 && x.negative == y.negative) {
        mp_limb_t carry = mpn_add(n->limbs, big->limbs, big->size, small->limbs, small->size);
        if (carry != 0)
            n->limbs[n->size++] = carry;
    } else if (small->size > 0) {
        mpn_sub(n->limbs, big->limbs, big->size, small->limbs, small->size);
        n->size = trim(n->limbs, n->size);
    }
    return settle(pool, negative && n->size > 0, wanted, out);
}

tariff_status trf_rational_multiply(trf_numbers *pool, trf_number a, trf_number b, trf_number *out)
{
    operand x, y;
    int wanted = a.scale < 0 || b.scale < 0 ? TRF_SCALE_SHORTEST : a.scale + b.scale;

    pool->falls++;
    load(pool, &a, &x);
    load(pool, &b, &y);
    multiply(&pool->numerator, x.numerator, x.numerator_size, y.numerator, y.numerator_size);
    multiply(&pool->denominator, x.denominator, x.denominator_size, y.denominator, y.denominator_size);
    return settle(pool, x.negative != y.negative && pool->numerator.size > 0, wanted, out);
}

tariff_status trf_rational_divide(trf_numbers *pool, trf_number a, trf_number b, trf_number *out)
{
    operand x, y;

    pool->falls++;
    load(pool, &a, &x);
    load(pool, &b, &y);
    multiply(&pool->numerator, x.numerator, x.numerator_size, y.denominator, y.denominator_size);
    multiply(&pool->denominator, x.denominator, x.denominator_size, y.numerator, y.numerator_size);
    return settle(pool, x.negative != y.negative && pool->numerator.size > 0, TRF_SCALE_SHORTEST, out);
}

tariff_status trf_rational_shift(trf_numbers *pool, trf_number a, int places, trf_number *out)
{
    operand x;
    natural *grows = places < 0 ? &pool->numerator : &pool->denominator;
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
    set(&pool->numerator, x.numerator, x.numerator_size);
    set(&pool->denominator, x.denominator, x.denominator_size);
    while (x.numerator_size > 0 && distance > 0) {
        unsigned step = distance > TRF_SCALE_MAX ? TRF_SCALE_MAX : distance;

        grows->size = raise_ten(grows->limbs, grows->size, step);
        if (bits(grows->limbs, grows->size) > 2 * (mp_size_t)TRF_RATIONAL_BITS)
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
    set(&pool->numerator, x.numerator, x.numerator_size);
    set(&pool->denominator, x.denominator, x.denominator_size);
    return settle(pool, !x.negative && x.numerator_size > 0, a.scale, out);
}

tariff_status trf_rational_round(trf_numbers *pool, trf_number a, trf_rounding mode, trf_number unit, trf_number *out)
{
    operand x, u;
    natural *quotient = &pool->quotient, *rest = &pool->rest;
    bool inexact;
    int half;

    pool->falls++;
    load(pool, &a, &x);
    load(pool, &unit, &u);
    multiply(&pool->left, x.numerator, x.numerator_size, u.denominator, u.denominator_size);
    multiply(&pool->right, x.denominator, x.denominator_size, u.numerator, u.numerator_size);
    divide(&pool->left, &pool->right, quotient, rest);
    inexact = rest->size > 0;
    shift_left(rest, 1);
    half = order(rest->limbs, rest->size, pool->right.limbs, pool->right.size);
    if (inexact && trf_rounding_takes_up(mode, x.negative, half, quotient->size > 0 && (quotient->limbs[0] & 1) != 0))
        add_limb(quotient, 1);
    /* The quotient times the unit's numerator is about a times its denominator: no longer than what was just held. */
    multiply(&pool->numerator, quotient->limbs, quotient->size, u.numerator, u.numerator_size);
    set(&pool->denominator, u.denominator, u.denominator_size);
    return settle(pool, x.negative && quotient->size > 0, unit.scale, out);
}

int trf_rational_compare(trf_numbers *pool, trf_number a, trf_number b)
{
    operand x, y;
    natural *left = &pool->left, *right = &pool->right;
    int result;

    pool->falls++;
    load(pool, &a, &x);
    load(pool, &b, &y);
    x.negative = x.negative && x.numerator_size > 0;
    y.negative = y.negative && y.numerator_size > 0;
    if (x.negative != y.negative)
        return x.negative ? -1 : 1;
    multiply(left, x.numerator, x.numerator_size, y.denominator, y.denominator_size);
    multiply(right, y.numerator, y.numerator_size, x.denominator, x.denominator_size);
    result = order(left->limbs, left->size, right->limbs, right->size);
    return x.negative ? -result : result;
}

int trf_rational_sign(const trf_numbers *pool, trf_number a)
{
    const rational *item = &pool->items[a.big - 1];

    return item->numerator_size == 0 ? 0 : item->negative ? -1 : 1;
}

tariff_status trf_rational_of_digits(trf_numbers *pool, bool negative, const char *digits, size_t count, int scale,
                                     trf_number *out)
{
    natural *n = &pool->numerator, *d = &pool->denominator;
    size_t i;

    pool->falls++;
    n->size = 0;
    for (i = 0; i < count; i++) {
        n->size = multiply_limb(n->limbs, n->size, 10);
        add_limb(n, (mp_limb_t)(digits[i] - '0'));
    }
    d->limbs[0] = 1;
    d->size = raise_ten(d->limbs, 1, (unsigned)scale);
    return settle(pool, negative && n->size > 0, scale, out);
}

/* Clobbers value. mpn_get_str would take heap memory of its own for long numbers. */
static size_t digits_of(natural *value, char *digits)
{
    size_t end = TRF_DIGITS_TEXT_MAX, count;

    while (value->size > 0) {
        mp_limb_t chunk = mpn_divrem_1(value->limbs, 0, value->limbs, value->size, CHUNK);
        unsigned i;

        value->size = trim(value->limbs, value->size);
        for (i = 0; i < CHUNK_POWER && (value->size > 0 || chunk > 0); i++) {
            digits[--end] = (char)('0' + chunk % 10);
            chunk /= 10;
        }
    }
    count = TRF_DIGITS_TEXT_MAX - end;
    memmove(digits, digits + end, count);
    return count;
}

size_t trf_rational_digits(trf_numbers *pool, trf_number a, unsigned places, char digits[TRF_DIGITS_TEXT_MAX], bool *exact)
{
    operand x;

    load(pool, &a, &x);
    set(&pool->left, x.numerator, x.numerator_size);
    pool->left.size = raise_ten(pool->left.limbs, pool->left.size, places);
    set(&pool->right, x.denominator, x.denominator_size);
    divide(&pool->left, &pool->right, &pool->quotient, &pool->rest);
    *exact = pool->rest.size == 0;
    return digits_of(&pool->quotient, digits);
}

size_t trf_rational_ratio(trf_numbers *pool, trf_number a, bool denominator, char digits[TRF_DIGITS_TEXT_MAX])
{
    operand x;
    natural *part = denominator ? &pool->denominator : &pool->numerator;

    load(pool, &a, &x);
    set(&pool->numerator, x.numerator, x.numerator_size);
    set(&pool->denominator, x.denominator, x.denominator_size);
    reduce(pool);
    return digits_of(part, digits);
}

int trf_rational_places(trf_numbers *pool, trf_number a)
{
    operand x;
    unsigned twos, fives;

    load(pool, &a, &x);
    set(&pool->numerator, x.numerator, x.numerator_size);
    set(&pool->denominator, x.denominator, x.denominator_size);
    reduce(pool);
    if (!decimal_places(pool->denominator.limbs, pool->denominator.size, &twos, &fives))
        return TRF_SCALE_NONE;
    return (int)(twos > fives ? twos : fives);
}

/* ---- between pools and images ---- */
bool trf_rational_words(const trf_numbers *pool, trf_number a, uint64_t words[2], bool *negative)
{
    operand x;
    natural scaled, divisor, quotient, rest;
    mp_size_t i;

    if (a.scale < 0)
        return false;
    load(pool, &a, &x);
    set(&scaled, x.numerator, x.numerator_size);
    scaled.size = raise_ten(scaled.limbs, scaled.size, (unsigned)a.scale);
    set(&divisor, x.denominator, x.denominator_size);
    divide(&scaled, &divisor, &quotient, &rest);
    if (bits(quotient.limbs, quotient.size) > 128)
        return false;
    words[0] = words[1] = 0;
    for (i = 0; i < quotient.size; i++)
        words[i * LIMB_BITS / 64] |= (uint64_t)quotient.limbs[i] << (i * LIMB_BITS % 64);
    *negative = x.negative;
    return true;
}

tariff_status trf_rational_of_words(trf_numbers *pool, const uint64_t words[2], bool negative, int scale, trf_number *out)
{
    natural *n = &pool->numerator, *d = &pool->denominator;
    mp_size_t i;

    pool->falls++;
    for (i = 0; i < COEFFICIENT_LIMBS; i++)
        n->limbs[i] = (mp_limb_t)(words[i * LIMB_BITS / 64] >> (i * LIMB_BITS % 64));
    n->size = trim(n->limbs, COEFFICIENT_LIMBS);
    d->limbs[0] = 1;
    d->size = raise_ten(d->limbs, 1, (unsigned)scale);
    return settle(pool, negative && n->size > 0, scale, out);
}

tariff_status trf_rational_copy(const trf_numbers *from, trf_number a, trf_numbers *to, trf_number *out)
{
    operand x;

    load(from, &a, &x);
    set(&to->numerator, x.numerator, x.numerator_size);
    set(&to->denominator, x.denominator, x.denominator_size);
    return store(to, x.negative, a.scale, out);
}
