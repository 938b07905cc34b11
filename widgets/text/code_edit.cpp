// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/text/code_edit.hpp"

#include "widgets/text/json_highlighter.hpp"
#include "widgets/theme.hpp"

#include <QPainter>
#include <QScopedValueRollback>
#include <QTextBlock>
#include <QTextOption>

#include <algorithm>

namespace netwright::widgets {

namespace {
    constexpr int kIndent = 2;

    class Margin : public QWidget {
    public:
        explicit Margin(CodeEdit& edit)
            : QWidget(&edit)
            , m_edit(edit)
        {
        }

    protected:
        void paintEvent(QPaintEvent* event) override { m_edit.paintMargin(event); }

    private:
        CodeEdit& m_edit;
    };
} // namespace

CodeEdit::CodeEdit(QWidget* parent)
    : QPlainTextEdit(parent)
    , m_highlighter(new JsonHighlighter(document()))
    , m_margin(new Margin(*this))
{
    setFrameShape(NoFrame);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setFont(widgets::font(TextRole::Mono));
    document()->setDocumentMargin(kGrid / 2.0);
    connect(document(), &QTextDocument::contentsChange, this, [this](int, int removed, int added) {
        if (!m_isSetting && removed + added > 0)
            emit edited();
    });
    connect(this, &QPlainTextEdit::blockCountChanged, this, &CodeEdit::placeMargin);
    connect(this, &QPlainTextEdit::cursorPositionChanged, m_margin, qOverload<>(&QWidget::update));
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect& rect, int dy) {
        if (dy != 0)
            m_margin->scroll(0, dy);
        else
            m_margin->update(0, rect.y(), m_margin->width(), rect.height());
    });
    placeMargin();
}

void CodeEdit::setText(const QString& text)
{
    const auto before = toPlainText();
    if (text == before)
        return;
    const auto [left, right] = std::ranges::mismatch(before, text);
    const auto same = static_cast<int>(left - before.begin());
    auto end = before.size();
    for (auto from = text.size(); end > same && from > same && before[end - 1] == text[from - 1]; --from)
        --end;
    const QScopedValueRollback guard(m_isSetting, true);
    document()->setUndoRedoEnabled(false); // also forgets what there was to undo
    QTextCursor cursor(document());
    cursor.setPosition(same);
    cursor.setPosition(static_cast<int>(end), QTextCursor::KeepAnchor);
    cursor.insertText(text.mid(same, text.size() - (before.size() - end) - same));
    document()->setUndoRedoEnabled(true);
}

void CodeEdit::setFault(std::optional<Range> fault)
{
    if (fault == m_fault)
        return;
    m_fault = fault;
    showMarks();
    m_margin->update();
}

void CodeEdit::setMarked(const std::vector<Range>& parts)
{
    m_marked = parts;
    showMarks();
}

void CodeEdit::showMarks()
{
    const auto last = document()->characterCount() - 1;
    const auto cursorOver = [&](Range range) {
        QTextCursor cursor(document());
        cursor.setPosition(std::min(range.begin, last));
        cursor.setPosition(std::min(range.end, last), QTextCursor::KeepAnchor);
        return cursor;
    };
    QList<QTextEdit::ExtraSelection> marks;
    for (const auto& part : m_marked) {
        QTextCharFormat format;
        auto tint = colour(Meaning::Accent);
        tint.setAlphaF(0.12F);
        format.setBackground(tint);
        marks.append({ cursorOver(part), format });
    }
    if (m_fault) {
        QTextCharFormat format;
        auto tint = colour(Meaning::Bad);
        format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        format.setUnderlineColor(tint);
        tint.setAlphaF(0.18F);
        format.setBackground(tint);
        marks.append({ cursorOver(*m_fault), format });
    }
    setExtraSelections(marks);
}

void CodeEdit::goTo(int position)
{
    auto cursor = textCursor();
    cursor.setPosition(std::min(position, document()->characterCount() - 1));
    setTextCursor(cursor);
    centerCursor();
}

int CodeEdit::marginWidth() const
{
    const auto digits = std::max<qsizetype>(3, QString::number(blockCount()).size());
    return fontMetrics().horizontalAdvance(u'9') * static_cast<int>(digits) + 2 * kGrid;
}

void CodeEdit::placeMargin()
{
    setViewportMargins(marginWidth(), 0, 0, 0);
    const auto rect = contentsRect();
    m_margin->setGeometry(rect.left(), rect.top(), marginWidth(), rect.height());
}

void CodeEdit::paintMargin(QPaintEvent* event)
{
    QPainter painter(m_margin);
    painter.fillRect(event->rect(), palette().color(QPalette::AlternateBase));
    const auto faultLine = m_fault ? document()->findBlock(m_fault->begin).blockNumber() : -1;
    for (auto block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const auto rect = blockBoundingGeometry(block).translated(contentOffset());
        if (rect.top() > event->rect().bottom())
            break;
        const bool isFault = block.blockNumber() == faultLine;
        const bool isCurrent = block.blockNumber() == textCursor().blockNumber();
        painter.setPen(isFault         ? colour(Meaning::Bad)
                           : isCurrent ? palette().color(QPalette::Text)
                                       : colour(Meaning::Quiet));
        if (isFault)
            painter.fillRect(QRectF(0, rect.top(), 3, rect.height()), colour(Meaning::Bad));
        painter.drawText(QRectF(0, rect.top(), m_margin->width() - kGrid, rect.height()), Qt::AlignRight,
                         QString::number(block.blockNumber() + 1));
    }
}

bool CodeEdit::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* keys = static_cast<QKeyEvent*>(event);
        const bool isWindows = (keys->matches(QKeySequence::Undo) && !document()->isUndoAvailable())
            || (keys->matches(QKeySequence::Redo) && !document()->isRedoAvailable());
        if (isWindows) {
            event->ignore();
            return true;
        }
    }
    return QPlainTextEdit::event(event);
}

void CodeEdit::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier;
    if (isPlain && event->key() == Qt::Key_Tab)
        insertPlainText(QString(kIndent, u' '));
    else if (isPlain && event->key() == Qt::Key_Return)
        breakLine();
    else
        QPlainTextEdit::keyPressEvent(event);
}

/// The next line begins where this one does, or further in where something opens.
void CodeEdit::breakLine()
{
    const auto cursor = textCursor();
    const auto before = cursor.block().text().left(cursor.positionInBlock());
    const auto text = std::ranges::find_if(before, [](QChar letter) { return !letter.isSpace(); });
    const bool isOpen = before.trimmed().endsWith(u'{') || before.trimmed().endsWith(u'[');
    insertPlainText(u'\n' + before.left(text - before.begin()) + QString(isOpen ? kIndent : 0, u' '));
    ensureCursorVisible();
}

void CodeEdit::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    placeMargin();
    if (hasFocus()) // what appears below must not hide where the person types
        ensureCursorVisible();
}

void CodeEdit::changeEvent(QEvent* event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        const QScopedValueRollback guard(m_isSetting, true);
        m_highlighter->restyle();
        showMarks();
    }
}

void CodeEdit::focusInEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusInEvent(event);
    emit entered();
}

void CodeEdit::focusOutEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusOutEvent(event);
    emit left();
}

} // namespace netwright::widgets
