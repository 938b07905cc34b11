// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/data_page.hpp"

#include "app/pages/dataset_panel.hpp"
#include "app/pages/free_name.hpp"
#include "app/pages/page_header.hpp"
#include "app/session/project_document.hpp"
#include "app/session/sample_model.hpp"
#include "app/session/text.hpp"

#include "widgets/palette/command_hints.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/data_table.hpp"
#include "widgets/view/empty_state.hpp"
#include "widgets/view/image_grid.hpp"
#include "widgets/view/message_banner.hpp"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QListWidget>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace netwright::pages {

using session::toQt;
using widgets::kGrid;

namespace {
    /// The parts offered; nothing stands for all rows.
    constexpr std::optional<data::Part> kParts[] { std::nullopt, data::Part::Train, data::Part::Validation,
                                                   data::Part::Test };
} // namespace

DataPage::DataPage(session::ProjectDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_header(new PageHeader(tr("Data"), this))
    , m_banner(new widgets::MessageBanner(this))
    , m_progress(new QProgressBar(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new widgets::EmptyState(QStringLiteral("data"), this))
    , m_content(new QSplitter(this))
    , m_samples(new session::SampleModel(this))
{
    auto* add = new QPushButton(widgets::icon(QStringLiteral("add")), tr("Add dataset"), this);
    add->setMenu(makeAddMenu(add));
    add->setProperty("menu", true); // room for its arrow
    m_header->addIconButton(makeRemoveAction());
    m_header->addWidget(add);
    m_progress->setTextVisible(false);
    m_progress->hide();
    m_empty->setText(tr("No data yet"),
                     tr("A dataset is a table of samples: pictures, numbers and the classes they belong to. "
                        "Add one to look at it, divide it and train on it."),
                     tr("Add a dataset"));
    m_content->addWidget(makeList());
    m_content->addWidget(makeSamples());
    m_content->setStretchFactor(1, 1);
    m_content->setChildrenCollapsible(false);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_content);

    auto* layout = makePageLayout(this, m_header);
    layout->addWidget(m_banner);
    layout->addWidget(m_progress);
    layout->addWidget(m_stack, 1);

    connect(m_empty, &widgets::EmptyState::actionTriggered, add, &QPushButton::showMenu);
    connect(&document, &session::ProjectDocument::changed, this, &DataPage::showList);
    connect(&document, &session::ProjectDocument::datasetsChanged, this, &DataPage::showCurrent);
    connect(&document.datasets(), &session::OpenDatasets::progressed, this,
            [this](const QString& name, double fraction, const QString&) {
                if (name == toQt(m_current))
                    m_progress->setValue(static_cast<int>(fraction * 100));
            });
    connect(m_banner, &widgets::MessageBanner::actionTriggered, m_panel, &DatasetPanel::chooseFile);
    connect(m_samples, &session::SampleModel::failed, this,
            [this](const QString& error) { m_banner->showMessage(widgets::MessageKind::Error, error); });
    showList();
}

QMenu* DataPage::makeAddMenu(QWidget* parent)
{
    auto* menu = new QMenu(parent);
    for (const auto* kind : data::sourceTable()) {
        auto* action = menu->addAction(toQt(kind->title));
        action->setToolTip(toQt(kind->help));
        action->setProperty(widgets::kCommandName, tr("Add dataset: %1").arg(action->text()));
        connect(action, &QAction::triggered, this, [this, id = kind->id] {
            addDataset(id);
            m_panel->chooseFile();
        });
    }
    menu->setToolTipsVisible(true);
    return menu;
}

QAction* DataPage::makeRemoveAction()
{
    m_remove = new QAction(widgets::icon(QStringLiteral("delete")), tr("Remove dataset"), this);
    m_remove->setObjectName(QStringLiteral("removeDataset"));
    m_remove->setToolTip(tr("Remove the selected dataset from the project (Del); its files stay"));
    m_remove->setShortcut(Qt::Key_Delete);
    m_remove->setShortcutContext(Qt::WidgetShortcut);
    connect(m_remove, &QAction::triggered, this, &DataPage::removeDataset);
    return m_remove;
}

QWidget* DataPage::makeList()
{
    auto* side = new QWidget(this);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, kGrid * 3 / 2, 0);
    layout->setSpacing(kGrid * 3 / 2);
    m_list = new QListWidget(side);
    m_list->setAccessibleName(tr("Datasets"));
    m_list->setFixedHeight(12 * kGrid);
    m_list->setProperty("card", true);
    m_list->addAction(m_remove);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    connect(m_list, &QListWidget::currentTextChanged, this, [this](const QString& name) {
        if (!name.isEmpty())
            selectDataset(name.toStdString());
    });

    m_panel = new DatasetPanel(m_document, side);
    connect(m_panel, &DatasetPanel::renamed, this,
            [this](const QString& name) { m_current = name.toStdString(); });
    auto* scroll = new QScrollArea(side);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_panel);
    scroll->viewport()->setAutoFillBackground(false);
    m_panel->setAutoFillBackground(false);
    layout->addWidget(m_list);
    layout->addWidget(scroll, 1);
    side->setMinimumWidth(42 * kGrid);
    side->setMaximumWidth(52 * kGrid);
    return side;
}

QWidget* DataPage::makeSamples()
{
    auto* side = new QWidget(this);
    m_views = new QTabBar(side);
    m_views->addTab(widgets::icon(QStringLiteral("grid")), tr("Pictures"));
    m_views->addTab(widgets::icon(QStringLiteral("table")), tr("Table"));
    m_views->setDrawBase(false);
    m_views->setExpanding(false);
    m_part = new QComboBox(side);
    m_part->addItems({ tr("All rows"), tr("Training part"), tr("Validation part"), tr("Test part") });
    m_part->setAccessibleName(tr("Rows shown"));
    m_sampleStack = new QStackedWidget(side);
    m_grid = new widgets::ImageGrid(side);
    m_table = new widgets::DataTable(side);
    m_table->setModel(m_samples);
    m_sampleStack->addWidget(m_grid);
    m_sampleStack->addWidget(m_table);
    connect(m_views, &QTabBar::currentChanged, m_sampleStack, &QStackedWidget::setCurrentIndex);
    connect(m_part, &QComboBox::currentIndexChanged, this, &DataPage::showSamples);

    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(kGrid * 3 / 2, 0, 0, 0);
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_views);
    bar->addStretch(1);
    bar->addWidget(m_part);
    layout->addLayout(bar);
    layout->addWidget(m_sampleStack, 1);
    return side;
}

void DataPage::addDataset(const std::string& source)
{
    const auto* kind = data::findSource(source);
    if (!kind)
        return;
    auto after = m_document.project();
    const auto name
        = freeName(source, [&](const std::string& taken) { return after.dataset(taken) != nullptr; });
    data::DatasetSpec spec;
    spec.name = name;
    spec.source = source;
    spec.parameters = ParameterValues(kind->parameters);
    after.datasets.push_back(std::move(spec));
    m_current = name;
    m_document.edit(tr("Add a dataset"), std::move(after));
}

void DataPage::removeDataset()
{
    auto after = m_document.project();
    std::erase_if(after.datasets, [this](const auto& spec) { return spec.name == m_current; });
    m_document.edit(tr("Remove %1").arg(toQt(m_current)), std::move(after));
}

void DataPage::selectDataset(const std::string& name)
{
    if (name == m_current)
        return;
    m_current = name;
    showList();
}

void DataPage::showList()
{
    const auto& datasets = m_document.project().datasets;
    if (!m_document.project().dataset(m_current))
        m_current = datasets.empty() ? std::string() : datasets.front().name;
    const QSignalBlocker blocker(m_list);
    m_list->clear();
    for (const auto& spec : datasets) {
        const auto* kind = data::findSource(spec.source);
        auto* item = new QListWidgetItem(widgets::icon(QStringLiteral("data")), toQt(spec.name), m_list);
        item->setToolTip(kind ? toQt(kind->title) : toQt(spec.source));
        if (spec.name == m_current)
            m_list->setCurrentItem(item);
    }
    m_remove->setEnabled(!m_current.empty());
    m_panel->setDataset(m_current);
    showCurrent();
}

void DataPage::showCurrent()
{
    m_stack->setCurrentWidget(m_current.empty() ? static_cast<QWidget*>(m_empty) : m_content);
    const QString error = m_document.datasetError(m_current);
    if (error.isEmpty())
        m_banner->clear();
    else if (m_panel->isFileMissing())
        m_banner->showMessage(widgets::MessageKind::Info,
                              tr("Choose the file that holds the data of %1.").arg(toQt(m_current)),
                              tr("Choose a file"));
    else
        m_banner->showMessage(widgets::MessageKind::Error, error);
    m_progress->setVisible(m_document.isOpening(m_current));
    showSamples();
}

void DataPage::showSamples()
{
    const auto open = m_document.dataset(m_current);
    // Only where there is something else to show: a view that is reset loses its place.
    if (!m_samples->setDataset(open, kParts[std::max(0, m_part->currentIndex())]))
        return;
    const int image = m_samples->firstColumn(tensor::ColumnType::Image);
    m_views->setTabVisible(0, image > 0);
    m_views->setCurrentIndex(image > 0 ? m_views->currentIndex() : 1);
    m_grid->setModel(image > 0 ? m_samples : nullptr, std::max(0, image),
                     m_samples->firstColumn(tensor::ColumnType::Category));
    m_table->verticalHeader()->setDefaultSectionSize(image > 0 ? 5 * kGrid : 4 * kGrid);
    m_table->setColumnWidth(0, 9 * kGrid); // row numbers
    m_header->setSubtitle(
        open ? tr("%1 rows").arg(widgets::countText(static_cast<double>(m_samples->rowCount()))) : QString());
}

} // namespace netwright::pages
