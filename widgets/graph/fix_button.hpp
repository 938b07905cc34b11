// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace netwright::widgets {

/// The button that mends a problem, as it is drawn beside nodes and in lists: its title, and where there are
/// other ways an arrow that leads to them.
struct FixButton {
    struct Colours {
        QColor fill;
        QColor text;
        QColor line;
        QColor accent;
    };

    QString title;
    bool hasMore = false;
    bool isHovered = false;
    QRectF rect = {};

    /// As wide as the title needs, at most `widest`; where that is too little and more lines are allowed,
    /// with room for them, three at most.
    [[nodiscard]] QSizeF sizeHint(const QFont& font, double widest, bool mayWrap = false) const;
    [[nodiscard]] FixButton movedTo(const QRectF& place) const;
    [[nodiscard]] QRectF moreRect() const; ///< empty where there is no other way
    void paint(QPainter& painter, const QFont& font, const Colours& colours) const;
    /// The title, or as much of it as there is room for, in as many lines.
    [[nodiscard]] QString shownTitle(const QFont& font) const;

private:
    [[nodiscard]] QRectF textRect() const;
};

} // namespace netwright::widgets
