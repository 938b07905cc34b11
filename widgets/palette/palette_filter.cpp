// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/palette/palette_filter.hpp"

#include "widgets/palette/palette_model.hpp"
#include "widgets/palette/search_rank.hpp"

namespace netwright::widgets {

namespace {
    std::optional<int> rankOf(const QModelIndex& layer, const QString& text)
    {
        const auto textOf = [&layer](int role) { return layer.data(role).toString(); };
        return searchRank({ .title = layer.data().toString(),
                            .words = textOf(PaletteModel::WordsRole),
                            .key = textOf(PaletteModel::LayerRole),
                            .place = textOf(PaletteModel::SectionRole) },
                          text);
    }
} // namespace

PaletteFilter::PaletteFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true); // the sections of what is found
}

void PaletteFilter::search(const QString& text)
{
    m_text = text.simplified();
    invalidateFilter();
}

bool PaletteFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    if (m_text.isEmpty())
        return true;
    const auto index = sourceModel()->index(row, 0, parent);
    return parent.isValid() && !index.data(PaletteModel::CopyRole).toBool() && rankOf(index, m_text);
}

QModelIndex PaletteFilter::best() const
{
    QModelIndex best;
    std::optional<int> least;
    for (int i = 0; i < rowCount(); ++i) {
        const auto section = index(i, 0);
        for (int j = 0; j < rowCount(section); ++j) {
            const auto layer = index(j, 0, section);
            const auto rank = rankOf(layer, m_text);
            if (rank && (!least || *rank < *least)) {
                least = rank;
                best = layer;
            }
        }
    }
    return best;
}

} // namespace netwright::widgets
