/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers, quantities, percentages, codes, CAS and CUS numbers. All start at a digit, or at a point before one. */
#include "text/analyser.h"

enum {
    CODE_DIGITS_MIN = 2,
    CODE_DIGITS_MAX = 10,
    DIGITS_MAX = TRF_DIGITS_BEFORE + TRF_DIGITS_AFTER,
    UNIT_BYTES_MAX = 24,
    CHAIN_MAX = 3,         /* numbers before a quantity that are of its unit: 10 x 20 x 30 cm */
    MATERIAL_WORDS_MAX = 4 /* between two percentages of one composition */
};

static size_t digits_at(const trf_analyser *analyser, size_t at)
{
    size_t count = 0;

    while (trf_digit(analyser->folded.data[at + count]))
        count++;
    return count;
}

/* A text in the arena: digits of a place, and what follows them. */
static trf_slice made(trf_analyser *analyser, const char *bytes, size_t size)
{
    trf_slice copy = trf_arena_copy(&analyser->arena, trf_slice_of(bytes, size));

    analyser->failed |= copy.data == NULL;
    return copy.data ? copy : TRF_SLICE_EMPTY;
}

/* ---- codes ---- */
static bool cas_checks(const char *digits, size_t first)
{
    unsigned sum = 0, weight = 1;

    /* From the right, the check digit left out: 1, 2, 3 …; the two digits of the middle first. */
    sum += weight++ * (unsigned)(digits[first + 2] - '0');
    sum += weight++ * (unsigned)(digits[first + 1] - '0');
    for (size_t i = first; i-- > 0;)
        sum += weight++ * (unsigned)(digits[i] - '0');
    return sum % 10 == (unsigned)(digits[first + 4] - '0');
}

/* The end of a CAS or CUS number, or 0. */
static size_t chemical_end(trf_analyser *analyser, size_t at, size_t first, trf_token_kind *kind)
{
    const char *data = analyser->folded.data;
    size_t next = at + first;

    if (data[next] != '-')
        return 0;
    if (first >= 2 && first <= 7 && digits_at(analyser, next + 1) == 2 && data[next + 3] == '-' &&
        digits_at(analyser, next + 4) == 1 && !trf_word_at(analyser, next + 5) && data[next + 5] != '-' &&
        cas_checks(data + at, first)) {
        *kind = TRF_TOKEN_CAS;
        return next + 5;
    }
    if (first == 7 && digits_at(analyser, next + 1) == 1 && !trf_word_at(analyser, next + 2) && data[next + 2] != '-') {
        *kind = TRF_TOKEN_CUS;
        return next + 2;
    }
    return 0;
}

/* The end of a code with its points (6109.10.00), or 0: four digits, then two groups or more of two to four. */
static size_t code_end(trf_analyser *analyser, size_t at, size_t first)
{
    const char *data = analyser->folded.data;
    size_t end = at + first, total = first, groups = 0;

    if (first != 4)
        return 0;
    while (data[end] == '.') {
        size_t count = digits_at(analyser, end + 1);

        if (count == 0)
            break;
        if (count < 2 || count > 4)
            return 0;
        total += count;
        groups++;
        end += count + 1;
    }
    return groups >= 2 && total <= TRF_CODE_MAX && !trf_word_at(analyser, end) ? end : 0;
}

static trf_slice only_digits(trf_analyser *analyser, size_t at, size_t end)
{
    char digits[TRF_CODE_MAX];
    size_t size = 0;

    for (; at < end && size < sizeof digits; at++)
        if (trf_digit(analyser->folded.data[at]))
            digits[size++] = analyser->folded.data[at];
    return made(analyser, digits, size);
}

trf_slice trf_measure_code(trf_analyser *analyser)
{
    const char *data = analyser->folded.data;
    size_t at = 0, end = analyser->folded.size, count = 0;
    bool separated = true;

    while (end > 0 && (data[end - 1] == ' ' || data[end - 1] == '.'))
        end--;
    while (at < end && data[at] == ' ')
        at++;
    if (end - at > 2 * CODE_DIGITS_MAX)
        return TRF_SLICE_EMPTY;
    for (size_t i = at; i < end; i++) {
        bool digit = trf_digit(data[i]);

        if (!digit && (separated || (data[i] != '.' && data[i] != ' ')))
            return TRF_SLICE_EMPTY;
        separated = !digit;
        count += digit;
    }
    return count >= CODE_DIGITS_MIN && count <= CODE_DIGITS_MAX ? only_digits(analyser, at, end) : TRF_SLICE_EMPTY;
}

/* ---- numbers ---- */
typedef struct figures {
    size_t end;     /* in the folded text */
    size_t point;   /* place of the decimal sign; end where there is none */
    bool separated; /* has signs beside digits */
} figures;

/* Where a number ends and which of its signs is the decimal one. A list (26601,26602) ends after its first number. */
static figures read_figures(trf_analyser *analyser, size_t at)
{
    const char *data = analyser->folded.data;
    bool comma = (analyser->core->rules & TRF_TEXT_DECIMAL_COMMA) != 0;
    size_t first = digits_at(analyser, at), end = at + first, last = 0, groups = 0;
    bool thousands = first >= 1 && first <= 3 && data[at] != '0', mixed = false;
    char sign = 0;

    while ((data[end] == '.' || data[end] == ',') && trf_digit(data[end + 1]) && !mixed && (first || !groups)) {
        size_t count = digits_at(analyser, end + 1);

        if (groups && data[end] != sign) {
            mixed = true; /* 1.234,5: the sign that comes last is the decimal one */
        } else {
            sign = data[end];
            if (count != 3 && groups)
                return (figures){at + first, at + first, false};
            thousands &= count == 3;
        }
        last = end;
        end += count + 1;
        groups++;
    }
    if (groups == 0)
        return (figures){end, end, false};
    if (mixed)
        return thousands ? (figures){end, last, true} : (figures){at + first, at + first, false};
    if (groups > 1)
        return thousands ? (figures){end, end, true} : (figures){at + first, at + first, false};
    if (thousands && (sign == ',') != comma)
        return (figures){end, end, true};
    if (sign == ',' && first > 3 && end - last > 4)
        return (figures){at + first, at + first, false};
    return (figures){end, last, true};
}

/* The exact decimal of a number: no zeros that say nothing. Empty where it has more digits than numbers may have. */
static trf_slice value_of(trf_analyser *analyser, size_t at, const figures *figures)
{
    char text[DIGITS_MAX + 2];
    size_t size = 0, whole;

    for (; at < figures->point; at++) {
        char c = analyser->folded.data[at];

        if (!trf_digit(c) || (c == '0' && size == 0))
            continue;
        if (size == TRF_DIGITS_BEFORE)
            return TRF_SLICE_EMPTY;
        text[size++] = c;
    }
    if (size == 0)
        text[size++] = '0';
    whole = size;
    if (figures->point < figures->end)
        text[size++] = '.';
    for (at = figures->point + 1; at < figures->end; at++) {
        if (size - whole > TRF_DIGITS_AFTER)
            return TRF_SLICE_EMPTY;
        text[size++] = analyser->folded.data[at];
    }
    while (size > whole && (text[size - 1] == '0' || text[size - 1] == '.'))
        size--;
    return made(analyser, text, size);
}

/* ---- units ---- */
/* Letters and digits from a letter on, so many bytes of them. */
static size_t run_end(trf_analyser *analyser, size_t at, size_t most)
{
    size_t start = at;
    unsigned used;

    while (at - start <= most && trf_character_is_word(trf_class_at(analyser, at, &used)))
        at += used;
    return at;
}

static uint32_t unit_of(trf_analyser *analyser, size_t at, size_t end, bool apart)
{
    trf_slice form = trf_slice_of(analyser->folded.data + at, end - at);
    const trf_known_word *known;

    if (form.size == 0 || form.size > UNIT_BYTES_MAX)
        return 0;
    known = trf_known_find(&analyser->core->known, form, trf_word_hash(form));
    /* "5 in 1": with a blank before it, a stop word is one. */
    return known && !(apart && (known->flags & TRF_KNOWN_STOP)) ? known->unit : 0;
}

/* The unit that begins at a place; *end is moved behind it. */
static uint32_t unit_at(trf_analyser *analyser, size_t at, bool apart, size_t *end)
{
    unsigned used;
    uint8_t class = trf_class_at(analyser, at, &used);
    size_t run = at + used, wide = at;
    uint32_t unit = 0;

    if (trf_character_is_unspaced(class)) {
        size_t ends[3];
        unsigned count = 0;

        for (; count < 3 && trf_character_is_unspaced(trf_class_at(analyser, wide, &used)); count++)
            ends[count] = wide += used;
        while (count > 0 && !unit) {
            *end = ends[--count];
            unit = unit_of(analyser, at, *end, apart);
        }
        return unit;
    }
    if (class == TRF_CHARACTER_OTHER || class == TRF_CHARACTER_APOSTROPHE) {
        /* %, ", the sign of degrees with its letter */
        size_t letters = run_end(analyser, run, UNIT_BYTES_MAX);

        unit = letters > run ? unit_of(analyser, at, letters, apart) : 0;
        *end = unit ? letters : run;
        return unit ? unit : unit_of(analyser, at, run, apart);
    }
    if (class != TRF_CHARACTER_LETTER)
        return 0;
    run = run_end(analyser, at, UNIT_BYTES_MAX);
    if (analyser->folded.data[run] == '/' && trf_word_at(analyser, run + 1)) {
        wide = run_end(analyser, run + 1, UNIT_BYTES_MAX);
        unit = unit_of(analyser, at, wide, apart);
    }
    *end = unit ? wide : run;
    return unit ? unit : unit_of(analyser, at, run, apart);
}

static void set_quantity(trf_analyser *analyser, trf_token *token, trf_slice unit)
{
    char text[DIGITS_MAX + 2 + UNIT_BYTES_MAX];
    size_t size = token->value.size;

    if (unit.size > UNIT_BYTES_MAX)
        return;
    memcpy(text, token->value.data, size);
    memcpy(text + size, unit.data, unit.size);
    token->kind = TRF_TOKEN_QUANTITY;
    token->unit = unit;
    token->term = made(analyser, text, size + unit.size);
}

/* Whether only a sign of "by" or "to" stands between two numbers. */
static bool is_chained(const trf_analyser *analyser, size_t at, size_t end)
{
    const char *data = analyser->folded.data;

    while (at < end && data[at] == ' ')
        at++;
    while (end > at && data[end - 1] == ' ')
        end--;
    return (end == at + 1 && (data[at] == 'x' || data[at] == '*' || data[at] == '-')) ||
           (end == at + 2 && memcmp(data + at, "\xc3\x97", 2) == 0) ||   /* multiplication sign */
           (end == at + 2 && memcmp(data + at, "\xd1\x85", 2) == 0) ||   /* Cyrillic x */
           (end == at + 3 && memcmp(data + at, "\xe2\x80\x93", 3) == 0); /* en dash */
}

/* 10 x 20 cm: the unit is that of the numbers before it too. The quantity is the token added last. */
static void chain_units(trf_analyser *analyser)
{
    uint32_t at = analyser->count - 1;
    trf_slice unit = analyser->tokens[at].unit;

    for (unsigned i = 0; i < CHAIN_MAX && at > 0; i++, at--) {
        trf_token *before = &analyser->tokens[at - 1];

        if (before->kind != TRF_TOKEN_NUMBER || before->value.size == 0 ||
            !is_chained(analyser, analyser->sides[at - 1].end, analyser->sides[at].at))
            break;
        set_quantity(analyser, before, unit);
    }
}

/* What letters follow a number at once make of it: a word (3d), a dimension (10x15), or two tokens. */
static size_t glued_end(trf_analyser *analyser, size_t at, const figures *figures)
{
    const char *data = analyser->folded.data;
    size_t end = figures->end, letters = end, used_all;
    unsigned used;
    bool digits = false;

    if (data[end] == 'x' && trf_digit(data[end + 1]))
        return at;
    while (trf_class_at(analyser, letters, &used) == TRF_CHARACTER_LETTER)
        letters += used;
    if (figures->separated || letters == end)
        return at;
    used_all = run_end(analyser, end, SIZE_MAX);
    for (size_t i = letters; i < used_all; i++)
        digits |= trf_digit(data[i]);
    return letters - end <= 3 || digits ? used_all : at;
}

/* A letter x between two measures is a sign; returns where the second begins. */
static size_t by_end(const trf_analyser *analyser, size_t end)
{
    const char *data = analyser->folded.data;
    size_t at = end;

    while (data[at] == ' ')
        at++;
    if (data[at] == 'x')
        at++;
    else if (memcmp(data + at, "\xd1\x85", 2) == 0) /* Cyrillic */
        at += 2;
    else
        return end;
    while (data[at] == ' ')
        at++;
    return trf_digit(data[at]) ? at : end;
}

static size_t number(trf_analyser *analyser, size_t at)
{
    const char *data = analyser->folded.data;
    figures figures = read_figures(analyser, at);
    size_t end = figures.end, unit_end = 0;
    bool apart = data[end] == ' ';
    uint32_t unit = unit_at(analyser, end + apart, apart, &unit_end);
    trf_token *token;

    if (!unit && !apart) {
        size_t glued = glued_end(analyser, at, &figures);

        if (glued > at) {
            token = trf_token_add(analyser, TRF_TOKEN_WORD, at, glued);
            if (token)
                trf_token_know(analyser, token);
            return glued;
        }
    }
    token = trf_token_add(analyser, TRF_TOKEN_NUMBER, at, unit ? unit_end : end);
    if (!token)
        return end;
    token->value = value_of(analyser, at, &figures);
    if (token->value.size == 0) {
        /* Longer than numbers are: a serial number. */
        token->kind = TRF_TOKEN_WORD;
    } else if (unit) {
        trf_slice symbol = analyser->core->known.units[unit - 1];

        set_quantity(analyser, token, symbol);
        analyser->percentages += trf_slice_is(symbol, "%");
        chain_units(analyser);
        end = unit_end;
    } else if (figures.separated) {
        token->term = token->value;
    }
    return by_end(analyser, end);
}

size_t trf_measure(trf_analyser *analyser, size_t at)
{
    size_t first = digits_at(analyser, at), end;
    trf_token_kind kind = TRF_TOKEN_CODE;
    trf_token *token;

    end = chemical_end(analyser, at, first, &kind);
    if (!end)
        end = code_end(analyser, at, first);
    if (!end)
        return number(analyser, at);
    token = trf_token_add(analyser, kind, at, end);
    if (token && kind == TRF_TOKEN_CODE)
        token->term = token->value = only_digits(analyser, at, end);
    return end;
}

/* ---- materials ---- */
static bool is_percentage(const trf_token *token)
{
    return token->kind == TRF_TOKEN_QUANTITY && trf_slice_is(token->unit, "%");
}

static bool is_content(const trf_token *token)
{
    return token->kind == TRF_TOKEN_WORD && !(token->flags & (TRF_TOKEN_STOP | TRF_TOKEN_JOINED));
}

/* +/-10 %: how exact a measure is, nothing that goods consist of. */
static bool is_tolerance(const trf_analyser *analyser, uint32_t index)
{
    const char *data = analyser->folded.data;
    size_t at = analyser->sides[index].at;

    while (at > 0 && data[at - 1] == ' ')
        at--;
    return (at > 1 && memcmp(data + at - 2, "\xc2\xb1", 2) == 0) || /* plus-minus sign */
           (at > 1 && data[at - 1] == '-' && (data[at - 2] == '/' || data[at - 2] == '+'));
}

/* The word next to a percentage, after or before it, in its clause; TRF_TOKEN_NONE where there is none. */
static uint32_t neighbour(const trf_analyser *analyser, uint32_t index, bool after)
{
    const uint8_t ends = TRF_GAP_COMMA | TRF_GAP_COLON | TRF_GAP_DOT | TRF_GAP_BRACKET;
    uint32_t at = index;

    while (after ? at + 1 < analyser->count : at > 0) {
        uint8_t gap = analyser->sides[after ? at + 1 : at].gap;

        at = after ? at + 1 : at - 1;
        /* "cotton: 95 %" and "cotton (95 %)" are of the cotton all the same. */
        if (gap & (after ? ends : ends & ~(TRF_GAP_COLON | TRF_GAP_BRACKET)))
            break;
        if (is_content(&analyser->tokens[at]))
            return at;
        if (analyser->tokens[at].kind != TRF_TOKEN_WORD && analyser->tokens[at].kind < TRF_TOKEN_HAN)
            break;
    }
    return TRF_TOKEN_NONE;
}

/* The last percentage of the composition that begins with one: no more than a few words stand between two of them. */
static uint32_t composition_end(const trf_analyser *analyser, uint32_t first)
{
    uint32_t last = first, words = 0;

    for (uint32_t i = first + 1; i < analyser->count && words <= MATERIAL_WORDS_MAX; i++) {
        if (is_content(&analyser->tokens[i])) {
            words++;
        } else if (is_percentage(&analyser->tokens[i])) {
            if (words == 0)
                break;
            last = i;
            words = 0;
        }
        if (i > first && analyser->sides[i].gap & TRF_GAP_DOT)
            break;
    }
    return last;
}

void trf_measure_materials(trf_analyser *analyser)
{
    for (uint32_t first = 0; first < analyser->count; first++) {
        uint32_t last;
        bool after;

        if (!is_percentage(&analyser->tokens[first]) || is_tolerance(analyser, first))
            continue;
        last = composition_end(analyser, first);
        /* The last one tells: "80 % cotton 20 % wool" against "cotton 80 % wool 20 %". */
        after = neighbour(analyser, last, true) != TRF_TOKEN_NONE;
        for (uint32_t i = first; i <= last; i++) {
            if (!is_percentage(&analyser->tokens[i]))
                continue;
            analyser->tokens[i].of = neighbour(analyser, i, after);
            if (analyser->tokens[i].of != TRF_TOKEN_NONE)
                analyser->tokens[i].flags |= TRF_TOKEN_MATERIAL;
        }
        first = last;
    }
}
