/* SPDX-License-Identifier: Apache-2.0 */
/* The command conformance: reads case files, picks an adapter by kind or topic, runs each case, prints ok, not ok or skip. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "conformance/run.h"
#include "conformance/table.h"

/* ---- the table ---- */

const adapter adapters[] = {
    {"apportionment", "total unit weights note", adapt_world_apportionment},
    {"business-rules",
     "rule text note container contained origin_validity new_code_validity successor_validity old_code_validity application_code "
     "item_id description measure_dates regulation_dates regulation_effective_end additional_code goods_nomenclature "
     "applicability_code component condition_component accepts_certificate accepts_price amount monetary_unit measurement "
     "area_code coefficient existing_volume new_volume coeff type existing_relation new_relation mechanism app_code "
     "parent_validity self_validity child_validity existing_association_validity new_association_validity terminating_regulation "
     "measure_end main_volume main_unit sub_volume sub_unit main_init_volume sub_init_volume order_number explosion_level",
     adapt_rules},
    {"condition-classification",
     "condition_code document_code action_code condition_duty_amount condition_monetary_unit_code "
     "condition_measurement_unit_code condition_measurement_unit_qualifier_code engine note",
     adapt_condition_class},
    {"condition-evaluation", "measure_type conditions measure_components document_answer note", adapt_condition_evaluation},
    {"condition-permutations", "conditions note", adapt_condition_permutations},
    {"condition-requirement",
     "condition_code document_code action_code condition_duty_amount condition_monetary_unit_code "
     "condition_measurement_unit_code condition_measurement_unit_qualifier_code api_operator note",
     adapt_condition_requirement},
    {"currency", "amount currency quarterly certified proclaimed daily date export_date acceptance_months note",
     adapt_world_currency},
    {"date-boundary", "value entry loaded s122 date intrinsic_value dataset ioss lines origin note", adapt_world_date},
    {"declaration", "data method request note", adapt_declaration},
    {"description-format", "formatter service description", adapt_description},
    {"duty-evaluation",
     "components quantities customs_value_parts currency eur_gbp_rate component_of unit_answers_in additional_codes "
     "additional_measures commodity "
     "import_date import_destination option_measure_type option_rate origin vat_rate duty excise vat sum country "
     "country_rate_overrides eur rate "
     "documents mfn_rate safeguard_rate suspension_rate additional_code countervailing_rate excise_rate dumping_rate "
     "preference_rate quota_rate "
     "note",
     adapt_evaluation},
    {"duty-expression", "value kg net_mass quantity unit expression note", adapt_world_expression},
    {"duty-expression-format", "components resolved_meursing note", adapt_duty_format},
    {"entry-price",
     "measure_sid measure_type goods_nomenclature_item_id geographical_area condition_code ladder unit_price_eur_per_dtn "
     "quantity_dtn conditions certificate_presented net_weight_kg note",
     adapt_entry_price},
    {"exchange-rate", "currency import_date note", adapt_exchange},
    {"fees", "value lines entry_date date dates entry_type automated mode origin spi programme program usmca note",
     adapt_world_fees},
    {"geography", "measure country group note", adapt_geography},
    {"hierarchy", "tree_ref tree node item_id suffix leaf note", adapt_hierarchy},
    {"hierarchy-full", "dataset node number_indents note", adapt_nomenclature},
    {"meursing-lookup", "starch_glucose_pct sucrose_invert_isoglucose_pct milk_fat_pct milk_protein_pct bands note",
     adapt_composition},
    {"ni-routes",
     "import_destination origin other_origin import_date trade_defence zero_mfn_duty trader_scheme final_use planned_processing "
     "annual_turnover_below_limit certificate_of_origin customs_value uk_options eu_options uk_duty eu_duty note",
     adapt_routes},
    {"preference-code",
     "measure_type geographical_area condition_documents declarable service gsp_or_dcts gsp dcts authorised_use_N990 "
     "authorised_use special_nature_certificate_A special_nature authorised_use_provisions_464 authorised_use_464 "
     "authorised_use_provisions authorised_use_provisions_submission note",
     adapt_preference},
    {"quota",
     "as_of definition definition_exists events suspension_period blocking_period quota_order_number_id closing_date rule main "
     "sub coefficient type coeff relation_type existing_volume new_volume existing_sub_volume new_sub_volume existing_relation "
     "new_relation mechanism quota_definition_sid note",
     adapt_quota},
    {"quota-balance-chain", "apply_in_order quota_definition_sid note", adapt_quota_chain},
    {"low-value", "value origin date intrinsic_value dataset ioss lines note", adapt_world_low_value},
    {"rate-grammar", "rate quantity unit quantity2 unit2 quantities units value general special other origin date note",
     adapt_world_rate},
    {"rate-string-corpus", "text style bare_number_is_percent note", adapt_rate_corpus},
    {"rate-string-grammar", "text grammar eur_gbp_conversion_rate rounding note", adapt_rate_grammar},
    {"rounding", "lines rate quantity unit value date origin note", adapt_world_rounding},
    {"search-normalise", "op text lang note", adapt_search_normalise},
    {"taric3-import", "file apply_in_order record_code subrecord_code key note", adapt_import},
    {"units", "unit qualifier answer quantity measure_type component_amount components additional_code_type note", adapt_units},
    {"valuation",
     "price offer indirect_payment debt_settled engineering_abroad inland_freight "
     "discount remitted packed currency packing container materials selling_commission buying_commission assist "
     "tools_dies_moulds consumed_goods foreign_design_work us_design_work royalty royalty_condition_of_sale "
     "royalty_not_condition_of_sale proceeds freight insurance international_freight international_insurance "
     "foreign_inland_freight inland_freight_after_import install_after_import assembly_after_import maintenance_after_import "
     "technical_assistance_after_import duties taxes interest mould_value contract_units first_shipment produced basis sales "
     "date note",
     adapt_world_valuation},
    {"world quota", "balance_kg requests initial used opened closes equivalent_previous_years accepted note", adapt_world_quota},
    {NULL, NULL, NULL},
};

/* ---- one case ---- */

bool trial_fault(trial *trial, const char *format, ...)
{
    char line[1024];
    va_list list;

    va_start(list, format);
    vsnprintf(line, sizeof line, format, list);
    va_end(list);
    if (trial->fault.size == 0)
        text_add(&trial->fault, line);
    return false;
}

static bool listed(const char *names, const char *name)
{
    size_t size = strlen(name);

    for (const char *at = names; at && *at; at += strcspn(at, " "), at += *at == ' ')
        if (strncmp(at, name, size) == 0 && (at[size] == ' ' || at[size] == 0))
            return true;
    return false;
}

static bool known_inputs(trial *trial, const adapter *adapter)
{
    for (const json *input = trial->inputs ? trial->inputs->first : NULL; input; input = input->next)
        if (!listed(adapter->inputs, input->name))
            return trial_fault(trial, "input '%s' is not known to the adapter", input->name);
    return true;
}

bool trial_only(trial *trial, const char *names)
{
    for (const json *wanted = trial->expected ? trial->expected->first : NULL; wanted; wanted = wanted->next)
        if (!listed(names, wanted->name))
            return trial_fault(trial, "expected '%s' is not known to the adapter", wanted->name);
    return true;
}

static const adapter *find(const char *kind)
{
    const adapter *adapter = adapters;

    while (adapter->kind && strcmp(adapter->kind, kind) != 0)
        adapter++;
    return adapter->kind ? adapter : NULL;
}

/* A topic has an adapter of its own, or that of the kind of its name. */
static const adapter *find_topic(const char *topic)
{
    text name = {NULL, 0, 0};
    const adapter *adapter;

    text_add(&name, "world ");
    text_add(&name, topic);
    adapter = find(text_get(&name));
    text_free(&name);
    return adapter ? adapter : find(topic);
}

typedef struct sums {
    unsigned long passed, failed, skipped;
} sums;

/* On one line, blanks after a line end dropped. */
static void print_text(const char *text, size_t size)
{
    bool fresh = false;

    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n' || text[i] == '\r') {
            fresh = true;
        } else if (!fresh || text[i] != ' ') {
            putchar(text[i]);
            fresh = false;
        }
    }
}

static void print_outcome(const trial *trial, bool passed, sums *sums)
{
    bool all = !cli_has(trial->program, "failed");

    if (trial->fault.size == 0 && trial->skip) {
        sums->skipped++;
        if (all)
            printf("skip %s: %s\n", trial->id, trial->skip);
    } else if (passed && trial->fault.size == 0) {
        sums->passed++;
        if (all)
            printf("ok %s\n", trial->id);
    } else {
        sums->failed++;
        printf("not ok %s: ", trial->id);
        if (trial->fault.size) {
            print_text(text_get(&trial->fault), trial->fault.size);
        } else {
            fputs("expected ", stdout);
            print_text(trial->expected->raw, trial->expected->raw_size);
            fputs(", found ", stdout);
            print_text(text_get(&trial->found), trial->found.size);
        }
        putchar('\n');
    }
    if (ferror(stdout))
        cli_flush();
}

static void run_case(trial *trial, const json *one, sums *sums)
{
    const char *kind = trial->kind ? trial->kind : json_text(one, "topic");
    const adapter *adapter = !kind ? NULL : trial->kind ? find(kind) : find_topic(kind);
    const char *use = json_text(one, "use");
    bool passed = false;

    trial->id = json_text(one, "id") ? json_text(one, "id") : "?";
    trial->one = one;
    trial->inputs = json_get(one, "inputs");
    trial->expected = json_get(one, "expected");
    trial->skip = use && strcmp(use, "reading") == 0 ? "reading" : NULL;
    text_clear(&trial->found);
    text_clear(&trial->fault);
    if (!trial->skip) {
        if (!adapter)
            trial_fault(trial, "kind '%s' is not known", kind ? kind : "");
        else if (!json_is(trial->inputs, JSON_OBJECT) || !json_is(trial->expected, JSON_OBJECT))
            trial_fault(trial, "inputs and expected are missing");
        else if (known_inputs(trial, adapter))
            passed = adapter->run(trial);
    }
    print_outcome(trial, passed, sums);
}

/* A file that is no case file fails as one case under its own name: the files after it are run all the same. */
static void refuse_file(trial *trial, sums *sums)
{
    const char *slash = strrchr(trial->file, '/');

    trial->id = slash ? slash + 1 : trial->file;
    trial->skip = NULL;
    print_outcome(trial, false, sums);
}

static int run_cases(trial *trial, const char *data, size_t size, sums *sums)
{
    const char *fault;
    size_t line;
    json_document *document = json_read(data, size, &fault, &line);
    const json *cases;

    if (!document) {
        text_clear(&trial->fault);
        trial_fault(trial, "line %zu: %s: neither a case file nor a table of a known form", line, fault);
        refuse_file(trial, sums);
        return EXIT_DONE;
    }
    trial->head = json_root(document);
    trial->kind = json_text(trial->head, "kind");
    cases = json_is(trial->head, JSON_ARRAY) ? trial->head : json_get(trial->head, "cases");
    if (!json_is(cases, JSON_ARRAY)) {
        text_clear(&trial->fault);
        trial_fault(trial, "no list of cases: not a case file");
        refuse_file(trial, sums);
        json_free(document);
        return EXIT_DONE;
    }
    for (const json *one = cases->first; one; one = one->next)
        run_case(trial, one, sums);
    json_free(document);
    return EXIT_DONE;
}

/* ---- tables ---- */

static void run_row(trial *trial, const adapter *adapter, const table *table, size_t line, sums *sums)
{
    text id = {NULL, 0, 0}, one = {NULL, 0, 0};
    json_document *document;
    const char *fault;
    size_t at;
    bool passed = false;

    text_add(&id, table_first(table));
    text_char(&id, '/');
    text_number(&id, (long long)line);
    table_case(table, &one);
    document = json_read(text_get(&one), one.size, &fault, &at);
    trial->id = text_get(&id);
    trial->inputs = json_get(json_root(document), "inputs");
    trial->expected = json_get(json_root(document), "expected");
    trial->skip = NULL;
    text_clear(&trial->found);
    text_clear(&trial->fault);
    if (known_inputs(trial, adapter))
        passed = adapter->run(trial);
    print_outcome(trial, passed, sums);
    json_free(document);
    text_free(&one);
    text_free(&id);
}

static void run_table(trial *trial, const adapter *adapter, text *data, sums *sums)
{
    table table;

    table_open(&table, data->data);
    while (table_next(&table))
        run_row(trial, adapter, &table, table.line, sums);
    table_close(&table);
}

/* ---- all files ---- */

int command_conformance(cli *program)
{
    trial trial = {.program = program};
    sums sums = {0, 0, 0};
    int code = cli_arguments(program, 1, SIZE_MAX);

    for (size_t i = 0; i < program->argument_count && !code; i++) {
        text data = {NULL, 0, 0};

        trial.file = program->arguments[i];
        trial.head = NULL;
        trial.kind = NULL;
        code = cli_read_file(program, trial.file, &data);
        if (!code) {
            const adapter *adapter = table_adapter(text_get(&data));

            if (adapter)
                run_table(&trial, adapter, &data, &sums);
            else
                code = run_cases(&trial, text_get(&data), data.size, &sums);
        }
        text_free(&data);
        cli_flush();
    }
    trial_close(&trial);
    text_free(&trial.found);
    text_free(&trial.fault);
    if (code)
        return code;
    printf("%lu passed, %lu failed, %lu skipped\n", sums.passed, sums.failed, sums.skipped);
    return sums.failed ? EXIT_ANSWER_NO : EXIT_DONE;
}
