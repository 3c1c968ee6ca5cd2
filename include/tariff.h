/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * libtariff: exact customs duties from official tariff data, each figure explained. This header includes all the others.
 */
#ifndef TARIFF_H
#define TARIFF_H

#include "tariff/assess.h"
#include "tariff/build.h"
#include "tariff/context.h"
#include "tariff/nomenclature.h"
#include "tariff/session.h"
#include "tariff/snapshot.h"
#include "tariff/status.h"
#include "tariff/version.h"

#endif
