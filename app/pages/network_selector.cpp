// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/network_selector.hpp"

#include "app/pages/free_name.hpp"
#include "app/pages/name_dialog.hpp"
#include "app/pages/network_edits.hpp"
#include "app/pages/template_dialog.hpp"
#include "app/session/project_document.hpp"
#include "app/session/text.hpp"
#include "core/exchange/keras_code.hpp"
#include "core/exchange/pytorch_code.hpp"
#include "core/network/analysis.hpp"
#include "core/project/starting_point.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/name_box.hpp"

#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>

#include <algorithm>

namespace netwright::pages {

using session::toQt;
using widgets::kGrid;

namespace {
    widgets::NameBox* makeBox(const QString& name, const QString& accessibleName, const QString& toolTip,
                              QWidget* parent)
    {
        auto* box = new widgets::NameBox(parent);
        box->setObjectName(name);
        box->setAccessibleName(accessibleName);
        box->setToolTip(toolTip);
        box->setMinimumContentsLength(14);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        return box;
    }

    std::string freeNetworkName(const project::Project& project, const QString& wanted)
    {
        return freeName(wanted.toStdString(),
                        [&](const std::string& name) { return project.network(name) != nullptr; });
    }
} // namespace

NetworkSelector::NetworkSelector(session::ProjectDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_networks(makeBox(QStringLiteral("networks"), tr("Network"), tr("The network shown here"), this))
    , m_datasets(makeBox(QStringLiteral("datasets"), tr("Dataset"),
                         tr("The dataset that this network is for"), this))
    , m_newMenu(new QMenu(this))
    , m_menu(new QMenu(this))
{
    m_datasets->setPlaceholderText(tr("No dataset"));
    fillMenus();
    auto* create = new QToolButton(this);
    create->setObjectName(QStringLiteral("newNetwork"));
    create->setIcon(widgets::icon(QStringLiteral("add")));
    create->setText(tr("New"));
    create->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    create->setToolTip(tr("Make a network: empty, one that fits the data, or from a template"));
    create->setAccessibleName(tr("New network"));
    create->setMenu(m_newMenu);
    create->setPopupMode(QToolButton::InstantPopup);
    auto* more = new QToolButton(this);
    more->setObjectName(QStringLiteral("networkMenu"));
    more->setIcon(widgets::icon(QStringLiteral("more")));
    more->setToolTip(tr("Duplicate, rename or delete this network, copy it as code, compare it"));
    more->setAccessibleName(tr("This network"));
    more->setMenu(m_menu);
    more->setPopupMode(QToolButton::InstantPopup);

    auto* label = new QLabel(tr("Dataset"), this);
    label->setBuddy(m_datasets);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(kGrid);
    layout->addWidget(m_networks);
    layout->addWidget(create);
    layout->addWidget(more);
    layout->addSpacing(kGrid);
    layout->addWidget(label);
    layout->addWidget(m_datasets);
    connect(m_networks, &QComboBox::textActivated, this,
            [this](const QString& name) { choose(name.toStdString()); });
    connect(m_datasets, &QComboBox::textActivated, this, &NetworkSelector::chooseDataset);
    connect(&document, &session::ProjectDocument::changed, this, &NetworkSelector::refresh);
    refresh();
}

void NetworkSelector::fillMenus()
{
    addAction(*m_newMenu, "addNetwork", "add", tr("New network"), &NetworkSelector::addNetwork);
    addAction(*m_newMenu, "fittingNetwork", "network", tr("New network that fits the data"),
              &NetworkSelector::addStartingNetwork);
    addAction(*m_newMenu, "templateNetwork", "template", tr("New network from a template…"),
              &NetworkSelector::addTemplate);
    m_needNetwork << addAction(*m_menu, "duplicateNetwork", "duplicate", tr("Duplicate network"),
                               &NetworkSelector::duplicateNetwork)
                  << addAction(*m_menu, "renameNetwork", "rename", tr("Rename network…"),
                               &NetworkSelector::renameNetwork)
                  << addAction(*m_menu, "deleteNetwork", "delete", tr("Delete network"),
                               &NetworkSelector::deleteNetwork);
    m_menu->addSeparator();
    m_needNetwork << addAction(*m_menu, "pytorchNetwork", "code", tr("Copy as PyTorch"),
                               &NetworkSelector::copyAsPyTorch)
                  << addAction(*m_menu, "kerasNetwork", "code", tr("Copy as Keras"),
                               &NetworkSelector::copyAsKeras);
}

QAction* NetworkSelector::addAction(QMenu& menu, const char* id, const char* icon, const QString& text,
                                    void (NetworkSelector::*command)())
{
    auto* action = menu.addAction(widgets::icon(QLatin1String(icon)), text);
    action->setObjectName(QLatin1String(id));
    connect(action, &QAction::triggered, this, command);
    return action;
}

QList<QAction*> NetworkSelector::commands() const
{
    auto* line = new QAction(m_menu);
    line->setSeparator(true);
    return m_newMenu->actions() << line << m_menu->actions();
}

void NetworkSelector::addCommand(QAction* action) { m_menu->addAction(action); }

void NetworkSelector::refresh()
{
    const auto& networks = m_document.project().networks;
    const auto before = m_current;
    if (!m_document.project().network(m_current)) {
        const auto index = std::clamp(m_index, 0, std::max(static_cast<int>(networks.size()) - 1, 0));
        m_current = networks.empty() ? std::string() : networks[static_cast<std::size_t>(index)].name;
    }
    const auto at = std::ranges::find(networks, m_current, &network::Network::name);
    m_index = static_cast<int>(at - networks.begin());
    const QSignalBlocker blocker(m_networks);
    m_networks->clear();
    for (const auto& network : networks)
        m_networks->addItem(toQt(network.name));
    m_networks->setCurrentIndex(networks.empty() ? -1 : m_index);
    for (auto* action : m_needNetwork)
        action->setEnabled(!networks.empty());
    showDatasets();
    if (m_current != before)
        emit chosen();
}

void NetworkSelector::showDatasets()
{
    const auto* network = m_document.project().network(m_current);
    m_datasets->clear();
    for (const auto& dataset : m_document.project().datasets)
        m_datasets->addItem(toQt(dataset.name));
    const auto wanted = network ? toQt(network->dataset) : QString();
    if (m_datasets->findText(wanted) < 0 && !wanted.isEmpty())
        m_datasets->addItem(wanted); // the file asks for it; the problems say that it is not there
    m_datasets->setCurrentIndex(m_datasets->findText(wanted));
    m_datasets->setEnabled(network && m_datasets->count() > 0);
}

void NetworkSelector::choose(const std::string& network)
{
    if (network == m_current || !m_document.project().network(network))
        return;
    m_current = network;
    refresh();
    emit chosen();
}

void NetworkSelector::chooseDataset(const QString& name)
{
    auto network = *m_document.project().network(m_current);
    network.dataset = name.toStdString();
    if (const auto* columns = m_document.signature(network.dataset))
        network = withFittingColumns(network, {}, *columns);
    m_document.edit(tr("Use %1").arg(name), withNetwork(m_document.project(), network));
}

std::string NetworkSelector::datasetForNew() const
{
    const auto& project = m_document.project();
    const auto* shown = project.network(m_current);
    return shown ? shown->dataset : project.datasets.empty() ? std::string() : project.datasets.front().name;
}

void NetworkSelector::addStartingNetwork()
{
    const auto dataset = m_document.dataset(datasetForNew());
    const auto name = freeNetworkName(m_document.project(), tr("network"));
    if (!dataset)
        return addNetwork();
    const auto network = project::startingNetwork(name, *dataset);
    if (!network)
        return addNetwork(); // this data asks for one that is built by hand
    auto after = m_document.project();
    after.networks.push_back(*network);
    m_document.edit(tr("Add %1").arg(toQt(name)), std::move(after));
    choose(name);
}

void NetworkSelector::addNetwork()
{
    const auto& project = m_document.project();
    const auto dataset = datasetForNew();
    const auto name = freeNetworkName(project, tr("network"));
    m_document.edit(tr("Add %1").arg(toQt(name)), withNewNetwork(project, name, dataset));
    choose(name);
    emit begun();
}

void NetworkSelector::addTemplate()
{
    std::vector<TemplateDialog::Data> datasets;
    for (const auto& dataset : m_document.project().datasets) {
        const auto* columns = m_document.signature(dataset.name);
        if (columns)
            datasets.insert(dataset.name == datasetForNew() ? datasets.begin() : datasets.end(),
                            { dataset.name, *columns });
    }
    TemplateDialog dialog(std::move(datasets), this);
    if (dialog.exec() != QDialog::Accepted)
        return;
    auto after = m_document.project(); // another one, maybe, than before the dialog
    auto network = dialog.network();
    network.name = freeNetworkName(after, toQt(network.name));
    after.networks.push_back(network);
    m_document.edit(tr("Add %1").arg(toQt(network.name)), std::move(after));
    choose(network.name);
    emit madeFromTemplate();
}

void NetworkSelector::copyAsPyTorch() { copyCode(QStringLiteral("PyTorch"), exchange::pyTorchCode); }
void NetworkSelector::copyAsKeras() { copyCode(QStringLiteral("Keras"), exchange::kerasCode); }

void NetworkSelector::copyCode(const QString& framework, Code& codeOf)
{
    const auto& network = *m_document.project().network(m_current);
    const auto* columns = m_document.signature(network.dataset);
    const auto code = codeOf(network, columns ? *columns : tensor::Signature {});
    if (!code) {
        emit told(tr("Not copied: %1").arg(toQt(code.error().message)));
        return;
    }
    QGuiApplication::clipboard()->setText(toQt(*code));
    const auto problems = network::analyse(network, columns).problems;
    if (problems.empty())
        emit told(tr("Copied %1 as %2 code").arg(toQt(m_current), framework));
    else
        emit told(tr("Copied %1 as %2 code without what is faulty: %3")
                      .arg(toQt(m_current), framework, toQt(problems.front().message)));
}

void NetworkSelector::duplicateNetwork()
{
    const auto name = freeNetworkName(m_document.project(), tr("%1 copy").arg(toQt(m_current)));
    m_document.edit(tr("Duplicate %1").arg(toQt(m_current)),
                    withCopiedNetwork(m_document.project(), m_current, name));
    choose(name);
}

void NetworkSelector::renameNetwork()
{
    const auto before = m_current;
    const auto name = askName(this, tr("Rename network"), toQt(before), [this](const QString& wanted) {
        return m_document.project().network(wanted.toStdString()) != nullptr;
    });
    if (!name || !m_document.project().network(before)) // it may have gone while the dialog was open
        return;
    m_current = name->toStdString();
    m_document.edit(tr("Rename %1").arg(toQt(before)),
                    withRenamedNetwork(m_document.project(), before, m_current));
}

void NetworkSelector::deleteNetwork()
{
    m_document.edit(tr("Delete %1").arg(toQt(m_current)), withoutNetwork(m_document.project(), m_current));
}

} // namespace netwright::pages
