// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/run_picker.hpp"

#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/name_box.hpp"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>

#include <algorithm>

namespace netwright::pages {

using session::toQt;
using widgets::kGrid;

namespace {
    QString checkpointText(const std::string& name)
    {
        if (name == "best")
            return RunPicker::tr("Best epoch");
        if (name == "last")
            return RunPicker::tr("Last");
        return RunPicker::tr("Epoch %1").arg(toQt(name));
    }

    /// Fills a box without telling anyone, keeping what was chosen where it is still there.
    void fill(QComboBox& box, const QList<std::pair<QString, QString>>& items)
    {
        const QSignalBlocker blocker(box);
        const QString before = box.currentData().toString();
        box.clear();
        for (const auto& [text, id] : items)
            box.addItem(text, id);
        box.setCurrentIndex(std::max(0, box.findData(before)));
        box.setEnabled(box.count() > 0);
    }
} // namespace

RunPicker::RunPicker(session::Workspace& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_runs(new widgets::NameBox(this))
    , m_checkpoints(new widgets::NameBox(this))
{
    m_runs->setMinimumWidth(20 * kGrid);
    m_runs->setAccessibleName(tr("Run"));
    m_checkpoints->setMinimumWidth(14 * kGrid);
    m_checkpoints->setAccessibleName(tr("Checkpoint"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    layout->addWidget(new QLabel(tr("Run"), this));
    layout->addWidget(m_runs);
    layout->addSpacing(kGrid);
    layout->addWidget(new QLabel(tr("Weights"), this));
    layout->addWidget(m_checkpoints);
    connect(&workspace.runs, &session::RunLibrary::changed, this, &RunPicker::showRuns);
    connect(&workspace.training, &session::TrainingSession::runEnded, this,
            [this](const QString& run) { m_wanted = run.toStdString(); });
    connect(m_runs, &QComboBox::currentIndexChanged, this, [this] {
        showCheckpoints();
        emit choiceChanged();
    });
    connect(m_checkpoints, &QComboBox::currentIndexChanged, this, &RunPicker::choiceChanged);
    showRuns();
}

void RunPicker::showRuns()
{
    QList<std::pair<QString, QString>> items;
    for (const auto& run : m_workspace.runs.runs()) {
        if (!m_workspace.runs.checkpoints(run.name).empty())
            items.append({ toQt(run.name), toQt(run.name) });
    }
    fill(*m_runs, items);
    if (const int wanted = m_runs->findData(toQt(m_wanted)); wanted >= 0) {
        const QSignalBlocker blocker(m_runs);
        m_runs->setCurrentIndex(wanted);
        m_wanted.clear();
    }
    showCheckpoints();
    emit choiceChanged();
}

void RunPicker::showCheckpoints()
{
    QList<std::pair<QString, QString>> items;
    for (const auto& name : m_workspace.runs.checkpoints(m_runs->currentData().toString().toStdString()))
        items.append({ checkpointText(name), toQt(name) });
    fill(*m_checkpoints, items);
}

QString RunPicker::text() const
{
    return QStringLiteral("%1 (%2)").arg(m_runs->currentText(), m_checkpoints->currentText().toLower());
}

void RunPicker::selectRun(const std::string& run)
{
    const int index = m_runs->findData(toQt(run));
    if (index >= 0)
        m_runs->setCurrentIndex(index);
}

std::optional<session::RunChoice> RunPicker::choice() const
{
    const auto* run = m_workspace.runs.find(m_runs->currentData().toString().toStdString());
    if (!run || m_checkpoints->count() == 0 || run->snapshot.datasets.empty())
        return std::nullopt;
    return session::RunChoice { .run = *run,
                                .runFolder = m_workspace.runs.folderOf(run->name),
                                .projectFolder = m_workspace.document.folder(),
                                .checkpoint = m_checkpoints->currentData().toString().toStdString(),
                                .dataset
                                = m_workspace.document.dataset(run->snapshot.datasets.front().name) };
}

} // namespace netwright::pages
