// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/compare.hpp"

#include <QGraphicsItem>

namespace netwright::widgets {

/// A coloured frame behind a node on a canvas that is compared with another, with the sign of the change.
class ChangeMark : public QGraphicsItem {
public:
    enum { Type = UserType + 40 };

    explicit ChangeMark(network::Change change);

    [[nodiscard]] network::Change change() const { return m_change; }
    [[nodiscard]] int type() const override { return Type; }
    [[nodiscard]] QRectF boundingRect() const override;
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    network::Change m_change;
};

} // namespace netwright::widgets
