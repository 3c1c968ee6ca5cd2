/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * What a measure is for. A profile gives each measure type of its tariff a role; the numbers stand in images (measure rows), so
 * that selection and assessment need no text. Append only.
 */
#ifndef TRF_IMAGE_ROLE_H
#define TRF_IMAGE_ROLE_H

#include "base/slice.h"

/* ROLE(number, C name, name in profiles and answers) */
#define TRF_ROLES(ROLE)                                                                                                          \
    ROLE(0, NONE, "none")                                     /* the profile says nothing of it: informational */                \
    ROLE(1, BASE_DUTY, "base-duty")                           /* what is owed when nothing is claimed */                         \
    ROLE(2, PREFERENCE, "preference")                         /* reduced rate by origin; claimed */                              \
    ROLE(3, SUSPENSION, "suspension")                         /* autonomous or end-use relief; claimed */                        \
    ROLE(4, QUOTA, "quota")                                   /* rate within a tariff quota; claimed with its order number */    \
    ROLE(5, AGRICULTURAL_COMPONENT, "agricultural-component") /* amount that a placeholder in another duty stands for */         \
    ROLE(6, TRADE_REMEDY, "trade-remedy")                     /* anti-dumping, countervailing */                                 \
    ROLE(7, SAFEGUARD, "safeguard")                                                                                              \
    ROLE(8, RETALIATION, "retaliation") /* additional duty on the goods of a country in answer to its measures */                \
    ROLE(9, ADDITIONAL_DUTY, "additional-duty")                                                                                  \
    ROLE(10, EXPORT_DUTY, "export-duty")                                                                                         \
    ROLE(11, EXCISE, "excise")                                                                                                   \
    ROLE(12, VAT, "vat")                                                                                                         \
    ROLE(13, FEE, "fee")                                                                                                         \
    ROLE(14, LICENCE, "licence")                                                                                                 \
    ROLE(15, PROHIBITION, "prohibition")                                                                                         \
    ROLE(16, RESTRICTION, "restriction")                                                                                         \
    ROLE(17, CONTROL, "control") /* document or sanitary check, authorised-use provisions */                                     \
    ROLE(18, SUPPLEMENTARY_UNIT, "supplementary-unit")                                                                           \
    ROLE(19, PRICE, "price")               /* standard import value, unit price, representative price: data for other duties */  \
    ROLE(20, SURVEILLANCE, "surveillance") /* registration, statistics: nothing is owed */                                       \
    ROLE(21, EXPORT_REFUND, "export-refund")                                                                                     \
    ROLE(22, INFORMATION, "information")

typedef enum trf_role {
#define ROLE(number, name, text) TRF_ROLE_##name = number,
    TRF_ROLES(ROLE)
#undef ROLE
    TRF_ROLE_COUNT
} trf_role;

/** "base-duty" …; empty for a number that this version does not know. */
trf_slice trf_role_name(unsigned role);
/** The role of a name; false leaves *out alone. */
bool trf_role_of_name(trf_slice name, uint8_t *out);
/** Whether money may be owed under the role: its measures become charges. */
bool trf_role_charges(unsigned role);

#endif
