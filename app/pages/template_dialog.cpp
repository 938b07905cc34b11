// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/template_dialog.hpp"

#include "app/session/text.hpp"
#include "core/network/block.hpp"
#include "widgets/graph/fold.hpp"
#include "widgets/graph/geometry.hpp"
#include "widgets/graph/network_picture.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QDialogButtonBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace netwright::pages {

using session::toQt;
using widgets::kGrid;

namespace {
    constexpr QSize kPicture { 70 * kGrid, 58 * kGrid };
    constexpr double kLargest = 0.8; ///< of the canvas's own size
    constexpr QSizeF kUsualCanvas { 900, 640 };
    constexpr int kListWidth = 42 * kGrid;
    constexpr QSize kThumbnail { 6 * kGrid, 5 * kGrid };
    constexpr double kLargestThumbnail = 0.16; ///< of the canvas's own size

    /// "03-lenet-5" -> "lenet-5"
    std::string nameOf(const network::Template& from) { return from.id.substr(from.id.find('-') + 1); }

    /// The shape of a network, a layer each in the colour of its category.
    QPixmap thumbnailOf(const network::Network& network, double pixelRatio)
    {
        const auto layer = widgets::geometry::nodeRect();
        QRectF whole;
        for (const auto& node : network.nodes)
            whole |= layer.translated(node.position.x, node.position.y);
        QPixmap picture(kThumbnail * pixelRatio);
        picture.setDevicePixelRatio(pixelRatio);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        const auto scale = std::min(
            { kThumbnail.width() / whole.width(), kThumbnail.height() / whole.height(), kLargestThumbnail });
        painter.translate(kThumbnail.width() / 2.0, kThumbnail.height() / 2.0);
        painter.scale(scale, scale);
        painter.translate(-whole.center());
        for (const auto& node : network.nodes) {
            const auto kind = network::kindOf(network, node.layer);
            painter.setBrush(widgets::categoryColour(kind ? kind->category : layers::Category::Block));
            painter.drawRoundedRect(layer.translated(node.position.x, node.position.y), 16, 16);
        }
        return picture;
    }

    QLabel* makeText(QLabel* label)
    {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        return label;
    }

    widgets::TintedLabel* makeTinted(widgets::Meaning meaning, QWidget* parent)
    {
        auto* label = new widgets::TintedLabel(meaning, widgets::TextRole::Body, {}, parent);
        makeText(label);
        return label;
    }
} // namespace

TemplateDialog::TemplateDialog(std::vector<Data> datasets, QWidget* parent)
    : QDialog(parent)
    , m_datasets(std::move(datasets))
    , m_list(new QListWidget(this))
    , m_title(new QLabel(this))
    , m_summary(makeText(new QLabel(this)))
    , m_facts(makeTinted(widgets::Meaning::Quiet, this))
    , m_fit(makeTinted(widgets::Meaning::Good, this))
    , m_misfit(makeTinted(widgets::Meaning::Warning, this))
    , m_picture(new QLabel(this))
    , m_add(new QPushButton(tr("Add to the project"), this))
{
    setWindowTitle(tr("New network from a template"));
    for (const auto& from : network::templates())
        m_offers.push_back(offer(from));
    fillList();
    auto* intro = makeTinted(widgets::Meaning::Quiet, this);
    intro->setText(
        tr("A template becomes a network of its own beside those of the project, set up for its data. "
           "Nothing that is there changes."));
    auto* sides = new QHBoxLayout;
    sides->setSpacing(3 * kGrid);
    sides->addWidget(m_list);
    sides->addWidget(makeDetails(), 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_add->setObjectName(QStringLiteral("addTemplate"));
    m_add->setProperty("primary", true);
    buttons->addButton(m_add, QDialogButtonBox::AcceptRole);
    m_add->setDefault(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * kGrid, 2 * kGrid, 2 * kGrid, 2 * kGrid);
    layout->setSpacing(2 * kGrid);
    layout->addWidget(intro);
    layout->addLayout(sides, 1);
    layout->addWidget(buttons);
    resize(116 * kGrid, 84 * kGrid);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_list, &QListWidget::currentRowChanged, this, &TemplateDialog::showOffer);
    connect(m_list, &QListWidget::itemActivated, m_add, &QPushButton::click);
    const auto fits = std::ranges::find_if(m_offers, [](const Offer& each) { return each.misfit.empty(); });
    m_list->setCurrentRow(fits == m_offers.end() ? 0 : static_cast<int>(fits - m_offers.begin()));
    m_list->setFocus();
}

TemplateDialog::Offer TemplateDialog::offer(const network::Template& from) const
{
    std::string misfit;
    for (const auto& [name, columns] : m_datasets) {
        const auto network = network::fromTemplate(from, nameOf(from), name, columns);
        if (network)
            return { &from,
                     widgets::edits::folded(*network, kUsualCanvas),
                     network::analyse(*network, &columns),
                     {} };
        if (misfit.empty())
            misfit = network.error().message;
    }
    const auto example = from.exampleData();
    auto network = widgets::edits::folded(from.network, kUsualCanvas);
    network.name = nameOf(from);
    return { &from, network, network::analyse(network, &example), misfit };
}

void TemplateDialog::fillList()
{
    m_list->setObjectName(QStringLiteral("templates"));
    m_list->setAccessibleName(tr("Templates"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFixedWidth(kListWidth);
    m_list->setWordWrap(true);
    m_list->setSpacing(kGrid / 4);
    m_list->setIconSize(kThumbnail);
    for (const auto& each : m_offers) {
        const auto count = widgets::countText(static_cast<double>(each.analysis.total.parameters));
        const bool fits = each.misfit.empty();
        auto* item = new QListWidgetItem(
            toQt(each.from->title) + u'\n'
                + (fits ? tr("%1 parameters").arg(count) : tr("%1 parameters, not for your data").arg(count)),
            m_list);
        if (!fits)
            item->setForeground(widgets::colour(widgets::Meaning::Quiet));
    }
    showThumbnails();
}

void TemplateDialog::showThumbnails()
{
    for (int row = 0; row < m_list->count(); ++row)
        m_list->item(row)->setIcon(
            thumbnailOf(m_offers[static_cast<std::size_t>(row)].network, devicePixelRatioF()));
}

QWidget* TemplateDialog::makeDetails()
{
    auto* details = new QWidget(this);
    m_title->setFont(widgets::font(widgets::TextRole::Title));
    m_facts->setObjectName(QStringLiteral("templateFacts"));
    m_misfit->setObjectName(QStringLiteral("templateMisfit"));
    m_picture->setObjectName(QStringLiteral("templatePicture"));
    m_picture->setAlignment(Qt::AlignCenter);
    m_picture->setMinimumSize(kPicture);
    auto* layout = new QVBoxLayout(details);
    layout->setContentsMargins({});
    layout->setSpacing(kGrid);
    for (auto* label : { m_title, m_summary })
        layout->addWidget(label);
    for (auto* label : { m_facts, m_fit, m_misfit })
        layout->addWidget(label);
    layout->addWidget(m_picture, 1);
    return details;
}

const network::Network& TemplateDialog::network() const
{
    return m_offers[static_cast<std::size_t>(m_list->currentRow())].network;
}

void TemplateDialog::choose(std::string_view id)
{
    const auto it = std::ranges::find(m_offers, id, [](const Offer& each) { return each.from->id; });
    if (it != m_offers.end())
        m_list->setCurrentRow(static_cast<int>(it - m_offers.begin()));
}

void TemplateDialog::showOffer(int row)
{
    if (row < 0)
        return;
    const auto& [from, network, analysis, misfit] = m_offers[static_cast<std::size_t>(row)];
    m_title->setText(toQt(from->title));
    m_summary->setText(toQt(from->summary));
    QStringList facts { tr("For %1.").arg(toQt(from->needs)) };
    if (!from->accuracy.empty())
        facts << tr("It reaches %1.").arg(toQt(from->accuracy));
    m_facts->setText(facts.join(u'\n'));
    m_fit->setText(
        tr("Fits \"%1\": its inputs, outputs and target are set for that data.").arg(toQt(network.dataset)));
    m_fit->setVisible(misfit.empty() && !m_datasets.empty());
    m_misfit->setText(tr("Does not fit your data: %1").arg(toQt(misfit)));
    m_misfit->setVisible(!misfit.empty());
    m_add->setEnabled(misfit.empty());
    m_picture->setPixmap(widgets::networkPicture(network, analysis, kPicture, kLargest, devicePixelRatioF()));
    m_picture->setAccessibleName(toQt(from->title));
}

/// The picture has the colours of the theme.
void TemplateDialog::changeEvent(QEvent* event)
{
    QDialog::changeEvent(event);
    if (event->type() != QEvent::PaletteChange || m_list->count() == 0)
        return;
    showOffer(m_list->currentRow());
    showThumbnails();
}

} // namespace netwright::pages
