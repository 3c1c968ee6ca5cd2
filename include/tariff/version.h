/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Version of the headers. tariff_version() says that of the library that runs.
 */
#ifndef TARIFF_VERSION_H
#define TARIFF_VERSION_H

#define TARIFF_VERSION_MAJOR 0 /**< changes when a promise of doc/abi.md is broken */
#define TARIFF_VERSION_MINOR 1 /**< changes when something is added */
#define TARIFF_VERSION_PATCH 0 /**< changes with every release */

#endif
