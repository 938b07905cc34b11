// SPDX-License-Identifier: GPL-3.0-or-later
// What is found by what people type: of the catalogue, in the palette and in quick add alike.
#include "core/layers/catalogue/layer_table.hpp"
#include "widgets/palette/layer_palette.hpp"
#include "widgets/palette/search_rank.hpp"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace netwright;
using namespace netwright::widgets;

class SearchRankTest : public QObject {
    Q_OBJECT

private slots:
    void everyNameOfALayerFindsIt_data()
    {
        QTest::addColumn<QString>("layer");
        const auto row = [](const char* layer, std::initializer_list<const char*> names) {
            for (const auto* typed : names)
                QTest::newRow(typed) << QString(layer);
        };
        row("dense", { "linear", "fully connected", "fully-connected", "fc", "Dense", "affine" });
        row("conv2d", { "conv", "Convolution", "c2d", "conv2d" });
        row("conv_transpose2d", { "deconv", "transposed", "upsample", "transposed convolution" });
        row("batch_norm", { "bn", "batchnorm", "batch normalization" });
        row("layer_norm", { "ln", "layernorm" });
        row("softmax_cross_entropy", { "crossentropy", "cross entropy", "cross-entropy", "nll" });
        row("sigmoid_cross_entropy", { "bce", "binary cross entropy" });
        row("mean_squared_error", { "mse", "l2", "regression" });
        row("embedding", { "lookup", "word vectors" });
        row("add", { "skip", "residual", "sum", "shortcut" });
        row("global_average_pool", { "gap", "global pool" });
        row("max_pool2d", { "maxpool", "max_pool", "pool max" });
        row("self_attention", { "self-attention", "attention", "mha", "transformer" });
        row("position_embedding", { "positional encoding" });
        row("lstm", { "rnn", "recurrent" });
        row("leaky_relu", { "lrelu", "leaky" });
        row("softmax", { "softmax" });
    }
    void everyNameOfALayerFindsIt()
    {
        QFETCH(QString, layer);
        const auto typed = QString::fromUtf8(QTest::currentDataTag());
        LayerPalette palette(layers::layerTable());
        FoundLayers found;
        found.setEntries(palette.entries());
        found.filter(typed);
        QCOMPARE(found.index(0).data(FoundLayers::LayerRole).toString(), layer);
        const QSignalSpy chosen(&palette, &LayerPalette::chosen);
        palette.search().setText(typed);
        QTest::keyClick(&palette.search(), Qt::Key_Return);
        QCOMPARE(chosen.value(0).value(0).toString(), layer);
    }

    void aTitleComesBeforeOtherWordsAndTheseBeforeItsPlace()
    {
        const Findable thing { .title = "Align left", .words = "arrange, tidy up", .place = "Edit › Layers" };
        const std::initializer_list<const char*> typed { "align left", "align",      "left", "lign",
                                                         "layers",     "edit align", "ale" };
        std::optional<int> before;
        for (const auto* each : typed) {
            const auto rank = searchRank(thing, each);
            QVERIFY2(rank && (!before || *before < *rank), each);
            before = rank;
        }
        QVERIFY(searchRank(thing, "tidy") < searchRank(thing, "layers"));
        for (const auto* each : { "idy", "right", "align right", "al x", "alft", "agn" })
            QVERIFY2(!searchRank(thing, each), each);
        QCOMPARE(searchRank(thing, "  "), std::optional(0));
    }

    void lettersScatteredOverWordsFindNothing()
    {
        QVERIFY(!searchRank({ .title = "Duplicate network" }, "dark"));
        QVERIFY(!searchRank({ .title = "Delete layers and rejoin links" }, "dark"));
        QVERIFY(!searchRank({ .title = "Remove dataset" }, "mse"));
        QVERIFY(!searchRank({ .title = "Softmax Cross-Entropy" }, "mse"));
        QVERIFY(searchRank({ .title = "Softmax Cross-Entropy" }, "sce"));
        QVERIFY(searchRank({ .title = "Conv Transpose 2D" }, "ctr2"));
    }

    void aSynonymInFullNamesAThing()
    {
        const Findable thing { .title = "Mean Squared Error", .words = "mse, l2 loss, regression" };
        for (const auto* typed : { "mean squared error", "MSE", "l2-loss" })
            QVERIFY2(isNamed(thing, typed), typed);
        for (const auto* typed : { "", " ", "mean", "ms", "error" })
            QVERIFY2(!isNamed(thing, typed), typed);
    }
};

QTEST_MAIN(SearchRankTest)
#include "search_rank_test.moc"
