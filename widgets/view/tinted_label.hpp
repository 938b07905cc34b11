// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/theme.hpp"

#include <QLabel>

namespace netwright::widgets {

/// Text in the colour of a meaning, in whichever scheme: a quiet caption, a message about a fault.
class TintedLabel : public QLabel {
    Q_OBJECT

public:
    TintedLabel(Meaning meaning, TextRole role, const QString& text, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void tint();

    Meaning m_meaning;
};

} // namespace netwright::widgets
