/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Running case files: what the adapters share. An adapter turns the inputs of a case into one request (or a tariff and a
 * request), and the reply into what `expected` is compared with. It knows names of fields, nothing of tariffs.
 */
#ifndef TOOLS_CONFORMANCE_RUN_H
#define TOOLS_CONFORMANCE_RUN_H

#include "cli.h"

/** One case at hand. */
typedef struct trial {
    cli *program;
    const char *kind;
    const char *file; /**< path of the case file */
    const json *head; /**< of the case file: its tables */
    const char *id;
    const json *one;  /**< the case as a whole */
    const json *inputs;
    const json *expected;
    text found;              /**< what differs, for "found …" */
    text fault;              /**< why the case cannot be run */
    const char *skip;        /**< why it is skipped */
    bool named;              /**< the file is read as a whole */
    struct tariffs *tariffs; /**< opened ones, kept between cases */
} trial;

typedef struct adapter {
    const char *kind;          /**< of a file; "world " and the topic of a case */
    const char *inputs;        /**< names that it knows, blank between them */
    bool (*run)(trial *trial); /**< whether the case passes */
} adapter;

extern const adapter adapters[];

/* ---- calls ---- */
/** The session over the default image; NULL, with a fault, where there is none. */
tariff_session *trial_session(trial *trial);
/** A session over no snapshot. */
tariff_session *trial_free_session(trial *trial);
/** A session over native XML that the adapter wrote; kept under its text. NULL with a fault where it cannot be read. */
tariff_session *trial_tariff(trial *trial, const text *xml);
/** The same with everything that the default image holds before it. */
tariff_session *trial_tariff_over(trial *trial, const text *xml);
/** A session over files in order; kept under their names. NULL with a fault. */
tariff_session *trial_files(trial *trial, const json *names);
/** Calls a method; the reply is to be freed. NULL where the call failed: *status says how, and the message is in trial->found. */
json_document *trial_call(trial *trial, tariff_session *session, const char *method, const text *request, tariff_status *status);
/** The same over `text` that is cleared afterwards, for short adapters; a failure is a fault. */
json_document *trial_ask(trial *trial, tariff_session *session, const char *method, text *request);
/** The path of a file that a case names, by the rules of the contract; NULL with a fault. To be freed. */
char *trial_path(trial *trial, const char *name);
/** Why it cannot be run. Always false. */
bool trial_fault(trial *trial, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

/* ---- comparing ---- */
/** Numbers by value, also in strings; texts byte by byte; of objects the members expected; lists in order. null equals absent. */
bool same(const json *expected, const json *found);
/** Compares a member of expected, if it is there, with a value; notes a difference. */
bool trial_same(trial *trial, const char *name, const json *found);
/** The same with a text. */
bool trial_same_text(trial *trial, const char *name, const char *found);
/** Compares every member of expected with the member of the same name of found. */
bool trial_same_all(trial *trial, const json *found);
/** Each text of a list, or the text, occurs in found. */
bool trial_contains(trial *trial, const json *expected, const char *found);
/** Whether expected holds no other members than these. Unknown ones are a fault. */
bool trial_only(trial *trial, const char *names);

/* ---- requests ---- */
/** Copies a member under another name where it is there and not null. */
void put_member(text *request, const char *name, const json *object, const char *member);
/** The text of a member, "" where there is none. */
const char *member(const json *object, const char *name);

/* ---- adapters of a file ---- */
bool adapt_additional(trial *trial);
bool adapt_composition(trial *trial);
bool adapt_condition_class(trial *trial);
bool adapt_condition_evaluation(trial *trial);
bool adapt_condition_permutations(trial *trial);
bool adapt_condition_requirement(trial *trial);
bool adapt_declaration(trial *trial);
bool adapt_description(trial *trial);
bool adapt_duty_format(trial *trial);
bool adapt_entry_price(trial *trial);
bool adapt_evaluation(trial *trial);
bool adapt_exchange(trial *trial);
bool adapt_geography(trial *trial);
bool adapt_hierarchy(trial *trial);
bool adapt_import(trial *trial);
bool adapt_nomenclature(trial *trial);
bool adapt_quota(trial *trial);
bool adapt_quota_chain(trial *trial);
/** A case of kind quota that names a rule. */
bool adapt_quota_rule(trial *trial);
bool adapt_preference(trial *trial);
bool adapt_rate_corpus(trial *trial);
bool adapt_rate_grammar(trial *trial);
bool adapt_routes(trial *trial);
bool adapt_rules(trial *trial);
bool adapt_search_normalise(trial *trial);
/** One line of a table of staged rates: cells by name. */
bool adapt_staging(trial *trial);
bool adapt_units(trial *trial);
bool adapt_world_quota(trial *trial);
/* Topics of cases that explain law. */
bool adapt_world_apportionment(trial *trial);
bool adapt_world_currency(trial *trial);
bool adapt_world_date(trial *trial);
bool adapt_world_expression(trial *trial);
bool adapt_world_fees(trial *trial);
bool adapt_world_low_value(trial *trial);
bool adapt_world_rate(trial *trial);
bool adapt_world_rounding(trial *trial);
bool adapt_world_valuation(trial *trial);
/** One line of a table of rates: cells by name. */
bool adapt_table_rate(trial *trial);

#endif
