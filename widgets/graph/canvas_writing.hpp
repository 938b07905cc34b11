// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/network/annotation.hpp"

#include <QPointF>
#include <QPointer>

#include <string_view>

class QRectF;
class QString;

namespace netwright::widgets {

class GraphView;
class TextOverlay;

/// The person writes on the canvas of a view: in a note, or the name of a group. What is written is one edit.
class CanvasWriting {
public:
    explicit CanvasWriting(GraphView& view);

    void editNote(network::NoteId id);
    void editGroupName(network::GroupId id);
    /// What stands there; false for nothing that can be written in.
    [[nodiscard]] bool editAt(QPointF point);
    void discard(); ///< what is being written

private:
    TextOverlay* write(const QString& text, const QRectF& place, std::string_view colour, bool isOneLine);

    GraphView& m_view;
    QPointer<TextOverlay> m_overlay;
};

} // namespace netwright::widgets
