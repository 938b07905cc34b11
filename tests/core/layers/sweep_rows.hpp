// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/core/layers/layer_case.hpp"
#include "tests/core/layers/wrapped_layer.hpp"

#include <QTest>

#include <algorithm>
#include <iterator>
#include <optional>
#include <vector>

Q_DECLARE_METATYPE(const netwright::layers::LayerKind*)
Q_DECLARE_METATYPE(netwright::layers::testing::LayerCase)

/// The rows of the sweep tests: every entry of the layer table, in every case of it.
namespace netwright::layers::testing {

inline constexpr std::int64_t kBatch = 4;

inline void kinds()
{
    QTest::addColumn<const LayerKind*>("kind");
    for (const auto* kind : layerTable())
        QTest::newRow(kind->id.c_str()) << kind;
}

inline std::vector<LayerCase> allCases()
{
    std::vector<LayerCase> all;
    for (const auto* kind : layerTable())
        std::ranges::move(casesOf(*kind), std::back_inserter(all));
    return all;
}

inline void cases()
{
    QTest::addColumn<LayerCase>("layerCase");
    for (const auto& entry : allCases())
        QTest::addRow("%s, %s", entry.kind->id.c_str(), entry.name.c_str()) << entry;
}

inline std::optional<WrappedLayer> wrap(std::int64_t batch = kBatch)
{
    QFETCH(LayerCase, layerCase);
    auto wrapped = WrappedLayer::create(layerCase, batch);
    if (!wrapped) {
        QTest::qFail(wrapped.error().text().c_str(), __FILE__, __LINE__);
        return std::nullopt;
    }
    return *std::move(wrapped);
}

} // namespace netwright::layers::testing
