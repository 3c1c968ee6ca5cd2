# SPDX-License-Identifier: Apache-2.0
"""Official texts of the shared data, by language, as rows (code, indent, text).

Each reader yields Row(code, indent, text, numbered): `code` digits only ('' where the publication gives none), `indent` the
number of dashes or None where the file does not say, `numbered` false for dash lines that carry no code of their own (their
`code` is then that of the next line, or '').  Texts come without their dashes.  Only the standard library is used.
"""
import collections
import csv
import io
import json
import lzma
import os
import re
import tarfile
import zipfile
from xml.sax.saxutils import unescape

Row = collections.namedtuple('Row', 'code indent text numbered')

DASHES = re.compile(r'^(?:\s*[-–—‐−]\s*)+')
CELL = re.compile(r'<c r="([A-Z]+)\d+"([^>]*?)(?:/>|>(.*?)</c>)', re.S)
ENTITIES = {'&quot;': '"', '&apos;': "'"}


def shared():
    """The folder of the shared data, or None."""
    path = os.environ.get('TARIFF_SHARED') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..', 'shared')
    path = os.path.join(path, 'data')
    return path if os.path.isdir(path) else None


def where(name):
    return os.path.join(shared(), name)


def open_text(name, encoding='utf-8-sig'):
    path = where(name)
    raw = lzma.open(path, 'rb') if path.endswith('.xz') else open(path, 'rb')
    return io.TextIOWrapper(raw, encoding=encoding, newline='')


def clean(text):
    """One line, without leading dashes, trailing colon and HTML of the scrapes."""
    text = re.sub(r'<[^>]+>|&nbsp;|\|', ' ', text or '')
    text = DASHES.sub('', re.sub(r'\s+', ' ', text).strip())
    return text.rstrip(' :').strip()


def dashes(text):
    lead = DASHES.match(text or '')
    return len(re.findall(r'[-–—‐−]', lead.group())) if lead else 0


def digits(text):
    return re.sub(r'\D', '', text or '')


# == spreadsheets
def sheet_rows(name, sheet='xl/worksheets/sheet1.xml'):
    """Rows of a sheet as {column letters: text}."""
    with zipfile.ZipFile(where(name)) as book:
        strings = []
        if 'xl/sharedStrings.xml' in book.namelist():
            data = book.read('xl/sharedStrings.xml').decode('utf-8')
            for item in re.findall(r'<si>(.*?)</si>', data, re.S):
                strings.append(unescape(''.join(re.findall(r'<t(?: [^>]*)?>([^<]*)</t>', item)), ENTITIES))
        data = book.read(sheet).decode('utf-8')
    for row in re.finditer(r'<row[^>]*?(?<!/)>(.*?)</row>', data, re.S):
        cells = {}
        for column, attributes, body in CELL.findall(row.group(1)):
            if not body:
                continue
            if 't="s"' in attributes:
                cells[column] = strings[int(re.search(r'<v>(\d+)</v>', body).group(1))]
            elif 't="inlineStr"' in attributes:
                cells[column] = unescape(''.join(re.findall(r'<t(?: [^>]*)?>([^<]*)</t>', body)), ENTITIES)
            else:
                value = re.search(r'<v>([^<]*)</v>', body)
                cells[column] = value.group(1) if value else ''
        yield cells


# == European Union
def circabc(language):
    for cells in sheet_rows('eu-cn/circabc/Nomenclature%s.XLSX' % language.upper()):
        match = re.match(r'(\d{10}) (\d\d)$', cells.get('A', ''))
        if match and not cells.get('C'):
            depth = len(re.findall('-', cells.get('F', '')))
            yield Row(match.group(1), depth, clean(cells.get('G')), match.group(2) == '80')


RAMON = {'en': 'F', 'cs': 'I', 'da': 'J', 'de': 'K', 'es': 'M', 'fi': 'O'}


def ramon(language):
    column, first = RAMON[language], True
    for cells in sheet_rows('eu-cn/ramon-cn-en-bg-cs-da-de-el-es-et-fi.xlsx'):
        if not first:
            text = cells.get(column, '')
            code = digits(cells.get('B', '')) if re.match(r'[\d ]+$', cells.get('B', '')) else ''
            yield Row(code, int(float(cells['D'])) if cells.get('D') else dashes(text), clean(text), bool(code))
        first = False


SCALAR = r"""('(?:[^']|'')*'|"(?:[^"\\\\]|\\\\.)*"|[^'":?#][^:]*?)"""
PAIR = re.compile(r'^(?:\? )?' + SCALAR + r'\s*:\s+' + SCALAR + r'\s*$', re.M)


def yaml_pairs(text):
    """Pairs of scalars, one a line or as '? key' and ': value'."""
    def scalar(word):
        if word[0] == "'":
            return word[1:-1].replace("''", "'")
        return json.loads(word) if word[0] == '"' else word
    return {scalar(key): scalar(value) for key, value in PAIR.findall(text)}


def xterr(language, year=2026):
    """Sections to eight digits of the CN, translated string by string; dash lines without a code are not in it."""
    with tarfile.open(where('eu-cn/xterr-php-cncodes.tar.xz')) as tar:
        words = {}
        if language != 'en':
            words = yaml_pairs(tar.extractfile('translations/messages_%s.yaml' % language).read().decode('utf-8'))
        rows = []
        for kind in ('Sections', 'Chapters', 'Headings', 'Subheadings', 'Codes'):
            for item in json.load(tar.extractfile('cn%s_%d.json' % (kind, year))):
                name = item['name'] if language == 'en' else words.get(item['name'])
                if name:
                    rows.append((digits(item['code']), kind, clean(name)))
    rows.sort(key=lambda row: (row[0].ljust(8, '0'), len(row[0])))
    for code, kind, text in rows:
        yield Row(code, None, text, bool(code))


def oca_intrastat(language):
    name = 'eu-cn/oca-intrastat/2023_%s_intrastat_codes.csv.xz' % language
    for line in csv.reader(open_text(name, 'cp1252' if language != 'en' else 'latin-1'), delimiter=';'):
        if line and line[0].isdigit():
            yield Row(line[0], None, clean(line[1]), True)


def taric_scrape(language):
    for item in json.load(open_text('eu-cn/taric-scrape/scraped_data_%s.json.xz' % language)):
        yield Row(digits(item.get('code')), None, clean(item.get('description')), True)


# == English
def us_hts(name='us-hts/hts_2026_revision_4.csv.xz'):
    rows = csv.reader(open_text(name))
    next(rows)
    for line in rows:
        if len(line) > 2 and line[2]:
            code = digits(line[0])
            yield Row(code, int(line[1] or 0), clean(line[2]), bool(code))


def commodities(name):
    rows = csv.DictReader(open_text(name))
    for line in rows:
        code = line.get('Commodity code') or line.get('goods_nomenclature_item_id') or ''
        suffix = line.get('Product line suffix') or line.get('productline_suffix') or '80'
        indent = line.get('Indentation') or line.get('number_indents')
        for key, text in line.items():
            if key and 'escription' in key and 'elsh' not in key and text:
                yield Row(digits(code), int(indent) if indent else None, clean(text), suffix == '80')


def friendly():
    for line in open_text('uk/friendly_names.ndjson.xz'):
        if line.strip():
            item = json.loads(line)
            yield Row(digits(item['heading']), None, clean(item['description']), True)


def un_list():
    for item in json.load(open_text('hs6/uncomtrade_classificationH6.json.xz'))['results']:
        if item['id'].isdigit():
            yield Row(item['id'], None, clean(item['text'].partition(' - ')[2]), True)


def datasets():
    for line in csv.DictReader(open_text('hs6/datasets-harmonized-system/harmonized-system.csv.xz')):
        yield Row(line['hscode'], None, clean(line['description']), True)
    for line in csv.DictReader(open_text('hs6/datasets-harmonized-system/sections.csv')):
        yield Row('', None, clean(line['name']), False)


def json_strings(name, code_keys, text_keys):
    """Every object of a JSON file that has one of the text keys, wherever it stands."""
    stack = [json.load(open_text(name))]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            code = next((digits(str(node[key])) for key in code_keys if node.get(key)), '')
            for key in text_keys:
                if isinstance(node.get(key), str) and node[key].strip():
                    yield Row(code, dashes(node[key]), clean(node[key]), bool(code))
        stack += list(node.values()) if isinstance(node, dict) else node if isinstance(node, list) else []


def china_english():
    for line in csv.DictReader(open_text('china/hs10_en_with_chapter_names.csv.xz'), delimiter=';'):
        for key in ('Description', 'Heading', 'Chapter'):
            yield Row(digits(line['HSCode']), None, clean(line[key]), True)


# == other languages
def siscomex():
    for item in json.load(open_text('brazil/siscomex_ncm_2025-05.json.xz'))['Nomenclaturas']:
        yield Row(digits(item['Codigo']), dashes(item['Descricao']), clean(item['Descricao']), True)


def brazil_paths():
    for line in csv.DictReader(open_text('brazil/oca_l10n_br_fiscal.ncm.csv.xz')):
        yield Row(digits(line['code']), None, clean(line['name']), True)


def tnved_2022():
    for section in json.load(open_text('russia/tnved_2022.json.xz')):
        yield Row('', 0, clean(section['naim']), False)
        for chapter in section['groups'] or ():
            yield Row(chapter['code'], 0, clean(chapter['naim']), True)
            for heading in chapter['goods'] or ():
                yield Row(heading['code'], 0, clean(heading['naim']), True)
                for line in heading.get('subs') or ():
                    code = digits(line.get('code'))
                    yield Row(code, dashes(line['naim']), clean(line['naim']), bool(code))


def tnved_tables():
    for number, name in enumerate(('TNVED1.TXT', 'TNVED2.TXT.xz', 'TNVED3.TXT.xz', 'TNVED4_ACTUAL_2021.TXT.xz'), 1):
        for line in open_text('russia/' + name):
            parts = line.rstrip('\r\n').split('|')
            if number == 4 and len(parts) > 1:
                code = digits(parts[0])
                yield Row(code, dashes(parts[1]), clean(parts[1]), bool(code))
            elif number == 3 and len(parts) > 4:
                yield Row(parts[0] + parts[1], 0, clean(parts[2]), not parts[4])
            elif number == 2 and len(parts) > 4:
                yield Row(parts[1], 0, clean(parts[2]), not parts[-2])
                yield Row('', None, clean(parts[3]), False)
            elif number == 1 and len(parts) > 4:
                yield Row('', 0, clean(parts[1]), False)
                yield Row('', None, clean(parts[2]), False)


def vietnam():
    for item in json.load(open_text('vietnam/search.json.xz')):
        yield Row(digits(item['hs']), dashes(item['vn']), clean(item['vn']), True)


def japan():
    with tarfile.open(where('japan/section_csv_2023.tar.xz')) as tar:
        for member in sorted(tar.getnames()):
            for line in csv.reader(io.TextIOWrapper(tar.extractfile(member), encoding='utf-8-sig', newline='')):
                if len(line) > 3 and line[3] != 'description':
                    text = re.sub(r'^(?:[（(]?\d+[)）]?|[A-Z])\s', '', clean(line[3]))
                    yield Row(digits(line[1]), None, text, bool(line[1]))


def korea(column='한글품목명'):
    for line in csv.DictReader(open_text('korea/kcs_hs_codes_2025.csv.xz')):
        yield Row(digits(line['HS부호']), None, clean(line[column]), True)
        if column == '한글품목명':
            yield Row('', None, clean((line.get('성질통합분류코드명') or '').strip('()')), False)


def norway(language):
    stack = [json.load(open_text('norway/tolltariffen-2019-%s.json.xz' % language))]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack += node
            continue
        for key, value in node.items():
            if isinstance(value, list):
                stack.append(value)
            elif key[0].isdigit():
                yield Row(digits(key), None, clean(value), True)
            elif key == 'desc':
                yield Row(digits(node.get('code')), None, clean(value), 'code' in node)


def jordan(column):
    for line in csv.DictReader(open_text('jordan-ar/tariff_part5.tsv.xz'), delimiter='\t'):
        yield Row(digits(line['hs12']), dashes(line[column]), clean(line[column]), True)
    for line in csv.DictReader(open_text('jordan-ar/chapters.tsv'), delimiter='\t'):
        yield Row(line['chapter'], 0, clean(line[column]), True)


def turkey():
    for cells in sheet_rows('turkey/V_Sayili_Liste.xlsx'):
        for text in cells.values():
            if re.search(r'[^\W\d_]{3}', text):
                yield Row('', None, clean(text), False)


SOURCES = {
    'en': {
        'US HTS 2026': us_hts,
        'US HTS 2025': lambda: us_hts('us-hts/hts_2025_revision_13.csv.xz'),
        'EU TARIC': lambda: circabc('en'),
        'EU CN 2019': lambda: ramon('en'),
        'EU CN 2026': lambda: xterr('en'),
        'EU CN 2023, self-explanatory': lambda: oca_intrastat('en'),
        'UK 2021': lambda: commodities('uk/uk_commodities_2021-10-19.csv.xz'),
        'XI 2021': lambda: commodities('uk/eu_commodities_2021-02-15.csv.xz'),
        'CN, self-explanatory': friendly,
        'UN list': un_list,
        'UN list, open data': datasets,
        'Norway': lambda: json_strings('norway/customstariffstructure.json.xz', ('hsNumber', 'id'), ('description', 'item')),
        'Norway 2019': lambda: norway('en'),
        'India': lambda: json_strings('india/hsn_codes.json.xz', ('hsn_code',), ('description',)),
        'India, policy': lambda: json_strings('india/itc_hs_export_policy_hs_codes_clean.json.xz', ('hs_code', 'code'),
                                              ('description', 'commodity')),
        'China in English': china_english,
        'Korea in English': lambda: korea('영문품목명'),
        'Jordan in English': lambda: jordan('description_en'),
    },
    'fr': {'EU TARIC': lambda: circabc('fr'), 'EU CN 2026': lambda: xterr('fr'),
           'EU CN 2023, self-explanatory': lambda: oca_intrastat('fr')},
    'de': {'EU TARIC': lambda: circabc('de'), 'EU CN 2019': lambda: ramon('de'), 'EU CN 2026': lambda: xterr('de'),
           'EU CN 2023, self-explanatory': lambda: oca_intrastat('de')},
    'es': {'EU CN 2019': lambda: ramon('es'), 'EU CN 2026': lambda: xterr('es')},
    'pt': {'Brazil NCM 2025': siscomex, 'Brazil, full paths': brazil_paths, 'EU CN 2026': lambda: xterr('pt')},
    'ru': {'EAEU 2022': tnved_2022, 'EAEU 2021': tnved_tables},
    'vi': {'Viet Nam': vietnam},
    'ja': {'Japan 2023': japan},
    'ko': {'Korea 2025': korea},
    'no': {'Norway 2019': lambda: norway('no')},
    'ar': {'Jordan': lambda: jordan('description_ar')},
    'tr': {'Türkiye, List V': turkey},
    'it': {'EU CN 2026': lambda: xterr('it'), 'EU TARIC pages': lambda: taric_scrape('it')},
    'nl': {'EU CN 2026': lambda: xterr('nl'), 'EU CN 2023, self-explanatory': lambda: oca_intrastat('nl')},
    'pl': {'EU CN 2026': lambda: xterr('pl')},
    'sv': {'EU CN 2026': lambda: xterr('sv')},
    'cs': {'EU CN 2019': lambda: ramon('cs'), 'EU CN 2026': lambda: xterr('cs')},
    'da': {'EU CN 2019': lambda: ramon('da'), 'EU CN 2026': lambda: xterr('da')},
    'fi': {'EU CN 2019': lambda: ramon('fi'), 'EU CN 2026': lambda: xterr('fi')},
}


def texts(language):
    """All official texts of a language, each once."""
    seen = {}
    for reader in SOURCES.get(language, {}).values():
        for row in reader():
            if row.text:
                seen[row.text] = None
    return list(seen)
