// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/palette/found_layers.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

namespace netwright::widgets {

namespace {
    bool hasLettersInOrder(const QString& text, const QString& letters)
    {
        qsizetype from = 0;
        return std::ranges::all_of(letters, [&](QChar letter) {
            from = text.indexOf(letter, from, Qt::CaseInsensitive) + 1;
            return from > 0;
        });
    }

    /// How well it is what is meant: smaller is better; nothing where it is not.
    std::optional<int> rank(const PaletteEntry& entry, const QString& wanted)
    {
        const auto at = entry.title.indexOf(wanted, 0, Qt::CaseInsensitive);
        if (at == 0)
            return entry.title.size() == wanted.size() ? 0 : 1;
        if (at > 0)
            return entry.title[at - 1].isLetterOrNumber() ? 3 : 2;
        if (entry.layer.contains(wanted, Qt::CaseInsensitive))
            return 4;
        if (entry.section.startsWith(wanted, Qt::CaseInsensitive))
            return 5;
        constexpr qsizetype kFewest = 3; // "gap", "c2d"; fewer are in nearly everything
        return wanted.size() >= kFewest && hasLettersInOrder(entry.title, wanted) ? std::optional(6)
                                                                                  : std::nullopt;
    }
} // namespace

void FoundLayers::setEntries(std::vector<PaletteEntry> entries)
{
    beginResetModel();
    m_entries = std::move(entries);
    m_found.clear();
    endResetModel();
    filter({});
}

void FoundLayers::filter(const QString& text)
{
    const auto wanted = text.simplified();
    std::vector<std::tuple<bool, int, std::size_t>> ranked;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        if (const auto found = rank(m_entries[i], wanted))
            ranked.emplace_back(!m_entries[i].misfit.isEmpty(), *found, i);
    }
    std::ranges::sort(ranked);
    beginResetModel();
    m_found.clear();
    for (const auto& [isMisfit, how, entry] : ranked)
        m_found.push_back(entry);
    endResetModel();
}

int FoundLayers::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_found.size());
}

QVariant FoundLayers::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto& entry = m_entries[m_found[static_cast<std::size_t>(index.row())]];
    switch (role) {
    case Qt::DisplayRole:
        return entry.title;
    case Qt::DecorationRole:
        return entry.icon;
    case Qt::AccessibleTextRole:
        return entry.misfit.isEmpty()
            ? tr("%1, %2").arg(entry.title, entry.section)
            : tr("%1, %2, does not fit here: %3").arg(entry.title, entry.section, entry.misfit);
    case Qt::AccessibleDescriptionRole:
    case HelpRole:
        return entry.help;
    case LayerRole:
        return entry.layer;
    case SectionRole:
        return entry.section;
    case MisfitRole:
        return entry.misfit;
    default:
        return {};
    }
}

} // namespace netwright::widgets
