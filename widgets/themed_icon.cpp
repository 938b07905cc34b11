// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/themed_icon.hpp"

#include "widgets/theme.hpp"

#include <QApplication>
#include <QFile>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <cassert>

// The resources lie in a static library: without this call the linker would leave them out. Outside any
// namespace, as the macro demands.
static void initialiseIcons() { Q_INIT_RESOURCE(icons); }

namespace netwright::widgets {

namespace {
    QColor inkOf(QIcon::Mode mode, QIcon::State state)
    {
        const QPalette palette = QApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::Text);
        return state == QIcon::On ? colour(Meaning::Accent) : palette.color(QPalette::Text);
    }

    QString pathOf(const QString& name) { return QStringLiteral(":/icons/%1.svg").arg(name); }
} // namespace

ThemedIcon::ThemedIcon(QByteArray svg)
    : m_svg(std::move(svg))
{
}

void ThemedIcon::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state)
{
    const qreal scale = painter->device() ? painter->device()->devicePixelRatio() : 1;
    painter->drawPixmap(rect, scaledPixmap(rect.size() * scale, mode, state, scale));
}

QPixmap ThemedIcon::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state)
{
    return scaledPixmap(size, mode, state, 1);
}

QPixmap ThemedIcon::scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale)
{
    const QColor ink = inkOf(mode, state);
    const QString key = QStringLiteral("themed %1 %2 %3x%4@%5")
                            .arg(qHash(m_svg))
                            .arg(ink.name(QColor::HexArgb))
                            .arg(size.width())
                            .arg(size.height())
                            .arg(scale);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    QByteArray svg = m_svg;
    QSvgRenderer renderer(svg.replace("currentColor", ink.name().toLatin1()));
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    renderer.render(&painter);
    painter.end();
    pixmap.setDevicePixelRatio(scale);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIconEngine* ThemedIcon::clone() const { return new ThemedIcon(m_svg); }

QIcon icon(const QString& name)
{
    initialiseIcons();
    QFile file(pathOf(name));
    const bool isThere = file.open(QIODevice::ReadOnly);
    assert(isThere);
    return isThere ? QIcon(new ThemedIcon(file.readAll())) : QIcon();
}

QIcon categoryIcon(layers::Category category)
{
    const auto title = layers::titleOf(category);
    return icon(QStringLiteral("category-")
                + QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size())).toLower());
}

} // namespace netwright::widgets
