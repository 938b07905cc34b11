// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/runs_model.hpp"

#include "app/pages/training_curves.hpp"
#include "app/session/text.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/plain_tip.hpp"

#include <QDateTime>
#include <QIcon>
#include <QLocale>
#include <QPainter>
#include <QPixmap>

#include <algorithm>
#include <cmath>

namespace netwright::pages {

using session::toQt;

namespace {
    QString stateText(runs::RunState state)
    {
        switch (state) {
        case runs::RunState::Running:
            return RunsModel::tr("running");
        case runs::RunState::Finished:
            return RunsModel::tr("finished");
        case runs::RunState::Stopped:
            return RunsModel::tr("stopped");
        case runs::RunState::Failed:
            return RunsModel::tr("failed");
        case runs::RunState::Interrupted:
            return RunsModel::tr("interrupted");
        }
        return {};
    }

    QColor stateColour(runs::RunState state)
    {
        switch (state) {
        case runs::RunState::Running:
            return widgets::colour(widgets::Meaning::Accent);
        case runs::RunState::Finished:
            return widgets::colour(widgets::Meaning::Good);
        case runs::RunState::Failed:
            return widgets::colour(widgets::Meaning::Bad);
        case runs::RunState::Stopped:
        case runs::RunState::Interrupted:
            break;
        }
        return widgets::colour(widgets::Meaning::Warning);
    }

    const training::MetricValues& bestKnown(const runs::RunInfo& run)
    {
        return run.outcome.validation.empty() ? run.outcome.train : run.outcome.validation;
    }

    std::string secondOf(const runs::RunInfo& run)
    {
        for (const auto& [metric, value] : bestKnown(run)) {
            if (metric != "loss")
                return metric;
        }
        return {};
    }

    double valueOf(const runs::RunInfo& run, const std::string& metric)
    {
        const auto& values = bestKnown(run);
        const auto it = values.find(metric);
        return it == values.end() ? std::nan("") : it->second;
    }

    QString valueText(const runs::RunInfo& run, const std::string& metric)
    {
        const double value = valueOf(run, metric);
        return std::isnan(value) ? QStringLiteral("–") : metricText(metric, value);
    }

    double testOf(const runs::RunInfo& run)
    {
        const auto it = run.outcome.test.find(secondOf(run));
        return it == run.outcome.test.end() ? std::nan("") : it->second;
    }

    QString testText(const runs::RunInfo& run)
    {
        const double value = testOf(run);
        return std::isnan(value) ? QStringLiteral("–") : metricText(secondOf(run), value);
    }

    /// The same selected or not: it is the key to the curves.
    QIcon dot(const QColor& colour)
    {
        constexpr int kSize = 12;
        QPixmap pixmap(kSize * 2, kSize * 2);
        pixmap.setDevicePixelRatio(2);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawEllipse(QRectF(1, 1, kSize - 2, kSize - 2));
        painter.end();
        QIcon icon(pixmap);
        icon.addPixmap(pixmap, QIcon::Selected);
        return icon;
    }

    QDateTime startOf(const runs::RunInfo& run)
    {
        return QDateTime::fromString(toQt(run.started), Qt::ISODate).toLocalTime();
    }
} // namespace

void RunsModel::setRuns(std::vector<runs::RunInfo> runs)
{
    const bool isSameList = std::ranges::equal(runs, m_runs, {}, &runs::RunInfo::name, &runs::RunInfo::name);
    if (!isSameList)
        beginResetModel();
    m_runs = std::move(runs);
    if (!isSameList)
        endResetModel();
    else if (!m_runs.empty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    emit headerDataChanged(Qt::Horizontal, Loss, Test);
}

int RunsModel::series(int row) const { return static_cast<int>(m_runs.size()) - 1 - row; }
int RunsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}
int RunsModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    switch (section) {
    case Name:
        return tr("Run");
    case State:
        return tr("State");
    case Network:
        return tr("Network");
    case Epochs:
        return tr("Epochs");
    case Loss:
        return partOf(metricTitle("loss"));
    case Metric:
        return partOf(metricTitleOfAll());
    case Test:
        return tr("Test %1").arg(metricTitleOfAll().toLower());
    case Duration:
        return tr("Duration");
    case Started:
        return tr("Started");
    default:
        return {};
    }
}

QVariant RunsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const auto& info = run(index.row());
    if (role == Qt::DisplayRole)
        return text(info, index.column());
    if (role == SortRole)
        return sortKey(info, index.column());
    if (role == Qt::DecorationRole && index.column() == Name)
        return dot(widgets::seriesColour(series(index.row())));
    if (role == Qt::ForegroundRole && index.column() == State)
        return stateColour(info.state);
    return role == Qt::ToolTipRole ? toolTip(info, index.column()) : QVariant();
}

QVariant RunsModel::toolTip(const runs::RunInfo& run, int column)
{
    if (column == State && run.outcome.error)
        return widgets::plainTip(toQt(*run.outcome.error));
    if ((column == Loss || column == Metric) && run.outcome.validation.empty())
        return tr("On the training part: there is no validation part");
    if (column == Test)
        return tr("With the weights of the last epoch, when the run finished");
    return {};
}

QString RunsModel::partOf(const QString& figure) const
{
    const bool hasValidation = m_runs.empty()
        || std::ranges::any_of(m_runs, [](const auto& run) { return !run.outcome.validation.empty(); });
    return (hasValidation ? tr("Validation %1") : tr("Training %1")).arg(figure.toLower());
}

QString RunsModel::metricTitleOfAll() const
{
    std::string common;
    for (const auto& run : m_runs) {
        const auto metric = secondOf(run);
        if (!common.empty() && !metric.empty() && metric != common)
            return tr("Metric");
        common = metric.empty() ? common : metric;
    }
    return metricTitle(common.empty() ? "accuracy" : common);
}

QVariant RunsModel::text(const runs::RunInfo& run, int column) const
{
    switch (column) {
    case Name:
        return toQt(run.name);
    case State:
        return stateText(run.state);
    case Network:
        return run.snapshot.networks.empty() ? QString() : toQt(run.snapshot.networks.front().name);
    case Epochs:
        return tr("%1 of %2").arg(run.outcome.epochs).arg(run.facts.epochs);
    case Loss:
        return valueText(run, "loss");
    case Metric:
        return valueText(run, secondOf(run));
    case Test:
        return testText(run);
    case Duration:
        return widgets::durationText(run.outcome.seconds);
    case Started:
        return QLocale().toString(startOf(run), QLocale::ShortFormat);
    default:
        return {};
    }
}

QVariant RunsModel::sortKey(const runs::RunInfo& run, int column) const
{
    switch (column) {
    case Epochs:
        return static_cast<qlonglong>(run.outcome.epochs);
    case Loss:
        return valueOf(run, "loss");
    case Metric:
        return valueOf(run, secondOf(run));
    case Test:
        return testOf(run);
    case Duration:
        return run.outcome.seconds;
    case Started:
        return startOf(run);
    default:
        return text(run, column);
    }
}

} // namespace netwright::pages
