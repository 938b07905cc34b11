// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/palette/found_layers.hpp"

#include "widgets/palette/search_rank.hpp"

#include <algorithm>
#include <tuple>

namespace netwright::widgets {

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
    std::vector<std::tuple<bool, int, bool, std::size_t>> ranked;
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const auto& entry = m_entries[i];
        const bool isMisfit = !entry.misfit.isEmpty();
        const Findable thing {
            .title = entry.title, .words = entry.words, .key = entry.layer, .place = entry.section
        };
        if (const auto rank = searchRank(thing, text)) // what is named in full is what is meant
            ranked.emplace_back(isMisfit && !isNamed(thing, text), *rank, isMisfit, i);
    }
    std::ranges::sort(ranked);
    beginResetModel();
    m_found.clear();
    for (const auto& [isBelow, rank, isMisfit, entry] : ranked)
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
