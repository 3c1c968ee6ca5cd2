/* SPDX-License-Identifier: Apache-2.0 */
/** @file What the form of an order number of the TARIC says. */
#ifndef TRF_IMAGE_ORDER_NUMBER_H
#define TRF_IMAGE_ORDER_NUMBER_H

#include "base/slice.h"

/** Order numbers have six characters; the third is this one where licences are issued instead of first come, first served. */
static inline bool trf_order_number_licensed(trf_slice id)
{
    return id.size == 6 && id.data[2] == '4';
}

#endif
