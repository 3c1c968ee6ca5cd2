/* SPDX-License-Identifier: Apache-2.0 */
/* hierarchy, hierarchy-full: tariff_goods_nomenclature_find, tariff_goods_nomenclature_ancestors, method nomenclature.class */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "conformance/xml.h"

enum { ANCESTORS_MOST = 32 };

void xml_begin(text *xml)
{
    text_add(xml, "<tariff-data xmlns=\"urn:libtariff:tariff:1\" version=\"1\"><tariff id=\"" CASE_TARIFF "\">");
}

void xml_end(text *xml)
{
    text_add(xml, "</tariff></tariff-data>");
}

void xml_line(text *xml, const char *sid, const char *code, const char *suffix, const char *indent)
{
    text_add(xml, "<line");
    text_attribute(xml, "code", code);
    text_attribute(xml, "suffix", suffix);
    text_attribute(xml, "indent", indent);
    if (sid)
        text_attribute(xml, "sid", sid);
    text_add(xml, "/>");
}

/* ---- looking up ---- */

static tariff_text borrowed(const char *data, size_t size)
{
    return (tariff_text){data, (uint32_t)size, 0};
}

/* Two digits; 0, which finds nothing else, for other texts. */
static uint32_t suffix_of(const char *text)
{
    char shown[3];

    for (uint32_t suffix = 1; suffix < 100; suffix++) {
        snprintf(shown, sizeof shown, "%02u", suffix);
        if (strcmp(shown, text) == 0)
            return suffix;
    }
    return 0;
}

/* A node is "code-suffix". */
static void query_of(const char *node, tariff_goods_nomenclature_query *query)
{
    size_t size = strcspn(node, "-");

    *query = (tariff_goods_nomenclature_query)TARIFF_GOODS_NOMENCLATURE_QUERY_INIT;
    query->tariff = borrowed(CASE_TARIFF, strlen(CASE_TARIFF));
    query->code = borrowed(node, size);
    if (node[size])
        query->suffix = suffix_of(node + size + 1);
}

static void put_node(text *out, const tariff_goods_nomenclature *line)
{
    char suffix[16];

    text_bytes(out, line->code.data, line->code.size);
    snprintf(suffix, sizeof suffix, "-%02u", line->suffix);
    text_add(out, suffix);
}

typedef struct looked {
    tariff_goods_nomenclature line;
    tariff_goods_nomenclature ancestors[ANCESTORS_MOST];
    uint32_t count;
} looked;

static bool look(trial *trial, tariff_session *session, const char *node, looked *out)
{
    static const tariff_goods_nomenclature none = TARIFF_GOODS_NOMENCLATURE_INIT;
    tariff_goods_nomenclature_query query;
    tariff_error *error = NULL;
    tariff_status status;

    out->line = none;
    for (unsigned i = 0; i < ANCESTORS_MOST; i++)
        out->ancestors[i] = none;
    query_of(node, &query);
    status = tariff_goods_nomenclature_find(session, &query, &out->line, &error);
    if (status == TARIFF_OK)
        status = tariff_goods_nomenclature_ancestors(session, &query, ANCESTORS_MOST, out->ancestors, &out->count, &error);
    if (status < 0)
        trial_fault(trial, "%s", tariff_error_message(error).data);
    else if (status != TARIFF_OK)
        trial_fault(trial, "node %s not found", node);
    tariff_error_free(error);
    return status == TARIFF_OK;
}

/* What a node is, in the words of both kinds. */
static void describe(const looked *found, text *out)
{
    text node = {NULL, 0, 0};

    text_char(out, '{');
    text_name(out, "parent");
    if (found->count) {
        put_node(&node, &found->ancestors[0]);
        text_json(out, text_get(&node), node.size);
    } else {
        text_add(out, "null");
    }
    text_name(out, "leaf");
    text_add(out, found->line.children ? "false" : "true");
    text_name(out, "declarable");
    text_add(out, found->line.flags & TARIFF_LINE_DECLARABLE ? "true" : "false");
    text_name(out, "end_line");
    text_add(out, found->line.flags & TARIFF_LINE_DECLARABLE ? "true" : "false");
    text_name(out, "number_indents");
    text_number(out, found->line.indent);
    text_name(out, "child_count");
    text_number(out, found->line.children);
    text_name(out, "ancestors");
    text_char(out, '[');
    for (uint32_t i = found->count; i > 0; i--) {
        text_clear(&node);
        put_node(&node, &found->ancestors[i - 1]);
        text_next(out);
        text_json(out, text_get(&node), node.size);
    }
    text_add(out, "]}");
    text_free(&node);
}

static bool compare_node(trial *trial, tariff_session *session, const char *node)
{
    text told = {NULL, 0, 0};
    json_document *document;
    const char *fault;
    looked *found = memory_get(NULL, sizeof *found);
    size_t line;
    bool passed = look(trial, session, node, found);

    if (passed) {
        describe(found, &told);
        document = json_read(text_get(&told), told.size, &fault, &line);
        passed = trial_same_all(trial, json_root(document));
        json_free(document);
        text_free(&told);
    }
    free(found);
    return passed;
}

/* ---- hierarchy ---- */

/* Lines as [code, suffix, indent]. */
static tariff_session *open_tree(trial *trial, const json *tree)
{
    text xml = {NULL, 0, 0};
    tariff_session *session;

    xml_begin(&xml);
    text_add(&xml, "<goods-nomenclature>");
    for (const json *line = tree->first; line; line = line->next) {
        if (!json_is(line, JSON_ARRAY) || line->count < 3 || !line->first->text || !line->first->next->text ||
            !line->first->next->next->text) {
            trial_fault(trial, "a line of the tree is not [code, suffix, indent]");
            text_free(&xml);
            return NULL;
        }
        xml_line(&xml, NULL, line->first->text, line->first->next->text, line->first->next->next->text);
    }
    text_add(&xml, "</goods-nomenclature>");
    xml_end(&xml);
    session = trial_tariff(trial, &xml);
    text_free(&xml);
    return session;
}

static bool compare_parents(trial *trial, tariff_session *session, const json *parents)
{
    bool passed = true;

    for (const json *node = parents ? parents->first : NULL; node && passed; node = node->next) {
        looked *found = memory_get(NULL, sizeof *found);
        text parent = {NULL, 0, 0};

        passed = look(trial, session, node->name, found);
        if (passed && found->count)
            put_node(&parent, &found->ancestors[0]);
        if (passed && (node->type == JSON_NULL ? found->count != 0 : !node->text || strcmp(node->text, text_get(&parent)) != 0)) {
            text_clear(&trial->found);
            text_add(&trial->found, node->name);
            text_add(&trial->found, " below ");
            text_add(&trial->found, text_get(&parent));
            passed = false;
        }
        text_free(&parent);
        free(found);
    }
    return passed;
}

/* Exactly the nodes of the list are declarable. */
static bool compare_declarable(trial *trial, tariff_session *session, const json *tree, const json *wanted)
{
    bool passed = true;

    for (const json *line = tree->first; line && wanted && passed; line = line->next) {
        looked *found = memory_get(NULL, sizeof *found);
        text node = {NULL, 0, 0};
        bool listed = false;

        text_add(&node, line->first->text);
        text_char(&node, '-');
        text_add(&node, line->first->next->text);
        for (const json *one = wanted->first; one; one = one->next)
            listed = listed || (one->text && strcmp(one->text, text_get(&node)) == 0);
        passed = look(trial, session, text_get(&node), found);
        if (passed && listed != ((found->line.flags & TARIFF_LINE_DECLARABLE) != 0)) {
            text_clear(&trial->found);
            text_add(&trial->found, text_get(&node));
            text_add(&trial->found, listed ? " not declarable" : " declarable");
            passed = false;
        }
        text_free(&node);
        free(found);
    }
    return passed;
}

/* A line alone, or with one below it. */
static bool compare_class(trial *trial)
{
    const char *code = member(trial->inputs, "item_id"), *suffix = member(trial->inputs, "suffix");
    text xml = {NULL, 0, 0}, request = {NULL, 0, 0}, child = {NULL, 0, 0};
    tariff_session *session;
    json_document *reply;
    bool passed;

    xml_begin(&xml);
    text_add(&xml, "<goods-nomenclature>");
    xml_line(&xml, NULL, code, suffix, "0");
    if (json_is(json_get(trial->inputs, "leaf"), JSON_FALSE)) {
        /* The next code in order, one dash deeper. */
        text_add(&child, code);
        if (child.size && child.data[child.size - 1] < '9')
            child.data[child.size - 1]++;
        xml_line(&xml, NULL, text_get(&child), suffix, "1");
    }
    text_add(&xml, "</goods-nomenclature>");
    xml_end(&xml);
    session = trial_tariff(trial, &xml);
    text_char(&request, '{');
    text_member(&request, "tariff", CASE_TARIFF);
    text_member(&request, "code", code);
    text_member(&request, "suffix", suffix);
    text_char(&request, '}');
    reply = trial_ask(trial, session, "nomenclature.class", &request);
    passed = reply && trial_same_all(trial, json_root(reply));
    json_free(reply);
    text_free(&xml);
    text_free(&request);
    text_free(&child);
    return passed;
}

bool adapt_hierarchy(trial *trial)
{
    const json *tree = json_have(trial->inputs, "tree");
    tariff_session *session;

    if (!trial_only(trial, "parent leaf declarable number_indents parents class short_code child_count ancestors"))
        return false;
    if (json_have(trial->inputs, "item_id"))
        return compare_class(trial);
    if (!tree)
        tree = json_get(json_get(trial->head, "trees"), member(trial->inputs, "tree_ref"));
    if (!json_is(tree, JSON_ARRAY))
        return trial_fault(trial, "tree %s not found", member(trial->inputs, "tree_ref"));
    session = open_tree(trial, tree);
    if (!session)
        return false;
    if (json_have(trial->inputs, "node"))
        return compare_node(trial, session, member(trial->inputs, "node"));
    return compare_parents(trial, session, json_get(trial->expected, "parents")) &&
           compare_declarable(trial, session, tree, json_get(trial->expected, "declarable"));
}

/* ---- hierarchy-full ---- */

/* The cells of a line of CSV, in place; the rest of the text in *rest. Quoted cells may hold commas, quotes and line ends. */
static unsigned cells_of(char **rest, const char *cells[], unsigned most)
{
    char *at = *rest, *out;
    unsigned count = 0;
    char end;

    if (!*at)
        return 0;
    do {
        bool quoted = *at == '"';

        at += quoted;
        out = at;
        if (count < most)
            cells[count] = at;
        count++;
        /* Publishers forget to double quotes inside: one ends a cell only before a comma or the end of the line. */
        while (*at && (quoted ? *at != '"' || !strchr(",\r\n", at[1]) : *at != ',' && *at != '\n'))
            *out++ = *at++;
        at += quoted && *at == '"';
        at += *at == '\r';
        end = *at;
        at += end != 0;
        *out = 0;
    } while (end == ',');
    *rest = at;
    return count < most ? count : most;
}

static int column(const char *const *names, unsigned count, const char *wanted)
{
    for (unsigned i = 0; i < count; i++)
        if (strcmp(names[i], wanted) == 0)
            return (int)i;
    return -1;
}

/* The lines of a published table; the file's name stands in the XML, so that it is read once. */
static tariff_session *open_table(trial *trial, const char *name)
{
    static const char *const names[] = {"SID", "Commodity code", "Product line suffix", "Indentation"};
    char *path = trial_path(trial, name), *rest;
    text data = {NULL, 0, 0}, xml = {NULL, 0, 0};
    const char *cells[16];
    tariff_session *session = NULL;
    unsigned count;
    int at[4];

    if (!path || cli_read_file(trial->program, path, &data)) {
        trial_fault(trial, "file %s not read", name);
        free(path);
        return NULL;
    }
    free(path);
    rest = data.data;
    count = cells_of(&rest, cells, 16);
    for (unsigned i = 0; i < 4; i++) {
        at[i] = column(cells, count, names[i]);
        if (at[i] < 0) {
            trial_fault(trial, "file %s has no column '%s'", name, names[i]);
            text_free(&data);
            return NULL;
        }
    }
    xml_begin(&xml);
    text_add(&xml, "<goods-nomenclature>");
    while ((count = cells_of(&rest, cells, 16)) > 0)
        if (count > (unsigned)at[3])
            xml_line(&xml, cells[at[0]], cells[at[1]], cells[at[2]], cells[at[3]]);
    text_add(&xml, "</goods-nomenclature>");
    xml_end(&xml);
    session = trial_tariff(trial, &xml);
    text_free(&xml);
    text_free(&data);
    return session;
}

bool adapt_nomenclature(trial *trial)
{
    static char known[256];
    static tariff_session *session;
    const char *name = member(trial->inputs, "dataset");

    if (!trial_only(trial, "end_line declarable leaf parent ancestors child_count number_indents"))
        return false;
    if (!session || strcmp(known, name) != 0) {
        session = open_table(trial, name);
        snprintf(known, sizeof known, "%s", name);
    }
    return session && compare_node(trial, session, member(trial->inputs, "node"));
}
