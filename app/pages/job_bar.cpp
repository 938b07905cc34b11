// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/job_bar.hpp"

#include "app/session/job.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QHBoxLayout>
#include <QProgressBar>
#include <QPushButton>

namespace netwright::pages {

using widgets::kGrid;

JobBar::JobBar(session::Job& job, QWidget* parent)
    : QWidget(parent)
{
    auto* bar = new QProgressBar(this);
    bar->setTextVisible(false);
    auto* what = new widgets::TintedLabel(widgets::Meaning::Quiet, widgets::TextRole::Caption, {}, this);
    auto* cancel = new QPushButton(tr("Cancel"), this);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid * 3 / 2);
    layout->addWidget(bar, 1);
    layout->addWidget(what);
    layout->addWidget(cancel);
    hide();
    connect(&job, &session::Job::progressed, this, [bar, what](double fraction, const QString& text) {
        bar->setValue(static_cast<int>(fraction * 100));
        what->setText(text);
    });
    connect(&job, &session::Job::runningChanged, this, [this, bar, what](bool isRunning) {
        bar->setValue(0);
        what->clear();
        setVisible(isRunning);
    });
    connect(cancel, &QPushButton::clicked, &job, &session::Job::cancel);
}

} // namespace netwright::pages
