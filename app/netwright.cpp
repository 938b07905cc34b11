// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/main_window.hpp"
#include "app/pages/samples.hpp"
#include "app/pages/theme_choice.hpp"
#include "app/pages/tour.hpp"
#include "app/session/text.hpp"
#include "app/session/workspace.hpp"

#include "widgets/theme.hpp"

#include <QApplication>
#include <QCommandLineParser>
#include <QScreen>
#include <QSettings>
#include <QStyle>

#include <cstdio>

using namespace netwright;

namespace {

struct Arguments {
    QString project;
    QString theme;
    QString tour;
    QSize size;
};

Arguments parse(const QApplication& application)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("A workbench for neural networks."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("project"), QStringLiteral("The project to open."),
                                 QStringLiteral("[PROJECT]"));
    const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("light or dark."),
                                   QStringLiteral("NAME"));
    const QCommandLineOption tour(QStringLiteral("tour"),
                                  QStringLiteral("Write a picture of each mode to this folder and end."),
                                  QStringLiteral("DIR"));
    const QCommandLineOption size(QStringLiteral("size"), QStringLiteral("Size of the tour's pictures."),
                                  QStringLiteral("WxH"), QStringLiteral("1440x900"));
    parser.addOptions({ theme, tour, size });
    parser.process(application);
    const QStringList sides = parser.value(size).split('x');
    return { .project = parser.positionalArguments().value(0),
             .theme = parser.value(theme),
             .tour = parser.value(tour),
             .size = QSize(sides.value(0).toInt(), sides.value(1).toInt()) };
}

/// What the screen has for a window inside its frame.
QSize roomOf(const QScreen& screen, const QStyle& style)
{
    return screen.availableGeometry().size() - QSize(0, style.pixelMetric(QStyle::PM_TitleBarHeight));
}

int tour(pages::MainWindow& window, session::Workspace& workspace, const Arguments& arguments)
{
    const auto samples = pages::findSamples();
    pages::TourPlan plan { .project = session::toPath(arguments.project),
                           .pictures = session::toPath(arguments.tour),
                           .size = arguments.size };
    if (plan.project.empty() && !samples.empty())
        plan.project = samples.front().file;
    const auto taken = pages::takeTour(window, workspace, plan);
    if (!taken)
        std::fprintf(stderr, "netwright: %s\n", taken.error().text().c_str());
    return taken ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("Netwright"));
    QApplication::setOrganizationName(QStringLiteral("Netwright"));
    QApplication::setApplicationVersion(QStringLiteral(NETWRIGHT_VERSION));
    const Arguments arguments = parse(application);

    QSettings settings;
    QSettings* remembered = arguments.tour.isEmpty() ? &settings : nullptr;
    session::Workspace workspace;
    pages::ThemeChoice theme(remembered);
    if (arguments.theme == QLatin1String("dark"))
        theme.choose(pages::ThemeChoice::Choice::Dark);
    else if (arguments.theme == QLatin1String("light"))
        theme.choose(pages::ThemeChoice::Choice::Light);
    QApplication::setWindowIcon(widgets::icon(QStringLiteral("network")));

    pages::MainWindow window(workspace, theme, remembered);
    if (!arguments.tour.isEmpty())
        return tour(window, workspace, arguments);
    if (!arguments.project.isEmpty())
        window.openProject(session::toPath(arguments.project));
    window.fitInto(roomOf(*window.screen(), *window.style()));
    window.show();
    if (arguments.project.isEmpty())
        window.offerUntitledRecovery();
    return QApplication::exec();
}
