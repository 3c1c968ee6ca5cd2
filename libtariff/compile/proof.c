/* SPDX-License-Identifier: Apache-2.0 */
/* What claims to the preferences of an agreement rest on: its proofs of origin and its rule of transport, for each party. */
#include "compile/staging.h"

static uint32_t natural(const trf_staging *s, uint32_t node, const char *name)
{
    uint32_t number = 0;

    return trf_staging_natural(trf_staging_attribute(s, node, name), &number) ? number : 0;
}

static trf_str kept_text(trf_build *build, uint32_t node, const char *name)
{
    return trf_build_text(build, trf_staging_text(&build->staged->s, node, name));
}

tariff_status trf_proofs_of(trf_build *build, uint32_t agreement, uint32_t *first, uint32_t *count)
{
    trf_staged *staged = build->staged;
    const trf_staging *s = &staged->s;

    *first = staged->proofs.count;
    for (uint32_t node = trf_staging_next(s, trf_staging_node(s, agreement)->first_child, "proof"); node != TRF_NODE_NONE;
         node = trf_staging_next(s, trf_staging_node(s, node)->next, "proof")) {
        trf_proof_record *proof = trf_rows_add(build->alloc, &staged->proofs);

        if (!proof)
            return trf_fail_memory(build->error);
        memset(proof, 0, sizeof *proof);
        proof->kind = kept_text(build, node, "kind");
        proof->certificate = kept_text(build, node, "certificate");
        proof->by = kept_text(build, node, "by");
        proof->up_to = kept_text(build, node, "up-to");
        proof->currency = kept_text(build, node, "currency");
        proof->valid_months = natural(s, node, "valid-months");
        proof->retrospective_months = natural(s, node, "retrospective-months");
        proof->start = trf_staging_day(s, node, "from", TRF_DATE_NONE);
        proof->end = trf_staging_day(s, node, "to", TRF_DATE_OPEN);
        proof->source = trf_build_text(build, trf_staging_source(s, node));
        proof->node = node;
    }
    *count = staged->proofs.count - *first;
    return trf_build_status(build);
}

/** A record for each party on the other side of a schedule. */
tariff_status trf_schedule_parties(trf_build *build, const trf_schedule *sc)
{
    trf_staged *staged = build->staged;
    const trf_staging *s = &staged->s;
    uint32_t transport = trf_staging_next(s, trf_staging_node(s, sc->agreement)->first_child, "transport");
    trf_row_source source = {.tariff = sc->tariff};

    source.line = trf_staging_node(s, sc->node)->line;
    source.input = trf_staging_node(s, sc->node)->input;
    for (uint32_t p = 0; p < sc->party_count; p++) {
        trf_agreement_record *record = trf_rows_add(build->alloc, &staged->parties);
        tariff_status status;

        if (!record)
            return trf_fail_memory(build->error);
        memset(record, 0, sizeof *record);
        record->id = sc->id;
        record->tariff = sc->tariff;
        record->start = sc->start;
        record->end = sc->end;
        record->first_proof = sc->first_proof;
        record->proof_count = sc->proof_count;
        record->programmes = sc->programmes;
        record->source = trf_build_text(build, trf_staging_source(s, sc->node));
        if (transport != TRF_NODE_NONE) {
            record->transport = kept_text(build, transport, "rule");
            record->through = kept_text(build, transport, "through");
            record->transport_source = trf_build_text(build, trf_staging_source(s, transport));
        }
        status = trf_registry_find(build, TRF_REGISTRY_MEASURE_TYPE, sc->tariff, TRF_VALUE_ABSENT, sc->type, 0, TRF_DATE_MAX,
                                   &source, "agreement", &record->type);
        if (status >= 0)
            status = trf_registry_find(build, TRF_REGISTRY_AREA, sc->tariff, TRF_VALUE_ABSENT, sc->parties[p], 0, TRF_DATE_MAX,
                                       &source, "agreement", &record->area);
        if (status < 0)
            return status;
    }
    return trf_build_status(build);
}

tariff_status trf_build_proofs(trf_build *build)
{
    const trf_staged *staged = build->staged;

    for (uint32_t i = 0; staged && i < staged->parties.count; i++) {
        trf_agreement_record *record = trf_build_add(build, TRF_SECTION_AGREEMENT);

        if (!record)
            return trf_fail_memory(build->error);
        *record = ((const trf_agreement_record *)(const void *)staged->parties.data)[i];
        record->type = trf_registry_index(&build->registries[TRF_REGISTRY_MEASURE_TYPE], record->type);
        record->area = trf_registry_index(&build->registries[TRF_REGISTRY_AREA], record->area);
    }
    for (uint32_t i = 0; staged && i < staged->proofs.count; i++) {
        trf_proof_record *proof = trf_build_add(build, TRF_SECTION_PROOF);

        if (!proof)
            return trf_fail_memory(build->error);
        *proof = ((const trf_proof_record *)(const void *)staged->proofs.data)[i];
    }
    return TARIFF_OK;
}
