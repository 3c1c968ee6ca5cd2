/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

static Suite *base_suite(void)
{
    return suite_create("base");
}
UNIT_MAIN(base_suite)
