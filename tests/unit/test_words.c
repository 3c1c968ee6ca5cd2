/* SPDX-License-Identifier: Apache-2.0 */
/* Compounds, languages, clauses that negate, patterns: what stands beside the analysis of texts. */
#include "unit.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "text/compound.h"
#include "text/language.h"
#include "text/negation.h"
#include "text/pattern.h"

/* ---- compounds ---- */
typedef struct vocabulary {
    const char *const *terms; /* known ones, NULL at the end */
} vocabulary;

static uint32_t count_of(void *user, trf_slice term)
{
    const vocabulary *known = user;

    /* The first of the list is the most frequent. */
    for (uint32_t i = 0; known->terms[i]; i++)
        if (trf_slice_is(term, known->terms[i]))
            return 100 - i;
    return 0;
}

static void split(const char *language, const char *const *terms, const char *word, const char *expected)
{
    trf_analyser *analyser = NULL;
    tariff_error *error = NULL;
    trf_token parts[TRF_COMPOUND_PARTS_MAX];
    vocabulary known = {terms};
    uint32_t count = 0;
    trf_tokens tokens;
    trf_buffer out;

    ck_assert_int_eq(trf_analyser_open_shipped(&trf_alloc_default, trf_slice_text(language), &analyser, &error), TARIFF_OK);
    ck_assert_int_eq(trf_analyse(analyser, trf_slice_text(word), &tokens, &error), TARIFF_OK);
    ck_assert_uint_ge(tokens.count, 1);
    ck_assert_int_eq(trf_compound_split(analyser, &tokens.items[0], 0, count_of, &known, parts, &count, &error), TARIFF_OK);
    trf_buffer_init(&out, &trf_alloc_default, 0);
    for (uint32_t i = 0; i < count; i++) {
        trf_buffer_text(&out, i ? "+" : "");
        trf_buffer_slice(&out, parts[i].term);
        ck_assert(parts[i].flags & TRF_TOKEN_PART);
        ck_assert_uint_eq(parts[i].of, 0);
        ck_assert_uint_eq(parts[i].position, tokens.items[0].position);
        ck_assert_uint_lt(parts[i].start, strlen(word));
    }
    unit_assert_slice(trf_buffer_view(&out), expected);
    trf_buffer_done(&out);
    trf_analyser_free(analyser);
}

START_TEST(split__words_written_together__known_parts)
{
    static const char *const german[] = {"baumwoll", "hemd", "arbeit", "kleidung", "schutz", "kuh",
                                         "kind",     "wag",  "stahl",  "rohr",     NULL};
    static const char *const dutch[] = {"katoen", "hemd", "kinder", "kind", "schoen", NULL};
    static const char *const finnish[] = {"puuv", "paita", NULL};
    static const char *const swedish[] = {"bomull", "skjort", "arbet", "klad", NULL};
    static const char *const danish[] = {"bomuld", "skjort", NULL};
    static const char *const norwegian[] = {"bomull", "skjort", NULL};

    split("de", german, "Baumwollhemd", "baumwoll+hemd");
    split("de", german, "Baumwollhemden", "baumwoll+hemd");
    split("de", german, "Arbeitskleidung", "arbeit+kleidung");
    split("de", german, "Arbeitsschutzkleidung", "arbeit+schutz+kleidung");
    split("de", german, "Kinderwagen", "kind+wag");
    split("de", german, "STAHLROHRE", "stahl+rohr");
    split("de", german, "Baumwolle", "");
    split("de", german, "Kuhglocke", "");
    split("de", german, "Hemd", "");
    split("nl", dutch, "katoenhemd", "katoen+hemd");
    split("nl", dutch, "kinderschoenen", "kinder+schoen");
    split("fi", finnish, "puuvillapaita", "puuv+paita");
    split("sv", swedish, "bomullsskjorta", "bomull+skjort");
    split("sv", swedish, "arbetskläder", "arbet+klad");
    split("da", danish, "bomuldsskjorte", "bomuld+skjort");
    split("nb", norwegian, "bomullsskjorte", "bomull+skjort");
    /* A language that writes words apart. */
    split("en", german, "stahlrohr", "");
}
END_TEST

/* ---- languages ---- */
enum { LANGUAGES = 12 };
static const char *const tags[LANGUAGES] = {"en", "fr", "es", "de", "pt", "zh", "ru", "vi", "it", "nl", "ja", "ko"};
static uint8_t weights[LANGUAGES][2 * TRF_LANGUAGE_BUCKETS];

/* A few lines of tariffs in each: what an image would be counted over, in small. */
static const char *const samples[LANGUAGES] = {
    "live animals other than horses; meat of bovine animals, fresh or chilled; knitted shirts for men and boys, of cotton; "
    "machines "
    "and apparatus for working wood; women's dresses and skirts of synthetic fibres; footwear with outer soles of rubber",
    "animaux vivants autres que chevaux; viandes des animaux de l'espèce bovine, fraîches ou réfrigérées; chemises en bonneterie "
    "pour "
    "hommes ou garçonnets, de coton; machines et appareils pour le travail du bois; robes et jupes de fibres synthétiques",
    "animales vivos excepto caballos; carne de animales de la especie bovina, fresca o refrigerada; camisas de punto para "
    "hombres o "
    "niños, de algodón; máquinas y aparatos para trabajar madera; vestidos y faldas de fibras sintéticas; calzado con suela de "
    "caucho",
    "lebende Tiere, ausgenommen Pferde; Fleisch von Rindern, frisch oder gekühlt; Hemden aus Gewirken für Männer oder Knaben, "
    "aus "
    "Baumwolle; Maschinen und Apparate zum Bearbeiten von Holz; Kleider und Röcke für Damen aus synthetischen Chemiefasern",
    "animais vivos, exceto cavalos; carnes de animais da espécie bovina, frescas ou refrigeradas; camisas de malha para homens "
    "ou "
    "rapazes, de algodão; máquinas e aparelhos para trabalhar madeira; vestidos e saias de fibras sintéticas; calçado com sola",
    "活动物 马除外 鲜或冷的牛肉 棉制针织男衬衫 加工木材的机器 合成纤维制女式连衣裙 橡胶外底的鞋靴",
    "живые животные, кроме лошадей; мясо крупного рогатого скота, свежее или охлажденное; рубашки трикотажные мужские или для "
    "мальчиков, из хлопка; станки и оборудование для обработки древесины; платья и юбки из синтетических волокон",
    "động vật sống trừ ngựa; thịt của động vật họ trâu bò, tươi hoặc ướp lạnh; áo sơ mi dệt kim dùng cho nam giới hoặc trẻ em "
    "trai, "
    "từ bông; máy và thiết bị để gia công gỗ; váy và chân váy từ sợi tổng hợp; giày dép có đế ngoài bằng cao su",
    "animali vivi diversi dai cavalli; carni di animali della specie bovina, fresche o refrigerate; camicie a maglia per uomo o "
    "ragazzo, di cotone; macchine e apparecchi per la lavorazione del legno; abiti e gonne di fibre sintetiche",
    "levende dieren andere dan paarden; vlees van runderen, vers of gekoeld; overhemden van brei- of haakwerk voor heren of "
    "jongens, "
    "van katoen; machines en toestellen voor het bewerken van hout; japonnen en rokken van synthetische vezels",
    "動物（生きているものに限る。）牛の肉（生鮮のもの及び冷蔵したものに限る。）男子用のシャツ（メリヤス編みのもの）綿製のもの "
    "木材の加工機械",
    "살아 있는 동물 말을 제외한다 쇠고기 신선한 것이나 냉장한 것 남성용 셔츠 메리야스 편물 면으로 만든 것 목재 가공기계",
};

static trf_language_finder *open_finder(bool with_weights)
{
    trf_language_profile profiles[LANGUAGES];
    trf_language_finder *finder = NULL;
    tariff_error *error = NULL;

    for (unsigned i = 0; i < LANGUAGES; i++) {
        trf_language_counter *counter = calloc(1, sizeof *counter);
        int16_t made[TRF_LANGUAGE_BUCKETS];

        trf_language_count(counter, trf_slice_text(samples[i]));
        trf_language_weigh(counter, made);
        for (unsigned k = 0; k < TRF_LANGUAGE_BUCKETS; k++) {
            weights[i][2 * k] = (uint8_t)made[k];
            weights[i][2 * k + 1] = (uint8_t)((uint16_t)made[k] >> 8);
        }
        free(counter);
        profiles[i] = (trf_language_profile){trf_text_rules_shipped(trf_slice_text(tags[i])), with_weights ? weights[i] : NULL};
    }
    ck_assert_int_eq(trf_language_open(&trf_alloc_default, profiles, LANGUAGES, &finder, &error), TARIFF_OK);
    return finder;
}

static void found(const trf_language_finder *finder, const char *text, const char *tag)
{
    trf_language_guess guess;

    trf_language_find(finder, trf_slice_text(text), &guess);
    if (tag)
        ck_assert_msg(guess.language != UINT32_MAX && strcmp(tags[guess.language], tag) == 0, "'%s' is %s, not %s", text,
                      guess.language == UINT32_MAX ? "none" : tags[guess.language], tag);
    else
        ck_assert_uint_eq(guess.language, UINT32_MAX);
}

START_TEST(find__short_texts__their_language)
{
    trf_language_finder *finder = open_finder(true);

    found(finder, "knitted shirts for men", "en");
    found(finder, "stretch-Denim Damen 5-pocket", "de");
    found(finder, "Damen Winterjacke wasserdicht, Polyester, gewebt", "de");
    found(finder, "robe de femmes en coton", "fr");
    found(finder, "camisas de algodón para niños", "es");
    found(finder, "camisas de algodão", "pt");
    found(finder, "camicie di cotone per uomo", "it");
    found(finder, "katoenen overhemden voor heren", "nl");
    found(finder, "РУБАШКИ МУЖСКИЕ <TEXAPON N 70>", "ru");
    found(finder, "雪地鞋 MIKIHOUSE 18cm HOT 黑色 经典 中国 儿童 BISCUITS", "zh");
    found(finder, "綿のシャツ", "ja");
    found(finder, "면 셔츠", "ko");
    found(finder, "Kính mắt thời trang bằng nhựa", "vi");
    /* Nothing to tell by: numbers, nothing at all, a script of none of them. */
    found(finder, "6109.10 100%", NULL);
    found(finder, "", NULL);
    found(finder, "\xff\xfe", NULL);
    found(finder, "ไทย", NULL);
    trf_language_close(finder);
}
END_TEST

START_TEST(find__without_profiles__scripts_and_function_words)
{
    trf_language_finder *finder = open_finder(false);

    found(finder, "the wheels of a bicycle", "en");
    found(finder, "les roues d'une bicyclette", "fr");
    found(finder, "die Räder eines Fahrrads", "de");
    found(finder, "колёса", "ru");
    found(finder, "棉针织", "zh");
    trf_language_close(finder);
}
END_TEST

START_TEST(find__a_prior__decides_where_little_is_said)
{
    const trf_text_rules english = {.language = TRF_SLICE("en"), .stop_words = TRF_SLICE("the"), .flags = TRF_TEXT_LIKELY};
    const trf_text_rules french = {.language = TRF_SLICE("fr"), .stop_words = TRF_SLICE("le dans")};
    trf_language_profile profiles[] = {{&french, NULL}, {&english, NULL}};
    trf_language_finder *finder = NULL;
    tariff_error *error = NULL;
    trf_language_guess guess;

    ck_assert_int_eq(trf_language_open(&trf_alloc_default, profiles, 2, &finder, &error), TARIFF_OK);
    trf_language_find(finder, TRF_SLICE("zeolite"), &guess);
    ck_assert_uint_eq(guess.language, 1);
    ck_assert_uint_eq(guess.second, 0);
    ck_assert_uint_eq(guess.margin, TRF_LANGUAGE_PRIOR);
    /* Two function words of six bits each are more than eight. */
    trf_language_find(finder, TRF_SLICE("le zeolite dans"), &guess);
    ck_assert_uint_eq(guess.language, 0);
    trf_language_close(finder);
}
END_TEST

START_TEST(weigh__counts__logarithms)
{
    trf_language_counter *counter = calloc(1, sizeof *counter);
    int16_t made[TRF_LANGUAGE_BUCKETS];
    unsigned seen = 0;

    /* Blank, a, blank: one group. 2·1+1 of 2·1+4096: log2(3) − log2(4098) = 1.585 − 12.0007, times 256 is −2666 or so. */
    trf_language_count(counter, TRF_SLICE("a"));
    trf_language_weigh(counter, made);
    ck_assert_uint_eq(counter->total, 1);
    for (unsigned i = 0; i < TRF_LANGUAGE_BUCKETS; i++) {
        if (counter->counts[i]) {
            ck_assert_int_ge(made[i], -2668);
            ck_assert_int_le(made[i], -2665);
            seen++;
        } else {
            /* log2(1) − log2(4098), times 256. */
            ck_assert_int_eq(made[i], -3072);
        }
    }
    ck_assert_uint_eq(seen, 1);
    free(counter);
}
END_TEST

/* ---- clauses that negate ---- */
typedef void (*cleaner)(const trf_text_rules *rules, trf_slice text, trf_buffer *out);

static void cleaned(cleaner clean, const char *text, const char *expected)
{
    trf_buffer out;

    trf_buffer_init(&out, &trf_alloc_default, 0);
    clean(trf_text_rules_shipped(TRF_SLICE("en")), trf_slice_text(text), &out);
    ck_assert(!out.failed);
    unit_assert_slice(trf_buffer_view(&out), expected);
    trf_buffer_done(&out);
}

START_TEST(strip__clauses__up_to_the_next_hyphen)
{
    cleaned(trf_negation_strip, "fabrics (textile) other than knitted, crocheted or woven - felt", "fabrics (textile)- felt");
    cleaned(trf_negation_strip, "hats (other than of felt) (new)", "hats");
    cleaned(trf_negation_strip, "hats (excluding felt) for men", "hats  for men");
    cleaned(trf_negation_strip, "hats, neither new nor old", "hats");
    cleaned(trf_negation_strip, "hats - without brim", "hats");
    cleaned(trf_negation_strip, "note on hats, nothing", "note on hats, nothing");
    cleaned(trf_negation_strip, "Other than hats", "Other than hats");
    cleaned(trf_negation_strip, "other than hats", "");
    cleaned(trf_negation_strip, " hats ", "hats");
    cleaned(trf_negation_strip, "(not", "(");
    cleaned(trf_negation_strip, "", "");
    cleaned(trf_negation_strip_lower, "HATS, Other Than of Felt", "hats");
    cleaned(trf_negation_strip_lower, "\xc3\x84PFEL", "\xc3\xa4pfel");
    cleaned(trf_negation_strip_lower, "\xff", "\xff");
}
END_TEST

static void trim(const trf_text_rules *rules, trf_slice text, trf_buffer *out)
{
    (void)rules;
    trf_text_trim(text, out);
}

START_TEST(trim_and_normalise__blanks_commas_lone_stop_words)
{
    cleaned(trim, " a  hat,\t new , ", "a hat, new");
    cleaned(trim, " , ", "");
    cleaned(trim, "", "");
    cleaned(trf_text_normalise, "The", "");
    cleaned(trf_text_normalise, "The Hat", "the hat");
    cleaned(trf_text_normalise, " Hats,  NOT of felt,", "hats");
}
END_TEST

/* ---- patterns ---- */
START_TEST(find__pattern__places_of_its_groups)
{
    trf_pattern *pattern = NULL;
    tariff_error *error = NULL;
    trf_pattern_match match;
    trf_slice text = TRF_SLICE("f\xc3\xbcr 12 kg");

    ck_assert_int_eq(trf_pattern_open(&trf_alloc_default, TRF_SLICE("(\\d+)\\s*(kg|g)|(z)"), &pattern, &error), TARIFF_OK);
    ck_assert_int_eq(trf_pattern_find(pattern, &trf_alloc_default, text, 0, &match, &error), TARIFF_OK);
    ck_assert_uint_eq(match.start[0], 5);
    ck_assert_uint_eq(match.end[0], 10);
    ck_assert_uint_eq(match.end[1], 7);
    ck_assert_uint_eq(match.start[2], 8);
    ck_assert_uint_eq(match.start[3], UINT32_MAX);
    ck_assert_int_eq(trf_pattern_find(pattern, &trf_alloc_default, text, 7, &match, &error), TARIFF_NOT_FOUND);
    ck_assert_int_eq(trf_pattern_find(pattern, &trf_alloc_default, text, 99, &match, &error), TARIFF_NOT_FOUND);
    ck_assert_int_eq(trf_pattern_find(pattern, &trf_alloc_default, TRF_SLICE("\xff"), 0, &match, &error), TARIFF_EINVAL);
    trf_error_free(error);
    trf_pattern_close(pattern);
}
END_TEST

START_TEST(find__pattern_that_runs_away__elimit)
{
    static const char *const patterns[] = {"(a+)+$", "(a|a)*$", "(?:a*)*b", "(.*)*x\\1y"};
    char text[200];

    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '!';
    for (unsigned i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        trf_pattern *pattern = NULL;
        tariff_error *error = NULL;
        trf_pattern_match match;
        tariff_status status;

        ck_assert_int_eq(trf_pattern_open(&trf_alloc_default, trf_slice_text(patterns[i]), &pattern, &error), TARIFF_OK);
        status = trf_pattern_find(pattern, &trf_alloc_default, trf_slice_of(text, sizeof text), 0, &match, &error);
        ck_assert_msg(status == TARIFF_ELIMIT || status == TARIFF_NOT_FOUND, "%s: %d", patterns[i], (int)status);
        trf_error_free(error);
        trf_pattern_close(pattern);
    }
}
END_TEST

START_TEST(open__what_is_no_pattern__einval)
{
    static char deep[400];
    static const char *const patterns[] = {"(", "[a", "*", "", "\\", "(?<n>a)\\k<m>", "\xff", deep};

    memset(deep, '(', 180);
    memset(deep + 180, ')', 180);
    for (unsigned i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        trf_pattern *pattern = NULL;
        tariff_error *error = NULL;

        ck_assert_msg(trf_pattern_open(&trf_alloc_default, trf_slice_text(patterns[i]), &pattern, &error) == TARIFF_EINVAL,
                      "'%s'", patterns[i]);
        ck_assert(error && pattern == NULL);
        trf_error_free(error);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *made = suite_create("words");
    TCase *all = tcase_create("words");

    tcase_add_test(all, split__words_written_together__known_parts);
    tcase_add_test(all, find__short_texts__their_language);
    tcase_add_test(all, find__without_profiles__scripts_and_function_words);
    tcase_add_test(all, find__a_prior__decides_where_little_is_said);
    tcase_add_test(all, weigh__counts__logarithms);
    tcase_add_test(all, strip__clauses__up_to_the_next_hyphen);
    tcase_add_test(all, trim_and_normalise__blanks_commas_lone_stop_words);
    tcase_add_test(all, find__pattern__places_of_its_groups);
    tcase_add_test(all, find__pattern_that_runs_away__elimit);
    tcase_add_test(all, open__what_is_no_pattern__einval);
    tcase_set_timeout(all, 60);
    suite_add_tcase(made, all);
    return made;
}

UNIT_MAIN(suite)
