// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.hpp"

#include <QByteArray>
#include <QIconEngine>

#include <optional>

namespace netwright::widgets {

/// Paints an SVG whose `currentColor` is the palette's text colour at the moment of painting, so that an icon
/// follows a change of scheme and is sharp at any scale. Checked (QIcon::On) it takes the accent, disabled it
/// fades.
class ThemedIcon : public QIconEngine {
public:
    /// `meaning`: takes this colour in place of the text's.
    explicit ThemedIcon(QByteArray svg, std::optional<Meaning> meaning = {});

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override;
    QIconEngine* clone() const override;

private:
    QByteArray m_svg;
    std::optional<Meaning> m_meaning;
};

/// resources/icons/NAME.svg in the colour of a meaning.
[[nodiscard]] QIcon icon(const QString& name, Meaning meaning);

} // namespace netwright::widgets
