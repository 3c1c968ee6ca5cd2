#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The texts of data/hs2022 in every language, without any outside data.

Each key has one text and no text stands twice within a heading; UTF-8 in NFC; letters of the language's own alphabet; nothing
garbled; never a bare word for "other".  A language in COMPLETE must have every line of its depth; what is open in another
is counted only (TARIFF_SHOW=40 shows the first forty).
"""
import collections
import glob
import os
import re
import unicodedata

import nomenclature

# Languages that are written to their full depth: the eight main ones to subheadings, the others to headings.
COMPLETE = nomenclature.MAIN + nomenclature.HEADING_DEPTH

# Letters beyond a to z that a text of the language may have. Loan words keep theirs (LOANS).
ALPHABETS = {
    'en': '', 'fr': 'àâæçéèêëîïôœùûüÿ', 'es': 'áéíñóúü', 'de': 'äöüß', 'pt': 'áàâãçéêíóôõúü', 'it': 'àèéìíîòóùú',
    'nl': 'äàéèêëïîóöüç', 'pl': 'ąćęłńóśźż', 'cs': 'áčďéěíňóřšťúůýž', 'tr': 'çğıöşüâîû', 'fi': 'äöåšž', 'sv': 'äåöéèêü',
    'da': 'æøåéö', 'no': 'æøåéèêòóô',
    'vi': 'ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ',
}
LOANS = 'çéèêñüöäâóáíôãåø'     # açaí, café, crème, jalapeño, Müller, pâté: allowed once in a while
LOAN_SHARE = 0.01
GREEK = 'αβγδεμωΩμµ'            # names of isomers, micro, ohm
SCRIPTS = {'zh-Hans': 'CJK', 'ja': 'CJK|HIRAGANA|KATAKANA', 'ko': 'HANGUL', 'ru': 'CYRILLIC', 'ar': 'ARABIC'}
# Encodings whose letters are those in use; what they lack and is right all the same stands beside.
ENCODINGS = {'zh-Hans': ('gb2312', '镎锕钚镅锔锫锎锿镄钔锘铹钋氡钫镭镤砹锝钷镥铥镱铪铼锇铱䓬䏡呋喃噻唑吡啶哌嗪嘧啶肟肼脒胍膦胂脲'
                '蒽菲萘茚苊芴芘蒎烯莰蒈醌酞鳀魟魣鲉鲃鮟鱇駃騠榅桲虉蒟焗苧䌷'),
             'ja': ('cp932', ''), 'ko': ('cp949', ''), 'ar': ('iso8859-6', '')}
BARE = {
    'en': 'other|others|the rest|rest', 'fr': "autres?|les autres|d'autres|autrement", 'es': '(los |las |lo )?dem[aá]s|otr[oa]s?',
    'de': 'andere[rsn]?|sonstige[rs]?|übrige', 'pt': 'outr[oa]s?|(os |as )?demais', 'zh-Hans': '其[他它]|其[他它]的',
    'ru': 'проч(ие|ая|ее|ий)|друг(ие|ая|ое|ой)|остальные', 'vi': '(loại |các loại )?khác', 'it': 'altr[ioea]', 'nl': 'andere?|overige|ander',
    'pl': 'inn[eyia]|pozostał[eyai]', 'cs': 'ostatní|jin[éý]', 'da': '(i )?andre( tilfælde| varer)?|andet|andre|øvrige', 'fi': 'muut?|muu',
    'sv': 'andra( slag)?|annat|annan|övriga', 'no': 'andre|annet|ellers|annen|øvrige', 'ja': 'その他(のもの)?', 'ko': '기타(의 것)?|그 밖의 것',
    'ar': '(ال)?أخرى|غيره?ا?|أخر|آخر', 'tr': 'diğer(leri)?|başka(ları)?',
}
GARBLED = re.compile('[\ufffd\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\ufeff]|[ÂÃÐÑ][\u0080-\u00bf]|â€|&[a-z]+;|<|>')
LOOSE = re.compile(r'^[\s\-–:;,.]|[\s\-–:;,]$|  | ,|\(\s|\s\)|,,|;;|(?<!\.)\.\.(?!\.)')


def letters(text):
    return [letter for letter in text if letter.isalpha()]


def script_of(letter):
    return unicodedata.name(letter, '?').split(' ')[0].split('-')[0]


def check_latin(language, texts, findings):
    own = set(ALPHABETS[language]) | set('abcdefghijklmnopqrstuvwxyz') | set('\u0307' if language == 'tr' else '')
    foreign = collections.defaultdict(list)
    for text in texts:
        for letter in set(text.text.lower()):
            if letter.isalpha() and letter not in own and letter not in GREEK:
                foreign[letter].append(text)
    for letter, where in sorted(foreign.items()):
        if letter not in LOANS or len(where) > max(3, LOAN_SHARE * len(texts)):
            findings.add(language, 'letter', letter, 'in', where[0].code, where[0].text)


def check_script(language, texts, findings):
    pattern = re.compile(SCRIPTS[language])
    encoding, extra = ENCODINGS.get(language, (None, ''))
    for text in texts:
        # A word in Latin letters, such as the name of a genus, weighs as one letter, a designation such as HFO-1234yf nothing.
        plain = re.sub('[A-Za-z]+', 'A', re.sub(r'[A-Z]+-?\d+[a-z]*', '', text.text))
        found = [bool(pattern.match(script_of(letter))) for letter in letters(plain)]
        findings.expect(found and sum(found) * 2 >= len(found), language, text.code, 'is not in its script:', text.text)
        if encoding:
            for letter in letters(text.text):
                if letter in extra or letter in GREEK or letter.isascii():
                    continue
                try:
                    letter.encode(encoding)
                except UnicodeEncodeError:
                    findings.add(language, text.code, 'letter', letter, 'is not one of', encoding + ':', text.text)
        if language == 'ru':
            for word in re.findall(r'[^\W\d_]+', text.text):
                mixed = {script_of(letter) for letter in word if script_of(letter) in ('CYRILLIC', 'LATIN')}
                findings.expect(len(mixed) < 2, language, text.code, 'mixes alphabets in', word)
        if language == 'zh-Hans':
            findings.expect(not re.search(r'[^\x00-\x7f][,;:()]|[,;:()][^\x00-\x7f]', text.text), language, text.code,
                            'has half-width punctuation:', text.text)


def check_texts(language, texts, findings):
    bare = re.compile('(%s)[.:;]?' % BARE.get(language, 'other'), re.I)
    for text in texts:
        findings.expect(text.text, language, text.code, 'is empty')
        findings.expect(unicodedata.normalize('NFC', text.text) == text.text, language, text.code, 'is not in NFC:', text.text)
        findings.expect(not GARBLED.search(text.text), language, text.code, 'is garbled:', text.text)
        findings.expect(not LOOSE.search(text.text), language, text.code, 'has loose punctuation:', text.text)
        findings.expect(text.text.count('(') == text.text.count(')'), language, text.code, 'has an open bracket:', text.text)
        findings.expect(not bare.fullmatch(text.text), language, text.code, 'says only', text.text)
        findings.expect(letters(text.text), language, text.code, 'has no word:', text.text)
    if language in SCRIPTS:
        check_script(language, texts, findings)
    elif language in ALPHABETS:
        check_latin(language, texts, findings)


def check_keys(language, structure, texts, findings):
    counted = collections.Counter(text.key for text in texts)
    depth = 6 if language in nomenclature.MAIN else 4
    known, wanted = set(structure.keys()), structure.keys(depth)
    for key, count in counted.items():
        findings.expect(count == 1, language, *key, 'is described %d times' % count)
        findings.expect(key in known, language, *key, 'is no line of the nomenclature')
    missing = [key for key in wanted if key not in counted]
    if missing and language in COMPLETE:
        findings.add(language, 'lacks %d texts:' % len(missing), ' '.join(code for code, _ in missing[:10]))
    for text in texts:
        section = structure.by_key[text.key].section if text.key in structure.by_key else text.code
        number = os.path.basename(text.file)[8:10]
        findings.expect(section in nomenclature.ROMAN and nomenclature.ROMAN.index(section) + 1 == int(number), language,
                        text.code, 'stands in', text.file)
    return len(wanted) - len(missing), len(wanted)


def check_repeats(language, texts, findings):
    """A heading's texts differ, and so do those of all headings, all chapters and all sections."""
    seen = {}
    for text in texts:
        place = text.code[:4] if len(text.code) == 6 else len(text.code) if text.code.isdigit() else 'sections'
        places = [place] if len(text.code) != 4 else [place, text.code]
        for place in places:
            first = seen.setdefault((place, text.text.casefold()), text)
            findings.expect(first is text, language, text.code, 'says the same as', first.code + ':', text.text)


def check_notes(findings):
    """Sentences of the legal notes; which languages a note lacks is counted."""
    counts = {}
    for language in nomenclature.MAIN:
        texts = [nomenclature.Text(owner, '80', language, text, '') for owner, text in nomenclature.note_texts(language)]
        counts[language] = len({text.code for text in texts})
        for text in texts:
            findings.expect(unicodedata.normalize('NFC', text.text) == text.text, language, text.code, 'is not in NFC')
            findings.expect(not GARBLED.search(text.text), language, text.code, 'is garbled:', text.text)
        if language in SCRIPTS:
            check_script(language, texts, findings)
        else:
            check_latin(language, texts, findings)
    if any(counts.values()):
        print('notes    ' + ', '.join('%s %d' % item for item in counts.items()))


def check_files(findings):
    for path in glob.glob(nomenclature.data('hs2022', '*', 'section-*.xml')):
        with open(path, 'rb') as file:
            data = file.read()
        try:
            data.decode('utf-8')
        except UnicodeDecodeError as error:
            findings.add(path, error)
        findings.expect(not data.startswith(b'\xef\xbb\xbf') and b'\r' not in data, path, 'has a byte order mark or CR')
        findings.expect(b'SPDX-License-Identifier: CC0-1.0' in data[:200], path, 'names no licence')


def main():
    findings = nomenclature.Findings(40)
    check_files(findings)
    structure = nomenclature.Structure()
    for language in nomenclature.languages():
        texts = nomenclature.texts(language)
        written = findings if language in COMPLETE else nomenclature.Findings(int(os.environ.get('TARIFF_SHOW', 0)))
        have, wanted = check_keys(language, structure, texts, written)
        check_texts(language, texts, written)
        check_repeats(language, texts, written)
        print('%-8s %d of %d texts%s' % (language, have, wanted, '' if language in COMPLETE else
                                         ', being written, %d points open' % written.count))
    check_notes(findings)
    for language in nomenclature.MAIN + nomenclature.HEADING_DEPTH:
        findings.expect(language not in COMPLETE or nomenclature.files(language), 'no files of', language)
    findings.close('texts of %d languages' % len(nomenclature.languages()))


if __name__ == '__main__':
    main()
