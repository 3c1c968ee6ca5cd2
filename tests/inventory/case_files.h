/* SPDX-License-Identifier: Apache-2.0 */
/** @file Files of the shared cases that tests name: paths below the shared data stand here and nowhere else. */
#ifndef TESTS_INVENTORY_CASE_FILES_H
#define TESTS_INVENTORY_CASE_FILES_H

#define CASES_TARIC3_IMPORT "cases/taric-uk/taric3-import.dev.json"

#endif
