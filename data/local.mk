# SPDX-License-Identifier: CC0-1.0
# What the library ships, and the default image made of it.
