/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Duty expressions as bytes in an image: a header of 16 bytes and instructions of 16 bytes, little-endian, for a stack
 * machine.
 *
 *   header       uint8 version, uint8 stack (values held at once), uint16 count (instructions after the header), uint32
 * flags, uint64 zero instruction  uint8 op, uint8 scale, uint16 divisor, uint32 operand, int64 coefficient
 *
 * A constant is coefficient / 10^scale / divisor (divisor 0 counts as 1). Append only: a new meaning is a new op or a new
 * version. Bytes from a file are untrusted: trf_expr_check() once, then evaluation follows them without further tests.
 */
#ifndef TRF_EXPR_BYTECODE_H
#define TRF_EXPR_BYTECODE_H

#include "expr/tree.h"

#define TRF_BYTECODE_VERSION     1u
#define TRF_BYTECODE_INSTRUCTION 16u

/* header flags */
#define TRF_CODE_AD_VALOREM 1u  /**< asks for the customs value */
#define TRF_CODE_QUANTITY   2u  /**< asks for a quantity */
#define TRF_CODE_CURRENCY   4u  /**< names a currency */
#define TRF_CODE_UNRESOLVED 8u  /**< holds a reference, a component or another thing that stands elsewhere */
#define TRF_CODE_CHOICE     16u /**< depends on a claim or a date */
#define TRF_CODE_SINGLE     32u /**< one component: a rounding policy may name its unit */
#define TRF_CODE_ZERO       64u /**< a single component whose amount is 0, or nothing at all */
/* Shapes that nearly all duties have are evaluated without a loop. */
#define TRF_CODE_SHAPE_MASK    0x300u
#define TRF_CODE_SHAPE_PERCENT 0x100u /**< PERCENT */
#define TRF_CODE_SHAPE_MONEY   0x200u /**< MONEY per unit */
#define TRF_CODE_SHAPE_BOTH    0x300u /**< PERCENT, MONEY per unit, ADD */

typedef enum trf_code_op {
    TRF_CODE_OP_NONE = 0,          /**< never stored */
    TRF_CODE_OP_FREE = 1,          /**< push 0 */
    TRF_CODE_OP_PERCENT = 2,       /**< push constant × customs value / 100 */
    TRF_CODE_OP_PERCENT_UNIT = 3,  /**< of the amount of money declared in unit `operand` (retail price) */
    TRF_CODE_OP_PERCENT_BASIS = 4, /**< of the basis named by text `operand` */
    TRF_CODE_OP_MONEY = 5,   /**< push constant × quantity × rate of exchange; operand: TRF_CODE_MONEY(currency, unit) */
    TRF_CODE_OP_CONTENT = 6, /**< the quantity of the MONEY that follows is of what text `operand` says */
    TRF_CODE_OP_ADD = 7,
    TRF_CODE_OP_SUBTRACT = 8,
    TRF_CODE_OP_AT_LEAST = 9,   /**< greater of the two on top */
    TRF_CODE_OP_AT_MOST = 10,   /**< lesser of the two on top */
    TRF_CODE_OP_COMPONENT = 11, /**< push what stands elsewhere: text `operand` is the duty expression id */
    TRF_CODE_OP_REFERENCE = 12, /**< push the duty of something else: scale is the kind, text `operand` its words, text
                                   `coefficient` its codes */
    TRF_CODE_OP_SLIDING = 13,   /**< rate, step, floor on top: rate − step × degrees under the constant, at least floor */
    TRF_CODE_OP_CLAIM =
        14, /**< alternative of programmes text `operand`, the next `coefficient` instructions; NONE: of all */
    TRF_CODE_OP_SEASON = 15,  /**< the same for a season in operand: from day, month, to day, month in its bytes, low first */
    TRF_CODE_OP_CHOOSE = 16,  /**< ends a list of CLAIM or SEASON alternatives: one value remains */
    TRF_CODE_OP_NO_DUTY = 17, /**< supplementary unit TRF_CODE_MONEY(NONE, unit): push 0 */
    TRF_CODE_OP_COUNT
} trf_code_op;

/** Currency (12 bits) and unit (20 bits) of a MONEY; all bits of a part set: none (the currency of the assessment, an amount
 * as it is). */
#define TRF_CODE_CURRENCY_NONE           0xfffu
#define TRF_CODE_UNIT_NONE               0xfffffu
#define TRF_CODE_MONEY(currency, unit)   ((uint32_t)(currency) << 20 | ((uint32_t)(unit)&TRF_CODE_UNIT_NONE))
#define TRF_CODE_MONEY_CURRENCY(operand) ((operand) >> 20)
#define TRF_CODE_MONEY_UNIT(operand)     ((operand)&TRF_CODE_UNIT_NONE)

typedef struct trf_instruction {
    uint8_t op, scale;
    uint16_t divisor;
    uint32_t operand;
    int64_t coefficient;
} trf_instruction;

typedef struct trf_code_header {
    uint8_t version, stack;
    uint16_t count;
    uint32_t flags;
} trf_code_header;

/**
 * Turns words into the numbers that bytes hold. text returns TRF_VOCABULARY_NONE where memory is refused; unit and currency
 * where the word is not known.
 */
typedef struct trf_code_names {
    void *user;
    uint32_t (*text)(void *user, trf_slice text);
    uint32_t (*unit)(void *user, trf_slice code, trf_slice qualifier);
    uint32_t (*currency)(void *user, trf_slice code);
} trf_code_names;

/** Names over a vocabulary; texts go to a trf_intern given by the caller. Fills *names. */
struct trf_intern;
typedef struct trf_code_vocabulary {
    const trf_vocabulary *vocabulary;
    struct trf_intern *texts;
} trf_code_vocabulary;
void trf_code_names_of(trf_code_vocabulary *source, trf_code_names *names);

/**
 * Append the bytes of a tree to out.
 * @retval TARIFF_OK       done
 * @retval TARIFF_NEGATIVE the expression does not compute (unknown unit or currency, obsolete levy); *fault says why, out is
 * as it was
 * @retval TARIFF_ELIMIT   more than TRF_EXPR_STEPS_MAX instructions
 */
tariff_status trf_expr_encode(const trf_expr *tree, const trf_vocabulary *vocabulary, const trf_code_names *names,
                              trf_buffer *out, trf_expr_fault *fault);

/** Bounds that untrusted operands are held against. */
typedef struct trf_code_bounds {
    uint32_t text_count, unit_count, currency_count;
} trf_code_bounds;

/** Whether bytes are a sound program: version, size, ops, operands, jumps, stack never empty, never deeper than the header
 * says. */
tariff_status trf_expr_check(const void *bytes, size_t size, const trf_code_bounds *bounds, tariff_error **error,
                             const trf_alloc *alloc);

static inline trf_instruction trf_code_load(const uint8_t *at)
{
    trf_instruction i;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    memcpy(&i, at, sizeof i);
#else
    uint64_t c = 0;
    for (int k = 15; k >= 8; k--)
        c = c << 8 | at[k];
    i.op = at[0];
    i.scale = at[1];
    i.divisor = (uint16_t)(at[2] | at[3] << 8);
    i.operand = (uint32_t)at[4] | (uint32_t)at[5] << 8 | (uint32_t)at[6] << 16 | (uint32_t)at[7] << 24;
    i.coefficient = (int64_t)c;
#endif
    return i;
}
static inline trf_code_header trf_code_header_load(const uint8_t *at)
{
    trf_code_header h;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    uint64_t word;

    memcpy(&word, at, sizeof word);
    h.version = (uint8_t)word;
    h.stack = (uint8_t)(word >> 8);
    h.count = (uint16_t)(word >> 16);
    h.flags = (uint32_t)(word >> 32);
#else
    h.version = at[0];
    h.stack = at[1];
    h.count = (uint16_t)(at[2] | at[3] << 8);
    h.flags = (uint32_t)at[4] | (uint32_t)at[5] << 8 | (uint32_t)at[6] << 16 | (uint32_t)at[7] << 24;
#endif
    return h;
}

#endif
