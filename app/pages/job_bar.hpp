// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace netwright::session {
class Job;
}

namespace netwright::pages {

/// How far a job is and what it does just now, with a button that cancels it; hidden while it does not run.
class JobBar : public QWidget {
    Q_OBJECT

public:
    /// `job` outlives the widget's events: both belong to one page.
    explicit JobBar(session::Job& job, QWidget* parent = nullptr);
};

} // namespace netwright::pages
