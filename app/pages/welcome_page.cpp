// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/welcome_page.hpp"

#include "app/pages/samples.hpp"
#include "app/session/text.hpp"

#include "widgets/theme.hpp"
#include "widgets/view/message_banner.hpp"
#include "widgets/view/plain_tip.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QAction>
#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

namespace netwright::pages {

using widgets::kGrid;

namespace {
    constexpr int kWidth = 100 * kGrid;

    QLabel* makeTitle(const QString& text, QWidget* parent)
    {
        auto* label = new QLabel(text, parent);
        label->setFont(widgets::font(widgets::TextRole::Strong));
        return label;
    }

    /// "~/work/flowers"
    QString folderText(const QFileInfo& file)
    {
        const QString folder = file.absolutePath();
        const QString home = QDir::homePath();
        return folder == home || folder.startsWith(home + '/') ? '~' + folder.mid(home.size()) : folder;
    }

    QLabel* makeQuiet(const QString& text, QWidget* parent)
    {
        auto* label
            = new widgets::TintedLabel(widgets::Meaning::Quiet, widgets::TextRole::Body, text, parent);
        label->setWordWrap(true);
        return label;
    }
} // namespace

WelcomePage::WelcomePage(QAction* newAction, QAction* openAction, QWidget* parent)
    : QWidget(parent)
    , m_banner(new widgets::MessageBanner(this))
{
    auto* column = new QWidget(this);
    column->setFixedWidth(kWidth);
    auto* inner = new QVBoxLayout(column);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(3 * kGrid);
    auto* name = new QLabel(tr("Netwright"), column);
    name->setFont(widgets::font(widgets::TextRole::Display));
    auto* head = new QVBoxLayout;
    head->setSpacing(kGrid / 2);
    head->addWidget(name);
    head->addWidget(makeQuiet(
        tr("Build a neural network, watch it learn, compare what you tried, take it with you."), column));
    inner->addLayout(head);
    inner->addWidget(m_banner);

    auto* sides = new QHBoxLayout;
    sides->setSpacing(4 * kGrid);
    sides->addWidget(makeStart(newAction, openAction), 1);
    sides->addWidget(makeSamples(), 1);
    inner->addLayout(sides);

    auto* layout = new QVBoxLayout(this);
    layout->addStretch(1);
    auto* middle = new QHBoxLayout; // an alignment would cut off texts that wrap
    middle->addStretch(1);
    middle->addWidget(column);
    middle->addStretch(1);
    layout->addLayout(middle);
    layout->addStretch(2);
}

QWidget* WelcomePage::makeStart(QAction* newAction, QAction* openAction)
{
    auto* side = new QWidget(this);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    layout->addWidget(makeTitle(tr("Start"), side));
    auto* buttons = new QHBoxLayout;
    for (QAction* action : { newAction, openAction }) {
        auto* button = new QPushButton(action->icon(), action->text().remove('&'), side);
        connect(button, &QPushButton::clicked, action, &QAction::trigger);
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    layout->addLayout(buttons);

    m_recentSide = new QWidget(side);
    auto* recent = new QVBoxLayout(m_recentSide);
    recent->setContentsMargins(0, 2 * kGrid, 0, 0);
    recent->setSpacing(kGrid);
    m_recent = new QListWidget(m_recentSide);
    m_recent->setAccessibleName(tr("Recent projects"));
    m_recent->setProperty("links", true);
    m_recent->setFixedHeight(28 * kGrid);
    recent->addWidget(makeTitle(tr("Recent projects"), m_recentSide));
    recent->addWidget(m_recent);
    layout->addWidget(m_recentSide);
    layout->addStretch(1);
    // One click, or Enter: the style sheet makes a click activate.
    connect(m_recent, &QListWidget::itemActivated, this,
            [this](const QListWidgetItem* item) { emit projectChosen(item->data(Qt::UserRole).toString()); });
    setRecent({});
    return side;
}

QWidget* WelcomePage::makeSamples()
{
    auto* side = new QWidget(this);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid);
    const auto samples = findSamples();
    side->setVisible(!samples.empty());
    layout->addWidget(makeTitle(tr("Samples"), side));
    for (const Sample& sample : samples) {
        auto* card = new QFrame(side);
        card->setProperty("card", true);
        auto* inner = new QVBoxLayout(card);
        inner->setContentsMargins(2 * kGrid, kGrid * 3 / 2, 2 * kGrid, kGrid * 3 / 2);
        inner->setSpacing(kGrid / 2);
        inner->addWidget(makeTitle(sample.title, card));
        inner->addWidget(makeQuiet(sample.sentence, card));
        auto* open = new QPushButton(tr("Open %1").arg(sample.title), card);
        inner->addSpacing(kGrid / 2);
        inner->addWidget(open, 0, Qt::AlignLeft);
        connect(open, &QPushButton::clicked, this,
                [this, file = session::toQt(sample.file)] { emit projectChosen(file); });
        layout->addWidget(card);
    }
    layout->addStretch(1);
    return side;
}

void WelcomePage::setRecent(const QStringList& files)
{
    m_recent->clear();
    for (const QString& file : files) {
        const QFileInfo info(file);
        auto* item = new QListWidgetItem(
            widgets::icon(QStringLiteral("file")),
            QStringLiteral("%1  –  %2").arg(info.completeBaseName(), folderText(info)), m_recent);
        item->setData(Qt::UserRole, file);
        item->setToolTip(widgets::plainTip(file));
    }
    m_recentSide->setVisible(!files.isEmpty());
}

void WelcomePage::showError(const QString& error)
{
    if (error.isEmpty())
        m_banner->clear();
    else
        m_banner->showMessage(widgets::MessageKind::Error, error);
}

} // namespace netwright::pages
