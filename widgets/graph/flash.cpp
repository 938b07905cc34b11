// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/flash.hpp"

#include "widgets/graph/graph_scene.hpp"

#include <QGraphicsItem>
#include <QPainter>

#include <utility>

namespace netwright::widgets {

namespace {
    constexpr int kMilliseconds = 900;
    constexpr double kWidest = 20; ///< how far from their places the rings end

    class Rings : public QGraphicsItem {
    public:
        Rings(std::vector<QRectF> places, const CanvasStyle& style)
            : m_places(std::move(places))
            , m_style(style)
        {
            setZValue(3);
            setAcceptedMouseButtons(Qt::NoButton);
            for (const auto& place : m_places)
                m_bounds |= place;
        }

        void show(double share)
        {
            m_share = share;
            update();
        }

        [[nodiscard]] QRectF boundingRect() const override
        {
            constexpr double kReach = kWidest + 4;
            return m_bounds.adjusted(-kReach, -kReach, kReach, kReach);
        }
        [[nodiscard]] QPainterPath shape() const override { return {}; } // the mouse goes through
        void paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/,
                   QWidget* /*widget*/) override
        {
            auto ink = m_style.accent;
            ink.setAlphaF(static_cast<float>(1 - m_share));
            QPen pen(ink, 4);
            pen.setCosmetic(true);
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(pen);
            painter->setBrush(Qt::NoBrush);
            const double apart = kWidest * m_share;
            for (const auto& place : m_places)
                painter->drawRoundedRect(place.adjusted(-apart, -apart, apart, apart), 8 + apart, 8 + apart);
        }

    private:
        std::vector<QRectF> m_places;
        const CanvasStyle& m_style;
        QRectF m_bounds;
        double m_share = 0;
    };
} // namespace

Flash::Flash(GraphScene& scene, std::vector<QRectF> places)
{
    auto rings = std::make_unique<Rings>(std::move(places), scene.style());
    scene.addItem(rings.get());
    m_animation.setDuration(kMilliseconds);
    m_animation.setStartValue(0.0);
    m_animation.setEndValue(1.0);
    m_animation.setEasingCurve(QEasingCurve::OutQuad);
    QObject::connect(&m_animation, &QVariantAnimation::valueChanged, &m_animation,
                     [rings = rings.get()](const QVariant& share) { rings->show(share.toDouble()); });
    QObject::connect(&m_animation, &QVariantAnimation::finished, &m_animation,
                     [rings = rings.get()] { rings->hide(); });
    m_rings = std::move(rings);
    m_animation.start();
}

Flash::~Flash() = default;

} // namespace netwright::widgets
