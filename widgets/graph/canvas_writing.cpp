// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/graph/canvas_writing.hpp"

#include "widgets/graph/annotation_edits.hpp"
#include "widgets/graph/annotation_style.hpp"
#include "widgets/graph/graph_view.hpp"
#include "widgets/graph/group_item.hpp"
#include "widgets/graph/note_item.hpp"
#include "widgets/graph/text_overlay.hpp"
#include "widgets/theme.hpp"

#include <QCoreApplication>

#include <algorithm>

namespace netwright::widgets {

namespace {
    QString tr(const char* text)
    {
        return QCoreApplication::translate("netwright::widgets::CanvasWriting", text);
    }
} // namespace

CanvasWriting::CanvasWriting(GraphView& view)
    : m_view(view)
{
}

void CanvasWriting::discard()
{
    if (m_overlay)
        m_overlay->discard();
}

bool CanvasWriting::editAt(QPointF point)
{
    const auto& annotations = m_view.graph().annotations();
    if (const auto* note = annotations.noteAt(point))
        editNote(note->id());
    else if (const auto* group = annotations.groupAt(point))
        editGroupName(group->group().id);
    else
        return false;
    return true;
}

TextOverlay* CanvasWriting::write(const QString& text, const QRectF& place, std::string_view colour,
                                  bool isOneLine)
{
    discard();
    const auto style = annotationStyle(colour);
    const auto lines = isOneLine ? TextOverlay::Lines::One : TextOverlay::Lines::Many;
    m_overlay = new TextOverlay(text, lines, m_view.viewport());
    m_overlay->setColours(style.paper, style.text);
    auto face = widgets::font(isOneLine ? TextRole::Strong : TextRole::Body);
    face.setPointSizeF(std::max(face.pointSizeF() * m_view.zoom(), 7.0)); // as it stands there, and legible
    m_overlay->setFont(face);
    auto room = m_view.mapFromScene(place).boundingRect();
    if (isOneLine)
        room.setHeight(std::max(room.height(), QFontMetrics(face).height() + kGrid));
    m_overlay->setGeometry(room);
    m_overlay->show();
    m_overlay->setFocus();
    return m_overlay;
}

void CanvasWriting::editNote(network::NoteId id)
{
    const auto* item = m_view.graph().annotations().item(id);
    if (!item)
        return;
    m_view.bringIntoSight(item->sceneBoundingRect());
    const auto text = QString::fromStdString(item->note().text);
    auto* overlay
        = write(text, item->sceneBoundingRect().adjusted(6, 6, -6, -16), item->note().colour, false);
    overlay->setAccessibleName(tr("Note"));
    QObject::connect(overlay, &TextOverlay::finished, &m_view, [&view = m_view, id](const QString& written) {
        if (const auto* note = edits::find(view.network(), id)) {
            auto after = *note;
            after.text = written.toStdString();
            view.commit(edits::withNote(view.network(), std::move(after)), tr("Write note"),
                        view.selection());
        }
    });
}

void CanvasWriting::editGroupName(network::GroupId id)
{
    const auto* item = m_view.graph().annotations().item(id);
    if (!item)
        return;
    auto place = item->tab();
    place.setWidth(std::max(place.width(), 160.0));
    m_view.bringIntoSight(place);
    auto* overlay = write(QString::fromStdString(item->group().name), place, item->group().colour, true);
    overlay->setAccessibleName(tr("Name of the group"));
    QObject::connect(overlay, &TextOverlay::finished, &m_view, [&view = m_view, id](const QString& written) {
        view.commit(edits::withGroupName(view.network(), id, written.toStdString()),
                    tr("Rename group to %1").arg(written), view.selection());
    });
}

} // namespace netwright::widgets
