// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/themed_icon.hpp"

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
    QColor inkOf(QIcon::Mode mode, QIcon::State state, std::optional<Meaning> meaning)
    {
        const QPalette palette = QApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::Text);
        if (meaning)
            return colour(*meaning);
        return state == QIcon::On ? colour(Meaning::Accent) : palette.color(QPalette::Text);
    }

    QByteArray readIcon(const QString& name)
    {
        initialiseIcons();
        QFile file(QStringLiteral(":/icons/%1.svg").arg(name));
        const bool isThere = file.open(QIODevice::ReadOnly);
        assert(isThere);
        return isThere ? file.readAll() : QByteArray();
    }
} // namespace

ThemedIcon::ThemedIcon(QByteArray svg, std::optional<Meaning> meaning)
    : m_svg(std::move(svg))
    , m_meaning(meaning)
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
    if (size.isEmpty())
        return {}; // a button that is still being laid out: there is nothing to paint on
    const QColor ink = inkOf(mode, state, m_meaning);
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

QIconEngine* ThemedIcon::clone() const { return new ThemedIcon(m_svg, m_meaning); }

QIcon icon(const QString& name)
{
    const auto svg = readIcon(name);
    return svg.isEmpty() ? QIcon() : QIcon(new ThemedIcon(svg));
}

QIcon icon(const QString& name, Meaning meaning)
{
    const auto svg = readIcon(name);
    return svg.isEmpty() ? QIcon() : QIcon(new ThemedIcon(svg, meaning));
}

QIcon categoryIcon(layers::Category category)
{
    const auto title = layers::titleOf(category);
    return icon(QStringLiteral("category-")
                + QString::fromUtf8(title.data(), static_cast<qsizetype>(title.size())).toLower());
}

} // namespace netwright::widgets
