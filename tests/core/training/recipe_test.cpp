// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/recipe.hpp"

#include "core/training/optimiser.hpp"
#include "core/training/schedule.hpp"

#include <nlohmann/json.hpp>

#include <QTest>

using namespace netwright;
using namespace netwright::training;
using Json = nlohmann::ordered_json;

class RecipeTest : public QObject {
    Q_OBJECT
private slots:
    void theDefaultRecipeIsSoundAndSurvivesTheFile()
    {
        const Recipe recipe = defaultRecipe("quick");
        QVERIFY(check(recipe));
        QCOMPARE(recipe.optimiser.kind, std::string("adam"));
        QVERIFY(recipeFromJson(toJson(recipe), "quick") == recipe);
    }

    void everyFieldSurvivesTheFile()
    {
        Recipe recipe = defaultRecipe("careful");
        recipe.network = "cnn";
        recipe.generator = "painter";
        recipe.optimiser = { "momentum", ParameterValues(findOptimiser("momentum")->parameters) };
        recipe.optimiser.parameters.set("momentum", 0.5);
        recipe.schedule = { "cosine", ParameterValues(findSchedule("cosine")->parameters) };
        recipe.schedule.parameters.set("warm_up", 2.5);
        recipe.batch = 128;
        recipe.accumulate = 4;
        recipe.epochs = 7;
        recipe.seed = 42;
        recipe.threads = 2;
        recipe.isBFloat16 = true;
        recipe.isReproducible = true;
        QVERIFY(recipeFromJson(toJson(recipe), "careful") == recipe);
    }

    void missingKeysTakeTheirDefaults()
    {
        QVERIFY(recipeFromJson(Json::object(), "x") == defaultRecipe("x"));
    }

    void badRecipesAreRefusedWithAReason_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const char* json, const char* reason) {
            QTest::addRow("%s", name) << json << reason;
        };
        row("not an object", "[1]", "expected");
        row("unknown key", R"({"epoch": 5})", "unknown parameter \"epoch\"");
        row("text for a number", R"({"epochs": "five"})", "a whole number");
        row("fraction", R"({"batch": 1.5})", "a whole number");
        row("negative seed", R"({"seed": -1})", "negative seed");
        row("beyond 64 bits", R"({"seed": 18446744073709551615})", "a whole number");
        row("network not a text", R"({"network": 3})", "expected a text");
        row("generator not a text", R"({"generator": 3})", "expected a text");
        row("unknown optimiser", R"({"optimiser": {"kind": "magic"}})", "adam, momentum, sgd");
        row("unknown schedule", R"({"schedule": {"kind": "magic"}})", "constant, cosine, linear, steps");
        row("optimiser as a text", R"({"optimiser": "adam"})", "\"kind\"");
        row("unknown optimiser key", R"({"optimiser": {"kind": "sgd", "rate": 1}})", "unknown key \"rate\"");
        row("foreign parameter", R"({"optimiser": {"kind": "sgd", "parameters": {"beta1": 0.9}}})", "beta1");
    }
    void badRecipesAreRefusedWithAReason()
    {
        QFETCH(QString, json);
        QFETCH(QString, reason);
        const auto recipe = recipeFromJson(Json::parse(json.toStdString()), "bad");
        QVERIFY(!recipe);
        const auto text = QString::fromStdString(recipe.error().text());
        QVERIFY2(text.contains(reason) && text.contains("recipe \"bad\""), qPrintable(text));
    }

    void numbersOutOfRangeAreNamed_data()
    {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("label");
        QTest::addRow("batch") << R"({"batch": 0})"
                               << "Batch";
        QTest::addRow("huge batch") << R"({"batch": 1000000000})"
                                    << "Batch";
        QTest::addRow("epochs") << R"({"epochs": -3})"
                                << "Epochs";
        QTest::addRow("threads") << R"({"threads": 100000})"
                                 << "Threads";
        QTest::addRow("rate") << R"({"optimiser": {"kind": "sgd", "parameters": {"learning_rate": -1}}})"
                              << "Learning rate";
    }
    void numbersOutOfRangeAreNamed()
    {
        QFETCH(QString, json);
        QFETCH(QString, label);
        const auto recipe = recipeFromJson(Json::parse(json.toStdString()), "bad");
        QVERIFY(recipe);
        const Status checked = check(*recipe);
        QVERIFY(!checked);
        QVERIFY2(QString::fromStdString(checked.error().message).contains(label),
                 checked.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(RecipeTest)
#include "recipe_test.moc"
