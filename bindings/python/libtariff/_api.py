# SPDX-License-Identifier: Apache-2.0
"""Structs, constants and prototypes of the C library. Made by build-aux/python-api; do not edit."""
from ctypes import (CFUNCTYPE, POINTER, Structure, c_char_p, c_int32, c_uint8, c_uint32, c_uint64, c_void_p, sizeof)

tariff_assessment_fn = CFUNCTYPE(c_int32, c_void_p, c_uint32, c_void_p, c_void_p)
tariff_resize_fn = CFUNCTYPE(c_void_p, c_void_p, c_void_p, c_uint64, c_uint64)
tariff_progress_fn = CFUNCTYPE(c_int32, c_void_p, c_char_p, c_uint64, c_uint64)
tariff_log_fn = CFUNCTYPE(None, c_void_p, c_int32, c_char_p, c_uint32)


class tariff_context_options(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("input_bytes", c_uint64),
        ("request_bytes", c_uint64),
        ("text_bytes", c_uint64),
        ("hash_seed", c_uint64),
        ("xml_depth", c_uint32),
        ("json_depth", c_uint32),
        ("inflate_ratio", c_uint32),
        ("findings", c_uint32),
        ("items", c_uint32),
        ("reserved0", c_uint32),
        ("resize", tariff_resize_fn),
        ("resize_user", c_void_p),
        ("progress", tariff_progress_fn),
        ("progress_user", c_void_p),
        ("log", tariff_log_fn),
        ("log_user", c_void_p),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_snapshot_facts(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("layout", c_uint32),
        ("tariff_count", c_uint32),
        ("line_count", c_uint32),
        ("measure_count", c_uint32),
        ("bytes", c_uint64),
        ("content_hash", c_uint8 * 32),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_text(Structure):
    _fields_ = [
        ("data", c_void_p),
        ("size", c_uint32),
        ("reserved0", c_uint32),
    ]


class tariff_declared_amount(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("kind", tariff_text),
        ("amount", tariff_text),
        ("currency", tariff_text),
        ("by", tariff_text),
        ("spread", tariff_text),
        ("units", tariff_text),
        ("imported", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_declared_sale(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("quantity", tariff_text),
        ("unit_price", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_declared_date(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("name", tariff_text),
        ("when", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_declared_quantity(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("unit", tariff_text),
        ("quantity", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_declared_document(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("code", tariff_text),
        ("reference", tariff_text),
        ("status", tariff_text),
        ("issued", tariff_text),
        ("valid_to", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_declared_claim(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("scheme", tariff_text),
        ("code", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_declared_fact(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("name", tariff_text),
        ("value", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_declared_rate(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("currency", tariff_text),
        ("per_unit", tariff_text),
        ("source", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_declared_quota(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("order_number", tariff_text),
        ("balance", tariff_text),
        ("unit", tariff_text),
        ("as_of", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_goods_item(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("number", c_uint32),
        ("quantity_count", c_uint32),
        ("document_count", c_uint32),
        ("claim_count", c_uint32),
        ("fact_count", c_uint32),
        ("addition_count", c_uint32),
        ("deduction_count", c_uint32),
        ("additional_code_count", c_uint32),
        ("tariff", tariff_text),
        ("date", tariff_text),
        ("currency", tariff_text),
        ("code", tariff_text),
        ("origin", tariff_text),
        ("preferential_origin", tariff_text),
        ("export_country", tariff_text),
        ("price", tariff_text),
        ("price_currency", tariff_text),
        ("customs_value", tariff_text),
        ("net_mass", tariff_text),
        ("gross_mass", tariff_text),
        ("preference", tariff_text),
        ("quota", tariff_text),
        ("vat_adjustment", tariff_text),
        ("quantities", POINTER(tariff_declared_quantity)),
        ("documents", POINTER(tariff_declared_document)),
        ("claims", POINTER(tariff_declared_claim)),
        ("facts", POINTER(tariff_declared_fact)),
        ("additions", POINTER(tariff_declared_amount)),
        ("deductions", POINTER(tariff_declared_amount)),
        ("additional_codes", POINTER(tariff_text)),
        ("sale_count", c_uint32),
        ("reserved0", c_uint32),
        ("time", tariff_text),
        ("valuation_method", tariff_text),
        ("sales", POINTER(tariff_declared_sale)),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_declaration(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("movement", c_uint32),
        ("item_count", c_uint32),
        ("rate_count", c_uint32),
        ("quota_count", c_uint32),
        ("addition_count", c_uint32),
        ("deduction_count", c_uint32),
        ("id", tariff_text),
        ("tariff", tariff_text),
        ("date", tariff_text),
        ("export_date", tariff_text),
        ("as_published", tariff_text),
        ("currency", tariff_text),
        ("incoterm", tariff_text),
        ("place", tariff_text),
        ("items", POINTER(tariff_goods_item)),
        ("exchange_rates", POINTER(tariff_declared_rate)),
        ("quotas", POINTER(tariff_declared_quota)),
        ("additions", POINTER(tariff_declared_amount)),
        ("deductions", POINTER(tariff_declared_amount)),
        ("date_count", c_uint32),
        ("fact_count", c_uint32),
        ("time", tariff_text),
        ("entry_type", tariff_text),
        ("dataset", tariff_text),
        ("kind", tariff_text),
        ("transport_mode", tariff_text),
        ("dates", POINTER(tariff_declared_date)),
        ("facts", POINTER(tariff_declared_fact)),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_assess_options(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("reserved0", c_uint64),
        ("rounding", tariff_text),
        ("conditions", tariff_text),
        ("exchange", tariff_text),
        ("route", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_assessment_summary(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("status", c_uint32),
        ("item_count", c_uint32),
        ("id", tariff_text),
        ("tariff", tariff_text),
        ("date", tariff_text),
        ("currency", tariff_text),
        ("image", tariff_text),
        ("data_as_of", tariff_text),
        ("customs_value", tariff_text),
        ("duty", tariff_text),
        ("taxes", tariff_text),
        ("fees", tariff_text),
        ("security", tariff_text),
        ("payable", tariff_text),
        ("range_least", tariff_text),
        ("range_most", tariff_text),
        ("decided_by", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_item_summary(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("status", c_uint32),
        ("number", c_uint32),
        ("charge_count", c_uint32),
        ("outcome_count", c_uint32),
        ("candidate_count", c_uint32),
        ("reserved0", c_uint32),
        ("code", tariff_text),
        ("customs_value", tariff_text),
        ("duty", tariff_text),
        ("taxes", tariff_text),
        ("fees", tariff_text),
        ("total", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_charge(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("trace", c_uint32),
        ("reserved0", c_uint32),
        ("charge", tariff_text),
        ("role", tariff_text),
        ("measure", tariff_text),
        ("measure_type", tariff_text),
        ("area", tariff_text),
        ("order_number", tariff_text),
        ("expression", tariff_text),
        ("state", tariff_text),
        ("settlement", tariff_text),
        ("official", tariff_text),
        ("base", tariff_text),
        ("unrounded", tariff_text),
        ("amount", tariff_text),
        ("by", tariff_text),
        ("source", tariff_text),
        ("tariff", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_outcome(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("code", tariff_text),
        ("effect", tariff_text),
        ("measure", tariff_text),
        ("needs", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_candidate(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("measure", tariff_text),
        ("measure_type", tariff_text),
        ("role", tariff_text),
        ("area", tariff_text),
        ("disposition", tariff_text),
        ("by", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_finding(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("line", c_uint32),
        ("reserved0", c_uint32),
        ("rule", tariff_text),
        ("record", tariff_text),
        ("file", tariff_text),
        ("text", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_goods_nomenclature(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("line", c_uint32),
        ("parent", c_uint32),
        ("suffix", c_uint32),
        ("level", c_uint32),
        ("indent", c_int32),
        ("children", c_uint32),
        ("code", tariff_text),
        ("description", tariff_text),
        ("lang", tariff_text),
        ("valid_from", tariff_text),
        ("valid_to", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


class tariff_goods_nomenclature_query(Structure):
    _fields_ = [
        ("size", c_uint32),
        ("flags", c_uint32),
        ("suffix", c_uint32),
        ("reserved0", c_uint32),
        ("tariff", tariff_text),
        ("code", tariff_text),
        ("date", tariff_text),
        ("lang", tariff_text),
    ]

    def __init__(self, **members):
        super().__init__(size=sizeof(type(self)), **members)


TARIFF_QUOTA_CRITICAL = 1
TARIFF_MOVEMENT_IMPORT = 1
TARIFF_MOVEMENT_EXPORT = 2
TARIFF_ASSESS_EXPLAIN = 1
TARIFF_ASSESSMENT_COMPLETE = 1
TARIFF_ASSESSMENT_INCOMPLETE = 2
TARIFF_ASSESSMENT_REFUSED = 3
TARIFF_EXPLAIN_TRACE = 1
TARIFF_EXPLAIN_DISPOSITIONS = 2
TARIFF_LOG_NOTE = 0
TARIFF_LOG_FINDING = 1
TARIFF_LINE_DECLARABLE = 1
TARIFF_LINE_UNNUMBERED = 2
TARIFF_LINE_OTHER_LANGUAGE = 4
TARIFF_OPEN_COPY = 1
TARIFF_OK = 0
TARIFF_NOT_FOUND = 1
TARIFF_FINDINGS = 2
TARIFF_INCOMPLETE = 3
TARIFF_NEGATIVE = 4
TARIFF_EINVAL = -1
TARIFF_ENOMEM = -2
TARIFF_ERANGE = -3
TARIFF_EINPUT = -4
TARIFF_EIO = -5
TARIFF_EIMAGE = -6
TARIFF_ELIMIT = -7
TARIFF_EUNSUPPORTED = -8
TARIFF_ECANCELLED = -9
TARIFF_VERSION_MAJOR = 0
TARIFF_VERSION_MINOR = 1
TARIFF_VERSION_PATCH = 0

STATUSES = {
    -9: "cancelled",
    -8: "unsupported",
    -7: "limit",
    -6: "bad_image",
    -5: "io",
    -4: "bad_input",
    -3: "out_of_range",
    -2: "no_memory",
    -1: "invalid",
    0: "ok",
    1: "not_found",
    2: "findings",
    3: "incomplete",
    4: "negative",
}

# name: (result, arguments)
FUNCTIONS = {
    "tariff_assess": (c_int32, [c_void_p, POINTER(tariff_goods_item), POINTER(tariff_assess_options), POINTER(c_void_p),
        POINTER(c_void_p)]),
    "tariff_assess_declaration": (c_int32, [c_void_p, POINTER(tariff_declaration), POINTER(tariff_assess_options),
        POINTER(c_void_p), POINTER(c_void_p)]),
    "tariff_assess_many": (c_int32, [c_void_p, POINTER(tariff_goods_item), c_uint32, POINTER(tariff_assess_options),
        tariff_assessment_fn, c_void_p, POINTER(c_void_p)]),
    "tariff_assessment_detach": (c_int32, [c_void_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "tariff_assessment_free": (None, [c_void_p]),
    "tariff_assessment_get": (c_int32, [c_void_p, POINTER(tariff_assessment_summary)]),
    "tariff_assessment_item": (c_int32, [c_void_p, c_uint32, POINTER(tariff_item_summary)]),
    "tariff_assessment_charge": (c_int32, [c_void_p, c_uint32, c_uint32, POINTER(tariff_charge)]),
    "tariff_assessment_outcome": (c_int32, [c_void_p, c_uint32, c_uint32, POINTER(tariff_outcome)]),
    "tariff_assessment_candidate": (c_int32, [c_void_p, c_uint32, c_uint32, POINTER(tariff_candidate)]),
    "tariff_assessment_json": (c_int32, [c_void_p, c_void_p, c_uint32, POINTER(tariff_text), POINTER(c_void_p)]),
    "tariff_assessment_explain": (c_int32, [c_void_p, c_void_p, tariff_text, c_uint32, POINTER(tariff_text), POINTER(c_void_p)]),
    "tariff_build_new": (c_int32, [c_void_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "tariff_build_from_snapshot": (c_int32, [c_void_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "tariff_build_add_file": (c_int32, [c_void_p, c_char_p, c_char_p, POINTER(c_void_p)]),
    "tariff_build_add_memory": (c_int32, [c_void_p, c_void_p, c_uint64, c_char_p, c_char_p, POINTER(c_void_p)]),
    "tariff_build_check": (c_int32, [c_void_p, POINTER(c_void_p)]),
    "tariff_build_write": (c_int32, [c_void_p, c_char_p, POINTER(c_void_p)]),
    "tariff_build_open": (c_int32, [c_void_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "tariff_build_finding_count": (c_uint64, [c_void_p]),
    "tariff_build_finding": (c_int32, [c_void_p, c_uint64, POINTER(tariff_finding), POINTER(c_void_p)]),
    "tariff_build_free": (None, [c_void_p]),
    "tariff_context_new": (c_int32, [POINTER(tariff_context_options), POINTER(c_void_p), POINTER(c_void_p)]),
    "tariff_context_free": (None, [c_void_p]),
    "tariff_error_status": (c_int32, [c_void_p]),
    "tariff_error_message": (tariff_text, [c_void_p]),
    "tariff_error_file": (tariff_text, [c_void_p]),
    "tariff_error_subject": (tariff_text, [c_void_p]),
    "tariff_error_line": (c_uint32, [c_void_p]),
    "tariff_error_column": (c_uint32, [c_void_p]),
    "tariff_error_free": (None, [c_void_p]),
    "tariff_status_name": (c_char_p, [c_int32]),
    "tariff_version": (c_char_p, []),
    "tariff_goods_nomenclature_find": (c_int32, [c_void_p, POINTER(tariff_goods_nomenclature_query),
        POINTER(tariff_goods_nomenclature), POINTER(c_void_p)]),
    "tariff_goods_nomenclature_find_many": (c_int32, [c_void_p, c_uint32, POINTER(tariff_goods_nomenclature_query),
        POINTER(tariff_goods_nomenclature), POINTER(c_int32), POINTER(c_void_p)]),
    "tariff_goods_nomenclature_ancestors": (c_int32, [c_void_p, POINTER(tariff_goods_nomenclature_query), c_uint32,
        POINTER(tariff_goods_nomenclature), POINTER(c_uint32), POINTER(c_void_p)]),
    "tariff_session_new": (c_int32, [c_void_p, c_void_p, c_void_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "tariff_session_free": (None, [c_void_p]),
    "tariff_call_json": (c_int32, [c_void_p, c_char_p, c_char_p, c_uint64, POINTER(c_char_p), POINTER(c_uint64),
        POINTER(c_void_p)]),
    "tariff_snapshot_open": (c_int32, [c_void_p, c_char_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "tariff_snapshot_open_memory": (c_int32, [c_void_p, c_void_p, c_uint64, c_uint32, POINTER(c_void_p), POINTER(c_void_p)]),
    "tariff_snapshot_open_xml": (c_int32, [c_void_p, c_char_p, c_uint64, c_char_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "tariff_snapshot_retain": (None, [c_void_p]),
    "tariff_snapshot_release": (None, [c_void_p]),
    "tariff_snapshot_verify": (c_int32, [c_void_p, POINTER(c_void_p)]),
    "tariff_snapshot_info": (c_int32, [c_void_p, POINTER(tariff_snapshot_facts), POINTER(c_void_p)]),
}
