#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Looks official texts up in ours: plain BM25, top-1 and top-5 at four digits, beside a ceiling.

Query: the official texts from below the chapter down to a six-digit code joined, one for each code, words that only say
"other" dropped.  Where a publication has the last level only, and for languages written to headings, one query for each
heading.  Document: our texts from the chapter down to the code, one for each six-digit code (for each heading in languages
written to headings).  A heading's rank is that of its best document.  The ceiling is the same with the texts of another
publication as documents, over the codes that both have.

A language must reach GOALS once it has all headings.  BM25 with k1 = 1.2, b = 0.75.  Words are runs of letters and digits,
case folded, without stemming; Chinese, Japanese and Korean words are cut into pairs of letters.

    retrieval.py [--weak DIRECTORY] [LANGUAGE...]
"""
import collections
import heapq
import math
import os
import sys

import nomenclature
import official
import wording

GOALS = {True: (80, 93), False: (60, 80)}       # main languages, others
PAIRS = ('zh-Hans', 'ja', 'ko')
OTHER = {
    'en': 'other others', 'fr': 'autre autres', 'es': 'los las demás otros otras otro otra', 'de': 'andere anderer anderes anderen',
    'pt': 'outros outras outro outra', 'ru': 'прочие прочая прочее прочий прочих', 'vi': 'loại khác', 'it': 'altri altre altro',
    'nl': 'andere ander', 'pl': 'pozostałe pozostały pozostała', 'cs': 'ostatní', 'da': 'andet andre tilfælde', 'fi': 'muut muu',
    'sv': 'andra', 'no': 'andre annet ellers', 'ja': 'その他のもの その他', 'ko': '기타', 'ar': 'أخرى غيرها',
}


def tokens(text, language):
    words = wording.WORD.findall(text.casefold())
    dropped = set(OTHER.get(language, '').split())
    if language in PAIRS:
        for phrase in sorted(dropped, key=len, reverse=True):
            text = text.replace(phrase, ' ')
        words = wording.WORD.findall(text.casefold())
        return [word[i:i + 2] for word in words for i in range(max(1, len(word) - 1))]
    return [word for word in words if word not in dropped]


class Index:
    """BM25 over named documents."""

    def __init__(self, documents, language, k1=1.2, b=0.75):
        self.language, self.names, self.first, self.base = language, list(documents), None, {}
        counts = [collections.Counter(tokens(documents[name], language)) for name in self.names]
        lengths = [sum(count.values()) for count in counts]
        mean = sum(lengths) / max(1, len(lengths))
        frequency = collections.Counter(word for count in counts for word in count)
        self.postings = collections.defaultdict(list)
        for number, count in enumerate(counts):
            norm = k1 * (1 - b + b * lengths[number] / mean) if mean else 1
            for word, times in count.items():
                idf = math.log(1 + (len(counts) - frequency[word] + 0.5) / (frequency[word] + 0.5))
                self.postings[word].append((number, idf * times * (k1 + 1) / (times + norm)))

    def add(self, scores, text):
        for word, times in collections.Counter(tokens(text, self.language)).items():
            for number, weight in self.postings.get(word, ()):
                scores[number] = scores.get(number, 0.0) + times * weight

    def headings(self, parts, size=5):
        """The best headings for the parts of a query, best first; equal scores in the order of the code."""
        if self.first != parts[0]:      # a heading's text, which the queries below it share
            self.first, self.base = parts[0], {}
            self.add(self.base, parts[0])
        scores = dict(self.base)
        self.add(scores, ' ; '.join(parts[1:]))
        best = {}
        for number, score in scores.items():
            heading = self.names[number][:4]
            if score > best.get(heading, 0):
                best[heading] = score
        return [heading for heading, _ in heapq.nsmallest(size, best.items(), key=lambda item: (-item[1], item[0]))]


def our_documents(structure, language):
    texts = {text.key: text.text for text in nomenclature.texts(language)}
    deep = language in nomenclature.MAIN
    documents = {}
    for line, path in structure.paths():
        if deep == (len(line.code) == 6) and path[-1] in texts:
            documents[line.code] = ' ; '.join(texts[key] for key in path if key in texts)
    return documents


# == official paths: {six-digit code: [chapter, heading, ..., code]}
def by_dashes(rows):
    """From rows in order with dashes; an undivided heading's text stands for its code."""
    paths, chapter, heading, stack = {}, '', None, []
    for row in rows:
        if row.text == '' or row.code[:2] in ('98', '99', '77'):
            continue
        bare = row.code.rstrip('0')
        depth = row.indent or 0
        if row.numbered and len(bare) <= 2 and len(row.code) in (2, 10) and row.code[2:].strip('0') == '':
            chapter, heading, stack = row.text, None, []
        elif row.numbered and depth == 0 and row.code[4:].strip('0') == '':
            heading, stack = (row.code[:4], row.text), []
            paths[row.code[:4] + '00'] = [chapter, row.text]
        elif heading:
            while stack and stack[-1][0] >= depth:
                stack.pop()
            stack.append((depth, row.text))
            if row.numbered and len(row.code) >= 6 and row.code[6:].strip('0') == '' and row.code[:4] == heading[0]:
                if row.code[4:6] != '00':
                    paths.pop(heading[0] + '00', None)
                    paths.setdefault(row.code[:6], [chapter, heading[1]] + [text for _, text in stack])
    return paths


def by_digits(rows):
    """From rows whose number says their place: 2, 4, 5, 6 and more digits; what stands below six digits is left out."""
    texts, codes = {}, set()
    for row in rows:
        if row.numbered and row.text and row.code[:2] < '98':
            code = row.code
            if len(code) > 6:
                codes.add(code[:6])
                code = code[:6] if code[6:].strip('0') == '' else code
            elif len(code) == 4:
                codes.add(code + '00')
            texts.setdefault(code, row.text)
    divided = {code[:4] for code in codes if code[4:] != '00'}
    paths = {}
    for code in sorted(codes):
        if code[4:] != '00' or code[:4] not in divided:
            path = [texts[part] for part in (code[:4], code[:5], code) if part in texts]
            if path:
                paths[code] = [texts.get(code[:2], '')] + path
    return paths


def by_heading(rows, joined=False):
    """A heading's own text; or, joined, the lines of the last level below it."""
    own, below = {}, collections.defaultdict(dict)
    for row in rows:
        if row.numbered and row.text and len(row.code) >= 4 and row.code[:2] < '98':
            if row.code[4:].strip('0') == '' and not row.indent:
                if len(row.code) == 4 or row.code[:4] not in own:
                    own[row.code[:4]] = row.text
            below[row.code[:4]][row.text] = None
    return {code: ['', ' ; '.join(lines)] for code, lines in below.items()} if joined else \
           {code: ['', text] for code, text in own.items()}


def flat(rows):
    """From self-explanatory texts: no chapter, the lines of a code joined."""
    below = collections.defaultdict(dict)
    for row in rows:
        if row.numbered and row.text and len(row.code) >= 6 and row.code[:2] < '98':
            below[row.code[:6]][row.text] = None
    return {code: [''] + list(lines) for code, lines in below.items()}


def union(language):
    """Headings of the Combined Nomenclature of 2026."""
    return by_heading(official.xterr(language))


EXPLAINED = 'EU CN 2023, self-explanatory'
# language: (query's name, its paths, ceiling's name, its paths)
PLANS = {
    'en': ('EU TARIC', lambda: by_dashes(official.circabc('en')), 'US HTS 2026', lambda: by_dashes_us()),
    'fr': ('EU TARIC', lambda: by_dashes(official.circabc('fr')), EXPLAINED, lambda: flat(official.oca_intrastat('fr'))),
    'de': ('EU TARIC', lambda: by_dashes(official.circabc('de')), EXPLAINED, lambda: flat(official.oca_intrastat('de'))),
    'es': ('EU CN 2019', lambda: by_dashes(ramon_rows('es')), 'EU CN 2026', lambda: by_digits(official.xterr('es'))),
    'pt': ('Brazil NCM 2025', lambda: by_digits(official.siscomex()), 'EU CN 2026', lambda: by_digits(official.xterr('pt'))),
    'ru': ('EAEU 2022', lambda: by_digits(official.tnved_2022()), 'EAEU 2021', lambda: by_digits(official.tnved_tables())),
    'vi': ('Viet Nam', lambda: by_heading(official.vietnam()), None, None),
    'it': ('EU CN 2026', lambda: union('it'), 'EU TARIC pages', lambda: by_heading(official.taric_scrape('it'), True)),
    'nl': ('EU CN 2026', lambda: union('nl'), EXPLAINED, lambda: by_heading(official.oca_intrastat('nl'), True)),
    'pl': ('EU CN 2026', lambda: union('pl'), None, None),
    'cs': ('EU CN 2026', lambda: union('cs'), 'EU CN 2019', lambda: by_heading(official.ramon('cs'))),
    'da': ('EU CN 2026', lambda: union('da'), 'EU CN 2019', lambda: by_heading(official.ramon('da'))),
    'fi': ('EU CN 2026', lambda: union('fi'), 'EU CN 2019', lambda: by_heading(official.ramon('fi'))),
    'sv': ('EU CN 2026', lambda: union('sv'), None, None),
    'no': ('Norway 2019', lambda: by_heading(official.norway('no')), None, None),
    'ja': ('Japan 2023', lambda: by_heading(official.japan()), None, None),
    'ko': ('Korea 2025', lambda: by_heading(official.korea()), None, None),
    'ar': ('Jordan', lambda: by_heading(official.jordan('description_ar')), None, None),
}


def by_dashes_us():
    """The US schedule has no chapter rows; the rest is as elsewhere."""
    return by_dashes(row._replace(code=row.code.ljust(10, '0') if row.numbered else '') for row in official.us_hts())


def ramon_rows(language):
    for row in official.ramon(language):
        depth = 0 if len(row.code) in (2, 4) else row.indent
        yield row._replace(code=row.code if len(row.code) == 2 else row.code.ljust(10, '0') if row.code else '', indent=depth)


def measure(index, queries):
    """(top-1, top-5, misses by chapter, queries by chapter)"""
    first = five = 0
    missed, asked = collections.Counter(), collections.Counter()
    worst = []
    for code, query in queries.items():
        found = index.headings(query)
        first += found[:1] == [code[:4]]
        five += code[:4] in found
        asked[code[:2]] += 1
        if found[:1] != [code[:4]]:
            missed[code[:2]] += 1
            worst.append((code, query, found))
    return 100 * first / max(1, len(queries)), 100 * five / max(1, len(queries)), missed, asked, worst


def write_weak(directory, language, missed, asked, worst):
    chapters = sorted(missed, key=lambda chapter: (-missed[chapter], chapter))[:30]
    with open(os.path.join(directory, 'weak-%s.txt' % language), 'w', encoding='utf-8') as file:
        file.write('# chapter: queries missed at four digits of those asked; below it code | official query | headings found\n')
        for chapter in chapters:
            file.write('== %s: %d of %d\n' % (chapter, missed[chapter], asked[chapter]))
            for code, query, found in [item for item in worst if item[0][:2] == chapter][:12]:
                file.write('%s | %s | %s\n' % (code, ' ; '.join(query)[:300], ' '.join(found)))


def run(structure, language, weak, findings):
    name, reader, other, other_reader = PLANS[language]
    documents = our_documents(structure, language)
    headings = {code[:4] for code in documents}
    known = set(structure.codes(6)) | set(structure.codes(4))
    paths = {code: path for code, path in reader().items() if code in known}
    asked = {code: path[1:] for code, path in paths.items()
             if code[:4] in headings and tokens(' ; '.join(path[1:]), language)}
    top1, top5, missed, count, worst = measure(Index(documents, language), asked)
    goal1, goal5 = GOALS[language in nomenclature.MAIN]
    line = '%-8s %5d queries (%s) in %5d documents: top-1 %5.1f %%, top-5 %5.1f %%' % (language, len(asked), name,
                                                                                      len(documents), top1, top5)
    if other:
        texts = {code: ' ; '.join(path) for code, path in other_reader().items() if code in known}
        shared = {code: query for code, query in asked.items() if code[:4] in {key[:4] for key in texts}}
        ceiling = measure(Index(texts, language), shared)
        line += '; ceiling %5.1f, %5.1f (%s, %d queries)' % (ceiling[0], ceiling[1], other, len(shared))
    good = top1 >= goal1 and top5 >= goal5
    print(line + ('' if good else '; goal %d, %d' % (goal1, goal5)), flush=True)
    if weak:
        write_weak(weak, language, missed, count, worst)
    if len(headings) == len(structure.codes(4)):
        findings.expect(good, language, 'top-1 %.1f, top-5 %.1f, goals %d and %d' % (top1, top5, goal1, goal5))


def main():
    nomenclature.need_shared(official.shared())
    arguments, weak = sys.argv[1:], None
    if arguments[:1] == ['--weak']:
        weak, arguments = arguments[1], arguments[2:]
    findings = nomenclature.Findings()
    structure = nomenclature.Structure()
    for language in arguments or nomenclature.languages():
        if not nomenclature.files(language):
            print('%-8s is not written' % language)
        elif language in PLANS:
            run(structure, language, weak, findings)
        else:
            print('%-8s has no official text in the shared data' % language)
    findings.close('retrieval')


if __name__ == '__main__':
    main()
