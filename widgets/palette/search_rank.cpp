// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/palette/search_rank.hpp"

#include <QStringList>

#include <algorithm>

namespace netwright::widgets {

namespace {
    // Shorter ones are in nearly everything.
    constexpr qsizetype kShortestWord = 2;
    constexpr qsizetype kShortestOfHelp = 3;
    constexpr qsizetype kFewestLetters = 3; // "c2d"

    enum Rank {
        Same,
        Synonym,
        Begins,
        WordBegins,
        Inside,
        InKey,
        OfPlace,
        EveryWord,
        InHelp,
        Initials,
        None
    };

    QString plain(const QString& text)
    {
        auto plain = text.toLower();
        return plain.replace(u'-', u' ').replace(u'_', u' ').simplified();
    }

    QString squeezed(QString text) { return text.remove(u' '); }

    /// Where in it: at its beginning, at that of a word, or within one.
    Rank rankIn(const QString& text, const QString& wanted)
    {
        if (text == wanted)
            return Same;
        Rank best = None;
        for (auto at = text.indexOf(wanted); at >= 0 && best > WordBegins;
             at = text.indexOf(wanted, at + 1)) {
            const bool isWord = at == 0 || !text[at - 1].isLetterOrNumber();
            best = std::min(best, at == 0 ? Begins : isWord ? WordBegins : Inside);
        }
        return best;
    }

    /// "maxpool" is the beginning of "max pool 2d", too.
    Rank rankInName(const QString& name, const QString& wanted)
    {
        const auto rank = rankIn(name, wanted);
        if (rank != None || wanted.size() < kFewestLetters)
            return rank;
        return std::max(Begins, rankIn(squeezed(name), squeezed(wanted)));
    }

    Rank rankInWords(const QString& words, const QString& wanted)
    {
        Rank best = None;
        if (wanted.size() < kShortestWord)
            return best;
        for (const auto& each : words.split(u',', Qt::SkipEmptyParts)) {
            const auto rank = rankInName(plain(each), wanted);
            if (rank <= WordBegins)
                best = std::min(best, rank == Same ? Synonym : WordBegins);
        }
        return best;
    }

    /// Each piece of it begins a word, in their order: "c2d" of "conv 2d", "gap" of "global average pool".
    bool isShortFor(const QStringList& words, const QString& letters, qsizetype from = 0)
    {
        if (letters.isEmpty() || from == words.size())
            return letters.isEmpty();
        const auto& word = words[from];
        const auto end = std::ranges::mismatch(word, letters).in1;
        for (auto taken = std::distance(word.begin(), end); taken >= 0; --taken) {
            if (isShortFor(words, letters.mid(taken), from + 1))
                return true;
        }
        return false;
    }

    Rank rankOfPhrase(const Findable& thing, const QString& wanted)
    {
        auto best = std::min(rankInName(plain(thing.title), wanted), rankInWords(thing.words, wanted));
        if (best == None && plain(thing.key).contains(wanted))
            best = InKey;
        if (best == None && rankIn(plain(thing.place), wanted) <= WordBegins)
            best = OfPlace;
        if (best == None && wanted.size() >= kShortestOfHelp
            && rankIn(plain(thing.help), wanted) <= WordBegins)
            best = InHelp;
        return best;
    }
} // namespace

std::optional<int> searchRank(const Findable& thing, const QString& typed)
{
    const auto wanted = plain(typed);
    if (wanted.isEmpty())
        return Same;
    auto best = rankOfPhrase(thing, wanted);
    const auto words = wanted.split(u' ');
    const auto isFound = [&thing](const QString& word) { return rankOfPhrase(thing, word) != None; };
    if (best == None && words.size() > 1 && std::ranges::all_of(words, isFound))
        best = EveryWord;
    const auto letters = squeezed(wanted);
    if (best == None && letters.size() >= kFewestLetters
        && isShortFor(plain(thing.title).split(u' '), letters))
        best = Initials;
    return best == None ? std::nullopt : std::optional<int>(best);
}

bool isNamed(const Findable& thing, const QString& typed)
{
    const auto rank = searchRank(thing, typed);
    return rank && *rank <= Synonym && !plain(typed).isEmpty();
}

} // namespace netwright::widgets
