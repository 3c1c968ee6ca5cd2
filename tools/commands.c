/* SPDX-License-Identifier: Apache-2.0 */
/* The table of the commands: help, manual pages, completion and the reading of options are made from it. */
#include <string.h>

#include "cli.h"

static const option_info assess_options[] = {
    {"explain", NULL, "with the trace of each item"},
    {"dispositions", NULL, "with every measure that was considered"},
    {NULL, NULL, NULL},
};
static const option_info classify_options[] = {
    {"top", "N", "candidates to show (default 10)"},
    {"digits", "N", "depth of the codes: 2, 4, 6, 8, 10 or leaf (default), what goods are declared under"},
    {"batch", NULL, "a text a line on standard input or in files; a line may be TAG, a tabulator and the text"},
    {"explain", NULL, "with the reasons of each candidate"},
    {NULL, NULL, NULL},
};
static const option_info evaluate_options[] = {
    {"digits", "N", "depth of calibration: 2, 4 or 6 (default)"},
    {"errors", "FILE", "lines that were missed, with the rank found"},
    {NULL, NULL, NULL},
};
static const option_info compile_options[] = {
    {"output", "FILE", "image to write, replaced at once (also -o)"},
    {"report", "FILE", "findings as JSON Lines {rule, record, file, line, text}"},
    {"rules", NULL, "check the consistency rules of TARIC too: findings by official id"},
    {"strict", NULL, "write no image where a finding is not named by --policy"},
    {"policy", "FILE", "rule ids that --strict allows, one a line"},
    {"base", "FILE", "image that overlays are merged into"},
    {NULL, NULL, NULL},
};
static const option_info import_options[] = {
    {"output", "FILE", "native XML to write, replaced at once (also -o)"},
    {"list", NULL, "name the formats"},
    {"valid-from", "D", "first day of the records"},
    {"valid-to", "D", "last day of the records"},
    {"report", "FILE", "findings as JSON Lines"},
    {NULL, NULL, NULL},
};
static const option_info export_options[] = {
    {"format", "FORM", "native: the records that hold, as own XML; taric3: every record as it was transmitted"},
    {"output", "FILE", "XML to write, replaced at once (also -o); standard output where not given"},
    {"report", "FILE", "findings as JSON Lines"},
    {NULL, NULL, NULL},
};
static const option_info train_options[] = {
    {"output", "FILE", "overlay to write, replaced at once (also -o)"},
    {NULL, NULL, NULL},
};
static const option_info update_options[] = {
    {"output", "FILE", "image to write, replaced at once (also -o)"},
    {"report", "FILE", "findings as JSON Lines {rule, record, file, line, text}"},
    {"rules", NULL, "check the consistency rules of TARIC too: findings in DAILY by official id"},
    {"strict", NULL, "write no image where a finding is not named by --policy"},
    {"policy", "FILE", "rule ids that --strict allows, one a line"},
    {NULL, NULL, NULL},
};
static const option_info tree_options[] = {
    {"depth", "N", "levels below the code"},
    {"suffix", "NN", "product line suffix of the code"},
    {NULL, NULL, NULL},
};
static const option_info show_options[] = {
    {"suffix", "NN", "product line suffix of the code"},
    {NULL, NULL, NULL},
};
static const option_info measures_options[] = {
    {"origin", "AREA", "country or group the goods come from; any where not given"},
    {"additional-code", "CODE", "additional code, type and code run together (repeatable)"},
    {"movement", "M", "import (default) or export"},
    {NULL, NULL, NULL},
};
static const option_info needs_options[] = {
    {"origin", "AREA", "country the goods come from"},
    {"preferential-origin", "AREA", "country or group in which a preference is claimed"},
    {NULL, NULL, NULL},
};
static const option_info compare_options[] = {
    {"origin", "AREA", "country the goods come from"},
    {"value", "AMOUNT", "price with its currency: \"1000 EUR\"; in that of the tariff where none is given"},
    {"net-mass", "KG", "net mass in kilograms"},
    {"gross-mass", "KG", "gross mass in kilograms"},
    {"quantity", "N UNIT", "quantity in a unit (repeatable)"},
    {"document", "CODE", "document, certificate or licence presented (repeatable)"},
    {"additional-code", "CODE", "additional code, type and code run together (repeatable)"},
    {"preferential-origin", "AREA", "country or group in which a preference is claimed"},
    {"fact", "NAME=VALUE", "a fact that the profile knows (repeatable)"},
    {"exchange-rate", "CUR=RATE", "so much of a currency for one unit of the tariff's (repeatable)"},
    {"export-country", "AREA", "country of export or consignment"},
    {NULL, NULL, NULL},
};
static const option_info quote_options[] = {
    {"origin", "AREA", "country the goods come from"},
    {"value", "AMOUNT", "price with its currency: \"1000 EUR\"; in that of the tariff where none is given"},
    {"net-mass", "KG", "net mass in kilograms"},
    {"gross-mass", "KG", "gross mass in kilograms"},
    {"quantity", "N UNIT", "quantity in a unit (repeatable)"},
    {"document", "CODE", "document, certificate or licence presented (repeatable)"},
    {"additional-code", "CODE", "additional code, type and code run together (repeatable)"},
    {"preference", "CODE", "preference code"},
    {"preferential-origin", "AREA", "country or group in which a preference is claimed"},
    {"quota", "NUMBER", "order number of the tariff quota claimed"},
    {"fact", "NAME=VALUE", "a fact that the profile knows (repeatable)"},
    {"exchange-rate", "CUR=RATE", "so much of a currency for one unit of the tariff's (repeatable)"},
    {"claim", "SCHEME=CODE", "a claim: spi, heading, suspension … (repeatable)"},
    {"export-country", "AREA", "country of export or consignment"},
    {"dispositions", NULL, "list every measure that was considered"},
    {NULL, NULL, NULL},
};
static const option_info rate_options[] = {
    {"grammar", "NAME", "taric (default), cet, us, condition or season"},
    {"value", "V", "customs value, for eval"},
    {"quantity", "N UNIT", "quantity in a unit, for eval (repeatable)"},
    {"round", "MODE:UNIT", "rounding of the result, for eval: half-up:0.01"},
    {"currency", "CUR", "currency of value and result, for eval"},
    {"exchange-rate", "CUR=RATE", "what one unit of a currency is worth, for eval (repeatable)"},
    {"claim", "PROGRAMME", "programme claimed, for eval (repeatable)"},
    {NULL, NULL, NULL},
};
static const option_info help_options[] = {
    {"man", NULL, "as a page of the manual, in the language of man"},
    {"completion", NULL, "completion of the command line, for bash"},
    {"examples", NULL, "the examples of all commands, one a line"},
    {NULL, NULL, NULL},
};
static const option_info conformance_options[] = {
    {"data", "DIR", "folder in which files that a case names are looked for (repeatable)"},
    {"failed", NULL, "print only what did not pass, and the sum"},
    {NULL, NULL, NULL},
};

const command_info commands[] = {
    {"assess", "[FILE…]", "assess declarations, JSON Lines in and out",
     "Each line is a declaration, and is answered by its assessment, or by {\"id\", \"error\": {code, message, field}} in its "
     "place.\n"
     "Without a file, or with -, standard input is read. --tariff and --date stand for those of declarations that have none.\n"
     "--jobs changes nothing but the time. The exit status is 1 where a\n"
     "declaration is incomplete, refused or in error, 3 where no line is a JSON object.",
     assess_options, command_assess, "tariff assess examples/declarations.jsonl"},
    {"classify", "[TEXT…]", "find the code of goods described in words",
     "The language is found from the text where --lang does not name it. --explain shows why each candidate is there: the words\n"
     "that met its description, one above it or the lexicon, with what each adds to the score. The exit status is 1 where\n"
     "nothing was found.",
     classify_options, command_classify, "tariff classify knitted cotton t-shirt"},
    {"compare", "CODE --origin AREA --value \"1000 EUR\"", "every lawful route with amount and needs, cheapest first",
     "Routes: without a claim, and under each preference, quota, programme, suspension or relief that there is for the goods.\n"
     "Documents that the conditions of a route ask for are taken as there and named among its needs.",
     compare_options, command_compare,
     "tariff compare 6109100010 --tariff UK --origin CN --value \"1200 GBP\" --date 2026-01-15"},
    {"compile", "-o IMAGE INPUT…", "read native XML and TARIC3 envelopes, check them, write an image",
     "Inputs are read in order and told apart by their root element; they may be plain, gzip or xz. --tariff ID names the\n"
     "tariff of the TARIC3 inputs after it (TARIC where none is named). Findings never stop it: they go to standard error and\n"
     "with --report to a file; the image is written and the exit status is 1.",
     compile_options, command_compile,
     "tariff compile -o my.tariff data/reference/*.xml data/profiles/uk.xml data/tariffs/uk-sample.xml"},
    {"conformance", "FILE…", "run case files",
     "Prints ok, not ok or skip with the id of each case and a last line with the sum. Files that a case names are looked for\n"
     "beside the case file, then below each --data folder and each folder of the variable TARIFF_CASES.",
     conformance_options, command_conformance, NULL},
    {"diff", "IMAGE-A IMAGE-B", "what changed between two tariffs or dates", NULL, NULL, NULL, NULL},
    {"evaluate", "FILE…", "accuracy of classification on truth files",
     "A truth file is tab-separated with the header id, language, text, code, source. Shares are from 0 to 1: the code is among\n"
     "the first 1, 3, 5, 10 candidates, at 2, 4 and 6 digits.",
     evaluate_options, command_evaluate, NULL},
    {"export", "--format native|taric3 [IMAGE]", "the records of an image as XML",
     "native gives the records that hold, of all tariffs or of --tariff ID. taric3 gives an envelope of every record that was\n"
     "read, with its transaction, message and type of update; what TARIC3 has no element for goes to standard error and with\n"
     "--report to a file, and the exit status is 1.",
     export_options, command_export, "tariff export --format native --tariff US -o us.xml"},
    {"help", "[COMMAND]", "this list, or the help of a command", NULL, help_options, command_help, "tariff help tree"},
    {"import", "FORMAT INPUT… -o FILE.xml", "convert what others publish into native XML",
     "'tariff import --list' names the formats. Without dates the records are open on both sides.", import_options,
     command_import, "tariff import --list"},
    {"info", "[IMAGE]", "what an image holds and where it was found", NULL, NULL, command_info_image, "tariff info"},
    {"introspect", "", "the public API and the methods of the JSON door as data", NULL, NULL, command_introspect,
     "tariff introspect --format json"},
    {"measures", "CODE", "all candidate measures with their disposition", NULL, measures_options, command_measures,
     "tariff measures 6109100010 --tariff UK --origin CN --date 2026-01-15"},
    {"needs", "CODE --origin AREA", "what a complete assessment will ask for", NULL, needs_options, command_needs,
     "tariff needs 6109100010 --tariff UK --origin CN --date 2026-01-15"},
    {"origin", "check FILE…", "rules of origin", NULL, NULL, NULL, NULL},
    {"quota", "allocate FILE | show NUMBER", "requests on a tariff quota, served as the law says; what is left of one",
     "The file is a request of the method quota.allocate: tariff, date, definition {volume, balance, from, to …}, requests\n"
     "[{id, date, quantity}]. Each request gets what is left for its day, in full or pro rata, and the state of the quota is "
     "said.\nshow tells the state of an order number on a day from the events that the image holds.",
     NULL, command_quota, "tariff quota allocate examples/quota.json"},
    {"quote", "CODE --origin AREA --value \"1000 EUR\"", "one goods item, assessed and explained",
     "Missing facts are named, and a range is given where one can be.", quote_options, command_quote,
     "tariff quote 6109100010 --tariff UK --origin CN --value \"1200 GBP\" --date 2026-01-15"},
    {"rate", "parse TEXT | format JSON | eval TEXT --value V", "duty expressions alone", NULL, rate_options, command_rate,
     "tariff rate eval \"9.00 % + 1.50 EUR / 100 kg\" --value 1000.00 --currency EUR --quantity 250 KGM"},
    {"show", "CODE", "one code: descriptions, ancestors, units, notes, footnotes, measures by kind",
     "A code that ended is shown as it was on its last day, with its successors; the exit status is 1.", show_options,
     command_show, "tariff show 0901210000 --tariff UK --date 2026-01-15"},
    {"train", "-o LEARNED.tariff FILE…", "learn classification from truth files",
     "Reads truth files, as evaluate does, and writes an overlay over the image: classify and evaluate use it with --overlay.\n"
     "The overlay names its image by content hash and holds hashes of the files that it learned from.",
     train_options, command_train, NULL},
    {"train-quiz", "", "exercises in classification", NULL, NULL, NULL, NULL},
    {"tree", "[CODE]", "the tree below a code; without one, the whole tariff", NULL, tree_options, command_tree,
     "tariff tree 0901 --tariff HS"},
    {"update", "BASE DAILY… -o NEW", "a daily transmission applied to an image",
     "The new image has the bytes of a full build of all inputs in their order; the old inputs are not needed. --tariff ID\n"
     "names the tariff of the TARIC3 inputs; where it is left out it is the one whose transmissions BASE has. NEW may be\n"
     "BASE: readers see the old image or the new one.",
     update_options, command_update, NULL},
    {"verify", "IMAGE", "full check of an image: layout, content hash, every reference", NULL, NULL, command_verify,
     "tariff verify my.tariff"},
    {NULL, NULL, NULL, NULL, NULL, NULL, NULL},
};

const command_info *find_command(const char *name)
{
    const command_info *command = commands;

    while (command->name && strcmp(command->name, name) != 0)
        command++;
    return command->name ? command : NULL;
}
