// SPDX-License-Identifier: GPL-3.0-or-later
#include "canvas_desk.hpp"
#include "widgets/graph/network_summary.hpp"

#include <QLabel>
#include <QTest>

using namespace netwright;
using namespace netwright::widgets;

class NetworkSummaryTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsToldHasRoomBesideTheFigures();
};

void NetworkSummaryTest::whatIsToldHasRoomBesideTheFigures()
{
    NetworkSummary summary;
    const auto network = testing::sample();
    summary.setNetwork(network, network::analyse(network, &testing::numbers()));
    summary.resize(520, summary.sizeHint().height());
    summary.show();
    QVERIFY(QTest::qWaitForWindowExposed(&summary));
    const auto* message = summary.findChild<QLabel*>("message");
    const auto* cost = summary.findChild<QLabel*>("cost");
    const auto figures = cost->text();
    summary.tell("Problem 1 of 6 · Ctrl+. to: Connect relu_1");
    QTRY_VERIFY(message->width() >= message->sizeHint().width());
    QTRY_VERIFY2(cost->text() != figures && figures.startsWith(cost->text()),
                 qPrintable(QStringLiteral("%1; %2").arg(figures, cost->text())));
    summary.tell(QString("much too long ").repeated(40));
    QTRY_COMPARE(message->width(), summary.width() / 2);
    summary.tell({});
    QTRY_COMPARE(cost->text(), figures);
}

QTEST_MAIN(NetworkSummaryTest)
#include "network_summary_test.moc"
