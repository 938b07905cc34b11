// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/sample_model.hpp"

#include "app/session/text.hpp"

#include <QImage>
#include <QLocale>

#include <algorithm>
#include <numeric>

namespace netwright::session {

namespace {
    constexpr int kChunkRows = 64;
    constexpr int kKeptChunks = 64;
    constexpr std::size_t kShownNumbers = 16; ///< of a vector

    QString numberText(float number) { return QLocale::c().toString(static_cast<double>(number), 'g', 5); }

    QString vectorText(std::span<const float> numbers)
    {
        QStringList texts;
        for (const float number : numbers.first(std::min(numbers.size(), kShownNumbers)))
            texts << numberText(number);
        return texts.join(QStringLiteral(", "))
            + (numbers.size() > kShownNumbers ? QStringLiteral(", …") : QString());
    }

    /// Channels first, 0 to 255, to a picture.
    QImage imageOf(std::span<const float> pixels, const tensor::Shape& shape)
    {
        const auto height = static_cast<int>(shape[1]);
        const auto width = static_cast<int>(shape[2]);
        const bool isColour = shape[0] >= 3;
        const auto plane = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
        QImage image(width, height, isColour ? QImage::Format_RGB32 : QImage::Format_Grayscale8);
        const auto byte = [&](std::size_t channel, std::size_t at) {
            return static_cast<uchar>(std::clamp(pixels[channel * plane + at], 0.0F, 255.0F));
        };
        for (int y = 0; y < height; ++y) {
            uchar* line = image.scanLine(y);
            for (int x = 0; x < width; ++x) {
                const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(width)
                    + static_cast<std::size_t>(x);
                if (isColour)
                    reinterpret_cast<QRgb*>(line)[x] = qRgb(byte(0, at), byte(1, at), byte(2, at));
                else
                    line[x] = byte(0, at);
            }
        }
        return image;
    }

    QVariant cellOf(const tensor::Column& column, std::span<const float> numbers)
    {
        if (column.type == tensor::ColumnType::Image && column.shape.rank() == 3)
            return imageOf(numbers, column.shape);
        return numbers.size() == 1 ? numberText(numbers.front()) : vectorText(numbers);
    }

    std::vector<std::string> namesOf(const data::Dataset& dataset)
    {
        auto names = dataset.source().previewHeader();
        if (names.empty()) {
            for (const auto& column : dataset.signature().columns)
                names.push_back(column.name);
        }
        return names;
    }
} // namespace

SampleModel::SampleModel(QObject* parent)
    : QAbstractTableModel(parent)
    , m_chunks(kKeptChunks)
    , m_fetching(new QTimer(this))
{
    m_fetching->setSingleShot(true);
    connect(m_fetching, &QTimer::timeout, this, &SampleModel::fetch);
}

bool SampleModel::setDataset(std::shared_ptr<const data::Dataset> dataset, std::optional<data::Part> part)
{
    if (dataset == m_dataset && part == m_part)
        return false;
    beginResetModel();
    m_job.cancel();
    m_dataset = std::move(dataset);
    m_names = m_dataset ? namesOf(*m_dataset) : std::vector<std::string>();
    m_part = part;
    m_error.clear();
    m_chunks.clear();
    m_wanted.clear();
    endResetModel();
    return true;
}

int SampleModel::firstColumn(tensor::ColumnType type) const
{
    if (!m_dataset)
        return -1;
    const auto& columns = m_dataset->signature().columns;
    const auto it = std::ranges::find(columns, type, &tensor::Column::type);
    const auto name = it == columns.end() ? m_names.end() : std::ranges::find(m_names, it->name);
    return name == m_names.end() ? -1 : static_cast<int>(name - m_names.begin()) + 1;
}

int SampleModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid() || !m_dataset)
        return 0;
    const auto rows
        = m_part ? static_cast<std::int64_t>(m_dataset->rows(*m_part).size()) : m_dataset->source().rows();
    return static_cast<int>(std::min<std::int64_t>(rows, std::numeric_limits<int>::max()));
}

int SampleModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_dataset ? 0 : static_cast<int>(m_names.size()) + 1;
}

QVariant SampleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal || !m_dataset)
        return {};
    if (section == 0)
        return tr("Row");
    const auto& name = m_names[static_cast<std::size_t>(section) - 1];
    const bool isTarget = !m_dataset->source().previewHeader().empty() && m_dataset->signature().find(name);
    return isTarget ? tr("%1 (target)").arg(toQt(name)) : toQt(name);
}

QVariant SampleModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::DecorationRole))
        return {};
    const int number = index.row() / kChunkRows;
    if (index.column() == 0) {
        if (role != Qt::DisplayRole)
            return {};
        const auto row = static_cast<std::size_t>(index.row());
        return static_cast<qlonglong>(m_part ? m_dataset->rows(*m_part)[row]
                                             : static_cast<std::int64_t>(row));
    }
    const Chunk* chunk = m_chunks.object(number);
    if (!chunk) {
        m_wanted.insert(number);
        m_fetching->start(0);
        return {};
    }
    const auto columns = m_names.size();
    const auto at = static_cast<std::size_t>(index.row() % kChunkRows) * columns
        + static_cast<std::size_t>(index.column()) - 1;
    const QVariant& cell = (*chunk)[at];
    const bool isImage = cell.typeId() == QMetaType::QImage;
    return isImage == (role == Qt::DecorationRole) ? cell : QVariant();
}

std::vector<std::int64_t> SampleModel::sourceRows(int chunk) const
{
    const int begin = chunk * kChunkRows;
    std::vector<std::int64_t> rows(static_cast<std::size_t>(std::min(kChunkRows, rowCount() - begin)));
    std::iota(rows.begin(), rows.end(), begin);
    if (m_part) {
        for (auto& row : rows)
            row = m_dataset->rows(*m_part)[static_cast<std::size_t>(row)];
    }
    return rows;
}

void SampleModel::fetch()
{
    // The newest wish comes first: it is what is in view.
    if (m_wanted.empty() || m_job.isRunning() || !m_error.isEmpty())
        return;
    const int chunk = *m_wanted.rbegin();
    m_job.start(
        [dataset = m_dataset, rows = sourceRows(chunk)](const Progress&) { return read(*dataset, rows); },
        [this, chunk](Result<Chunk> result) { take(chunk, std::move(result)); });
}

Result<SampleModel::Chunk> SampleModel::readPreview(const data::Source& source,
                                                    const std::vector<std::int64_t>& rows)
{
    const auto columns = source.previewHeader().size();
    Chunk chunk(rows.size() * columns);
    for (std::size_t r = 0; r < rows.size(); ++r) {
        const auto found = source.previewRows(rows[r], 1);
        for (std::size_t c = 0; !found.empty() && c < std::min(columns, found.front().size()); ++c)
            chunk[r * columns + c] = toQt(found.front()[c]);
    }
    return chunk;
}

Result<SampleModel::Chunk> SampleModel::read(const data::Dataset& dataset,
                                             const std::vector<std::int64_t>& rows)
{
    if (!dataset.source().previewHeader().empty())
        return readPreview(dataset.source(), rows);
    const auto& columns = dataset.signature().columns;
    Chunk chunk(rows.size() * columns.size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
        const auto& column = columns[c];
        if (column.type == tensor::ColumnType::Category) {
            std::vector<std::int32_t> classes(rows.size());
            if (auto done = dataset.source().readCategories(c, rows, classes); !done)
                return netwright::failed(done);
            for (std::size_t r = 0; r < rows.size(); ++r)
                chunk[r * columns.size() + c] = toQt(column.categories[static_cast<std::size_t>(classes[r])]);
            continue;
        }
        const auto width = static_cast<std::size_t>(column.shape.elements());
        std::vector<float> numbers(rows.size() * width);
        if (auto done = dataset.source().readNumbers(c, rows, numbers); !done)
            return netwright::failed(done);
        for (std::size_t r = 0; r < rows.size(); ++r)
            chunk[r * columns.size() + c] = cellOf(column, std::span(numbers).subspan(r * width, width));
    }
    return chunk;
}

void SampleModel::take(int chunk, Result<Chunk> read)
{
    m_wanted.clear(); // views ask again for what is still in view, since all rows are said to be new
    if (!read) {
        m_error = toQt(read.error());
        emit failed(m_error);
        return;
    }
    m_chunks.insert(chunk, new Chunk(*std::move(read)));
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

} // namespace netwright::session
