// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/layer_table.hpp"
#include "widgets/form/choice_box.hpp"
#include "widgets/form/kept_forms.hpp"
#include "widgets/form/node_form.hpp"
#include "widgets/form/number_box.hpp"
#include "widgets/form/parameter_field.hpp"
#include "widgets/form/parameter_form.hpp"

#include <QCheckBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <array>
#include <string>

using namespace netwright;
using namespace netwright::widgets;

namespace {

const tensor::Signature& digits()
{
    static const tensor::Signature kDigits {
        { { "image", tensor::ColumnType::Image, { 1, 28, 28 } },
          { "label", tensor::ColumnType::Category, {}, { "a", "b" } } }
    };
    return kDigits;
}

std::vector<ParameterSpec> oneOfEach()
{
    return {
        { .id = "flag",
          .label = "Flag",
          .help = "A flag.",
          .type = ParameterType::Boolean,
          .fallback = false },
        { .id = "count",
          .label = "Count",
          .help = "A count.",
          .unit = "px",
          .type = ParameterType::Integer,
          .fallback = std::int64_t { 3 },
          .minimum = 1,
          .maximum = 64 },
        { .id = "rate",
          .label = "Rate",
          .help = "A rate.",
          .type = ParameterType::Real,
          .fallback = 0.5,
          .minimum = 0,
          .maximum = 1 },
        { .id = "padding",
          .label = "Padding",
          .help = "A choice.",
          .type = ParameterType::Choice,
          .fallback = std::string("valid"),
          .choices = { "valid", "same" } },
        { .id = "text",
          .label = "Text",
          .help = "A text.",
          .type = ParameterType::Text,
          .fallback = std::string() },
        { .id = "column",
          .label = "Column",
          .help = "A column.",
          .type = ParameterType::Column,
          .fallback = std::string("image") },
    };
}

/// Forms of kinds that have one parameter each: "p0", "p1", and so on.
struct Kinds {
    KeptForms forms;

    ParameterForm* turnTo(int kind)
    {
        const std::vector<ParameterSpec> specs { { .id = "p" + std::to_string(kind),
                                                   .label = "Count",
                                                   .help = "A count.",
                                                   .type = ParameterType::Integer,
                                                   .fallback = std::int64_t { kind } } };
        auto& form = forms.turnTo(specs, nullptr);
        form.setParameters(specs, ParameterValues(specs));
        return &form;
    }
    [[nodiscard]] std::ptrdiff_t countInSight() const
    {
        const auto all = forms.findChildren<ParameterForm*>();
        return std::ranges::count_if(all, [](const ParameterForm* form) { return !form->isHidden(); });
    }
};

} // namespace

class ParameterFormTest : public QObject {
    Q_OBJECT

private slots:
    void buildsForEveryLayerKind_data();
    void buildsForEveryLayerKind();
    void tellsOfEveryEdit();
    void tellsNothingWhenValuesAreSet();
    void showsAValueThatIsOutOfRange();
    void showsAColumnThatIsNotThere();
    void keepsItsFieldsForTheSameSpecs();
    void writesNumbersAsPeopleDo_data();
    void writesNumbersAsPeopleDo();
    void aNameMustBeUnique();
    void aFieldThatMeansNothingIsHidden();
    void aFaultIsInSightWhateverItMeans();
    void theEditorsOfALayerEndInOneLine_data() { buildsForEveryLayerKind_data(); }
    void theEditorsOfALayerEndInOneLine();
    void rowsStayTogetherInAHighForm();
    void aFormIsKeptFromKindToKind();
    void moreKindsThanAreKeptShowTheirOwnFields();
};

void ParameterFormTest::buildsForEveryLayerKind_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < layers::layerTable().size(); ++i)
        QTest::newRow(layers::layerTable()[i]->id.c_str()) << static_cast<int>(i);
}

void ParameterFormTest::buildsForEveryLayerKind()
{
    QFETCH(int, index);
    const auto& kind = *layers::layerTable()[static_cast<std::size_t>(index)];
    network::Network network;
    const auto id = network.add(kind.id, {});
    NodeForm form;
    form.setNode(network, network::analyse(network, &digits()), id, &digits());
    for (const auto& spec : kind.parameters) {
        const auto* field = form.parameters().field(QString::fromStdString(spec.id));
        QVERIFY2(field, spec.id.c_str());
        QCOMPARE(field->editor()->toolTip(), QString::fromStdString(spec.help));
        QVERIFY(!field->editor()->accessibleName().isEmpty());
        if (spec.type != ParameterType::Column)
            QVERIFY2(field->message().isEmpty(), qPrintable(field->message()));
    }
    QCOMPARE(form.name().text(), QString::fromStdString(network.find(id)->name));
}

void ParameterFormTest::tellsOfEveryEdit()
{
    const auto specs = oneOfEach();
    ParameterForm form;
    form.setParameters(specs, ParameterValues(specs), &digits());
    std::map<QString, Value> told;
    connect(&form, &ParameterForm::valueChanged, &form,
            [&told](const QString& id, const Value& value) { told[id] = value; });
    const auto editor = [&form](const char* id) { return form.field(id)->editor(); };
    form.show();
    QTest::mouseClick(editor("flag"), Qt::LeftButton, {}, QPoint(8, editor("flag")->height() / 2));
    for (const auto& [id, text] :
         { std::pair("count", "12"), std::pair("rate", "0.25"), std::pair("text", "hello") }) {
        editor(id)->setFocus();
        if (auto* line = qobject_cast<QLineEdit*>(editor(id)))
            line->selectAll();
        else
            qobject_cast<QAbstractSpinBox*>(editor(id))->selectAll();
        QTest::keyClicks(editor(id), text);
    }
    QTest::keyClick(editor("padding"), Qt::Key_Down);
    QTest::keyClick(editor("column"), Qt::Key_Down);
    const std::map<QString, Value> expected { { "flag", true },
                                              { "count", std::int64_t { 12 } },
                                              { "rate", 0.25 },
                                              { "padding", std::string("same") },
                                              { "text", std::string("hello") },
                                              { "column", std::string("label") } };
    for (const auto& [id, value] : expected)
        QVERIFY2(told.contains(id) && told.at(id) == value, qPrintable(id));
}

void ParameterFormTest::tellsNothingWhenValuesAreSet()
{
    const auto specs = oneOfEach();
    ParameterForm form;
    form.setParameters(specs, ParameterValues(specs), &digits());
    QSignalSpy changed(&form, &ParameterForm::valueChanged);
    ParameterValues values(specs);
    values.set("flag", true);
    values.set("count", std::int64_t { 7 });
    values.set("padding", std::string("same"));
    form.setParameters(specs, values, &digits());
    QVERIFY(changed.isEmpty());
    QCOMPARE(qobject_cast<NumberBox*>(form.field("count")->editor())->value(), 7.0);
}

void ParameterFormTest::showsAValueThatIsOutOfRange()
{
    const auto specs = oneOfEach();
    ParameterValues values(specs);
    values.set("count", std::int64_t { 1000 });
    values.set("padding", std::string("reflect"));
    ParameterForm form;
    form.setParameters(specs, values, &digits());
    QCOMPARE(qobject_cast<NumberBox*>(form.field("count")->editor())->value(), 1000.0);
    QCOMPARE(form.field("count")->message(), QStringLiteral("Count: expected 1 to 64, found 1000"));
    QCOMPARE(qobject_cast<ChoiceBox*>(form.field("padding")->editor())->currentData().toString(),
             QStringLiteral("reflect"));
    QVERIFY(!form.field("padding")->message().isEmpty());
    form.setParameters(specs, ParameterValues(specs), &digits());
    QVERIFY(form.field("count")->message().isEmpty());
}

void ParameterFormTest::showsAColumnThatIsNotThere()
{
    const auto specs = oneOfEach();
    ParameterValues values(specs);
    values.set("column", std::string("target"));
    ParameterForm form;
    form.setParameters(specs, values, &digits());
    const auto* box = qobject_cast<ChoiceBox*>(form.field("column")->editor());
    QCOMPARE(box->currentData().toString(), QStringLiteral("target"));
    QVERIFY(form.field("column")->message().contains("target"));
    form.setParameters(specs, values, nullptr);
    QVERIFY(form.field("column")->message().contains("not open"));
}

void ParameterFormTest::keepsItsFieldsForTheSameSpecs()
{
    const auto specs = oneOfEach();
    ParameterForm form;
    form.setParameters(specs, ParameterValues(specs), &digits());
    const auto* before = form.field("rate");
    ParameterValues values(specs);
    values.set("rate", 0.1);
    form.setParameters(specs, values, &digits());
    QCOMPARE(form.field("rate"), before);
}

void ParameterFormTest::writesNumbersAsPeopleDo_data()
{
    QTest::addColumn<double>("number");
    QTest::addColumn<QString>("text");
    QTest::newRow("a small one") << 0.001 << "0.001";
    QTest::newRow("a tiny one") << 1e-8 << "1e-08";
    QTest::newRow("a half") << 0.5 << "0.5";
    QTest::newRow("one") << 1.0 << "1";
}

void ParameterFormTest::writesNumbersAsPeopleDo()
{
    QFETCH(double, number);
    QFETCH(QString, text);
    NumberBox box({ .id = "x",
                    .label = "X",
                    .help = "X.",
                    .type = ParameterType::Real,
                    .fallback = 0.0,
                    .minimum = 0,
                    .maximum = 1 });
    box.showNumber(number);
    QCOMPARE(box.text(), text);
    QCOMPARE(box.value(), number);
    QCOMPARE(box.valueFromText(QString(text).replace('.', ',')), number);
}

void ParameterFormTest::aNameMustBeUnique()
{
    network::Network network;
    const auto id = network.add("dropout", {});
    network.add("dropout", {});
    NodeForm form;
    form.setNode(network, network::analyse(network, nullptr), id, nullptr);
    form.show();
    QSignalSpy renamed(&form, &NodeForm::renamed);
    for (const auto* bad : { "dropout_2", "" }) {
        form.name().setFocus();
        form.name().selectAll();
        QTest::keyClick(&form.name(), Qt::Key_Delete);
        QTest::keyClicks(&form.name(), bad);
        QTest::keyClick(&form.name(), Qt::Key_Return);
        QCOMPARE(form.name().text(), QStringLiteral("dropout_1"));
    }
    QVERIFY(renamed.isEmpty());
    form.name().selectAll();
    QTest::keyClicks(&form.name(), "rest");
    QTest::keyClick(&form.name(), Qt::Key_Return);
    QCOMPARE(renamed.count(), 1);
    QCOMPARE(renamed[0][0].toString(), QStringLiteral("rest"));
}

void ParameterFormTest::aFieldThatMeansNothingIsHidden()
{
    const auto& specs = layers::findLayer("conv2d")->parameters;
    ParameterValues values(specs);
    ParameterForm form;
    form.setParameters(specs, values);
    form.show();
    QVERIFY(!form.field("padding_height")->isVisible());
    QVERIFY(!form.field("padding_width")->isVisible());
    values.set("padding", std::string("custom"));
    form.setParameters(specs, values);
    QVERIFY(form.field("padding_height")->isVisible());
    ParameterValues other(specs);
    const std::array<const ParameterValues*, 2> both { &other, &values };
    form.setParameters(specs, both); // one of two has it
    QVERIFY(form.field("padding_height")->isVisible());
}

void ParameterFormTest::aFaultIsInSightWhateverItMeans()
{
    const auto& specs = layers::findLayer("conv2d")->parameters;
    ParameterValues values(specs);
    values.set("padding_height", std::int64_t { -5 });
    ParameterForm form;
    form.setParameters(specs, values);
    form.show();
    QVERIFY(form.field("padding_height")->isVisible());
    QVERIFY(!form.field("padding_width")->isVisible());
}

void ParameterFormTest::theEditorsOfALayerEndInOneLine()
{
    QFETCH(int, index);
    const auto& kind = *layers::layerTable()[static_cast<std::size_t>(index)];
    network::Network network;
    const auto id = network.add(kind.id, {});
    NodeForm form;
    form.resize(400, 900);
    form.setNode(network, network::analyse(network, &digits()), id, &digits());
    form.show();
    QVERIFY(QTest::qWaitForWindowExposed(&form));
    const auto rightOf
        = [&form](const QWidget& widget) { return widget.mapTo(&form, widget.rect().topRight()).x(); };
    for (const auto& spec : kind.parameters) {
        const auto& editor = *form.parameters().field(QString::fromStdString(spec.id))->editor();
        if (editor.isVisible())
            QVERIFY2(rightOf(editor) == rightOf(form.name()), spec.id.c_str());
    }
}

void ParameterFormTest::rowsStayTogetherInAHighForm()
{
    const auto specs = oneOfEach();
    ParameterForm form;
    form.setParameters(specs, ParameterValues(specs), &digits());
    form.resize(300, 2000);
    form.show();
    QVERIFY(QTest::qWaitForWindowExposed(&form));
    QVERIFY(form.field(QStringLiteral("column"))->geometry().bottom() < 600);
}

void ParameterFormTest::aFormIsKeptFromKindToKind()
{
    Kinds kinds;
    auto* first = kinds.turnTo(0);
    auto* second = kinds.turnTo(1);
    QVERIFY(second != first);
    QVERIFY(first->isHidden());
    int told = 0;
    connect(&kinds.forms, &KeptForms::valueChanged, this, [&told] { ++told; });
    QVERIFY(kinds.turnTo(0) == first);
    QVERIFY(!first->isHidden());
    QVERIFY(second->isHidden());
    QVERIFY(&kinds.forms.current() == first);
    QCOMPARE(told, 0);
}

void ParameterFormTest::moreKindsThanAreKeptShowTheirOwnFields()
{
    constexpr int kKinds = 40;
    Kinds kinds;
    for (const int round : { 1, 2 }) {
        for (int kind = 0; kind < kKinds; ++kind) {
            auto* form = kinds.turnTo(kind);
            QVERIFY2(form->field(QStringLiteral("p%1").arg(kind)), qPrintable(QString::number(round)));
            QVERIFY(!form->field(QStringLiteral("p%1").arg(kind - 1)));
            QCOMPARE(kinds.countInSight(), std::ptrdiff_t(1));
        }
    }
    QVERIFY(kinds.forms.findChildren<ParameterForm*>().size() < kKinds);
}

QTEST_MAIN(ParameterFormTest)
#include "parameter_form_test.moc"
