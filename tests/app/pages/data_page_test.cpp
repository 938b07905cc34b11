// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/data_page.hpp"
#include "app/session/project_document.hpp"

#include "widgets/form/parameter_field.hpp"
#include "widgets/form/parameter_form.hpp"

#include <QLabel>
#include <QLineEdit>
#include <QtTest>

using namespace netwright;
using namespace netwright::pages;

namespace {
const std::filesystem::path kSamples = std::filesystem::path(NETWRIGHT_SOURCE_DIR) / "samples";

struct Desk {
    session::ProjectDocument document;
    DataPage page { document };

    [[nodiscard]] const data::DatasetSpec& spec() const { return document.project().datasets.front(); }
    [[nodiscard]] bool open(const char* sample)
    {
        page.resize(1200, 900);
        page.show();
        return document.open(kSamples / sample).has_value()
            && QTest::qWaitFor([this] { return document.dataset(spec().name) != nullptr; }, 60'000);
    }
    [[nodiscard]] bool offers(const QString& id) const
    {
        const auto forms = page.findChildren<widgets::ParameterForm*>();
        return std::ranges::any_of(forms, [&](const auto* form) { return form->field(id) != nullptr; });
    }
    [[nodiscard]] bool says(const QString& part) const
    {
        const auto labels = page.findChildren<QLabel*>();
        return std::ranges::any_of(
            labels, [&](const auto* label) { return label->isVisible() && label->text().contains(part); });
    }
};
} // namespace

class DataPageTest : public QObject {
    Q_OBJECT

private slots:
    void aSourceWithoutATestPartLetsOneChooseItsShare();
    void aSourceWithATestPartSaysSoInstead();
    void aNameThatIsTakenIsRefusedWithTheReason();
};

void DataPageTest::aSourceWithoutATestPartLetsOneChooseItsShare()
{
    Desk desk;
    QVERIFY(desk.open("iris.netwright"));
    QVERIFY(desk.offers(QStringLiteral("test")));
    QVERIFY(!desk.says(QStringLiteral("test part of its own")));
}

void DataPageTest::aSourceWithATestPartSaysSoInstead()
{
    Desk desk;
    QVERIFY(desk.open("fashion-mnist.netwright"));
    QVERIFY(!desk.offers(QStringLiteral("test")));
    QVERIFY(desk.offers(QStringLiteral("validation")));
    QVERIFY(desk.says(QStringLiteral("test part of its own")));
}

void DataPageTest::aNameThatIsTakenIsRefusedWithTheReason()
{
    Desk desk;
    QVERIFY(desk.open("iris.netwright"));
    const auto name = desk.spec().name;
    desk.page.addDataset("csv");
    desk.page.selectDataset(name);
    auto* field = desk.page.findChild<QLineEdit*>(QStringLiteral("datasetName"));
    field->selectAll();
    QTest::keyClicks(field, QStringLiteral("csv"));
    QVERIFY(desk.says(QStringLiteral("There is a dataset \"csv\" already")));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(desk.spec().name, name);
    QCOMPARE(field->text(), QString::fromStdString(name));
}

QTEST_MAIN(DataPageTest)
#include "data_page_test.moc"
