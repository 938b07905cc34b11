// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QWidget;

namespace netwright::widgets {

/// Lets the keys of undo and redo pass from a field to the window's history, which a line of text would take
/// for itself. Belongs to the field.
class UndoPassage : public QObject {
    Q_OBJECT

public:
    enum class Rule {
        Always, ///< the field tells of every change at once, so the history has them all
        Finished /**< a line that tells at its end, and then calls setModified(false): until then the keys are
                    its own */
    };
    UndoPassage(QWidget* field, Rule rule);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Rule m_rule;
};

} // namespace netwright::widgets
