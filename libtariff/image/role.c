/* SPDX-License-Identifier: Apache-2.0 */
#include "image/role.h"

trf_slice trf_role_name(unsigned role)
{
    static const char *const names[TRF_ROLE_COUNT] = {
#define ROLE(number, name, text) [number] = text,
        TRF_ROLES(ROLE)
#undef ROLE
    };

    return role < TRF_ROLE_COUNT ? trf_slice_text(names[role]) : TRF_SLICE_EMPTY;
}

bool trf_role_of_name(trf_slice name, uint8_t *out)
{
    for (unsigned role = 0; role < TRF_ROLE_COUNT; role++) {
        if (trf_slice_equal(name, trf_role_name(role))) {
            *out = (uint8_t)role;
            return true;
        }
    }
    return false;
}

bool trf_role_charges(unsigned role)
{
    switch (role) {
    case TRF_ROLE_BASE_DUTY:
    case TRF_ROLE_PREFERENCE:
    case TRF_ROLE_SUSPENSION:
    case TRF_ROLE_QUOTA:
    case TRF_ROLE_TRADE_REMEDY:
    case TRF_ROLE_SAFEGUARD:
    case TRF_ROLE_RETALIATION:
    case TRF_ROLE_ADDITIONAL_DUTY:
    case TRF_ROLE_EXPORT_DUTY:
    case TRF_ROLE_EXCISE:
    case TRF_ROLE_VAT:
    case TRF_ROLE_FEE:
        return true;
    default:
        return false;
    }
}
