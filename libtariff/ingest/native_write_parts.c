/* SPDX-License-Identifier: Apache-2.0 */
/* Areas, lines, quotas, measures, rates of exchange and correlations with what stands inside them. */
#include "ingest/native_writer.h"

#define F(kind, field) TRF_F_##kind##_##field
#define L(kind, field, owner, of)                                                                                                \
    {                                                                                                                            \
        F(kind, field), F(owner, of)                                                                                             \
    }
#define FREE(kind, field)                                                                                                        \
    {                                                                                                                            \
        F(kind, field), -1                                                                                                       \
    }

static const trf_value *row_of(const native_writer *w, trf_kind kind, uint32_t row)
{
    return trf_model_row(w->model, kind, row);
}

/* ---- what stands inside ---- */
#define LINE_PART(kind, sid, code, suffix)                                                                                       \
    L(kind, sid, goods_nomenclature, goods_nomenclature_sid), L(kind, code, goods_nomenclature, goods_nomenclature_item_id),     \
        L(kind, suffix, goods_nomenclature, producline_suffix)
static const native_child line_children[] = {
    {N_indent,
     {LINE_PART(goods_nomenclature_indents, goods_nomenclature_sid, goods_nomenclature_item_id, productline_suffix),
      NATIVE_NO_LINK}},
    {N_line_unit,
     {L(goods_nomenclature_unit, goods_nomenclature_sid, goods_nomenclature, goods_nomenclature_sid),
      FREE(goods_nomenclature_unit, position), NATIVE_NO_LINK}},
    {N_line_footnote,
     {LINE_PART(footnote_association_goods_nomenclature, goods_nomenclature_sid, goods_nomenclature_item_id, productline_suffix),
      NATIVE_NO_LINK}},
    {N_predecessor,
     {LINE_PART(goods_nomenclature_origin, goods_nomenclature_sid, goods_nomenclature_item_id, productline_suffix),
      NATIVE_NO_LINK}},
    {N_successor,
     {LINE_PART(goods_nomenclature_successor, goods_nomenclature_sid, goods_nomenclature_item_id, productline_suffix),
      NATIVE_NO_LINK}},
    {N_line_member_of,
     {LINE_PART(nomenclature_group_membership, goods_nomenclature_sid, goods_nomenclature_item_id, productline_suffix),
      NATIVE_NO_LINK}},
    {N_line_rate,
     {L(goods_nomenclature_rate, goods_nomenclature_sid, goods_nomenclature, goods_nomenclature_sid), NATIVE_NO_LINK}},
    {N_remark,
     {L(goods_nomenclature_remark, goods_nomenclature_sid, goods_nomenclature, goods_nomenclature_sid),
      FREE(goods_nomenclature_remark, position), FREE(goods_nomenclature_remark, text), NATIVE_NO_LINK}},
};
static const native_child measure_children[] = {
    {N_component, {L(measure_component, measure_sid, measure, measure_sid), NATIVE_NO_LINK}},
    {N_condition,
     {L(measure_condition, measure_sid, measure, measure_sid), FREE(measure_condition, certificate_type_code),
      FREE(measure_condition, certificate_code), NATIVE_NO_LINK}},
    {N_exclude,
     {L(measure_excluded_geographical_area, measure_sid, measure, measure_sid),
      FREE(measure_excluded_geographical_area, excluded_geographical_area),
      FREE(measure_excluded_geographical_area, geographical_area_sid), NATIVE_NO_LINK}},
    {N_measure_footnote, {L(footnote_association_measure, measure_sid, measure, measure_sid), NATIVE_NO_LINK}},
};
static const native_child condition_children[] = {
    {N_condition_component,
     {L(measure_condition_component, measure_condition_sid, measure_condition, measure_condition_sid), NATIVE_NO_LINK}},
};
static const native_child order_number_children[] = {
    {N_origin,
     {L(quota_order_number_origin, quota_order_number_sid, quota_order_number, quota_order_number_sid),
      FREE(quota_order_number_origin, geographical_area_sid), NATIVE_NO_LINK}},
    {N_definition,
     {L(quota_definition, quota_order_number_sid, quota_order_number, quota_order_number_sid),
      L(quota_definition, quota_order_number_id, quota_order_number, quota_order_number_id), NATIVE_NO_LINK}},
};
static const native_child origin_children[] = {
    {N_origin_exclude,
     {L(quota_order_number_origin_exclusions, quota_order_number_origin_sid, quota_order_number_origin,
        quota_order_number_origin_sid),
      FREE(quota_order_number_origin_exclusions, excluded_geographical_area_sid), NATIVE_NO_LINK}},
};
static const native_child definition_children[] = {
    {N_blocking, {L(quota_blocking_period, quota_definition_sid, quota_definition, quota_definition_sid), NATIVE_NO_LINK}},
    {N_suspension, {L(quota_suspension_period, quota_definition_sid, quota_definition, quota_definition_sid), NATIVE_NO_LINK}},
    {N_sub_quota, {L(quota_association, main_quota_definition_sid, quota_definition, quota_definition_sid), NATIVE_NO_LINK}},
    {N_balance, {L(quota_balance_event, quota_definition_sid, quota_definition, quota_definition_sid), NATIVE_NO_LINK}},
};
static const native_child group_children[] = {
    {N_member,
     {L(geographical_area_membership, geographical_area_group_sid, geographical_area, geographical_area_sid),
      FREE(geographical_area_membership, geographical_area_sid), NATIVE_NO_LINK}},
};
static const native_child area_children[] = {
    {N_area_member_of,
     {L(geographical_area_membership, geographical_area_sid, geographical_area, geographical_area_sid),
      FREE(geographical_area_membership, geographical_area_group_sid), NATIVE_NO_LINK}},
};
static const native_child type_children[] = {
    {N_type_of_code,
     {L(additional_code_type_measure_type, additional_code_type_id, additional_code_type, additional_code_type_id),
      NATIVE_NO_LINK}},
};
static const native_child code_children[] = {
    {N_code_footnote,
     {L(footnote_association_additional_code, additional_code_sid, additional_code, additional_code_sid),
      L(footnote_association_additional_code, additional_code_type_id, additional_code, additional_code_type_id),
      L(footnote_association_additional_code, additional_code, additional_code, additional_code), NATIVE_NO_LINK}},
};

#define INSIDE(list) write_all(w, list, sizeof list / sizeof list[0], row)
static void write_all(native_writer *w, const native_child *list, size_t count, const trf_value *row)
{
    for (size_t i = 0; i < count; i++)
        native_write_children(w, &list[i], row);
}

/* Spellings kept in one field with bars between them. */
static void write_spellings(native_writer *w, trf_value first, trf_value others)
{
    char scratch[16];
    trf_slice text = trf_model_text(w->model, others, scratch);

    if (first) {
        trf_xml_write_start(&w->xml, "abbreviation");
        native_write_text(w, first);
        trf_xml_write_end(&w->xml);
    }
    while (text.size) {
        const char *bar = memchr(text.data, '|', text.size);
        size_t size = bar ? (size_t)(bar - text.data) : text.size;

        trf_xml_write_start(&w->xml, "abbreviation");
        trf_xml_write_text(&w->xml, trf_slice_of(text.data, size));
        trf_xml_write_end(&w->xml);
        size += bar != NULL;
        text.data += size;
        text.size -= size;
    }
}

static void write_measurement_names(native_writer *w, const trf_value *row)
{
    uint32_t count, written = 0;
    const trf_sort_item *run =
        native_run(w, TRF_KIND_measurement_abbreviation, F(measurement_abbreviation, measurement_unit_code),
                   row[F(measurement_conversion, measurement_unit_code)], &count);

    for (uint32_t i = 0; i < count; i++) {
        const trf_value *name = row_of(w, TRF_KIND_measurement_abbreviation, (uint32_t)run[i].value);
        char scratch[16];
        bool preferred;

        if (name[F(measurement_abbreviation, measurement_unit_qualifier_code)] !=
            row[F(measurement_conversion, measurement_unit_qualifier_code)])
            continue;
        preferred = trf_slice_is(trf_model_text(w->model, name[F(measurement_abbreviation, preferred)], scratch), "1");
        trf_xml_write_start(&w->xml, "abbreviation");
        native_write_value(w, "notation", NATIVE_ID, name[F(measurement_abbreviation, notation)]);
        if (preferred != (written == 0))
            native_write_value(w, "preferred", NATIVE_FLAG, name[F(measurement_abbreviation, preferred)]);
        native_write_text(w, name[F(measurement_abbreviation, abbreviation)]);
        trf_xml_write_end(&w->xml);
        w->written[TRF_KIND_measurement_abbreviation][run[i].value] = 1;
        written++;
    }
}

void native_write_inside(native_writer *w, uint8_t name, const trf_value *row)
{
    switch (name) {
    case N_duty_expression: write_spellings(w, TRF_VALUE_ABSENT, row[F(duty_expression, aliases)]); break;
    case N_measurement_unit_qualifier:
        write_spellings(w, row[F(measurement_unit_qualifier, abbreviation)], row[F(measurement_unit_qualifier, aliases)]);
        break;
    case N_measurement: write_measurement_names(w, row); break;
    case N_additional_code_type: INSIDE(type_children); break;
    case N_additional_code: INSIDE(code_children); break;
    case N_condition: INSIDE(condition_children); break;
    case N_order_number: INSIDE(order_number_children); break;
    case N_origin: INSIDE(origin_children); break;
    case N_definition: INSIDE(definition_children); break;
    case N_remark: native_write_text(w, row[F(goods_nomenclature_remark, text)]); break;
    default: break;
    }
}

/* ---- attributes that need more than a field ---- */
trf_value native_area_id(native_writer *w, trf_value sid)
{
    uint16_t tariff = w->tariff;
    trf_value id = TRF_VALUE_ABSENT;

    for (int turn = 0; turn < 2 && !id; turn++) {
        uint32_t count;
        const trf_sort_item *run =
            native_run(w, TRF_KIND_geographical_area, F(geographical_area, geographical_area_sid), sid, &count);

        if (count)
            id = row_of(w, TRF_KIND_geographical_area, (uint32_t)run[0].value)[F(geographical_area, geographical_area_id)];
        w->tariff = 0;
    }
    w->tariff = tariff;
    return id;
}

/* Whether reading gives the number of what is named by code again: it is here under that number, or the reader gave it. */
static bool is_known(native_writer *w, trf_kind kind, int16_t field, trf_value sid)
{
    uint16_t tariff = w->tariff;
    uint32_t count = 1, number;

    if (!sid || (trf_value_int(sid, &number) && number >= TRF_NATIVE_SID_FIRST))
        return true;
    native_run(w, kind, field, sid, &count);
    if (!count && kind == TRF_KIND_geographical_area) {
        w->tariff = 0;
        native_run(w, kind, field, sid, &count);
        w->tariff = tariff;
    }
    return count > 0;
}

#define AREA_KNOWN(sid) is_known(w, TRF_KIND_geographical_area, F(geographical_area, geographical_area_sid), sid)

static bool write_area(native_writer *w, const char *attribute, trf_value sid, bool test)
{
    trf_value id = native_area_id(w, sid);

    if (id && !test)
        native_write_value(w, attribute, NATIVE_ID, id);
    return id != TRF_VALUE_ABSENT;
}

static bool write_pair(native_writer *w, const char *attribute, trf_value type, trf_value code, bool test)
{
    char scratch[16];

    if (!type && !code)
        return true;
    if (!type || !code || trf_model_text(w->model, type, scratch).size != 1)
        return false;
    if (!test)
        native_write_pair(w, attribute, type, code);
    return true;
}

/* The period of a unit with a qualifier stands in a record of its own. */
static void write_measurement_period(native_writer *w, const trf_value *row)
{
    uint32_t count;
    const trf_sort_item *run = native_run(w, TRF_KIND_measurement, F(measurement, measurement_unit_code),
                                          row[F(measurement_conversion, measurement_unit_code)], &count);

    for (uint32_t i = 0; i < count; i++) {
        const trf_value *unit = row_of(w, TRF_KIND_measurement, (uint32_t)run[i].value);

        if (unit[F(measurement, measurement_unit_qualifier_code)] !=
            row[F(measurement_conversion, measurement_unit_qualifier_code)])
            continue;
        native_write_value(w, "from", NATIVE_DATE, unit[F(measurement, validity_start_date)]);
        native_write_value(w, "to", NATIVE_DATE, unit[F(measurement, validity_end_date)]);
        w->written[TRF_KIND_measurement][run[i].value] = 1;
        return;
    }
}

bool native_write_special(native_writer *w, uint8_t name, const trf_value *row, bool test)
{
    trf_value sid;

    switch (name) {
    case N_measurement:
        if (!test)
            write_measurement_period(w, row);
        return true;
    case N_member: return write_area(w, "area", row[F(geographical_area_membership, geographical_area_sid)], test);
    case N_area_member_of: return write_area(w, "group", row[F(geographical_area_membership, geographical_area_group_sid)], test);
    case N_origin_exclude:
        return write_area(w, "area", row[F(quota_order_number_origin_exclusions, excluded_geographical_area_sid)], test);
    case N_origin: return AREA_KNOWN(row[F(quota_order_number_origin, geographical_area_sid)]);
    case N_exclude:
        if (!AREA_KNOWN(row[F(measure_excluded_geographical_area, geographical_area_sid)]))
            return false;
        if (!test)
            native_write_value(w, "area", NATIVE_ID, row[F(measure_excluded_geographical_area, excluded_geographical_area)]);
        return true;
    case N_condition:
        return write_pair(w, "certificate", row[F(measure_condition, certificate_type_code)],
                          row[F(measure_condition, certificate_code)], test);
    case N_group:
        sid = row[F(geographical_area, parent_geographical_area_group_sid)];
        return !sid || write_area(w, "parent", sid, test);
    default: return true;
    }
}

/* ---- areas ---- */
void native_write_areas(native_writer *w)
{
    static const native_link links[] = {FREE(geographical_area, geographical_code),
                                        FREE(geographical_area, parent_geographical_area_group_sid), NATIVE_NO_LINK};
    uint32_t count;
    const trf_sort_item *run = native_run(w, TRF_KIND_geographical_area, -1, 0, &count);
    bool open = false;
    char scratch[16];

    for (uint32_t i = 0; i < count; i++) {
        const trf_value *row = row_of(w, TRF_KIND_geographical_area, (uint32_t)run[i].value);
        trf_slice code = trf_model_text(w->model, row[F(geographical_area, geographical_code)], scratch);
        uint8_t name = trf_slice_is(code, "1") ? N_group : trf_slice_is(code, "2") ? N_region : N_country;

        if (!native_expressible(w, name, row, NULL, links) || !native_write_special(w, name, row, true))
            continue;
        native_open_list(w, &open, "geographical-areas");
        trf_xml_write_start(&w->xml, native_elements[name].name);
        native_write_attributes(w, name, row);
        native_write_special(w, name, row, false);
        native_write_texts(w, name, row);
        if (name == N_group)
            native_write_children(w, &group_children[0], row);
        trf_xml_write_end(&w->xml);
        w->written[TRF_KIND_geographical_area][run[i].value] = 1;
    }
    native_close_list(w, &open);
    (void)area_children; /* memberships are written with their group; those without one in the general form */
}

/* ---- lines ---- */
/* The indent that begins with its line, which an attribute says; UINT32_MAX for none. */
static uint32_t first_indent(native_writer *w, const trf_value *line)
{
    uint32_t count, number;
    const trf_sort_item *run =
        native_run(w, TRF_KIND_goods_nomenclature_indents, F(goods_nomenclature_indents, goods_nomenclature_sid),
                   line[F(goods_nomenclature, goods_nomenclature_sid)], &count);

    for (uint32_t i = 0; i < count; i++) {
        const trf_value *row = row_of(w, TRF_KIND_goods_nomenclature_indents, (uint32_t)run[i].value);

        if (row[F(goods_nomenclature_indents, validity_start_date)] == line[F(goods_nomenclature, validity_start_date)] &&
            row[F(goods_nomenclature_indents, goods_nomenclature_item_id)] ==
                line[F(goods_nomenclature, goods_nomenclature_item_id)] &&
            row[F(goods_nomenclature_indents, productline_suffix)] == line[F(goods_nomenclature, producline_suffix)] &&
            trf_value_int(row[F(goods_nomenclature_indents, number_indents)], &number) && number <= TRF_TREE_DEPTH_MAX)
            return (uint32_t)run[i].value;
    }
    return UINT32_MAX;
}

static void write_indent(native_writer *w, uint32_t indent)
{
    const trf_value *row = row_of(w, TRF_KIND_goods_nomenclature_indents, indent);
    trf_value sid = row[F(goods_nomenclature_indents, goods_nomenclature_indent_sid)];
    uint32_t number;

    native_write_value(w, "indent", NATIVE_NATURAL, row[F(goods_nomenclature_indents, number_indents)]);
    if (!trf_value_int(sid, &number) || number < TRF_NATIVE_SID_FIRST)
        native_write_value(w, "indent-sid", NATIVE_SID, sid);
    w->written[TRF_KIND_goods_nomenclature_indents][indent] = 1;
}

void native_write_lines(native_writer *w)
{
    static const native_link links[] = {NATIVE_NO_LINK};
    static const native_link section_links[] = {FREE(goods_nomenclature, line_kind), FREE(goods_nomenclature, level),
                                                FREE(goods_nomenclature, producline_suffix),
                                                FREE(goods_nomenclature, statistical_indicator), NATIVE_NO_LINK};
    uint32_t count;
    const trf_sort_item *run = native_run(w, TRF_KIND_goods_nomenclature, -1, 0, &count);
    bool open = false;
    char scratch[16];

    for (uint32_t i = 0; i < count; i++) {
        const trf_value *row = row_of(w, TRF_KIND_goods_nomenclature, (uint32_t)run[i].value);
        bool section = trf_slice_is(trf_model_text(w->model, row[F(goods_nomenclature, line_kind)], scratch), "section");
        uint8_t name = section ? N_section : N_line;
        uint32_t indent = section ? UINT32_MAX : first_indent(w, row);

        if (!native_expressible(w, name, row, NULL, section ? section_links : links) || (!section && indent == UINT32_MAX))
            continue;
        native_open_list(w, &open, "goods-nomenclature");
        trf_xml_write_start(&w->xml, native_elements[name].name);
        native_write_attributes(w, name, row);
        if (!section)
            write_indent(w, indent);
        native_write_texts(w, name, row);
        INSIDE(line_children);
        trf_xml_write_end(&w->xml);
        w->written[TRF_KIND_goods_nomenclature][run[i].value] = 1;
    }
    native_close_list(w, &open);
}

/* ---- quotas and measures ---- */
void native_write_quotas(native_writer *w)
{
    static const native_link links[] = {NATIVE_NO_LINK};
    uint32_t count;
    const trf_sort_item *run = native_run(w, TRF_KIND_quota_order_number, -1, 0, &count);
    bool open = false;

    for (uint32_t i = 0; i < count; i++) {
        const trf_value *row = row_of(w, TRF_KIND_quota_order_number, (uint32_t)run[i].value);

        if (!native_expressible(w, N_order_number, row, NULL, links))
            continue;
        native_open_list(w, &open, "quotas");
        trf_xml_write_start(&w->xml, "order-number");
        native_write_attributes(w, N_order_number, row);
        native_write_inside(w, N_order_number, row);
        trf_xml_write_end(&w->xml);
        w->written[TRF_KIND_quota_order_number][run[i].value] = 1;
    }
    native_close_list(w, &open);
}

static void write_suffix(native_writer *w, const trf_value *measure)
{
    uint32_t count;
    const trf_sort_item *run;
    trf_value suffix;
    char scratch[16];

    if (!measure[F(measure, goods_nomenclature_sid)])
        return;
    run = native_run(w, TRF_KIND_goods_nomenclature, F(goods_nomenclature, goods_nomenclature_sid),
                     measure[F(measure, goods_nomenclature_sid)], &count);
    if (!count)
        return;
    suffix = row_of(w, TRF_KIND_goods_nomenclature, (uint32_t)run[0].value)[F(goods_nomenclature, producline_suffix)];
    if (!trf_slice_is(trf_model_text(w->model, suffix, scratch), "80"))
        native_write_value(w, "suffix", NATIVE_SUFFIX, suffix);
}

static void write_programmes(native_writer *w, trf_value programmes)
{
    char scratch[16];
    trf_slice text = trf_model_text(w->model, programmes, scratch);

    while (text.size) {
        const char *blank = memchr(text.data, ' ', text.size);
        size_t size = blank ? (size_t)(blank - text.data) : text.size;

        trf_xml_write_start(&w->xml, "programme");
        trf_xml_write_attribute(&w->xml, "id", trf_slice_of(text.data, size));
        trf_xml_write_end(&w->xml);
        size += blank != NULL;
        text.data += size;
        text.size -= size;
    }
}

void native_write_measures(native_writer *w)
{
    static const native_link links[] = {
        FREE(measure, geographical_area_sid), FREE(measure, goods_nomenclature_sid), FREE(measure, additional_code_sid),
        FREE(measure, additional_code_type),  FREE(measure, additional_code),        FREE(measure, programmes),
        FREE(measure, rate_status),           FREE(measure, inherited_from),         NATIVE_NO_LINK};
    uint32_t count;
    const trf_sort_item *run = native_run(w, TRF_KIND_measure, -1, 0, &count);
    bool open = false;

    for (uint32_t i = 0; i < count; i++) {
        const trf_value *row = row_of(w, TRF_KIND_measure, (uint32_t)run[i].value);

        if (!native_expressible(w, N_measure, row, NULL, links) || !AREA_KNOWN(row[F(measure, geographical_area_sid)]) ||
            !is_known(w, TRF_KIND_goods_nomenclature, F(goods_nomenclature, goods_nomenclature_sid),
                      row[F(measure, goods_nomenclature_sid)]) ||
            !is_known(w, TRF_KIND_additional_code, F(additional_code, additional_code_sid),
                      row[F(measure, additional_code_sid)]) ||
            (!row[F(measure, goods_nomenclature_item_id)] && !row[F(measure, additional_code)]) ||
            !write_pair(w, "additional-code", row[F(measure, additional_code_type)], row[F(measure, additional_code)], true))
            continue;
        native_open_list(w, &open, "measures");
        trf_xml_write_start(&w->xml, "measure");
        native_write_attributes(w, N_measure, row);
        write_suffix(w, row);
        write_pair(w, "additional-code", row[F(measure, additional_code_type)], row[F(measure, additional_code)], false);
        INSIDE(measure_children);
        write_programmes(w, row[F(measure, programmes)]);
        if (row[F(measure, rate_status)]) {
            trf_xml_write_start(&w->xml, "rate");
            native_write_value(w, "status", NATIVE_RATE_STATUS, row[F(measure, rate_status)]);
            native_write_value(w, "from-code", NATIVE_DIGITS, row[F(measure, inherited_from)]);
            trf_xml_write_end(&w->xml);
        }
        trf_xml_write_end(&w->xml);
        w->written[TRF_KIND_measure][run[i].value] = 1;
    }
    native_close_list(w, &open);
}

/* ---- rates of exchange ---- */
void native_write_exchange(native_writer *w)
{
    uint32_t count, inner;
    const trf_sort_item *run = native_run(w, TRF_KIND_monetary_exchange_period, -1, 0, &count), *rates;
    const trf_value *before = NULL;
    bool open = false;

    for (uint32_t i = 0; i < count; i++) {
        const trf_value *period = row_of(w, TRF_KIND_monetary_exchange_period, (uint32_t)run[i].value);

        if (!period[F(monetary_exchange_period, authority)] || !period[F(monetary_exchange_period, purpose)])
            continue;
        if (before && (before[F(monetary_exchange_period, authority)] != period[F(monetary_exchange_period, authority)] ||
                       before[F(monetary_exchange_period, purpose)] != period[F(monetary_exchange_period, purpose)] ||
                       before[F(monetary_exchange_period, parent_monetary_unit_code)] !=
                           period[F(monetary_exchange_period, parent_monetary_unit_code)]))
            native_close_list(w, &open);
        if (!open) {
            native_open_list(w, &open, "exchange-rates");
            native_write_value(w, "authority", NATIVE_TEXT, period[F(monetary_exchange_period, authority)]);
            native_write_value(w, "purpose", NATIVE_ID, period[F(monetary_exchange_period, purpose)]);
            native_write_value(w, "base", NATIVE_ID, period[F(monetary_exchange_period, parent_monetary_unit_code)]);
        }
        rates = native_run(w, TRF_KIND_monetary_exchange_rate, F(monetary_exchange_rate, monetary_exchange_period_sid),
                           period[F(monetary_exchange_period, monetary_exchange_period_sid)], &inner);
        for (uint32_t r = 0; r < inner; r++) {
            const trf_value *rate = row_of(w, TRF_KIND_monetary_exchange_rate, (uint32_t)rates[r].value);

            trf_xml_write_start(&w->xml, "rate");
            native_write_attributes(w, N_exchange_rate, rate);
            native_write_value(w, "from", NATIVE_DATE, period[F(monetary_exchange_period, validity_start_date)]);
            native_write_value(w, "to", NATIVE_DATE, period[F(monetary_exchange_period, validity_end_date)]);
            trf_xml_write_end(&w->xml);
            w->written[TRF_KIND_monetary_exchange_rate][rates[r].value] = 1;
            w->written[TRF_KIND_monetary_exchange_period][run[i].value] = 1;
        }
        before = period;
    }
    native_close_list(w, &open);
}

/* ---- correlations ---- */
void native_write_correlations(native_writer *w)
{
    static const native_link links[] = {FREE(goods_nomenclature_correlation, from_vintage),
                                        FREE(goods_nomenclature_correlation, to_vintage), NATIVE_NO_LINK};
    uint32_t count;
    const trf_sort_item *run = native_run(w, TRF_KIND_goods_nomenclature_correlation, -1, 0, &count);
    const trf_value *before = NULL;
    bool open = false, inner = false;

    for (uint32_t i = 0; i < count; i++) {
        const trf_value *row = row_of(w, TRF_KIND_goods_nomenclature_correlation, (uint32_t)run[i].value);

        if (!native_expressible(w, N_map, row, NULL, links))
            continue;
        native_open_list(w, &open, "correlations");
        if (before &&
            (before[F(goods_nomenclature_correlation, from_vintage)] != row[F(goods_nomenclature_correlation, from_vintage)] ||
             before[F(goods_nomenclature_correlation, to_vintage)] != row[F(goods_nomenclature_correlation, to_vintage)]))
            native_close_list(w, &inner);
        if (!inner) {
            native_open_list(w, &inner, "correlation");
            native_write_value(w, "from-vintage", NATIVE_ID, row[F(goods_nomenclature_correlation, from_vintage)]);
            native_write_value(w, "to-vintage", NATIVE_ID, row[F(goods_nomenclature_correlation, to_vintage)]);
        }
        trf_xml_write_start(&w->xml, "map");
        native_write_attributes(w, N_map, row);
        trf_xml_write_end(&w->xml);
        w->written[TRF_KIND_goods_nomenclature_correlation][run[i].value] = 1;
        before = row;
    }
    native_close_list(w, &inner);
    native_close_list(w, &open);
}
