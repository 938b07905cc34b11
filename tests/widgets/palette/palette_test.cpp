// SPDX-License-Identifier: GPL-3.0-or-later
// The palette's favourites and recent layers.
#include "core/layers/catalogue/layer_table.hpp"
#include "widgets/palette/layer_palette.hpp"
#include "widgets/palette/star_delegate.hpp"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace netwright;
using namespace netwright::widgets;

namespace {

/// "Favourites: Dense, ReLU", for each section above the catalogue.
QStringList personal(const QAbstractItemModel& model)
{
    QStringList sections;
    for (int i = 0; i < model.rowCount(); ++i) {
        const auto section = model.index(i, 0);
        if (section.data().toString() == QStringLiteral("Data"))
            break;
        QStringList titles;
        for (int j = 0; j < model.rowCount(section); ++j)
            titles << model.index(j, 0, section).data().toString();
        sections << section.data().toString() + QStringLiteral(": ") + titles.join(QStringLiteral(", "));
    }
    return sections;
}

QModelIndex entryOf(const QAbstractItemModel& model, const QString& layer)
{
    const auto found = model.match(model.index(0, 0), PaletteModel::LayerRole, layer, -1,
                                   Qt::MatchExactly | Qt::MatchRecursive);
    return found.isEmpty() ? QModelIndex() : found.last(); // in its own section
}

} // namespace

class PaletteTest : public QObject {
    Q_OBJECT

private slots:
    void favouritesStandAboveTheCatalogueInTheirOrder();
    void theLatestFiveAreRecent();
    void aClickOnTheStarMakesAFavouriteAndChoosesNothing();
    void theStarKeyMakesAFavourite();
    void escapeEndsASearch();
    void aSearchFindsEachLayerOnce();
    void whatIsRememberedAndGoneIsLeftOut();
    void quickAddOffersEachLayerOnceFavouritesFirst();
    void rowsStayUnderThePointerUntilItLeaves();
    void whatWasUsedIsNotLeftSelected();
    void theModelIsSound();
};

void PaletteTest::favouritesStandAboveTheCatalogueInTheirOrder()
{
    LayerPalette palette(layers::layerTable());
    QVERIFY(personal(*palette.list().model()).isEmpty());
    palette.toggleFavourite("relu");
    palette.toggleFavourite("conv2d");
    QCOMPARE(personal(*palette.list().model()), QStringList { "Favourites: ReLU, Conv 2D" });
    QVERIFY(entryOf(*palette.list().model(), "relu").data(PaletteModel::FavouriteRole).toBool());
    palette.toggleFavourite("relu");
    QCOMPARE(personal(*palette.list().model()), QStringList { "Favourites: Conv 2D" });
    QCOMPARE(palette.memory().favourites, QStringList { "conv2d" });
}

void PaletteTest::theLatestFiveAreRecent()
{
    LayerPalette palette(layers::layerTable());
    for (const auto* layer : { "input", "conv2d", "relu", "flatten", "dense", "dropout", "relu" })
        palette.remember(layer);
    QCOMPARE(personal(*palette.list().model()),
             QStringList { "Recent: ReLU, Dropout, Dense, Flatten, Conv 2D" });
    LayerPalette next(layers::layerTable());
    next.setMemory(palette.memory());
    QCOMPARE(personal(*next.list().model()), personal(*palette.list().model()));
}

void PaletteTest::aClickOnTheStarMakesAFavouriteAndChoosesNothing()
{
    LayerPalette palette(layers::layerTable());
    palette.resize(240, 600);
    palette.show();
    QVERIFY(QTest::qWaitForWindowExposed(&palette));
    const QSignalSpy chosen(&palette, &LayerPalette::chosen);
    const auto row = palette.list().visualRect(entryOf(*palette.list().model(), "dense"));
    QTest::mouseClick(palette.list().viewport(), Qt::LeftButton, {}, StarDelegate::starRect(row).center());
    QCOMPARE(palette.memory().favourites, QStringList { "dense" });
    QVERIFY(chosen.isEmpty());
}

void PaletteTest::theStarKeyMakesAFavourite()
{
    LayerPalette palette(layers::layerTable());
    palette.list().setCurrentIndex(entryOf(*palette.list().model(), "dense"));
    QTest::keyClicks(&palette.list(), "*");
    QCOMPARE(palette.memory().favourites, QStringList { "dense" });
    QCOMPARE(palette.list().currentIndex().data(PaletteModel::LayerRole).toString(), QStringLiteral("dense"));
    QTest::keyClicks(&palette.list(), "*");
    QVERIFY(palette.memory().favourites.isEmpty());
}

void PaletteTest::escapeEndsASearch()
{
    LayerPalette palette(layers::layerTable());
    const int all = palette.list().model()->rowCount();
    QTest::keyClicks(&palette.search(), "dense");
    QVERIFY(palette.list().model()->rowCount() < all);
    QTest::keyClick(&palette.search(), Qt::Key_Escape);
    QCOMPARE(palette.search().text(), QString());
    QCOMPARE(palette.list().model()->rowCount(), all);
}

void PaletteTest::aSearchFindsEachLayerOnce()
{
    LayerPalette palette(layers::layerTable());
    palette.toggleFavourite("relu");
    palette.remember("relu");
    palette.search().setText("leaky");
    QCOMPARE(palette.list().model()->rowCount(), 1);
    palette.search().setText("relu");
    QVERIFY(personal(*palette.list().model()).first().startsWith(QStringLiteral("Activation: ")));
}

void PaletteTest::whatIsRememberedAndGoneIsLeftOut()
{
    LayerPalette palette(layers::layerTable());
    palette.setMemory({ .favourites = { "kept:Residual" }, .recent = { "block:Gone", "dense" } });
    QCOMPARE(personal(*palette.list().model()), QStringList { "Recent: Dense" });
    palette.setBlocks(
        { { .layer = "kept:Residual", .title = "Residual", .help = {}, .section = "My blocks" } });
    QCOMPARE(personal(*palette.list().model()), (QStringList { "Favourites: Residual", "Recent: Dense" }));
}

void PaletteTest::quickAddOffersEachLayerOnceFavouritesFirst()
{
    LayerPalette palette(layers::layerTable());
    const auto before = palette.entries().size();
    QCOMPARE(before, layers::layerTable().size());
    palette.toggleFavourite("relu");
    palette.remember("dense");
    const auto entries = palette.entries();
    QCOMPARE(entries.size(), before);
    QCOMPARE(entries[0].layer, QStringLiteral("relu"));
    QCOMPARE(entries[0].section, QStringLiteral("Activation"));
    QCOMPARE(entries[1].layer, QStringLiteral("dense"));
}

void PaletteTest::rowsStayUnderThePointerUntilItLeaves()
{
    LayerPalette palette(layers::layerTable());
    palette.resize(240, 600);
    palette.show();
    QVERIFY(QTest::qWaitForWindowExposed(&palette));
    connect(&palette, &LayerPalette::chosen, &palette, &LayerPalette::remember);
    const auto& model = *palette.list().model();
    const auto rowOf = [&](const char* layer) { return palette.list().visualRect(entryOf(model, layer)); };
    const auto before = rowOf("dense");
    auto* viewport = palette.list().viewport();
    QTest::mouseMove(viewport, before.center());
    QTest::mouseClick(viewport, Qt::LeftButton, {}, before.center());
    QTest::mouseDClick(viewport, Qt::LeftButton, {}, before.center());
    QTest::mouseClick(viewport, Qt::LeftButton, {}, StarDelegate::starRect(rowOf("embedding")).center());
    QCOMPARE(palette.memory().recent, QStringList { "dense" });
    QCOMPARE(rowOf("dense"), before);
    QVERIFY(entryOf(model, "embedding").data(PaletteModel::FavouriteRole).toBool());
    QEvent leave(QEvent::Leave);
    QApplication::sendEvent(viewport, &leave);
    QCOMPARE(personal(model), (QStringList { "Favourites: Embedding", "Recent: Dense" }));
}

void PaletteTest::whatWasUsedIsNotLeftSelected()
{
    LayerPalette palette(layers::layerTable());
    palette.resize(240, 600);
    palette.show();
    QVERIFY(QTest::qWaitForWindowExposed(&palette));
    const QSignalSpy chosen(&palette, &LayerPalette::chosen);
    const auto dense = entryOf(*palette.list().model(), "dense");
    const auto at = palette.list().visualRect(dense).center();
    QTest::mouseClick(palette.list().viewport(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(palette.list().viewport(), Qt::LeftButton, {}, at);
    QCOMPARE(chosen.size(), 1);
    QVERIFY(!palette.list().selectionModel()->hasSelection());
    palette.list().setFocus();
    palette.list().setCurrentIndex(dense); // by keyboard it stays until that goes elsewhere
    QTest::keyClick(&palette.list(), Qt::Key_Return);
    QCOMPARE(chosen.size(), 2);
    QVERIFY(palette.list().selectionModel()->isSelected(dense));
    palette.search().setFocus();
    QVERIFY(!palette.list().selectionModel()->hasSelection());
}

void PaletteTest::theModelIsSound()
{
    PaletteModel model(layers::layerTable());
    const QAbstractItemModelTester tester(&model);
    model.setPersonal({ "relu" }, { "dense", "relu" });
    model.setBlocks({ { .layer = "block:A", .title = "A", .help = {}, .section = "Blocks" } });
    model.setPersonal({}, { "block:A" });
    QCOMPARE(personal(model), QStringList { "Recent: A" });
}

QTEST_MAIN(PaletteTest)
#include "palette_test.moc"
