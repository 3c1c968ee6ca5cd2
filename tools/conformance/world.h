/* SPDX-License-Identifier: Apache-2.0 */
/** @file Cases that explain law with inputs of their own: a tariff made of their rates, a declaration over it. */
#ifndef TOOLS_CONFORMANCE_WORLD_H
#define TOOLS_CONFORMANCE_WORLD_H

#include "conformance/run.h"

/** The profile that a case speaks of: its jurisdiction, the neutral one where it names none. */
const char *world_profile(const trial *trial);
/** The date of a case: a member of its inputs, else `as_of`, else a day on which the law that is tested holds. */
const char *world_date(const trial *trial, const char *name);

/* ---- a tariff ---- */
/** The root, the tariff of the profile, and `lines` lines. */
void world_begin(trial *trial, text *xml, unsigned lines);
/** A measure type that no data of the tariff has: before the measures. */
void world_type(text *xml, const char *type);
void world_measures(text *xml);
/** A measure on a line, counted from 1, with a duty in a notation ("us", "cet", "taric"). */
void world_measure(text *xml, unsigned line, const char *type, const char *duty, const char *grammar);
tariff_session *world_open(trial *trial, text *xml);
/** "0.05" as "5%": the decimal point two places on. */
void world_percent(text *out, const char *fraction);

/* ---- a declaration ---- */
/** Tariff, date (an instant is a time) and more members; then items follow. */
void world_declaration(trial *trial, text *request, const char *date, const char *members);
/** An item of a line, counted from 1, its end left open. */
void world_item(text *request, unsigned line, const char *origin);
/** A quantity in a unit, which may be spelt as rate texts do. */
void world_quantity(text *request, const char *unit, const char *quantity);
/** Closes the request and asks. */
json_document *world_assess(trial *trial, tariff_session *session, text *request);

/* ---- what came out ---- */
/** An item of the reply, counted from 1. */
const json *world_item_of(const json *reply, unsigned number);
/** A charge of an item. */
const json *world_charge_of(const json *item, const char *charge);
/** A line of the value build-up. */
const json *world_part_of(const json *item, const char *kind);
/** Compares a list of expected with a member of each item. */
bool world_same_items(trial *trial, const char *name, const json *reply, const char *member);

#endif
