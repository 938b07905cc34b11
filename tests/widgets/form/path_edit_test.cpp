// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/form/path_edit.hpp"

#include "widgets/theme.hpp"

#include <QAction>
#include <QTest>
#include <QVBoxLayout>

using namespace netwright::widgets;

class PathEditTest : public QObject {
    Q_OBJECT

private slots:
    void aLongPathShowsWhatTheFileIsCalled();
};

void PathEditTest::aLongPathShowsWhatTheFileIsCalled()
{
    QWidget window;
    auto* layout = new QVBoxLayout(&window);
    auto* path = new PathEdit(&window);
    auto* other = new QLineEdit(&window);
    layout->addWidget(path);
    layout->addWidget(other);
    path->addAction(icon(QStringLiteral("folder")), QLineEdit::TrailingPosition);
    const auto text = QStringLiteral("/data/of/a/person/with/many/folders/fashion/train-images.gz");
    path->setText(text);
    window.resize(300, 100);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    other->setFocus();
    const auto shown = path->shownText();
    QCOMPARE(shown, QStringLiteral("…/train-images.gz"));
    const auto elided = path->grab().toImage();
    path->setFocus();
    QCOMPARE(path->shownText(), text); // as it is typed
    QVERIFY(path->grab().toImage() != elided);
    other->setFocus();
    window.resize(120, 100);
    QTRY_VERIFY2(path->shownText().startsWith("…/t") && path->shownText().endsWith("gz"),
                 qPrintable(path->shownText())); // its middle is left out
    window.resize(900, 100);
    QTRY_COMPARE(path->shownText(), text);
}

QTEST_MAIN(PathEditTest)
#include "path_edit_test.moc"
