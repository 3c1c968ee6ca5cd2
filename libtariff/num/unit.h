/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Units of measurement as vectors: an exponent for each dimension and an exact factor to the dimension's own unit. Which
 * codes exist and what they mean is data; this file knows only how vectors behave.
 *
 * A qualifier says what is measured ("drained", "of lead"). It is not a dimension: a kilogram of drained weight is a
 * kilogram, but never turns into one of gross weight.
 */
#ifndef TRF_NUM_UNIT_H
#define TRF_NUM_UNIT_H

#include "base/error.h"
#include "num/number.h"

/** Dimensions and, in brackets, the unit that has factor 1. The numbers stand in images: append only. */
typedef enum trf_dimension {
    TRF_DIMENSION_MASS = 0,      /**< (kilogram) */
    TRF_DIMENSION_VOLUME,        /**< (litre) */
    TRF_DIMENSION_LENGTH,        /**< (metre) */
    TRF_DIMENSION_AREA,          /**< (square metre); not length squared: no law derives one from the other */
    TRF_DIMENSION_COUNT,         /**< (one) of what comes in pairs, cells, leaves… */
    TRF_DIMENSION_ITEM,          /**< (one article) */
    TRF_DIMENSION_ENERGY,        /**< (kilowatt hour) */
    TRF_DIMENSION_ALCOHOL,       /**< (litre of pure alcohol); strength is alcohol over volume */
    TRF_DIMENSION_RADIOACTIVITY, /**< (becquerel) */
    TRF_DIMENSION_MONEY,         /**< (one unit of a currency that stands elsewhere) */
    TRF_DIMENSION_TIME,          /**< (day) */
    TRF_DIMENSION_POWER,         /**< (kilowatt) */
    TRF_DIMENSION_TONNAGE,       /**< (one of gross tonnage) */
    TRF_DIMENSION_SUGAR,         /**< (kilogram of sucrose); content is sugar over mass */
    TRF_DIMENSION_CARRYING,      /**< (tonne of carrying capacity) */
    TRF_DIMENSION_OTHER,         /**< what the data alone knows */
    TRF_DIMENSION_COUNT_OF
} trf_dimension;

#define TRF_DIMENSIONS 16

typedef struct trf_unit_vector {
    int8_t exponents[TRF_DIMENSIONS]; /**< of each dimension */
    trf_number factor;                /**< one of this unit is so many of the units with factor 1; above zero */
    trf_slice qualifier;              /**< borrowed from the image or the model; empty for none */
} trf_unit_vector;

/** "mass" and so on; empty for no dimension. */
trf_slice trf_dimension_name(trf_dimension dimension);
/** False leaves *out alone. */
bool trf_dimension_of_name(trf_slice name, trf_dimension *out);

/**
 * Exponents of dimensions as text: names with '*' or '/' between them, "mass", "volume*alcohol", "money/mass"; a '/' holds
 * for the one name after it, and a name twice counts twice; "" is a pure number. False leaves exponents alone.
 */
bool trf_unit_read_dimensions(trf_slice text, int8_t exponents[TRF_DIMENSIONS]);

/** A pure number. */
trf_unit_vector trf_unit_one(void);
bool trf_unit_same_dimensions(const trf_unit_vector *a, const trf_unit_vector *b);
/** Same dimensions and same qualifier: quantities convert without any fact. */
bool trf_unit_convertible(const trf_unit_vector *a, const trf_unit_vector *b);
/** Convertible, and the same size. */
bool trf_unit_equal(trf_numbers *pool, const trf_unit_vector *a, const trf_unit_vector *b);

/*
 * Product and quotient of units: exponents add, factors multiply. A qualifier of one of them stays, the same of both stays
 * in a product and goes in a quotient; where no dimension but money is left, none stays. TARIFF_EINVAL: two qualifiers that
 * differ; TARIFF_ERANGE: an exponent past 127.
 */
tariff_status trf_unit_multiply(trf_numbers *pool, const trf_unit_vector *a, const trf_unit_vector *b, trf_unit_vector *out,
                                tariff_error **error);
tariff_status trf_unit_divide(trf_numbers *pool, const trf_unit_vector *a, const trf_unit_vector *b, trf_unit_vector *out,
                              tariff_error **error);

/**
 * The number of `to` that value of `from` is.
 * @retval TARIFF_EINVAL the units measure different things; the error names both and says that a declared fact is needed
 */
tariff_status trf_unit_convert(trf_numbers *pool, trf_number value, const trf_unit_vector *from, const trf_unit_vector *to,
                               trf_number *out, tariff_error **error);

/** What a unit measures, for messages: "mass 'drained'", "money / mass", "alcohol / volume^2", "number". */
void trf_unit_describe(const trf_unit_vector *unit, trf_buffer *out);

#endif
