// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/glide.hpp"

#include "widgets/graph/graph_scene.hpp"
#include "widgets/graph/node_item.hpp"

namespace netwright::widgets {

namespace {
    constexpr int kMilliseconds = 220;
    constexpr std::size_t kMostNodes = 300;
} // namespace

Glide::Glide(GraphScene& scene, const Places& before, const std::function<void()>& arrived)
    : m_scene(scene)
{
    for (const auto& [node, from] : before) {
        const auto* item = scene.item(node);
        if (item && item->pos() != from)
            m_ways.push_back({ node, from, item->pos() });
    }
    if (m_ways.empty() || m_ways.size() > kMostNodes)
        return;
    m_animation.setDuration(kMilliseconds);
    m_animation.setStartValue(0.0);
    m_animation.setEndValue(1.0);
    m_animation.setEasingCurve(QEasingCurve::InOutCubic);
    QObject::connect(&m_animation, &QVariantAnimation::valueChanged, &m_animation,
                     [this](const QVariant& share) { show(share.toDouble()); });
    QObject::connect(&m_animation, &QVariantAnimation::finished, &m_animation, arrived);
    show(0); // the first tick would come after a first frame at the end of the way
    m_animation.start();
}

Glide::~Glide()
{
    if (m_animation.state() == QVariantAnimation::Running)
        m_scene.placeAll();
}

void Glide::show(double share)
{
    for (const auto& way : m_ways) {
        if (auto* item = m_scene.item(way.node))
            m_scene.place(*item, way.from + share * (way.to - way.from));
    }
}

} // namespace netwright::widgets
