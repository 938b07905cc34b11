// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/layers/catalogue/layer_table.hpp"
#include "tests/widgets/digits.hpp"
#include "widgets/form/choice_box.hpp"
#include "widgets/form/node_form.hpp"
#include "widgets/form/number_box.hpp"
#include "widgets/form/parameter_field.hpp"
#include "widgets/form/parameter_form.hpp"

#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QToolButton>

using namespace netwright;
using namespace netwright::widgets;
using network::Network;
using network::NodeId;

namespace {
using testing::digits;

/// input -> conv -> conv, and a dense layer; a form with an owner who does what it tells.
struct Editor {
    Network network { .name = "n", .dataset = "digits", .nodes = {}, .links = {} };
    NodeId input = network.add("input", {});
    NodeId first = network.add("conv2d", {});
    NodeId second = network.add("conv2d", {});
    NodeId dense = network.add("dense", {});
    NodeForm form;
    int edits = 0;

    Editor()
    {
        network.connect({ { input }, { first } });
        network.connect({ { first }, { second } });
        QObject::connect(&form, &NodeForm::valueChanged, &form,
                         [this](const QString& id, const Value& value) { set({ id }, value); });
        QObject::connect(&form, &NodeForm::pairChanged, &form,
                         [this](const QString& left, const QString& right, const Value& value) {
                             set({ left, right }, value);
                         });
        form.resize(400, 900);
        form.show();
        (void)QTest::qWaitForWindowExposed(&form);
        form.activateWindow();
    }

    void set(const QStringList& ids, const Value& value)
    {
        ++edits;
        for (const auto node : form.nodes()) {
            for (const auto& id : ids)
                network.find(node)->parameters.set(id.toStdString(), value);
        }
        show(form.nodes());
    }
    void show(std::set<NodeId> nodes)
    {
        if (nodes.size() == 1)
            form.setNode(network, network::analyse(network, &digits()), *nodes.begin(), &digits());
        else
            form.setNodes(network, nodes, &digits());
    }
    [[nodiscard]] ParameterField& field(const char* id) const { return *form.parameters().field(id); }
    [[nodiscard]] NumberBox& number(const char* id) const
    {
        return *qobject_cast<NumberBox*>(field(id).editor());
    }
    void type(const char* id, const QString& text)
    {
        number(id).setFocus();
        number(id).selectAll();
        QTest::keyClicks(&number(id), text);
    }
    [[nodiscard]] std::int64_t value(NodeId node, const char* id) const
    {
        return network.find(node)->parameters.integer(id);
    }
    [[nodiscard]] QString factTexts() const
    {
        QStringList texts;
        for (const auto* label : form.findChildren<QLabel*>()) {
            if (label->isVisible())
                texts << label->text();
        }
        return texts.join('\n');
    }
};

} // namespace

class NodeFormTest : public QObject {
    Q_OBJECT

private slots:
    void severalNodesAreEditedAtOnce()
    {
        Editor editor;
        editor.network.find(editor.second)->parameters.set("filters", std::int64_t { 64 });
        editor.show({ editor.first, editor.second });
        QVERIFY(!editor.form.node());
        QVERIFY(!editor.form.name().isVisible());
        QCOMPARE(editor.number("filters").text(), QStringLiteral("—"));
        QCOMPARE(editor.number("kernel_height").value(), 3.0);
        editor.type("filters", "32"); // what one of them has already
        QCOMPARE(editor.value(editor.first, "filters"), std::int64_t { 32 });
        QCOMPARE(editor.value(editor.second, "filters"), std::int64_t { 32 });
        QCOMPARE(editor.number("filters").value(), 32.0);
    }

    void whatDiffersIsLeftAloneByPassingThrough()
    {
        Editor editor;
        auto& second = editor.network.find(editor.second)->parameters;
        second.set("filters", std::int64_t { 64 });
        second.set("padding", std::string("same"));
        second.set("bias", false);
        editor.show({ editor.first, editor.second });
        const auto before = editor.network;
        for (const auto* id : { "filters", "padding", "bias", "kernel_height" }) {
            editor.field(id).editor()->setFocus();
            QTest::keyClick(editor.field(id).editor(), Qt::Key_Tab);
        }
        QCOMPARE(editor.edits, 0);
        QCOMPARE(editor.network, before);
        QCOMPARE(qobject_cast<ChoiceBox*>(editor.field("padding").editor())->currentIndex(), -1);
        QCOMPARE(qobject_cast<QCheckBox*>(editor.field("bias").editor())->checkState(), Qt::PartiallyChecked);
    }

    void aClickOnAMixedCheckBoxIsForAll()
    {
        Editor editor;
        editor.network.find(editor.second)->parameters.set("bias", false);
        editor.show({ editor.first, editor.second });
        qobject_cast<QCheckBox*>(editor.field("bias").editor())->click();
        QCOMPARE(editor.edits, 1);
        QCOMPARE(editor.network.find(editor.first)->parameters.flag("bias"),
                 editor.network.find(editor.second)->parameters.flag("bias"));
        QVERIFY(qobject_cast<QCheckBox*>(editor.field("bias").editor())->checkState()
                != Qt::PartiallyChecked);
    }

    void layersOfSeveralKindsShareWhatTheyHaveInCommon()
    {
        Editor editor;
        editor.show({ editor.first, editor.dense });
        QVERIFY(editor.form.parameters().field("bias"));
        QVERIFY(!editor.form.parameters().field("filters"));
        editor.show({ editor.input, editor.dense });
        QCOMPARE(editor.form.nodes().size(), std::size_t { 2 });
        QVERIFY(editor.factTexts().contains("2 layers selected"));
    }

    void aFieldGoesBackToItsDefault()
    {
        Editor editor;
        editor.show({ editor.first });
        auto* reset = editor.field("filters").findChild<QToolButton*>("reset");
        QVERIFY(!reset->isVisible());
        const auto before = editor.value(editor.first, "filters");
        editor.type("filters", "7");
        QVERIFY(reset->isVisible());
        reset->click();
        QCOMPARE(editor.value(editor.first, "filters"), before);
        QVERIFY(!reset->isVisible());
    }

    void tabGoesFromAChangedFieldToTheNext()
    {
        Editor editor;
        editor.show({ editor.first });
        const auto before = editor.value(editor.first, "filters");
        editor.type("filters", "7");
        QVERIFY(editor.field("filters").findChild<QToolButton*>("reset")->isVisible());
        QTest::keyClick(&editor.number("filters"), Qt::Key_Tab);
        QVERIFY(editor.number("kernel_height").hasFocus());
        QTest::keyClick(&editor.number("kernel_height"), Qt::Key_Backtab, Qt::ShiftModifier);
        QVERIFY(editor.number("filters").hasFocus());
        QTest::keyClick(&editor.number("filters"), Qt::Key_Backspace, Qt::AltModifier);
        QCOMPARE(editor.value(editor.first, "filters"), before);
    }

    void whatIsNoNumberStaysWithItsFaultUntilItIsMended()
    {
        Editor editor;
        editor.show({ editor.first });
        const auto before = editor.value(editor.first, "filters");
        editor.type("filters", "abc");
        QTest::keyClick(&editor.number("filters"), Qt::Key_Tab);
        QCOMPARE(editor.value(editor.first, "filters"), before);
        QCOMPARE(editor.number("filters").text(), QStringLiteral("abc"));
        QVERIFY2(editor.field("filters").message().contains("abc"),
                 qPrintable(editor.field("filters").message()));
        editor.type("kernel_height", "5"); // the form is shown anew
        QCOMPARE(editor.number("filters").text(), QStringLiteral("abc"));
        editor.type("filters", QString::number(before)); // no change of the value
        QCOMPARE(editor.field("filters").message(), QString());
        editor.type("filters", "0");
        QTest::keyClick(&editor.number("filters"), Qt::Key_Return);
        QCOMPARE(editor.number("filters").text(), QStringLiteral("0"));
        QVERIFY(!editor.field("filters").message().isEmpty());
        QCOMPARE(editor.value(editor.first, "filters"), before);
    }

    void whatIsNoNumberIsNotShownOfAnotherLayer()
    {
        Editor editor;
        editor.show({ editor.first });
        editor.type("filters", "abc");
        editor.number("filters").clearFocus();
        QCOMPARE(editor.number("filters").text(), QStringLiteral("abc"));
        editor.show({ editor.second });
        QCOMPARE(editor.number("filters").text(), QString::number(editor.value(editor.second, "filters")));
        QCOMPARE(editor.field("filters").message(), QString());
    }

    void aLayerShownForTheFirstTimeHidesWhatMeansNothing()
    {
        Editor editor;
        editor.show({ editor.dense });
        editor.show({ editor.first });
        QCoreApplication::processEvents(); // fields that were made are shown by now
        QVERIFY(editor.field("padding").isVisible());
        QVERIFY(!editor.field("padding_height").isVisible());
        QVERIFY(!editor.field("padding_width").isVisible());
    }

    void heightAndWidthAreKeptTheSameUntilTheyAreTakenApart()
    {
        Editor editor;
        editor.show({ editor.first });
        auto* chain = editor.field("kernel_height").findChild<QToolButton*>("chain");
        QVERIFY(chain && chain->isChecked());
        editor.type("kernel_width", "5");
        QCOMPARE(editor.value(editor.first, "kernel_height"), std::int64_t { 5 });
        QCOMPARE(editor.edits, 1);
        chain->click();
        editor.type("kernel_height", "7");
        QCOMPARE(editor.value(editor.first, "kernel_width"), std::int64_t { 5 });
        QCOMPARE(editor.value(editor.first, "kernel_height"), std::int64_t { 7 });
        QVERIFY(!chain->isChecked());
    }

    void sizesThatDifferAreNotChained()
    {
        Editor editor;
        editor.network.find(editor.first)->parameters.set("kernel_width", std::int64_t { 1 });
        editor.show({ editor.first });
        QVERIFY(!editor.field("kernel_height").findChild<QToolButton*>("chain")->isChecked());
        editor.type("kernel_height", "5");
        QCOMPARE(editor.value(editor.first, "kernel_width"), std::int64_t { 1 });
    }

    void numberFieldsTakeExpressions_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("value");
        QTest::newRow("product") << "3*64" << 192;
        QTest::newRow("the field itself") << "2*filters" << 64;
        QTest::newRow("another parameter") << "kernel_height * 10 + 2" << 32;
        QTest::newRow("brackets") << "(1+2)*4" << 12;
    }

    void numberFieldsTakeExpressions()
    {
        QFETCH(QString, text);
        QFETCH(int, value);
        Editor editor;
        editor.show({ editor.first });
        editor.type("filters", text);
        QTest::keyClick(&editor.number("filters"), Qt::Key_Return);
        QCOMPARE(editor.value(editor.first, "filters"), std::int64_t { value });
        QCOMPARE(editor.number("filters").text(), QString::number(value));
        QTest::keyClick(&editor.number("filters"), Qt::Key_Return); // and not twice as much again
        QCOMPARE(editor.value(editor.first, "filters"), std::int64_t { value });
    }

    void whatIsNoNumberLeavesTheValue_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("unknown name") << "2*units";
        QTest::newRow("half") << "2*";
        QTest::newRow("a fraction") << "1/3";
        QTest::newRow("out of range") << "0-5";
    }

    void whatIsNoNumberLeavesTheValue()
    {
        QFETCH(QString, text);
        Editor editor;
        editor.network.find(editor.first)->parameters.set("filters", std::int64_t { 2 });
        editor.show({ editor.first });
        auto& box = editor.number("filters");
        box.setFocus();
        box.selectAll();
        QTest::keyClicks(&box, text);
        QTest::keyClick(&box, Qt::Key_Return);
        QCOMPARE(box.text(), text); // with its fault, to be mended
        QVERIFY(!editor.field("filters").message().isEmpty());
        QVERIFY(editor.value(editor.first, "filters") >= 1);
    }

    void theOutputIsShownBesideTheOneBeforeWhileTyping()
    {
        Editor editor;
        editor.show({ editor.first });
        editor.type("filters", "7");
        QTRY_VERIFY2(editor.factTexts().contains("7 × 26 × 26, was 32 × 26 × 26"),
                     qPrintable(editor.factTexts()));
        editor.show({ editor.second });
        QTRY_VERIFY(editor.factTexts().contains("24 × 24"));
        QVERIFY2(!editor.factTexts().contains("was"), qPrintable(editor.factTexts()));
    }

    void everyFormFitsItsPanel_data()
    {
        QTest::addColumn<QString>("layer");
        for (const auto* kind : layers::layerTable())
            QTest::newRow(kind->id.c_str()) << QString::fromStdString(kind->id);
        QTest::newRow("block") << QStringLiteral("block:A block");
    }
    void everyFormFitsItsPanel()
    {
        QFETCH(QString, layer);
        Editor editor;
        network::Block block { .name = "A block", .body = {}, .exposed = {} };
        block.body.add("block_input", {});
        editor.network.blocks.push_back(block);
        const auto node = editor.network.add(layer.toStdString(), {});
        constexpr int kPanel = 46 * 8;
        editor.form.resize(kPanel, 300); // so low that it scrolls
        editor.show({ node });
        QCoreApplication::processEvents();
        QVERIFY2(editor.form.widget()->minimumSizeHint().width() <= editor.form.viewport()->width(),
                 qPrintable(QString::number(editor.form.widget()->minimumSizeHint().width())));
        const auto* name = &editor.form.name();
        const auto rightOf = [&](const QWidget* field) {
            return field->mapTo(editor.form.widget(), field->rect().topRight()).x();
        };
        for (const auto* editorOf : editor.form.parameters().findChildren<ParameterField*>()) {
            if (editorOf->isVisible())
                QCOMPARE(rightOf(editorOf->editor()), rightOf(name)); // in one line, whatever the layer
        }
        QCOMPARE(rightOf(name), editor.form.viewport()->width() - 17 - ParameterField::buttonRoom(2));
    }

    void aFieldStaysWhereItIsWhileItsValueIsWrong()
    {
        Editor editor;
        editor.show({ editor.first });
        auto& field = editor.number("kernel_height");
        const auto placeOf = [&] { return field.mapTo(&editor.form, QPoint()); };
        const auto before = placeOf();
        editor.type("kernel_height", "90"); // larger than the picture
        QCoreApplication::processEvents();
        const auto* problem = editor.form.findChild<QLabel*>("layerProblem");
        QVERIFY(problem->isVisible() && !problem->text().isEmpty());
        QCOMPARE(placeOf(), before);
    }

    void aLongNameShowsItsBeginning()
    {
        Editor editor;
        const std::string name = "the_third_convolution_of_the_second_stage_of_the_encoder_on_the_left";
        editor.network.find(editor.first)->name = name;
        editor.show({ editor.first });
        QCOMPARE(editor.form.name().cursorPosition(), 0);
        QVERIFY(editor.form.name().toolTip().startsWith(QString::fromStdString(name)));
        editor.show({ editor.dense });
        QVERIFY(editor.form.name().toolTip().startsWith("dense_1"));
    }

    void theKeyboardGoesThroughTheFormInItsOrder()
    {
        Editor editor;
        editor.network.find(editor.first)->parameters.set("filters", std::int64_t { 64 });
        editor.show({ editor.first });
        QCoreApplication::processEvents();
        editor.form.name().setFocus();
        int y = -1;
        for (int i = 0; i < 30; ++i) {
            auto* field = QApplication::focusWidget();
            QVERIFY(field && editor.form.widget()->isAncestorOf(field)); // Tab stops at what is seen
            const auto place = field->mapTo(editor.form.widget(), field->rect().center());
            if (i > 0 && field == &editor.form.name())
                return; // once around
            QVERIFY2(place.y() >= y - 2, qPrintable(field->objectName()));
            y = place.y();
            QTest::keyClick(field, Qt::Key_Tab);
        }
        QFAIL(qPrintable("Tab does not come back: " + QApplication::focusWidget()->objectName()));
    }
};

QTEST_MAIN(NodeFormTest)
#include "node_form_test.moc"
