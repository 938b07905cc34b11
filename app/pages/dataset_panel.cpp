// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/dataset_panel.hpp"

#include "app/pages/column_model.hpp"
#include "app/pages/merge_key.hpp"
#include "app/session/project_document.hpp"
#include "app/session/text.hpp"

#include "core/project/starting_point.hpp"
#include "widgets/form/parameter_field.hpp"
#include "widgets/form/parameter_form.hpp"
#include "widgets/form/undo_passage.hpp"
#include "widgets/theme.hpp"
#include "widgets/view/data_table.hpp"
#include "widgets/view/share_bar.hpp"
#include "widgets/view/tinted_label.hpp"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace netwright::pages {

using session::toQt;
using widgets::kGrid;

namespace {
    TestPart testPartOf(const data::Dataset& open)
    {
        return open.source().firstTestRow() ? TestPart::OfTheSource : TestPart::Chosen;
    }
} // namespace

DatasetPanel::DatasetPanel(session::ProjectDocument& document, QWidget* parent)
    : QWidget(parent)
    , m_document(document)
    , m_nameEdit(new QLineEdit(this))
    , m_nameFault(new widgets::TintedLabel(widgets::Meaning::Bad, widgets::TextRole::Caption, {}, this))
    , m_source(new widgets::ParameterForm(this))
    , m_settings(new widgets::ParameterForm(this))
    , m_split(new widgets::ShareBar(this))
    , m_ownTestPart(new widgets::TintedLabel(widgets::Meaning::Quiet, widgets::TextRole::Caption,
                                             tr("The source brings a test part of its own."), this))
    , m_columns(new widgets::DataTable(this))
    , m_columnModel(new ColumnModel(this))
{
    m_nameEdit->setObjectName(QStringLiteral("datasetName"));
    m_nameEdit->setAccessibleName(tr("Name of the dataset"));
    new widgets::UndoPassage(m_nameEdit, widgets::UndoPassage::Rule::Finished);
    m_nameFault->setWordWrap(true);
    m_nameFault->hide();
    m_ownTestPart->hide();
    m_columns->setModel(m_columnModel);
    m_columns->setFocusPolicy(Qt::NoFocus);
    m_columns->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_columns->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_columns->setSelectionMode(QAbstractItemView::NoSelection);
    m_columns->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2 * kGrid);
    layout->addWidget(makeSection(tr("Name"), { m_nameEdit, m_nameFault }));
    layout->addWidget(makeSection(tr("Source"), { m_source }));
    layout->addWidget(makeSection(tr("Columns"), { m_columns }));
    layout->addWidget(makeSection(tr("Parts"), { m_split, m_ownTestPart }));
    layout->addWidget(m_settings);
    layout->addStretch(1);

    connect(m_nameEdit, &QLineEdit::editingFinished, this, &DatasetPanel::rename);
    connect(m_nameEdit, &QLineEdit::textEdited, this, &DatasetPanel::showNameFault);
    connect(m_source, &widgets::ParameterForm::valueChanged, this, &DatasetPanel::changeSource);
    connect(m_settings, &widgets::ParameterForm::valueChanged, this, &DatasetPanel::changeSetting);
    connect(&document, &session::ProjectDocument::changed, this, &DatasetPanel::refresh);
    connect(&document, &session::ProjectDocument::datasetsChanged, this, &DatasetPanel::showOpen);
}

QWidget* DatasetPanel::makeSection(const QString& title, std::initializer_list<QWidget*> contents)
{
    auto* section = new QWidget(this);
    auto* layout = new QVBoxLayout(section);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGrid / 2);
    auto* label = new QLabel(title, section);
    label->setFont(widgets::font(widgets::TextRole::Strong));
    layout->addWidget(label);
    for (auto* content : contents)
        layout->addWidget(content);
    return section;
}

void DatasetPanel::setDataset(const std::string& name)
{
    if (name != m_name)
        m_testPart = TestPart::Chosen;
    m_name = name;
    refresh();
    showOpen();
}

void DatasetPanel::refresh()
{
    const auto* spec = m_document.project().dataset(m_name);
    const auto* kind = spec ? data::findSource(spec->source) : nullptr;
    if (!kind)
        return;
    if (!m_nameEdit->hasFocus() || !m_nameEdit->isModified()) { // what is being typed stays
        m_nameEdit->setText(toQt(spec->name));
        showNameFault();
    }
    m_source->setParameters(kind->parameters, spec->parameters);
    m_settings->setParameters(datasetSettingSpecs(m_testPart), settingsOf(*spec));
}

void DatasetPanel::showOpen()
{
    const auto open = m_document.dataset(m_name);
    showColumns(open.get());
    showParts(open.get());
    // While it is opened again, after an edit, the form stays as it is under the person's hands.
    if (const auto testPart = open ? testPartOf(*open) : m_testPart; testPart != m_testPart) {
        m_testPart = testPart;
        refresh();
    }
    m_ownTestPart->setVisible(m_testPart == TestPart::OfTheSource);
}

void DatasetPanel::showColumns(const data::Dataset* open)
{
    std::vector<std::vector<std::string>> elements;
    for (std::size_t i = 0; open && i < open->signature().columns.size(); ++i)
        elements.push_back(open->source().elementNames(i));
    m_columnModel->setSignature(open ? open->signature() : tensor::Signature {}, std::move(elements));
    const int rows = std::max(m_columnModel->rowCount(), 1);
    m_columns->setFixedHeight(rows * m_columns->verticalHeader()->defaultSectionSize()
                              + m_columns->horizontalHeader()->sizeHint().height() + 2);
    // Where the data cannot be read, because of a wrong target perhaps, the columns of before still help.
    if (auto* target = m_source->field(QStringLiteral("target")); target && open) {
        QStringList names;
        for (const auto& name : open->source().previewHeader())
            names << toQt(name);
        target->setSuggestions(names);
    }
}

widgets::ParameterField* DatasetPanel::firstFile() const
{
    const auto* spec = m_document.project().dataset(m_name);
    const auto* kind = spec ? data::findSource(spec->source) : nullptr;
    if (!kind)
        return nullptr;
    const auto file = std::ranges::find(kind->parameters, ParameterType::File, &ParameterSpec::type);
    return file == kind->parameters.end() ? nullptr : m_source->field(toQt(file->id));
}

bool DatasetPanel::isFileMissing() const
{
    const auto* file = firstFile();
    return file && m_document.project().dataset(m_name)->parameters.text(file->spec().id).empty();
}

void DatasetPanel::chooseFile()
{
    if (auto* file = firstFile())
        file->browse();
}

void DatasetPanel::showParts(const data::Dataset* open)
{
    std::vector<widgets::ShareBar::Share> shares;
    const auto add = [&](const QString& name, data::Part part, int series) {
        const auto count = open ? open->rows(part).size() : 0;
        shares.push_back({ .name = name, .amount = static_cast<double>(count), .series = series });
    };
    add(tr("Train"), data::Part::Train, 0);
    add(tr("Validation"), data::Part::Validation, 1);
    add(tr("Test"), data::Part::Test, 2);
    m_split->setShares(std::move(shares));
}

void DatasetPanel::changeSource(const QString& id, const Value& value)
{
    edit(tr("Change the source"), QStringLiteral("source ") + id,
         [&](data::DatasetSpec& spec) { spec.parameters.set(id.toStdString(), besideProject(id, value)); });
}

void DatasetPanel::changeSetting(const QString& id, const Value& value)
{
    edit(tr("Change the parts"), QStringLiteral("setting ") + id,
         [&](data::DatasetSpec& spec) { applySetting(spec, id.toStdString(), value); });
}

Value DatasetPanel::besideProject(const QString& id, const Value& value) const
{
    const auto* kind = data::findSource(m_document.project().dataset(m_name)->source);
    const auto spec = std::ranges::find(kind->parameters, id.toStdString(), &ParameterSpec::id);
    if (!m_document.hasFile() || spec == kind->parameters.end() || spec->type != ParameterType::File)
        return value;
    const std::filesystem::path file = std::get<std::string>(value);
    return file.is_absolute() ? project::dataPath(file, m_document.file()) : value;
}

QString DatasetPanel::nameFault() const
{
    const QString name = m_nameEdit->text().trimmed();
    if (name.isEmpty())
        return tr("A dataset needs a name.");
    return name != toQt(m_name) && m_document.project().dataset(name.toStdString())
        ? tr("There is a dataset \"%1\" already; choose another name.").arg(name)
        : QString();
}

void DatasetPanel::showNameFault()
{
    m_nameFault->setText(nameFault());
    m_nameFault->setVisible(!m_nameFault->text().isEmpty());
}

void DatasetPanel::rename()
{
    const std::string name = m_nameEdit->text().trimmed().toStdString();
    m_nameEdit->setModified(false);
    if (name == m_name || !m_document.project().dataset(m_name))
        return;
    if (!nameFault().isEmpty()) {
        m_nameEdit->setText(toQt(m_name));
        showNameFault();
        return;
    }
    auto after = m_document.project();
    std::ranges::find(after.datasets, m_name, &data::DatasetSpec::name)->name = name;
    for (auto& network : after.networks) {
        if (network.dataset == m_name)
            network.dataset = name;
    }
    emit renamed(toQt(name)); // before the change: views look for the new name then
    m_name = name;
    m_document.edit(tr("Rename a dataset"), std::move(after));
}

void DatasetPanel::edit(const QString& what, const QString& field,
                        const std::function<void(data::DatasetSpec&)>& change)
{
    auto after = m_document.project();
    const auto spec = std::ranges::find(after.datasets, m_name, &data::DatasetSpec::name);
    if (spec == after.datasets.end())
        return;
    change(*spec);
    m_document.edit(what, std::move(after), field.isEmpty() ? -1 : mergeKey(toQt(m_name) + field));
}

} // namespace netwright::pages
