// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIconEngine>

namespace netwright::widgets {

/// Paints an SVG whose `currentColor` is the palette's text colour at the moment of painting, so that an icon
/// follows a change of scheme and is sharp at any scale. Checked (QIcon::On) it takes the accent, disabled it
/// fades.
class ThemedIcon : public QIconEngine {
public:
    explicit ThemedIcon(QByteArray svg);

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    QIconEngine* clone() const override;

private:
    QByteArray m_svg;
};

} // namespace netwright::widgets
