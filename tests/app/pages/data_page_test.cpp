// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/pages/dialog_reply.hpp"

#include "app/pages/data_page.hpp"
#include "app/session/project_document.hpp"
#include "app/session/text.hpp"

#include "widgets/form/parameter_field.hpp"
#include "widgets/form/parameter_form.hpp"
#include "widgets/view/message_banner.hpp"

#include <QCompleter>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
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
    void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }
    void aSourceWithoutATestPartLetsOneChooseItsShare();
    void aSourceWithATestPartSaysSoInstead();
    void aDatasetWithoutItsFileAsksForItAndBlamesNobody();
    void theTargetIsChosenAmongTheColumns();
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

void DataPageTest::aDatasetWithoutItsFileAsksForItAndBlamesNobody()
{
    Desk desk;
    desk.page.show();
    desk.page.addDataset("csv");
    QTRY_VERIFY(!desk.document.datasetError("csv").isEmpty());
    auto* banner = desk.page.findChild<widgets::MessageBanner*>();
    QTRY_VERIFY(banner->isVisible());
    QCOMPARE(banner->kind(), widgets::MessageKind::Info);
    testing::DialogReply<QFileDialog> reply([](QFileDialog& dialog) {
        dialog.findChild<QLineEdit*>()->setText(session::toQt(kSamples / "iris.csv"));
        static_cast<QDialog&>(dialog).accept();
    });
    QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);
    QVERIFY(reply.isGiven());
    QTRY_VERIFY(desk.document.dataset("csv"));
    QVERIFY(!banner->isVisible());
}

void DataPageTest::theTargetIsChosenAmongTheColumns()
{
    Desk desk;
    QVERIFY(desk.open("iris.netwright"));
    auto* line = desk.page.findChild<QLineEdit*>(QStringLiteral("target"));
    auto* completer = line->completer();
    QStringList offered;
    for (int row = 0; row < completer->model()->rowCount(); ++row)
        offered << completer->model()->index(row, 0).data().toString();
    QVERIFY2(offered.contains(QStringLiteral("petal width")), qPrintable(offered.join(',')));
    QCOMPARE(offered.size(), 5);
    emit completer->activated(QStringLiteral("petal width"));
    QCOMPARE(desk.spec().parameters.text("target"), std::string("petal width"));
    QTRY_VERIFY(desk.document.signature(desk.spec().name)->find("petal width"));
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
