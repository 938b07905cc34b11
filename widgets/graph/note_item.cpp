// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/note_item.hpp"

#include "widgets/graph/annotation_style.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/plain_tip.hpp"

#include <QCoreApplication>
#include <QPainter>
#include <QStyleOptionGraphicsItem>
#include <QTextLayout>

namespace netwright::widgets {

namespace {
    constexpr double kPadding = 8;
    constexpr double kCorner = 4;
    constexpr double kHandle = 14;
} // namespace

NoteItem::NoteItem(const network::Note& note, const CanvasStyle& style)
    : m_style(style)
{
    setFlag(ItemIsSelectable);
    setZValue(-1); // behind nodes and links, before groups
    setNote(note);
}

void NoteItem::setNote(const network::Note& note)
{
    setPos(note.position.x, note.position.y);
    setSize({ note.size.width, note.size.height });
    setToolTip(plainTip(QString::fromStdString(note.text)));
    if (note == m_note)
        return;
    m_note = note;
    update();
}

void NoteItem::setSize(QSizeF size)
{
    if (size == m_size)
        return;
    prepareGeometryChange();
    m_size = size;
}

bool NoteItem::isAtCorner(QPointF point) const
{
    return QRectF(m_size.width() - kHandle, m_size.height() - kHandle, kHandle, kHandle)
        .contains(point - pos());
}

QRectF NoteItem::boundingRect() const { return paper().adjusted(-2, -2, 2, 2); }

QPainterPath NoteItem::shape() const
{
    QPainterPath path;
    path.addRect(paper());
    return path;
}

void NoteItem::paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* /*widget*/)
{
    const auto style = annotationStyle(m_note.colour);
    const bool isSelected = option->state.testFlag(QStyle::State_Selected);
    const auto scale = QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform());
    QPen pen(isSelected ? m_style.accent : style.line, isSelected ? 2 : 1);
    pen.setCosmetic(scale < kCardScale);
    painter->setRenderHint(QPainter::Antialiasing, scale >= kCardScale);
    painter->setPen(pen);
    painter->setBrush(style.paper);
    painter->drawRoundedRect(paper(), kCorner, kCorner);
    if (scale < kCardScale)
        return;
    painter->setPen(style.text);
    paintText(*painter);
    painter->setPen(QPen(style.line, 1.25));
    paintCorner(*painter);
}

/// As many lines as there is room for; where there are more, the last one ends in "…".
void NoteItem::paintText(QPainter& painter) const
{
    auto text = QString::fromStdString(m_note.text);
    if (text.isEmpty())
        text = QCoreApplication::translate("netwright::widgets::NoteItem", "Double-click to write");
    text.replace(u'\n', QChar::LineSeparator);
    const auto face = font(TextRole::Body);
    const auto room = paper().adjusted(kPadding, kPadding, -kPadding, -kPadding);
    painter.setFont(face);
    QTextLayout layout(text, face);
    layout.beginLayout();
    double bottom = 0;
    int shown = 0;
    for (auto line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(room.width());
        line.setPosition({ 0, bottom });
        bottom += line.height();
        if (shown > 0 && bottom > room.height())
            break;
        ++shown;
    }
    layout.endLayout();
    for (int i = 0; i < shown; ++i) {
        const auto line = layout.lineAt(i);
        if (i + 1 < shown || shown == layout.lineCount()) {
            line.draw(&painter, room.topLeft());
            continue;
        }
        const auto rest = text.mid(line.textStart()).replace(QChar::LineSeparator, u' ') + QChar(0x2026);
        painter.drawText(room.topLeft() + line.position() + QPointF(0, line.ascent()),
                         QFontMetricsF(face).elidedText(rest, Qt::ElideRight, room.width()));
    }
}

void NoteItem::paintCorner(QPainter& painter) const
{
    const auto corner = paper().bottomRight() - QPointF(3, 3);
    for (const double length : { 4.0, 8.0 })
        painter.drawLine(corner - QPointF(length, 0), corner - QPointF(0, length));
}

} // namespace netwright::widgets
