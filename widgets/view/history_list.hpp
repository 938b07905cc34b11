// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoView>

namespace netwright::widgets {

/// The steps of a history by name, the oldest first; choosing one goes there. What is undone is quiet, and
/// the step that the file on disk has carries its sign.
class HistoryList : public QUndoView {
    Q_OBJECT

public:
    explicit HistoryList(QUndoStack& history, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void showIcons();
};

} // namespace netwright::widgets
