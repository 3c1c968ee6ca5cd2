# SPDX-License-Identifier: Apache-2.0
# The programs. They include public headers only and are linked so that they run from the build tree as they are.
