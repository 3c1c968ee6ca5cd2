/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words of texts, language by language. Expectations were worked by hand from the grammars: what a stem is follows Snowball's
 * published algorithms, what a negation reaches the rules in data/lexicon.
 *
 * A text of tokens is written so: stop words (in brackets), words by their terms, ! before what is negated, + before joined
 * words, ~ before pairs of characters, # before numbers, = before quantities, @ before codes, behind a percentage the term of its
 * material after >, ? before what is ignored.
 */
#include "unit.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "text/analysis.h"
#include "text/language.h"

static void put(trf_buffer *out, const trf_tokens *tokens, uint32_t index)
{
    const trf_token *token = &tokens->items[index];

    if (out->size)
        trf_buffer_char(out, ' ');
    if (token->flags & TRF_TOKEN_NEGATED)
        trf_buffer_char(out, '!');
    if (token->flags & TRF_TOKEN_IGNORED)
        trf_buffer_char(out, '?');
    if (token->flags & TRF_TOKEN_JOINED)
        trf_buffer_char(out, '+');
    if (token->kind >= TRF_TOKEN_HAN)
        trf_buffer_char(out, '~');
    if (token->kind == TRF_TOKEN_NUMBER)
        trf_buffer_char(out, '#');
    if (token->kind == TRF_TOKEN_QUANTITY)
        trf_buffer_char(out, '=');
    if (token->kind >= TRF_TOKEN_CODE && token->kind <= TRF_TOKEN_CUS)
        trf_buffer_char(out, '@');
    if (token->flags & (TRF_TOKEN_STOP | TRF_TOKEN_NEGATION))
        trf_buffer_char(out, '(');
    trf_buffer_slice(out, token->term);
    if (token->flags & (TRF_TOKEN_STOP | TRF_TOKEN_NEGATION))
        trf_buffer_char(out, ')');
    if (token->flags & TRF_TOKEN_MATERIAL) {
        trf_buffer_char(out, '>');
        trf_buffer_slice(out, tokens->items[token->of].term);
    }
}

static trf_analyser *open_analyser(const char *language)
{
    trf_analyser *analyser = NULL;
    tariff_error *error = NULL;
    tariff_status status = trf_analyser_open_shipped(&trf_alloc_default, trf_slice_text(language), &analyser, &error);

    ck_assert_msg(status == TARIFF_OK, "%s: %s", language, error ? error->message.data : "");
    return analyser;
}

static void check(const trf_tokens *tokens, trf_slice text)
{
    for (uint32_t i = 0; i < tokens->count; i++) {
        const trf_token *token = &tokens->items[i];

        ck_assert_uint_gt(token->form.size, 0);
        ck_assert_uint_gt(token->term.size, 0);
        ck_assert_uint_le(token->form.size, TRF_WORD_BYTES_MAX);
        ck_assert(trf_utf8_valid(token->form) && trf_utf8_valid(token->term));
        ck_assert_uint_le((size_t)token->start + token->size, text.size);
        ck_assert(token->of == TRF_TOKEN_NONE || token->of < tokens->count);
        ck_assert_uint_lt(token->kind, TRF_TOKEN_KINDS);
    }
}

/* One text in a language. */
static void expect(const char *language, const char *text, const char *tokens_text)
{
    trf_analyser *analyser = open_analyser(language);
    tariff_error *error = NULL;
    trf_tokens tokens;
    trf_buffer out;

    trf_buffer_init(&out, &trf_alloc_default, 0);
    ck_assert_int_eq(trf_analyse(analyser, trf_slice_text(text), &tokens, &error), TARIFF_OK);
    check(&tokens, trf_slice_text(text));
    for (uint32_t i = 0; i < tokens.count; i++)
        put(&out, &tokens, i);
    trf_buffer_char(&out, '\0');
    ck_assert_msg(strcmp(out.data, tokens_text) == 0, "%s: '%s'\n found   %s\n expected %s", language, text, out.data,
                  tokens_text);
    trf_buffer_done(&out);
    trf_analyser_free(analyser);
}

START_TEST(analyse__english__stems_and_variants)
{
    expect("en", "Men's T-shirts, knitted", "men t shirt +tshirt knit");
    expect("en", "COLOR printed fabrics of man-made fibers", "colour print fabric (of) man (made) +manmad fibr");
    expect("en", "Aluminum foil for the kitchen", "aluminium foil (for) (the) kitchen");
    expect("en", "a p.v.c. film", "(a) pvc film");
    expect("en", "x-ray apparatus K27", "x ray +xray apparatus k27");
    expect("en", "don't touch", "(don't) touch");
    expect("en", "Caf\xc3\xa9 cr\xc3\xa8me \xef\xbc\xa1\xef\xbc\xa2\xef\xbc\xa3", "cafe creme abc");
}
END_TEST

START_TEST(analyse__english__negations_to_their_ends)
{
    expect("en", "fabrics (textile) other than knitted, crocheted or woven - felt",
           "fabric textil (other) (than) !knit !crochet !(or) !woven felt");
    expect("en", "Plates, not cellular, laminated", "plate (not) !cellular lamin");
    expect("en", "weighing not more than 5 kg", "weigh (not) (more) (than) =5kg");
    expect("en", "Meat (excluding offal) frozen", "meat (exclud) !offal frozen");
    expect("en", "whether or not ground", "(whether) (or) (not) ground");
    expect("en", "jackets without hoods; trousers", "jacket (without) !hood trouser");
    expect("en", "notes and nothing", "note (and) (noth)");
}
END_TEST

START_TEST(analyse__french__elisions_and_endings)
{
    expect("fr", "l'huile d\xe2\x80\x99olive vierge", "(l) huil (d) oliv vierg");
    expect("fr",
           "Chemises en coton tricot\xc3\xa9"
           "es",
           "chemis (en) coton tricot");
    expect("fr", "V\xc3\xaatements, autres que tricot\xc3\xa9s", "vet (autr) (que) !tricot");
    expect("fr", "fils \xc3\xa0 l'exclusion de la soie - autres", "fil (a) (l) (exclus) (de) !(la) !soi (autr)");
    expect("fr", "non tiss\xc3\xa9s enduits", "(non) tiss enduit");
    expect("fr", "95 % de coton, 5 % d'\xc3\xa9lasthanne", "=95%>coton (de) coton =5%>elasthann (d) elasthann");
    expect("fr", "1.000,5 kg de bl\xc3\xa9", "=1000.5kg (de) ble");
}
END_TEST

START_TEST(analyse__spanish__endings)
{
    expect("es", "Tejidos de algod\xc3\xb3n", "tej (de) algodon");
    expect("es", "TEJIDOS DE ALGODON", "tej (de) algodon");
    expect("es", "camisas sin mangas, blancas", "camis (sin) !mang blanc");
    expect("es", "excepto los de punto", "(except) !(los) !(de) !punt");
    expect("es", "de peso no superior a 5 kg", "(de) pes (no) superior (a) =5kg");
    expect("es", "pilas de 1,5 voltios", "pil (de) =1.5V");
    expect("es", "yogurt natural", "yogur natural");
}
END_TEST

START_TEST(analyse__german__umlauts_and_compounds_whole)
{
    expect("de", "M\xc3\xa4ntel und H\xc3\xbcte aus Filz", "mantel (und) hut (aus) filz");
    expect("de",
           "Stra\xc3\x9f"
           "enschuhe STRASSENSCHUHE",
           "strassenschuh strassenschuh");
    expect("de", "Baumwolle 95 % Elasthan 5 %", "baumwoll =95%>baumwoll elasthan =5%>elasthan");
    expect("de", "Hemden, ausgenommen gewirkte", "hemd (ausgenomm) !gewirkt");
    expect("de", "nicht gewebte Stoffe", "(nicht) !gewebt stoff");
    expect("de", "Waesche f\xc3\xbcr Damen", "wasch (fur) dam");
    expect("de", "1.000 g Mehl, 0,5 l Milch", "=1000g mehl =0.5l milch");
}
END_TEST

START_TEST(analyse__portuguese__endings)
{
    expect("pt", "Tecidos de algod\xc3\xa3o", "tec (de) algoda");
    expect("pt",
           "aparelhos el\xc3\xa9"
           "ctricos",
           "aparelh eletr");
    expect("pt", "sem mangas", "(sem) !mang");
    expect("pt", "exceto de malha", "(excet) !(de) !malh");
    expect("pt", "peso n\xc3\xa3o superior a 2 kg", "pes (na) superior (a) =2kg");
    expect("pt", "falsos tecidos", "fals tec");
}
END_TEST

START_TEST(analyse__russian__cases_and_negations)
{
    expect("ru",
           "\xd0\xa2\xd0\xa0\xd0\x90\xd0\x9d\xd0\xa1\xd0\xa4\xd0\x9e\xd0\xa0\xd0\x9c\xd0\x90\xd0\xa2\xd0\x9e\xd0\xa0\xd0\xab",
           "\xd1\x82\xd1\x80\xd0\xb0\xd0\xbd\xd1\x81\xd1\x84\xd0\xbe\xd1\x80\xd0\xbc\xd0\xb0\xd1\x82\xd0\xbe\xd1\x80");
    expect("ru", "не более 16 кВА", "(не) (бол) =16kVA");
    expect("ru", "куртки без капюшона, мужские", "куртк (без) !капюшон мужск");
    expect("ru", "не лом", "(не) !лом");
    expect("ru", "ткани, кроме шерстяных", "ткан (кром) !шерстян");
    expect("ru", "хлопок - 95%, эластан - 5%", "хлопок =95%>хлопок эласта =5%>эласта");
    expect("ru", "ёлка елка", "елк елк");
    expect("ru", "модель XZ360E насос", "?модел ?xz360e насос");
}
END_TEST

START_TEST(analyse__chinese__words_and_pairs)
{
    expect("zh-Hans", "棉针织", "棉 针织 ~棉针 ~针织 +棉针织");
    expect("zh", "雪地鞋 18cm", "雪地 鞋 ~雪地 ~地鞋 +雪地鞋 =18cm");
    expect("zh", "180克", "=180g");
    expect("zh", "T恤", "t ~t恤 恤");
    expect("zh", "羊毛除外", "!羊毛 (除外) !~羊毛 !~毛除 ~除外 !+羊毛除外");
    expect("zh", "茶，绿茶", "茶 绿茶 ~绿茶");
    expect("zh", "80%棉 20%羊毛", "=80%>棉 棉 =20%>羊毛 羊毛 ~羊毛");
}
END_TEST

START_TEST(analyse__vietnamese__tones_are_dropped)
{
    expect("vi", "Kính mắt thời trang", "kinh mat thoi trang");
    expect("vi", "đường kính 14,5 cm", "duong kinh =14.5cm");
    expect("vi", "vải không dệt", "vai (khong) det");
    expect("vi", "không phải kính thuốc, kính râm", "(khong) (phai) !kinh !thuoc kinh ram");
    expect("vi", "hiệu GAOZI kính", "?hieu ?gaozi kinh");
    expect("vi", "Mới 100%", "?(moi) ?=100%");
    expect("vi", "thuỷ tinh thủy tinh", "thuy tinh thuy tinh");
}
END_TEST

START_TEST(analyse__other_languages__their_words)
{
    expect("it", "l'olio d'oliva, senza sale", "(l) oli (d) oliv (senz) !sal");
    expect("nl", "katoenen overhemden, andere dan gebreid", "katoen overhemd (ander) (dan) !gebreid");
    expect("pl", "łożyska kulkowe, inne niż stalowe", "lozyska kulkowe (inne) (niz) !stalowe");
    expect("cs", "ložiska jiné než ocelová", "loziska (jine) (nez) !ocelova");
    expect("sv", "kläder av ull, utom vävda", "klad (av) ull (utom) !vavd");
    expect("da", "tøj af uld, undtagen vævet", "toj (af) uld (undtag) !vaev");
    expect("nb", "klær av ull, unntatt vevde", "klaer (av) ull (unntatt) !vevd");
    expect("no", "ull", "ull");
    expect("fi", "puuvillaa, paitsi villaa", "puuvil (pait) !vil");
    expect("tr", "KUMAŞ ISITICI", "kumas isitic");
    expect("tr", "gömlekler, yün hariç", "gomlek !yun (haric)");
    expect("ja", "綿を除く", "!綿 (を) (除く) !~綿を ~を除 ~除く !+綿を除く");
    expect("ko", "면 셔츠 500g", "면 셔츠 ~셔츠 =500g");
    expect("th", "เสื้อ", "เสื้อ ~เส ~สื ~ื้ ~้อ");
    expect("xx", "unknown tongue", "unknown tongue");
    expect("ar", "قُطْن", "قطن");
}
END_TEST

START_TEST(analyse__numbers__values_and_units)
{
    expect("en", "12V 5.5\" 300g 1,000.50 kg", "=12V =5.5in =300g =1000.5kg");
    expect("en", "10 x 20 x 30 cm and 10x20mm", "=10cm =20cm =30cm (and) =10mm =20mm");
    expect("en", "5-10 inch", "=5in =10in");
    expect("en", "2 t-shirts 3d 2pcs 007", "#2 t shirt +tshirt 3d =2pc #007");
    expect("en",
           "180 g/m2 25 \xc2\xb0"
           "C \xe2\x84\x83 5 m\xc2\xb2",
           "=180g/m2 =25Cel c =5m2");
    expect("en", "26601,26602,26603", "#26601 #26602 #26603");
    expect("en", ".5 mm 0.50", "=0.5mm #0.5");
    expect("en", "a .10.00 b", "(a) #0.1 #00 b");
    expect("en", "5 in 1 tool", "#5 (in) #1 tool");
    expect("en", "80% cotton 20% polyester", "=80%>cotton cotton =20%>polyest polyest");
    expect("en", "cotton 80%, polyester 20%", "cotton =80%>cotton polyest =20%>polyest");
    expect("en", "tolerance +/-10%", "toler =10%");
    expect("de", "1.234.567,89 kg", "=1234567.89kg");
}
END_TEST

START_TEST(analyse__codes__digits_and_checks)
{
    trf_analyser *analyser = open_analyser("en");
    tariff_error *error = NULL;
    trf_tokens tokens;

    /* Water: 8·1 + 1·2 + 2·3 + 3·4 + 7·5 + 7·6 = 105, check digit 5. */
    expect("en", "water 7732-18-5", "water @7732-18-5");
    expect("en", "water 7732-18-4", "water #7732 #18 #4");
    expect("en", "0010001-6", "@0010001-6");
    expect("en", "see 6109.10.00 for", "see @61091000 (for)");
    expect("en", "6109.10", "@610910");
    expect("en", " 61 09 10 ", "@610910");
    expect("en", "1", "#1");
    expect("en", "12345678901", "#12345678901");
    ck_assert_int_eq(trf_analyse(analyser, TRF_SLICE("6109 10 00 10"), &tokens, &error), TARIFF_OK);
    unit_assert_slice(tokens.code, "6109100010");
    ck_assert_int_eq(trf_analyse(analyser, TRF_SLICE("6109 10 00 10 1"), &tokens, &error), TARIFF_OK);
    ck_assert_uint_eq(tokens.code.size, 0);
    trf_analyser_free(analyser);
}
END_TEST

START_TEST(analyse__places__those_of_the_source)
{
    trf_analyser *analyser = open_analyser("de");
    tariff_error *error = NULL;
    trf_tokens tokens;
    const char *text = "\xc3\x84pfel, \xef\xac\x81lz (gro\xc3\x9f)"; /* Ä, the ligature fi, ß */

    ck_assert_int_eq(trf_analyse(analyser, trf_slice_text(text), &tokens, &error), TARIFF_OK);
    ck_assert_uint_eq(tokens.count, 3);
    unit_assert_slice(trf_slice_of(text + tokens.items[0].start, tokens.items[0].size), "\xc3\x84pfel");
    unit_assert_slice(tokens.items[1].form, "filz");
    unit_assert_slice(trf_slice_of(text + tokens.items[1].start, tokens.items[1].size), "\xef\xac\x81lz");
    unit_assert_slice(tokens.items[2].form, "gross");
    unit_assert_slice(trf_slice_of(text + tokens.items[2].start, tokens.items[2].size), "gro\xc3\x9f");
    /* A comma does not part words, a bracket does. */
    ck_assert_uint_eq(tokens.items[0].position, 1);
    ck_assert_uint_eq(tokens.items[1].position, 2);
    ck_assert_uint_eq(tokens.items[2].position, 4);
    trf_analyser_free(analyser);
}
END_TEST

static void same_both_ways(trf_analyser *fast, trf_analyser *general, trf_slice text)
{
    uint64_t one = 1, two = 2;
    tariff_error *error = NULL;

    ck_assert_int_eq(trf_analyser_probe(fast, text, &one, &error), TARIFF_OK);
    ck_assert_int_eq(trf_analyser_probe(general, text, &two, &error), TARIFF_OK);
    ck_assert_msg(one == two, "'%.*s'", (int)text.size, text.data);
}

/* Every text between tags of a file of the source tree that is ASCII. */
static unsigned texts_of(const char *name, trf_analyser *fast, trf_analyser *general)
{
    char path[4096];
    FILE *file;
    size_t size;
    char *data = malloc(4 << 20);
    unsigned count = 0;

    unit_source(name, path, sizeof path);
    file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    size = fread(data, 1, 4 << 20, file);
    fclose(file);
    for (size_t at = 0; at < size;) {
        size_t end = at;
        bool ascii = true;

        while (end < size && data[end] != '<' && data[end] != '>')
            ascii &= (unsigned char)data[end++] < 0x80;
        if (ascii && end > at + 1) {
            same_both_ways(fast, general, trf_slice_of(data + at, end - at));
            count++;
        }
        at = end + 1;
    }
    free(data);
    return count;
}

START_TEST(analyse__ascii__both_ways_are_the_same)
{
    trf_analyser *fast = open_analyser("en"), *general = open_analyser("en");
    uint32_t random = 1;
    unsigned count = 0;
    char name[64], text[200];

    trf_analyser_general_only(general, true);
    for (unsigned section = 1; section <= 21; section++) {
        snprintf(name, sizeof name, "data/hs2022/en/section-%02u.xml", section);
        count += texts_of(name, fast, general);
        snprintf(name, sizeof name, "data/lexicon/en/section-%02u.xml", section);
        count += texts_of(name, fast, general);
    }
    ck_assert_uint_gt(count, 10000);
    for (unsigned i = 0; i < 20000; i++) {
        static const char common[] = "  ,.-'()%xt019aeE:/\"";
        size_t size = i % sizeof text;

        for (size_t k = 0; k < size; k++) {
            random = random * 1664525u + 1013904223u;
            text[k] = random >> 31 ? common[(random >> 16) % (sizeof common - 1)] : (char)(random >> 20 & 0x7f);
        }
        same_both_ways(fast, general, trf_slice_of(text, size));
    }
    trf_analyser_free(fast);
    trf_analyser_free(general);
}
END_TEST

START_TEST(clone__same_words__after_the_first_is_gone)
{
    unit_failing state = {0, 0, 0};
    trf_alloc alloc = unit_failing_alloc(&state);
    trf_analyser *analyser = NULL, *clone = NULL;
    tariff_error *error = NULL;
    trf_slice text = TRF_SLICE("Men's shirts, other than of cotton 80% \xe6\xa3\x89\xe9\x92\x88\xe7\xbb\x87"), term;
    uint64_t one = 1, two = 2;
    unsigned long calls;

    ck_assert_int_eq(trf_analyser_open_shipped(&alloc, TRF_SLICE("en"), &analyser, &error), TARIFF_OK);
    ck_assert_int_eq(trf_analyser_clone(analyser, &alloc, &clone, &error), TARIFF_OK);
    ck_assert_int_eq(trf_analyser_probe(analyser, text, &one, &error), TARIFF_OK);
    trf_analyser_free(analyser);
    ck_assert_int_eq(trf_analyser_probe(clone, text, &two, &error), TARIFF_OK);
    ck_assert_uint_eq(one, two);
    /* Nothing is allocated the second time. */
    calls = state.calls;
    ck_assert_int_eq(trf_analyser_probe(clone, text, &two, &error), TARIFF_OK);
    ck_assert_uint_eq(state.calls, calls);
    ck_assert_int_eq(trf_analyse_word(clone, TRF_SLICE("Shirts"), &term, &error), TARIFF_OK);
    unit_assert_slice(term, "shirt");
    unit_assert_slice(trf_analyser_language(clone), "en");
    trf_analyser_free(clone);
    ck_assert_int_eq(state.live, 0);
}
END_TEST

START_TEST(open__any_allocation_refused__enomem_and_nothing_lost)
{
    for (unsigned long refuse = 1;; refuse++) {
        unit_failing state = {0, refuse, 0};
        trf_alloc alloc = unit_failing_alloc(&state);
        trf_analyser *analyser = NULL;
        tariff_error *error = NULL;
        trf_tokens tokens;
        tariff_status status = trf_analyser_open_shipped(&alloc, TRF_SLICE("ru"), &analyser, &error);

        if (status == TARIFF_OK)
            status = trf_analyse(analyser, TRF_SLICE("1,5 \xd0\xba\xd0\xb3 r\xc3\xa9sum\xc3\xa9s"), &tokens, &error);
        trf_analyser_free(analyser);
        ck_assert_int_eq(state.live, 0);
        if (status == TARIFF_OK)
            break;
        ck_assert_int_eq(status, TARIFF_ENOMEM);
        ck_assert_uint_lt(refuse, 1000);
    }
}
END_TEST

START_TEST(open__rules_that_are_none__refused_by_name)
{
    const trf_text_negation negation = {TRF_SLICE("- than"), TRF_UNTIL_END, 0, 0};
    const trf_text_pattern pattern = {TRF_SLICE("ignore"), TRF_SLICE("(a")};
    const trf_text_unit unit = {TRF_SLICE_EMPTY, TRF_SLICE("kilo")};
    trf_text_rules rules[4];

    memset(rules, 0, sizeof rules);
    rules[0].stemmer = TRF_SLICE("klingon");
    rules[1].negations = &negation;
    rules[1].negation_count = 1;
    rules[2].patterns = &pattern;
    rules[2].pattern_count = 1;
    rules[3].units = &unit;
    rules[3].unit_count = 1;
    for (unsigned i = 0; i < 4; i++) {
        trf_analyser *analyser = NULL;
        tariff_error *error = NULL;

        ck_assert_int_eq(trf_analyser_open(&trf_alloc_default, &rules[i], NULL, &analyser, &error), TARIFF_EINVAL);
        ck_assert(analyser == NULL);
        ck_assert(error != NULL && error->message.size > 10);
        trf_error_free(error);
    }
}
END_TEST

/* A megabyte of one thing, in every language: an answer, with at most so many tokens. */
static void flood(const char *piece, bool all)
{
    static const char *const languages[] = {"en", "zh", "ja", "tr"};
    size_t length = strlen(piece);
    char *text = malloc(TRF_TEXT_BYTES_MAX);
    size_t size = 0;

    for (; size + length <= TRF_TEXT_BYTES_MAX; size += length)
        memcpy(text + size, piece, length);
    for (unsigned i = 0; i < (all ? sizeof languages / sizeof languages[0] : 2); i++) {
        trf_analyser *analyser = open_analyser(languages[i]);
        tariff_error *error = NULL;
        trf_tokens tokens;

        ck_assert_int_eq(trf_analyse(analyser, trf_slice_of(text, size), &tokens, &error), TARIFF_OK);
        ck_assert_uint_le(tokens.count, TRF_TEXT_TOKENS_MAX);
        check(&tokens, trf_slice_of(text, size));
        trf_analyser_free(analyser);
    }
    free(text);
}

START_TEST(analyse__a_megabyte_of_one_thing__an_answer)
{
    flood("a", true);
    flood("a ", false);
    flood("1", false);
    flood("1 ", false);
    flood("1.", false);
    flood(".1", false);
    flood("5% ", false);
    flood("5% a ", false);
    flood("1 x ", false);
    flood("10x", true);
    flood("a-", false);
    flood("a.", false);
    flood("'", false);
    flood("l'", true);
    flood("(", false);
    flood("not ", true);
    flood("other than ", false);
    flood("\xcc\x81", true); /* combining acute accent */
    flood("e\xcc\x81", false);
    flood("\xe2\x80\xae", false);            /* right-to-left override */
    flood("\xef\xb7\xba", false);            /* eighteen characters when folded */
    flood("\xe6\xa3\x89", true);             /* Han */
    flood("\xe9\x99\xa4\xe5\xa4\x96", true); /* a negation of Chinese */
    flood("\xe0\xb8\x81", false);            /* Thai */
    flood("\xea\xb0\x80", false);            /* Hangul */
    flood("\xf0\x9f\x98\x80", false);        /* emoji */
    flood("\xff", false);
    flood("\xf0\x9f", false);
}
END_TEST

START_TEST(analyse__every_plane__an_answer)
{
    trf_analyser *analyser = open_analyser("en");
    tariff_error *error = NULL;
    char text[4 * 64];

    for (uint32_t c = 0; c <= 0x10ffff; c += c < 0x3000 ? 64 : 512) {
        size_t size = 0;
        trf_tokens tokens;

        for (uint32_t i = 0; i < 64 && c + i <= 0x10ffff; i++)
            size += trf_utf8_write(c + i, text + size);
        ck_assert_int_eq(trf_analyse(analyser, trf_slice_of(text, size), &tokens, &error), TARIFF_OK);
        check(&tokens, trf_slice_of(text, size));
    }
    trf_analyser_free(analyser);
}
END_TEST

START_TEST(analyse__longer_than_a_text_may_be__elimit)
{
    trf_analyser *analyser = open_analyser("en");
    tariff_error *error = NULL;
    char *text = calloc(1, TRF_TEXT_BYTES_MAX + 1);
    trf_tokens tokens;

    memset(text, 'a', TRF_TEXT_BYTES_MAX + 1);
    ck_assert_int_eq(trf_analyse(analyser, trf_slice_of(text, TRF_TEXT_BYTES_MAX + 1), &tokens, &error), TARIFF_ELIMIT);
    trf_error_free(error);
    error = NULL;
    ck_assert_int_eq(trf_analyse(analyser, trf_slice_of(text, 3), &tokens, &error), TARIFF_OK);
    unit_assert_slice(tokens.items[0].term, "aaa");
    ck_assert_int_eq(trf_analyse(analyser, trf_slice_of(text, 1000), &tokens, &error), TARIFF_OK);
    ck_assert_uint_eq(tokens.items[0].form.size, TRF_WORD_BYTES_MAX);
    ck_assert_uint_eq(tokens.items[0].size, 1000);
    ck_assert(tokens.items[0].flags & TRF_TOKEN_CUT);
    trf_analyser_free(analyser);
    free(text);
}
END_TEST

START_TEST(version__told__names_what_it_depends_on)
{
    char text[TRF_TEXT_VERSION_MAX];

    ck_assert_uint_lt(trf_text_version(text), TRF_TEXT_VERSION_MAX);
    ck_assert(strncmp(text, "unicode ", 8) == 0 && strstr(text, " icu ") && strstr(text, " data ") && strstr(text, " snowball "));
}
END_TEST

START_TEST(rules__tags__fall_back_to_what_they_begin_with)
{
    uint32_t count;
    const trf_text_rules *all = trf_text_rules_all(&count);

    ck_assert_uint_ge(count, 21);
    for (uint32_t i = 1; i < count; i++)
        ck_assert_int_lt(trf_slice_compare(all[i - 1].language, all[i].language), 0);
    ck_assert(trf_text_rules_shipped(TRF_SLICE("zh-Hant-TW")) == trf_text_rules_shipped(TRF_SLICE("zh-Hans")));
    ck_assert(trf_text_rules_shipped(TRF_SLICE("nb")) == trf_text_rules_shipped(TRF_SLICE("no")));
    ck_assert(trf_text_rules_shipped(TRF_SLICE("tlh")) == NULL);
    ck_assert(trf_text_rules_shipped(TRF_SLICE("")) == NULL);
    for (uint32_t i = 0; i < count; i++) {
        trf_analyser *analyser = NULL;
        tariff_error *error = NULL;

        ck_assert_int_eq(trf_analyser_open_shipped(&trf_alloc_default, all[i].language, &analyser, &error), TARIFF_OK);
        trf_analyser_free(analyser);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("analysis");
    TCase *words = tcase_create("words"), *floods = tcase_create("floods");

    tcase_add_test(words, analyse__english__stems_and_variants);
    tcase_add_test(words, analyse__english__negations_to_their_ends);
    tcase_add_test(words, analyse__french__elisions_and_endings);
    tcase_add_test(words, analyse__spanish__endings);
    tcase_add_test(words, analyse__german__umlauts_and_compounds_whole);
    tcase_add_test(words, analyse__portuguese__endings);
    tcase_add_test(words, analyse__russian__cases_and_negations);
    tcase_add_test(words, analyse__chinese__words_and_pairs);
    tcase_add_test(words, analyse__vietnamese__tones_are_dropped);
    tcase_add_test(words, analyse__other_languages__their_words);
    tcase_add_test(words, analyse__numbers__values_and_units);
    tcase_add_test(words, analyse__codes__digits_and_checks);
    tcase_add_test(words, analyse__places__those_of_the_source);
    tcase_add_test(words, clone__same_words__after_the_first_is_gone);
    tcase_add_test(words, open__any_allocation_refused__enomem_and_nothing_lost);
    tcase_add_test(words, open__rules_that_are_none__refused_by_name);
    tcase_add_test(words, version__told__names_what_it_depends_on);
    tcase_add_test(words, rules__tags__fall_back_to_what_they_begin_with);
    tcase_set_timeout(words, 60);
    suite_add_tcase(made, words);
    tcase_add_test(floods, analyse__ascii__both_ways_are_the_same);
    tcase_add_test(floods, analyse__a_megabyte_of_one_thing__an_answer);
    tcase_add_test(floods, analyse__every_plane__an_answer);
    tcase_add_test(floods, analyse__longer_than_a_text_may_be__elimit);
    tcase_set_timeout(floods, 240);
    suite_add_tcase(made, floods);
    return made;
}

UNIT_MAIN(suite)
