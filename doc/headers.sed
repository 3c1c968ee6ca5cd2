# SPDX-License-Identifier: Apache-2.0
# How Doxygen is given the headers: the one-line form "@file what it is" as two lines, and several @retval of a line one a line.
s#^/[*][*] @file \(.\)#/** @file\n * \1#
/@retval/s#\([^ *]\);\{0,1\} *@retval #\1\n * @retval #g
