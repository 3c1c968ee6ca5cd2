/* SPDX-License-Identifier: Apache-2.0 */
/** @file Reading the command line. */
#ifndef TOOLS_OPTIONS_H
#define TOOLS_OPTIONS_H

#include "cli.h"

/** argv[1] is the command, found already. 0, or an exit status with a message. */
int options_read(cli *cli, int argc, char **argv);

#endif
