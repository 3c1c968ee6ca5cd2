# SPDX-License-Identifier: Apache-2.0
"""Own wording: what our texts share with official ones.

A shared *run* is a row of more words than LIMIT that stands in both texts.  Words are letters and digits, case and
punctuation apart; in Chinese, Japanese and Korean each letter counts instead, blanks apart.  *Overlap* is that of the
sets of character trigrams of two texts, common ones over all (Jaccard), words lower-cased and joined by one blank.
"""
import array
import collections
import hashlib
import re
import statistics
import unicodedata

LIMIT = {'zh-Hans': 12, 'ja': 12, 'ko': 16}
WORDS = 8
NAME = 4            # an equal text of so many words is a bare name, such as "live bees"
WORD = re.compile(r'\d+(?:[.,]\d+)*|[^\W\d_]+')


def limit(language):
    return LIMIT.get(language, WORDS)


def units(text, language):
    """Words, or letters where a language writes none."""
    text = unicodedata.normalize('NFKC', text).casefold()
    if language in LIMIT:
        return [letter for letter in text if letter.isalnum()]
    return WORD.findall(text)


def normal(text, language):
    return tuple(units(text, language))


def trigrams(text, language):
    """Character trigrams of the text, words joined by one blank."""
    joined = ('' if language in LIMIT else ' ').join(units(text, language))
    return {joined[i:i + 3] for i in range(len(joined) - 2)} or {joined}


class Official:
    """Index of the official texts of a language."""

    def __init__(self, texts, language):
        self.language = language
        self.length = limit(language) + 1
        self.texts = []
        self.runs = set()
        self.equal = {}
        self.postings = collections.defaultdict(lambda: array.array('I'))
        self.sizes = array.array('H')   # trigrams of each text
        seen = set()
        for text in texts:
            words = normal(text, language)
            if not words or words in seen:
                continue
            seen.add(words)
            self.equal[words] = text
            for i in range(len(words) - self.length + 1):
                self.runs.add(hash(words[i:i + self.length]))
            grams = trigrams(text, language)
            for gram in grams:
                self.postings[gram].append(len(self.texts))
            self.texts.append(text)
            self.sizes.append(len(grams))

    def shared_runs(self, text):
        """Rows of units longer than the limit each of whose windows stands in an official text."""
        words = normal(text, self.language)
        found, start = [], None
        for i in range(len(words) - self.length + 2):
            if i + self.length <= len(words) and hash(words[i:i + self.length]) in self.runs:
                start = i if start is None else start
            elif start is not None:
                found.append(words[start:i - 1 + self.length])
                start = None
        return found

    def is_equal(self, text):
        return normal(text, self.language) in self.equal

    def nearest(self, text):
        """Largest overlap with an official text, and that text."""
        grams = trigrams(text, self.language)
        order = sorted((gram for gram in grams if gram in self.postings), key=lambda gram: len(self.postings[gram]))
        count, best, found, done = collections.Counter(), 0.0, '', 0
        for done, gram in enumerate(order, 1):
            count.update(self.postings[gram])
            # Whoever has none of the rarest so far shares at most what is left.
            if done >= 3 and best == 0.0 or (len(order) - done) / len(grams) <= best:
                best, found = self.best_of(count, grams, len(order) - done)
                if (len(order) - done) / len(grams) <= best:
                    break
        else:
            best, found = self.best_of(count, grams, 0)
        return best, found

    def best_of(self, count, grams, left):
        best, found = 0.0, ''
        for number, shared in count.most_common():
            most = min(shared + left, len(grams), self.sizes[number])
            if (shared + left) / len(grams) <= best:
                break
            if most / (len(grams) + self.sizes[number] - most) <= best:
                continue
            common = len(grams & trigrams(self.texts[number], self.language))
            overlap = common / (len(grams) + self.sizes[number] - common)
            if overlap > best:
                best, found = overlap, self.texts[number]
        return best, found


def sample(items, size, key):
    """The items whose keys have the smallest hashes: the same ones on every host."""
    return sorted(items, key=lambda item: hashlib.sha256(key(item).encode()).hexdigest())[:size]


def median_overlap(official, texts):
    return statistics.median(official.nearest(text)[0] for text in texts)
