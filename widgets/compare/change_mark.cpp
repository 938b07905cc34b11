// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/compare/change_mark.hpp"

#include "widgets/compare/change_style.hpp"
#include "widgets/graph/geometry.hpp"
#include "widgets/theme.hpp"

#include <QPainter>

namespace netwright::widgets {

namespace {
    constexpr double kReach = 9; ///< beyond the edges of the node
    constexpr double kSign = 10; ///< half of the disc with the sign

    QRectF frame() { return geometry::nodeRect().adjusted(-kReach, -kReach, kReach, kReach); }
} // namespace

ChangeMark::ChangeMark(network::Change change)
    : m_change(change)
{
    setZValue(-0.5); // below nodes and links, above groups
    setAcceptedMouseButtons(Qt::NoButton);
}

QRectF ChangeMark::boundingRect() const { return frame().adjusted(-kSign, -kSign, kSign, kSign); }

void ChangeMark::paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/, QWidget* /*widget*/)
{
    const auto solid = changeColour(m_change);
    const bool isQuiet = m_change == network::Change::Renamed; // it computes the same
    auto tint = solid;
    tint.setAlphaF(isQuiet ? 0.0F : 0.2F);
    QPen pen(solid, isQuiet ? 1 : 2, isQuiet ? Qt::DashLine : Qt::SolidLine);
    pen.setCosmetic(true); // seen from afar, too
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(pen);
    painter->setBrush(tint);
    painter->drawRoundedRect(frame(), kReach + 4, kReach + 4);
    const QRectF disc(frame().topLeft() + QPointF(2, 2) - QPointF(kSign, kSign),
                      QSizeF(2 * kSign, 2 * kSign));
    painter->setPen(Qt::NoPen);
    painter->setBrush(solid);
    painter->drawEllipse(disc);
    painter->setPen(currentScheme() == Scheme::Dark ? Qt::black : Qt::white);
    painter->setFont(font(TextRole::Strong));
    painter->drawText(disc, Qt::AlignCenter, changeSign(m_change));
}

} // namespace netwright::widgets
