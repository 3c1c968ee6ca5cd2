# SPDX-License-Identifier: Apache-2.0
"""The Harmonized System as data/hs2022 has it: lines with their dash levels, texts by language, notes.

The English files hold the structure (sections and lines); a file of another language holds descriptions for it.
"""
import collections
import glob
import os
import sys
import xml.etree.ElementTree as ElementTree

NS = '{urn:libtariff:tariff:1}'
MAIN = ('en', 'fr', 'es', 'de', 'pt', 'zh-Hans', 'ru', 'vi')
HEADING_DEPTH = ('it', 'nl', 'pl', 'cs', 'ar', 'ja', 'ko', 'tr', 'fi', 'sv', 'da', 'no')

# key: (code, suffix); a section's code is its Roman number
Line = collections.namedtuple('Line', 'code suffix indent section')
ROMAN = ('I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX XXI').split()


def source_directory():
    return os.environ.get('TARIFF_SRCDIR') or os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')


def data(*parts):
    return os.path.join(source_directory(), 'data', *parts)


def files(language):
    return sorted(glob.glob(data('hs2022', language, 'section-*.xml')))


def languages():
    """Languages that have a file, English first."""
    found = [name for name in MAIN + HEADING_DEPTH if files(name)]
    other = sorted(os.path.basename(path) for path in glob.glob(data('hs2022', '*'))
                   if os.path.isdir(path) and glob.glob(os.path.join(path, 'section-*.xml')))
    return found + [name for name in other if name not in found and name not in ('notes', 'correlation')]


def one_line(element):
    return ' '.join(''.join(element.itertext()).split())


class Structure:
    """Sections and lines in their order, from the English files."""

    def __init__(self):
        self.sections = collections.OrderedDict()   # Roman number: (first chapter, last chapter)
        self.lines = []
        self.by_key = {}
        for path in files('en'):
            section = None
            for element in ElementTree.parse(path).getroot().iter():
                if element.tag == NS + 'section':
                    section = element.get('number')
                    self.sections[section] = (element.get('first'), element.get('last'))
                elif element.tag == NS + 'line':
                    line = Line(element.get('code'), element.get('suffix', '80'), int(element.get('indent')), section)
                    self.lines.append(line)
                    self.by_key[line.code, line.suffix] = line

    def codes(self, length):
        return [line.code for line in self.lines if len(line.code) == length and line.suffix == '80']

    def keys(self, depth=6):
        """Keys that a language of that depth describes: sections, then lines."""
        return [(number, '80') for number in self.sections] + [(line.code, line.suffix) for line in self.lines
                                                               if len(line.code) <= depth]

    def paths(self):
        """Each heading and subheading with its ancestors from the chapter down, itself last."""
        chapter = heading = None
        open_lines = []
        for line in self.lines:
            key = (line.code, line.suffix)
            if len(line.code) == 2:
                chapter, heading, open_lines = key, None, []
                continue
            if len(line.code) == 4:
                heading, open_lines = key, []
                yield line, [chapter, key]
                continue
            while open_lines and open_lines[-1][1] >= line.indent:
                open_lines.pop()
            if line.suffix == '80':
                yield line, [chapter, heading] + [key for key, _ in open_lines] + [(line.code, line.suffix)]
            open_lines.append((key, line.indent))


class Text(collections.namedtuple('Text', 'code suffix language text file')):
    @property
    def key(self):
        return self.code, self.suffix


def texts(language):
    """Texts of a language in the order of the files."""
    found = []
    for path in files(language):
        name = os.path.relpath(path, source_directory())
        for element in ElementTree.parse(path).getroot().iter():
            if element.tag == NS + 'description':
                found.append(Text(element.get('code'), element.get('suffix', '80'), language, one_line(element), name))
            elif element.tag in (NS + 'line', NS + 'section'):
                code = element.get('code') or element.get('number')
                for child in element.findall(NS + 'text'):
                    if child.get('lang', 'en') == language:
                        found.append(Text(code, element.get('suffix', '80'), language, one_line(child), name))
    return found


def note_texts(language):
    """Sentences of the legal notes, as (note id or file, text)."""
    found = []
    for path in sorted(glob.glob(data('hs2022', 'notes', '*.xml'))):
        owner = os.path.basename(path)
        for element in ElementTree.parse(path).getroot().iter():
            owner = element.get('id', owner) if element.tag in (NS + 'note', NS + 'term', NS + 'material') else owner
            if element.tag == NS + 'text' and element.get('lang') == language and one_line(element):
                found.append((owner, one_line(element)))
    return found


class Findings:
    """What a check found; the process exits 1 with it, 0 without, 77 where the shared data is missing."""

    def __init__(self, shown=20):
        self.count, self.shown = 0, shown

    def add(self, *words):
        self.count += 1
        if self.count <= self.shown:
            print('  wrong:', *words)

    def expect(self, true, *words):
        if not true:
            self.add(*words)

    def equal(self, name, found, expected):
        found, expected = set(found), set(expected)
        self.expect(not found - expected, name, 'has more:', ' '.join(sorted(map(str, found - expected))[:10]))
        self.expect(not expected - found, name, 'lacks:', ' '.join(sorted(map(str, expected - found))[:10]))

    def close(self, what):
        if self.count > self.shown:
            print('  ... and %d more' % (self.count - self.shown))
        print('%s: %s' % (what, 'good' if not self.count else '%d wrong' % self.count))
        sys.exit(1 if self.count else 0)


def need_shared(path):
    if path is None:
        print('skipped: no shared data (TARIFF_SHARED)')
        sys.exit(77)
